import ArgumentParser
import Reports
import Workbench

/// `naxdse show FILE`
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an architecture: its levels and components with their area and power.",
        discussion: """
            Figures of a level are sums over all that it holds; power is at full activity and includes leakage.
            A level of which a network takes as many as it needs counts as many times as the file allows, or once.
            With --network, what that network needs of each buffer at most stands beside what the buffer holds.
            """)

    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @OptionGroup var workload: OptionalWorkload
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let shown = try ShownArchitecture(
            hardware, network: workload.network, mapping: workload.mapping, Workbench(input, workload.openings))
        switch format.choice {
        case .json: try Output.write(shown.json.text)
        case .csv: try Output.write(shown.csv.text)
        case .text: try Output.write(shown.text(on: .standardOutput))
        }
    }
}
