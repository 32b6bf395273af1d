import Circuit
import Hardware
import Quantities

extension Simulation {
    /// Kinds of crossbar with curved cells that the network is placed on.
    public var curvedKinds: [CrossbarKind] {
        Set(mapped.stages.map(\.kind)).sorted().map { architecture.crossbars[$0] }.filter {
            !CellLaw($0.device.effects).isLinear
        }
    }

    /// Reads of such crossbars for one image at most, and seconds that they take one thread by Newton's method: one
    /// read of each kind, of random cells with all rows driven, is timed.
    ///
    /// - Throws: ``CircuitError`` when that cannot be solved.
    public func curvedReads() throws(CircuitError) -> (count: Int, seconds: Double) {
        var (count, seconds) = (0, 0.0)
        var times: [Int: Double] = [:]
        for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
            let kind = architecture.crossbars[placed.kind]
            guard let layer = crossbars.layers[stage.anchor], let plan = quantised.interpreter.plans[stage.anchor],
                !CellLaw(kind.device.effects).isLinear
            else { continue }
            let time: Double
            if let known = times[placed.kind] {
                time = known
            } else {
                time = try Self.timeOfRead(kind, seed: options.seed)
            }
            times[placed.kind] = time
            count += layer.reads(plan)
            seconds += Double(layer.reads(plan)) * time
        }
        return (count, seconds)
    }

    private static func timeOfRead(_ kind: CrossbarKind, seed: UInt64) throws(CircuitError) -> Double {
        let circuit = try CrossbarCircuit(
            conductances: kind.device.randomCells(rows: kind.rows, columns: kind.columns, seed: seed),
            wires: kind.wires,
            law: CellLaw(kind.device.effects))
        let start = ContinuousClock.now
        _ = try circuit.solve([Voltage](repeating: kind.read.voltage, count: kind.rows))
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
