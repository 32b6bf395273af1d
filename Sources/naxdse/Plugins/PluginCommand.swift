import ArgumentParser

/// `naxdse plugin …`
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Start a strategy or a mapper of your own.", subcommands: [NewPlugin.self])
}
