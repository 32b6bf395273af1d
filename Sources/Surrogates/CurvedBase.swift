import Circuit
import Hardware
import Quantities

/// What is known of a curved crossbar's outputs without learning, and what a network is told to correct it by.
///
/// Two exact effective matrices hold an array's wires: E of its cells at small voltages, and E + ΔE of ohmic cells that
/// carry the same current as its own at the highest voltage V_h. With c(V), from 0 at 0 V to 1 at V_h, how far the law
/// has bent, the outputs are nearly
///
///     base_j = Σ_i E_ij·V_i + Σ_i ΔE_ij·V_i·c(V_i),
///
/// and what is missing is y_j · scale_j with scale_j = γ·Σ_i E_ij·V_i·c(V_i), γ the law's bend at V_h: it vanishes for
/// small voltages and for ohmic cells, whatever y is. The network gives y_j from ``features`` of column and input.
/// Their cost is that of five products of a matrix with a vector.
struct CurvedBase: Sendable {
    let bend: Bend
    let rows: Int
    let columns: Int
    /// E and ΔE, rows × columns, in siemens; columns padded to whole vectors of eight.
    private let small: [SIMD8<Double>]
    private let change: [SIMD8<Double>]
    /// Σ_j E_ij over columns and the highest conductance.
    private let loads: [Double]
    /// Σ G·V of the ideal crossbar, G rows × columns.
    private let ideal: [SIMD8<Double>]
    private let highest: Double
    private let voltage: Double

    static let features = 10

    private var vectors: Int { (columns + 7) / 8 }

    init(_ cells: Grid<Dimensions.Conductance>, _ scope: SurrogateScope, _ bend: Bend) throws(CircuitError) {
        self.bend = bend
        rows = scope.rows
        columns = scope.columns
        highest = scope.conductances.upperBound.si
        voltage = scope.highestVoltage.si
        let law = scope.law
        let linear = try CrossbarCircuit(
            conductances: cells, wires: scope.wires, law: CellLaw(accessResistance: law.accessResistance)
        ).effectiveConductance()
        let chords = Grid<Dimensions.Conductance>(
            rows: rows, columns: columns,
            si: cells.si.map { g in
                (law.current(of: Conductance(si: g), at: scope.highestVoltage) / scope.highestVoltage).si
            })
        let bent = try CrossbarCircuit(conductances: chords, wires: scope.wires).effectiveConductance()
        let (m, n) = (scope.rows, scope.columns)
        func padded(_ value: (Int) -> Double) -> [SIMD8<Double>] {
            let vectors = (n + 7) / 8
            var result = [SIMD8<Double>](repeating: .zero, count: m * vectors)
            for i in 0..<m {
                for j in 0..<n { result[i * vectors + j / 8][j % 8] = value(i * n + j) }
            }
            return result
        }
        small = padded { linear.si[$0] }
        change = padded { bent.si[$0] - linear.si[$0] }
        ideal = padded { cells.si[$0] }
        let whole = Double(n) * scope.conductances.upperBound.si
        loads = (0..<m).map { i in linear.si[i * n..<(i + 1) * n].reduce(0, +) / whole }
    }

    /// All columns for one input.
    struct Answer {
        /// In amperes, eight columns to a vector.
        var base: [SIMD8<Double>]
        var scale: [SIMD8<Double>]
        /// ``CurvedBase/features`` vectors for each eight columns.
        var features: [SIMD8<Double>]
    }

    func callAsFunction(_ voltages: [Double]) -> Answer {
        var (straight, bent, placed, loaded, product, deviation) = (zeros, zeros, zeros, zeros, zeros, zeros)
        var (sum, curvedSum) = (0.0, 0.0)
        for i in 0..<rows where voltages[i] != 0 {
            let v = voltages[i], c = v * bend(v)
            let p = v * (Double(i) + 0.5) / Double(rows), l = v * loads[i]
            sum += v
            curvedSum += c
            small.withUnsafeBufferPointer { small in
                change.withUnsafeBufferPointer { change in
                    ideal.withUnsafeBufferPointer { ideal in
                        for k in 0..<vectors {
                            let e = small[i * vectors + k]
                            straight[k] += e * v
                            bent[k] += e * c
                            placed[k] += e * p
                            loaded[k] += e * l
                            product[k] += ideal[i * vectors + k] * v
                            deviation[k] += change[i * vectors + k] * c
                        }
                    }
                }
            }
        }
        let tiny = SIMD8<Double>(repeating: .leastNormalMagnitude)
        let full = Double(rows) * highest * voltage
        let total = straight.reduce(0.0) { $0 + $1.sum() } / (full * Double(columns))
        var answer = Answer(base: zeros, scale: zeros, features: [])
        answer.features.reserveCapacity(vectors * Self.features)
        for k in 0..<vectors {
            let whole = straight[k] + tiny, curved = bent[k] + tiny
            answer.base[k] = straight[k] + deviation[k]
            answer.scale[k] = bend.greatest * bent[k]
            var place = SIMD8<Double>.zero
            for lane in 0..<8 { place[lane] = (Double(k * 8 + lane) + 0.5) / Double(columns) }
            answer.features += [
                straight[k] / full, bent[k] / whole, deviation[k] / curved, placed[k] / whole, loaded[k] / whole,
                straight[k] / (product[k] + tiny), place,
                SIMD8(repeating: sum / (Double(rows) * voltage)),
                SIMD8(repeating: curvedSum / (Double(rows) * voltage)), SIMD8(repeating: total),
            ]
        }
        return answer
    }

    private var zeros: [SIMD8<Double>] { [SIMD8<Double>](repeating: .zero, count: vectors) }

    /// Outputs of the ohmic crossbar whose cells carry the right current at the highest voltage: what a linear
    /// simulation takes.
    func linear(_ voltages: [Double]) -> [Double] {
        var sums = zeros
        for i in 0..<rows where voltages[i] != 0 {
            let voltage = voltages[i], row = i * vectors
            for k in 0..<vectors {
                let conductance: SIMD8<Double> = small[row + k] + change[row + k]
                sums[k] += conductance * voltage
            }
        }
        return (0..<columns).map { sums[$0 / 8][$0 % 8] }
    }
}

/// How far a law has bent at a voltage: the largest relative change of a cell's chord conductance over the conductances
/// of a scope.
struct Bend: Sendable {
    private let law: CellLaw
    private let conductances: [Conductance]
    private let voltage: Double
    /// At the highest voltage.
    let greatest: Double

    init(_ scope: SurrogateScope) {
        law = scope.law
        conductances = [scope.conductances.lowerBound, scope.conductances.upperBound]
        voltage = scope.highestVoltage.si
        greatest = Self.change(law, conductances, voltage)
    }

    private static func change(_ law: CellLaw, _ conductances: [Conductance], _ voltage: Double) -> Double {
        conductances.reduce(0) { worst, g in
            let chord = law.current(of: g, at: Voltage(si: voltage)).si / voltage
            let straight = g.si / (1 + law.accessResistance.si * g.si)
            return max(worst, abs(chord / straight - 1))
        }
    }

    /// c: 0 at 0 V, 1 at the highest voltage.
    func callAsFunction(_ v: Double) -> Double {
        if v == voltage { return 1 }
        guard v > 0, greatest > 0 else { return 0 }
        return Self.change(law, conductances, v) / greatest
    }
}
