import System

/// Chooses, layer by layer, the steps of ADCs and of partial sums that cannot hold every value.
struct RangeChoice {
    var conversions: [[ColumnConversion]?]
    var registers: [SumRegister?]

    init(
        _ quantised: QuantisedNetwork, _ layers: [SlicedLayer?], range: ConverterRange, sumBits: [Int?],
        isLossless: Bool,
        calibration: [[Float]], threads: Int
    ) {
        conversions = layers.map { layer in
            guard let layer else { return nil }
            if isLossless { return layer.losslessConversions }
            return layer.conversions(layer.conversion(shift: range == .unit ? 0 : layer.fullShift))
        }
        registers = layers.map { _ in nil }
        let open = layers.indices.filter { index in
            guard let layer = layers[index], !isLossless else { return false }
            return range == .calibrated && layer.fullShift > 0 || sumBits[index] != nil
        }
        guard !open.isEmpty else { return }
        // The codes that each layer reads, and the exact sums that it should give.
        let samples = inParallel(calibration.count, threads: threads) { number in
            var inputs = [[Int32]?](repeating: nil, count: layers.count)
            _ = quantised.exactRun(calibration[number]) { index, codes in
                if open.contains(index) { inputs[index] = codes }
            }
            return inputs
        }
        for index in open {
            guard let layer = layers[index], let plan = quantised.interpreter.plans[index] else { continue }
            let inputs = samples.compactMap { $0[index] }
            let exact = inParallel(inputs.count, threads: threads) { quantised.exactSums(of: index, inputs[$0], plan) }
            if range == .calibrated, layer.fullShift > 0 {
                conversions[index] = Self.conversion(layer, inputs, exact, plan, threads)
            }
            if let bits = sumBits[index], bits < 62 {
                registers[index] = Self.register(bits, layer, quantised.inputs[index]?.bits ?? 1, exact)
            }
        }
    }

    /// The steps of least squared error of the layer's sums; of equal errors the smaller steps.
    private static func conversion(
        _ layer: SlicedLayer, _ inputs: [[Int32]], _ exact: [[Double]], _ plan: PatchPlan, _ threads: Int
    ) -> [ColumnConversion] {
        var best = layer.conversions(layer.conversion(shift: layer.fullShift))
        var least = Double.infinity
        for shift in 0...layer.fullShift {
            let candidate = layer.conversions(layer.conversion(shift: shift))
            let product = CrossbarNetwork.Product(layer, candidate, nil)
            let errors = inParallel(inputs.count, threads: threads) { number in
                let sums = product(inputs[number], plan)
                return zip(sums, exact[number]).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
            let error = errors.reduce(0, +)
            if error < least { (least, best) = (error, candidate) }
        }
        return best
    }

    /// The smallest steps with which twice the largest sum of the calibration images fits; the highest possible sum
    /// when there are none. Nil when the register holds every possible sum.
    private static func register(
        _ bits: Int, _ layer: SlicedLayer, _ inputBits: Int, _ exact: [[Double]]
    ) -> SumRegister? {
        let possible = layer.matrix.rows << (inputBits + layer.slices.weightBits - 1)
        let top = (1 << (bits - 1)) - 1
        guard possible > top else { return nil }
        let seen = exact.joined().reduce(0.0) { max($0, abs($1)) }
        let wanted = exact.isEmpty ? possible : min(possible, Int(seen) * 2)
        var shift = 0
        while wanted >> shift > top { shift += 1 }
        return SumRegister(bits: bits, shift: shift)
    }
}
