import ArgumentParser
import Workbench

/// `naxdse plugin …`
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Start a strategy, a mapper or a component model of your own.",
        subcommands: [NewPlugin.self])
}
