import Circuit
import Hardware
import Mapping
import Quantities
import Random
import RealModule

/// What a crossbar's cells, wires and converters make of the results of a layer that fills it, before any network is
/// trained.
///
/// Weights and inputs are seeded: weights use their codes evenly, as the energy of a read supposes of cells; inputs are
/// as after a ReLU, half of them 0 and the others half-normal, the largest code at three deviations. Weights lie as
/// `dense` lays them, the slices of a weight side by side, in all rows; small crossbars are drawn several times.
/// Results are decoded as a layer's are: slices added up with their weights, the offset or the other side of the pair
/// subtracted. Rounding and clipping by ADCs is left out, of which the resolution tells; so is what digital layers make
/// of it.
public struct AnalogHealth: Hashable, Sendable {
    /// rms of decoded − ideal results over the rms of the ideal results.
    public var relativeError: Double
    /// Bits of a result of as many bits as inputs have that the error takes: ½·log₂(1 + (error/rounding)²), where
    /// rounding is the rms error of rounding the results to that many bits over their range, (highest − lowest)/(2^bits
    /// − 1)/√12; at most all of them.
    public var bitsLost: Double

    /// From here on accuracy falls by more than some points: see `AnalogHealthTests`, which hold it against simulations
    /// of ResNet-20, where 6 % are harmless and 11 % are not.
    public static let harmfulError = 0.08

    /// Whether the error is ``harmfulError`` or more, or is none that can be told (NaN).
    public var isHarmful: Bool { !(relativeError < Self.harmfulError) }

    /// - Parameter relativeError: rms over rms; the bits lost are those of a result of as many bits as inputs have.
    public init(relativeError: Double, bitsLost: Double) {
        self.relativeError = relativeError
        self.bitsLost = bitsLost
    }
}

extension CrossbarKind {
    /// The health of results on these crossbars, by their exact circuit: one solve an input vector where cells are
    /// ohmic (superposition: streams add up to the values that they are cut from), one for each stream of one vector
    /// where they are curved.
    ///
    /// - Parameter cellBits: used of each cell.
    /// - Throws: ``CircuitError`` where the circuit cannot be solved, or is larger than ``largestForHealth`` cells.
    public func analogHealth(
        _ precision: Precision, _ encoding: Encoding, cellBits: Int, seed: UInt64 = 1
    ) throws(CircuitError) -> AnalogHealth {
        // Adders at the columns make no error, and without conductances there is no circuit to solve.
        if isDigital { return AnalogHealth(relativeError: 0, bitsLost: 0) }
        guard device.isResistive else {
            throw CircuitError(
                "crossbar '\(id)' computes by charge", remedy: "circuits of cells that conduct are solved")
        }
        guard encoding.hasPlainColumns, accumulation == Accumulation() else {
            throw CircuitError(
                "encoding \(encoding.rawValue) on crossbar '\(id)'",
                remedy:
                    "the error of offset, offset-flipped and differential weights whose streams are converted one by one is found"
            )
        }
        guard rows * columns <= Self.largestForHealth else {
            throw CircuitError(
                "crossbar '\(id)' has \(rows)×\(columns) cells",
                remedy: "up to \(Self.largestForHealth) are tried at once; see naxdse crossbar")
        }
        let slices = CellSlices(encoding: encoding, weightBits: precision.weights, cellBits: cellBits)
        guard slices.count <= columns, slices.factors.allSatisfy({ $0 != 0 }), precision.inputs <= 24 else {
            throw CircuitError(
                "a weight takes \(slices.count) columns, of \(columns)", remedy: "use fewer bits a weight")
        }
        // As many outputs as make the mean steady.
        let outputs = columns / slices.count, draws = max(1, min(8, 32 / outputs))
        var comparison = HealthComparison()
        for draw in 0..<draws {
            try compare(
                HealthSample(
                    rows: rows, outputs: outputs, precision, converterBits: precision.conversionBits(of: adc.bits),
                    seed: seed &+ UInt64(draw)), slices, cellBits,
                seed: seed &+ UInt64(draw), &comparison)
        }
        return comparison.health(bits: precision.inputs)
    }

