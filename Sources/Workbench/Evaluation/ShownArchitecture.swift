import Cost
import Diagnostics
import Hardware
import Quantities
import Reports

/// An architecture's levels and components with their area and power, and what a network puts into its buffers.
package struct ShownArchitecture {
    private let architecture: Architecture
    /// Nil without a network.
    private let buffers: [BufferReport]?

    /// - Parameters:
    ///   - name: of shipped hardware, or the path of a hardware file.
    ///   - network: whose data the buffers hold; nil for none.
    ///   - mapping: nil for the one that the hardware names.
    package init(_ name: String, network: String?, mapping: String?, _ bench: Workbench) throws {
        architecture = try bench.architecture(name)
        let usual = architecture.usualMapping
        buffers = try network.map { [architecture] in
            try Workload(network: $0, mapping: mapping, usual: usual, bench).evaluate(on: architecture).buffers
        }
    }

    package var json: JSON { architecture.hierarchy().json(buffers) }
    package var csv: CSV { architecture.hierarchy().csv }

    package func text(on terminal: Terminal) -> String {
        let heading =
            "\(architecture.name), \(architecture.technology), \(architecture.clock); \(architecture.source)\n"
        let tables = [
            heading, architecture.hierarchy().table.text(on: terminal),
            architecture.crossbarTable.text(on: terminal),
        ].joined(separator: "\n")
        let needs = buffers.map { "\n" + $0.table.text(on: terminal) } ?? ""
        return tables + needs + (notes.isEmpty ? "" : "\n" + notes.text(on: terminal))
    }

    /// What is off the chip, and whose leakage is not stated.
    private var notes: Notes {
        let offChip = architecture.root.parts.filter(\.component.isOffChip)
        return Notes(
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
    }
}
