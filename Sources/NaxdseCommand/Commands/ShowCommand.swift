import ArgumentParser
import Hardware
import Quantities
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
        let bench = try Workbench(input, workload.openings)
        let architecture = try bench.architecture(hardware)
        let tree = architecture.hierarchy()
        let buffers = try workload.read(bench, on: bench.hardwareDocument(hardware).document).map {
            try $0.evaluate(on: architecture).buffers
        }
        switch format.choice {
        case .json: try Output.write(tree.json(buffers).text)
        case .csv: try Output.write(tree.csv.text)
        case .text:
            let terminal = Terminal.standardOutput
            let heading =
                "\(architecture.name), \(architecture.technology), \(architecture.clock); \(architecture.source)\n"
            let offChip = architecture.root.parts.filter(\.component.isOffChip)
            let notes = Notes(
                offChip.map { ($0.component.id, "off the chip; it is off, and in no sum, until maps need it") }
                    + architecture.partsOfUnstatedLeakage().map { part in
                        switch part.leakageBasis {
                        case .assumed(let share, let reason):
                            (
                                part.id,
                                "leakage is assumed, \(Percentage(share: share).text) of the power at full activity (\(reason))"
                            )
                        case .stated, .unknown: (part.id, "leakage is unknown")
                        }
                    })
            let needs = buffers.map { "\n" + $0.table.text(on: terminal) } ?? ""
            let told = notes.isEmpty ? "" : "\n" + notes.text(on: terminal)
            try Output.write(
                [heading, tree.table.text(on: terminal), architecture.crossbarTable.text(on: terminal)].joined(
                    separator: "\n") + needs + told)
        }
    }
}