    /// One drawing of weights, inputs and cells.
    private func compare(
        _ sample: HealthSample, _ slices: CellSlices, _ cellBits: Int, seed: UInt64,
        _ comparison: inout HealthComparison
    ) throws(CircuitError) {
        func level(_ row: Int, _ column: Int) -> Int {
            slices.level(of: sample.weight(row, column / slices.count), slice: column % slices.count)
        }
        let used = sample.outputs * slices.count
        let isFlipped = (0..<used).map { column in
            slices.isFlipped(
                sum: (0..<rows).reduce(0) { $0 + level($1, column) }, rows: rows, slice: column % slices.count)
        }
        let cells = CrossbarCells(self, cellBits: cellBits, .all, seed: seed) { row, column in
            guard column < used else { return 0 }
            return isFlipped[column]
                ? slices.highest(of: column % slices.count) - level(row, column) : level(row, column)
        }
        let decoder = HealthDecoder(self, slices, cells, sample, isFlipped, seed: seed)
        let law = CellLaw(device.effects)
        guard law.isLinear else { return try compareCurved(decoder, cells, sample, &comparison) }
        let circuit = try CrossbarCircuit(conductances: cells.conductances, wires: wires, law: law)
        // Voltages on the scale of a read: what is solved is linear.
        let unit = read.voltage.si / Double((1 << sample.inputBits) - 1)
        let points = try circuit.solve(sample.inputs.map { $0.map { Voltage(si: Double($0) * unit) } })
        for (inputs, point) in zip(sample.inputs, points) {
            let total = Double(inputs.reduce(0, +))
            let sums = point.outputCurrents.map { ($0.si / unit - total * cells.reference) / cells.step }
            decoder.compare(sums, inputs, &comparison)
        }
    }

    /// Cells of the largest crossbar whose health is looked at.
    public static let largestForHealth = 512 * 512

    private func compareCurved(
        _ decoder: HealthDecoder, _ cells: CrossbarCells, _ sample: HealthSample, _ comparison: inout HealthComparison
    ) throws(CircuitError) {
        let crossbar = try CurvedCrossbar(cells, self, surrogate: nil)
        let streams = InputStreams(NumberFormat(bits: sample.inputBits, isSigned: false, scale: 1), dacBits: dac.bits)
        for inputs in sample.inputs.prefix(1) {
            let values = (0..<streams.count).map { s in
                inputs.map { UInt16(truncatingIfNeeded: ($0 >> (s * streams.width)) & streams.highest) }
            }
            var sums = [Double](repeating: 0, count: columns)
            for (weight, stream) in zip(streams.weights, try crossbar.sums(values)) {
                for column in 0..<columns { sums[column] += Double(weight) * stream[column] }
            }
            decoder.compare(sums, inputs, &comparison)
        }
    }
}

/// Weights and inputs of a layer as it may be after training.
private struct HealthSample {
    let outputs: Int
    let inputBits: Int
    /// A few vectors of codes from 0.
    let inputs: [[Int]]
    private let weights: [Int]
    /// Bits of a conversion.
    let converterBits: Int

    init(rows: Int, outputs: Int, _ precision: Precision, converterBits: Int, seed: UInt64) {
        self.outputs = outputs
        self.converterBits = converterBits
        inputBits = precision.inputs
        let weightDraws = CountedDraws(seed: seed, .level), inputDraws = CountedDraws(seed: seed, .level, round: 1)
        func code(_ normal: Double, highest: Int) -> Int {
            max(-highest, min(highest, Int((normal / 3 * Double(highest)).rounded())))
        }
        let highest = (1 << (precision.weights - 1)) - 1
        weights = (0..<rows * outputs).map {
            min(highest, Int(weightDraws.uniform($0) * Double(2 * highest + 1)) - highest)
        }
        inputs = (0..<4).map { vector in
            (0..<rows).map { max(0, code(inputDraws.normal(vector * rows + $0), highest: (1 << precision.inputs) - 1)) }
        }
    }

    func weight(_ row: Int, _ output: Int) -> Int { weights[row * outputs + output] }
}

/// Turns sums of columns into results, and says what they should have been.
private struct HealthDecoder {
    private let slices: CellSlices
    private let sample: HealthSample
    private let cells: CrossbarCells
    private let columns: Int
    /// Of each column in use.
    private let isFlipped: [Bool]
    private let streams: InputStreams
    private let converters: [Converter]
    /// Of a code of an ADC, in levels.
    private let step: Double

