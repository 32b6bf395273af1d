import ArgumentParser
import Workbench

/// The command line: `naxdse COMMAND …`.
public struct Naxdse: ParsableCommand {
    // Made when it is first asked for, which is after ``main(plugins:commit:)`` has said the commit.
    public static let configuration = CommandConfiguration(
        commandName: "naxdse",
        abstract: "Co-design of neural networks and memristive-crossbar hardware.",
        discussion: """
            Hardware, mappings and networks are named as they are shipped (isaac, resnet20) or by the path of a file.
            Exit codes: 0, 1 for bad input, 64 for wrong usage, 70 for a bug. Ctrl-C is no error: 0 where what was done is kept, else 130.
            """,
        version: Workbench.version + (commit.map { " (\($0))" } ?? ""),
        subcommands: [
            CompareCommand.self, DiffCommand.self, EvaluateCommand.self, ExplainCommand.self, ReportCommand.self,
            ShowCommand.self, SweepCommand.self,
            ValidateCommand.self, ComponentsCommand.self, SimulateCommand.self, InferCommand.self,
            CrossbarCommand.self, ImportCommand.self,
            SearchCommand.self, WorkerCommand.self, SubmitCommand.self, NasCommand.self, ServeCommand.self,
            NewCommand.self, ManualCommand.self,
            ListCommand.self, NetworksCommand.self,
            PluginsCommand.self, PluginCommand.self,
        ])

    /// The commit that the program was built at, where that is known.
    @TaskLocal static var commit: String?

    public init() {}
}
