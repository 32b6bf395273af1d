import Circuit
import Hardware
import Quantities
import RealModule

/// Numbers that a script in any language can make again: Knuth's 64-bit linear congruential generator, upper 53 bits.
struct Seeded {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// In [0, 1).
    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992
    }

    mutating func next(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * next()
    }
}

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

/// Largest difference of two lists of numbers, relative to each number of the second.
func worstRelative(_ a: [Double], to b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { $1.0 == $1.1 ? $0 : max($0, abs($1.0 - $1.1) / abs($1.1)) }
}

/// The same, relative to the largest number of the second.
func worst(_ a: [Double], to b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let largest = b.reduce(0) { max($0, abs($1)) }
    return zip(a, b).reduce(0) { $1.0 == $1.1 ? $0 : max($0, abs($1.0 - $1.1) / largest) }
}

extension Array {
    func si<D: Dimension>() -> [Double] where Element == Quantity<D> { map(\.si) }
}