    init(
        _ kind: CrossbarKind, _ slices: CellSlices, _ cells: CrossbarCells, _ sample: HealthSample, _ isFlipped: [Bool],
        seed: UInt64
    ) {
        self.isFlipped = isFlipped
        self.slices = slices
        self.sample = sample
        self.cells = cells
        columns = kind.columns
        streams = InputStreams(
            NumberFormat(bits: sample.inputBits, isSigned: false, scale: 1), dacBits: kind.dac.bits)
        let isReal = kind.adc.offsetSigma > 0 || kind.adc.gainSigma > 0
        converters = isReal ? kind.adc.converters(columns: kind.columns, step: Current(1), seed: seed) : []
        let level = slices.encoding.highestLevel(weightBits: slices.weightBits, cellBits: slices.cellBits)
        let largest =
            min(kind.activeRows * level, slices.encoding == .flipped ? kind.rows * level / 2 : .max) * streams.highest
        var shift = 0
        while ColumnConversion(bits: 61, shift: shift).code(of: largest) > (1 << min(60, max(1, sample.converterBits)))
            - 1
        {
            shift += 1
        }
        step = Double(1 << shift)
    }

    /// - Parameter sums: of each column, in levels times input codes.
    func compare(_ sums: [Double], _ inputs: [Int], _ comparison: inout HealthComparison) {
        let total = inputs.reduce(0, +)
        let conversions = Double(streams.weights.reduce(0, +))
        for output in 0..<sample.outputs {
            var result = -Double(slices.surplus * total), noise = 0.0
            for (slice, factor) in slices.factors.enumerated() {
                let column = output * slices.count + slice
                var sum = sums[column]
                if !converters.isEmpty {
                    // An offset of so many codes in each conversion of a stream, which are added up by the streams'
                    // weights.
                    sum = sum * (1 + converters[column].gain) + converters[column].offset * step * conversions
                }
                // What a flipped column sums is missing from the highest level times the sum of the inputs.
                if isFlipped[column] { sum = Double(slices.highest(of: slice) * total) - sum }
                result += Double(factor) * sum
                if cells.noise > 0 { noise += Double(factor * factor) * variance(column, inputs) }
            }
            var ideal = 0
            for (row, input) in inputs.enumerated() { ideal += input * sample.weight(row, output) }
            comparison.add(ideal: Double(ideal), actual: result, variance: noise)
        }
    }

    /// Of a column's sum by read noise, new in each stream: Σ_i Σ_s (m_s·v_is·σ·G_i/ΔG)².
    private func variance(_ column: Int, _ inputs: [Int]) -> Double {
        var sum = 0.0
        for (row, input) in inputs.enumerated() where input > 0 {
            var squares = 0.0
            for (s, weight) in streams.weights.enumerated() {
                let value = Double(((input >> (s * streams.width)) & streams.highest) * weight)
                squares += value * value
            }
            let deviation = cells.noise * cells.conductances.si[row * columns + column] / cells.step
            sum += squares * deviation * deviation
        }
        return sum
    }
}

/// Sums over results.
private struct HealthComparison {
    private var count = 0.0
    private var ideals = 0.0
    private var errors = 0.0
    private var lowest = Double.infinity
    private var highest = -Double.infinity

    mutating func add(ideal: Double, actual: Double, variance: Double) {
        count += 1
        ideals += ideal * ideal
        errors += (actual - ideal) * (actual - ideal) + variance
        lowest = min(lowest, ideal)
        highest = max(highest, ideal)
    }

    func health(bits: Int) -> AnalogHealth {
        let rounding = (highest - lowest) / (Double(1 << bits) - 1) / 12.0.squareRoot()
        let error = (errors / count).squareRoot()
        return AnalogHealth(
            relativeError: ideals > 0 ? (errors / ideals).squareRoot() : .infinity,
            bitsLost: rounding > 0
                ? min(Double(bits), 0.5 * log2(1 + (error / rounding) * (error / rounding))) : Double(bits))
    }

    private func log2(_ x: Double) -> Double { Double.log(x) / Double.log(2) }
}
