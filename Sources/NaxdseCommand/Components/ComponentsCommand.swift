import ArgumentParser
import Workbench

/// `naxdse components …`
struct ComponentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "components", abstract: "Figures of components from elsewhere.",
        subcommands: [ComponentsResolveCommand.self])
}
