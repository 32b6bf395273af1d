import ArgumentParser
import Workbench

/// `naxdse crossbar …`: solves, unless told otherwise.
struct CrossbarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crossbar", abstract: "The circuit of one crossbar: what its wires and cells make of its inputs.",
        discussion: "Without a subcommand it solves: `naxdse crossbar solve --help` tells the options.",
        subcommands: [SolveCommand.self, TrainSurrogateCommand.self], defaultSubcommand: SolveCommand.self)
}
