import Circuit
import Hardware
import Quantities
import Random
import RealModule

/// Arrays and inputs to train a surrogate on, and what the solver says of them.
///
/// Arrays differ in how high and how sparse their levels are, as the slices of a network's weights do, and in how much
/// of them is used; half of them have the device's variation, drift, stuck cells and noise as well. Inputs are codes of
/// the DAC or any voltage, on few rows or many.
struct SurrogateSamples: Sendable {
    let kind: CrossbarKind
    let scope: SurrogateScope
    let seed: UInt64
    private let bend: Bend

    /// Inputs that each array is tried with.
    static let inputsOfArray = 8

    init(_ kind: CrossbarKind, _ scope: SurrogateScope, seed: UInt64) {
        self.kind = kind
        self.scope = scope
        self.seed = seed
        bend = Bend(scope)
    }

    /// The points of one array: a column under an input each.
    struct Points: Sendable {
        /// points × ``CurvedBase/features``.
        var features: [Double] = []
        /// What the network is to give.
        var targets: [Double] = []
        var scales: [Double] = []
        /// In amperes: the solver's currents, those of ``CurvedBase``, and those of the linear approximation.
        var currents: [Double] = []
        var bases: [Double] = []
        var linears: [Double] = []
    }

    func points(ofArray number: Int) throws(CircuitError) -> Points {
        var random = DrawnNumbers(CountedDraws(seed: seed, .surrogateSamples, round: UInt64(number)))
        let cells = cells(number, &random)
        let inputs = (0..<Self.inputsOfArray).map { _ in input(&random) }
        let base = try CurvedBase(cells, scope, bend)
        let solved = try CrossbarCircuit(conductances: cells, wires: scope.wires, law: scope.law).solve(inputs)
        var points = Points()
        for (voltages, point) in zip(inputs, solved) {
            let volts = voltages.map(\.si)
            let answer = base(volts)
            let linear = base.linear(volts)
            for j in 0..<scope.columns {
                let scale = answer.scale[j / 8][j % 8]
                guard scale > 0 else { continue }
                let current = point.outputCurrents[j].si, known = answer.base[j / 8][j % 8]
                for f in 0..<CurvedBase.features {
                    points.features.append(answer.features[j / 8 * CurvedBase.features + f][j % 8])
                }
                points.targets.append((current - known) / scale)
                points.scales.append(scale)
                points.currents.append(current)
                points.bases.append(known)
                points.linears.append(linear[j])
            }
        }
        return points
    }

    private func cells(_ number: Int, _ random: inout DrawnNumbers) -> Grid<Dimensions.Conductance> {
        let (off, on) = (kind.device.offConductance.si, kind.device.onConductance.si)
        let levels = kind.device.levels
        let usedRows = random.next() < 0.5 ? kind.rows : random.below(kind.rows) + 1
        let usedColumns = random.next() < 0.5 ? kind.columns : random.below(kind.columns) + 1
        let isContinuous = random.next() < 0.25
        let tilt = 8 * (random.next() - 0.5), empty = random.next() < 0.5 ? 0 : random.next()
        let tilts = (0..<kind.columns).map { _ in tilt + 3 * (random.next() - 0.5) }
        var cells = Grid<Dimensions.Conductance>(rows: kind.rows, columns: kind.columns)
        for i in 0..<kind.rows {
            for j in 0..<kind.columns {
                // The share u of a distribution of density e^(tilt·share).
                let (u, t) = (random.next(), tilts[j])
                var share = abs(t) < 1e-3 ? u : Double.log(1 + u * (Double.exp(t) - 1)) / t
                if random.next() < empty || i >= usedRows || j >= usedColumns { share = 0 }
                if !isContinuous, levels > 1 {
                    share = min(Double(levels - 1), (share * Double(levels)).rounded(.down)) / Double(levels - 1)
                }
                cells.si[i * kind.columns + j] = off + (on - off) * min(1, max(0, share))
            }
        }
        guard number % 2 == 1 else { return cells }
        let chip = seed &+ UInt64(number) &* 0x9E37_79B9
        cells = kind.device.read(kind.device.programmed(cells, seed: chip), seed: chip, number: 0)
        // The few that lie further out than the scope goes.
        for k in cells.si.indices {
            cells.si[k] = min(max(cells.si[k], scope.conductances.lowerBound.si), scope.conductances.upperBound.si)
        }
        return cells
    }

    private func input(_ random: inout DrawnNumbers) -> [Voltage] {
        let active = random.next() < 0.2 ? 1 : random.next()
        let choice = random.next()
        let highest = (1 << kind.dac.bits) - 1
        let first = random.next() < 0.5 ? 0 : random.below(max(1, kind.rows - kind.activeRows + 1))
        let window = first == 0 && random.next() < 0.5 ? 0..<kind.rows : first..<min(kind.rows, first + kind.activeRows)
        return (0..<kind.rows).map { row in
            let (u, isActive) = (random.next(), random.next() < active)
            guard isActive, window.contains(row) else { return .zero }
            let share = choice < 0.25 ? u : choice < 0.6 ? 1 : Double(random.below(highest) + 1) / Double(highest)
            return scope.highestVoltage * share
        }
    }
}

/// Draws in turn.
struct DrawnNumbers {
    private let draws: CountedDraws
    private var count = 0

    init(_ draws: CountedDraws) { self.draws = draws }

    /// In (0, 1).
    mutating func next() -> Double {
        count += 1
        return draws.uniform(count)
    }

    mutating func below(_ bound: Int) -> Int { min(bound - 1, Int(next() * Double(bound))) }
}
