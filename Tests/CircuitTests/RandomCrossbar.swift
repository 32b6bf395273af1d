import Hardware
import Quantities
import RealModule
import Services

@testable import Circuit

func wires(row: Double, column: Double, source: Double, sink: Double) -> CrossbarKind.Wires {
    .init(row: Resistance(row), column: Resistance(column), source: Resistance(source), sink: Resistance(sink))
}

/// Cells from 1 kΩ to 10 MΩ, evenly in the exponent, with a share of open ones; wires of 0 to 100 Ω,
/// each of the four kinds 0 Ω in one case of four.
struct RandomCrossbar {
    let cells: Grid<Dimensions.Conductance>
    let wires: CrossbarKind.Wires
    let voltages: [Voltage]

    init(_ rows: Int, _ columns: Int, seed: UInt64, opens: Double = 0.1, signed: Bool = false) {
        var random = Seeded(seed &* 977 &+ 1)
        _ = random.next()
        var cells = Grid<Dimensions.Conductance>(rows: rows, columns: columns)
        for k in cells.si.indices {
            let open = random.next() < opens
            let decades = random.next(in: 3...7)
            cells.si[k] = open ? 0 : Double.exp10(-decades)
        }
        self.cells = cells
        func resistance() -> Double {
            let short = random.next() < 0.25
            let ohms = random.next(in: 0.01...100)
            return short ? 0 : ohms
        }
        wires = CircuitTests.wires(row: resistance(), column: resistance(), source: resistance(), sink: resistance())
        voltages = (0..<rows).map { _ in Voltage(random.next(in: (signed ? -0.5 : 0.01)...0.5)) }
    }

    func circuit(_ law: CellLaw = .ohmic) throws -> CrossbarCircuit {
        try CrossbarCircuit(conductances: cells, wires: wires, law: law)
    }
}
