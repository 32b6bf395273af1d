import Circuit
import Diagnostics
import Hardware
import Quantities
import Surrogates
import System

/// A crossbar to be solved, put together from options and files.
package struct CrossbarSetup {
    /// Where it comes from: "crossbar 'x128' of isaac", or "crossbar".
    package var name: String
    /// What the cells were meant to be, and with all effects.
    package var targets: Grid<Dimensions.Conductance>
    package var circuit: CrossbarCircuit
    /// Inputs × rows.
    package var inputs: [[Voltage]]
    /// With errors of their own, where the hardware names them and effects are asked for.
    package var converters: ConvertedColumns?
    /// In place of the solver.
    package var surrogate: PreparedSurrogate?
    package var seed: UInt64
    /// Whether anything was drawn, so that the seed matters.
    package var isRandom: Bool

    /// - Throws: everything that is wrong with the files; else what is missing, or does not fit together.
    package init(_ wanted: CrossbarDescription, _ bench: Workbench) throws {
        let files = try CrossbarFiles(wanted, bench)
        let kind = try files.architecture.map { try CrossbarSetup.kind(wanted.crossbar, of: $0) }
        name = kind.map { "crossbar '\($0.id)' of \(files.architecture!.name)" } ?? "crossbar"
        seed = wanted.seed
        (targets, isRandom) = try wanted.targets(files.cells, kind)
        inputs = try wanted.inputs(files.voltages, rows: targets.rows, kind)
        var actual = targets
        if wanted.effects, let device = kind?.device {
            actual = device.read(device.programmed(targets, seed: seed), seed: seed, number: 0)
            isRandom = isRandom || actual != targets
        }
        if wanted.effects, let kind, kind.adc.offsetSigma > 0 || kind.adc.gainSigma > 0 {
            converters = try CrossbarSetup.converters(of: kind, for: targets, seed: seed)
            isRandom = true
        }
        circuit = try CrossbarCircuit(conductances: actual, wires: wanted.wires(kind), law: wanted.law(kind))
        surrogate = try files.learnt?.prepared(for: circuit)
    }

    /// With errors of their own.
    private static func converters(
        of kind: CrossbarKind, for cells: Grid<Dimensions.Conductance>, seed: UInt64
    ) throws -> ConvertedColumns {
        guard cells.rows == kind.rows, cells.columns == kind.columns else {
            throw InputError(
                "the ADCs of crossbar '\(kind.id)' are for \(kind.rows)×\(kind.columns) cells, and there are \(cells.rows)×\(cells.columns)",
                hint: "leave --effects, or --rows and --columns, out")
        }
        guard kind.adc.bits > 0 else {
            throw InputError(
                "the ADC of crossbar '\(kind.id)' has no resolution",
                hint: "give its component one, such as resolution=\"8\"")
        }
        return ConvertedColumns(kind, seed: seed)
    }

    /// The crossbar of that id; without one, the only kind on the chip.
    package static func kind(_ id: String?, of architecture: Architecture) throws -> CrossbarKind {
        guard let id else {
            let places = architecture.floorplan().places
            let onChip = architecture.crossbars.indices.filter { places[$0] != nil }
            guard onChip.count == 1 else {
                let ids = onChip.map { "'\(architecture.crossbars[$0].id)'" }.joined(separator: ", ")
                throw InputError(
                    "\(architecture.name) has \(onChip.count) kinds of crossbar on its chip",
                    hint: "choose one with --crossbar: \(ids)")
            }
            return architecture.crossbars[onChip[0]]
        }
        guard let index = architecture.crossbar(named: id) else {
            let ids = architecture.crossbars.map { "'\($0.id)'" }.joined(separator: ", ")
            throw InputError("\(architecture.name) has no crossbar '\(id)'", hint: "it has \(ids)")
        }
        return architecture.crossbars[index]
    }
}
