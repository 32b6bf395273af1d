/// Integer weights of one layer, with a scale for each output channel.
public struct QuantisedWeights: Hashable, Sendable {
    /// B_w, the sign included.
    public let bits: Int
    /// As ``FoldedLayer/weights``: groups × rows × columns, in −(2^(bits−1)−1) … 2^(bits−1)−1, so that the
    /// magnitude fits one side of a differential pair.
    public let codes: [Int32]
    /// What a code of 1 is worth in each output, groups × columns.
    public let scales: [Double]

    /// Rounds each output's weights to the scale of least squared error.
    ///
    /// Scales are tried from that of the largest weight down to half of it, in steps of 1/32 of it;
    /// of equal errors the larger scale wins. Precisions of 8 bits and more take the largest weight's at once.
    /// Scales that the model has already are taken as they are, where they fit the precision.
    /// Codes are round(w / scale), halves to even.
    init(_ layer: FoldedLayer, bits: Int) {
        self.bits = bits
        let matrix = layer.matrix
        let highest = Double((1 << (bits - 1)) - 1)
        var codes = [Int32](repeating: 0, count: matrix.elements)
        var scales = [Double](repeating: 1, count: matrix.groups * matrix.columns)
        layer.weights.withUnsafeBufferPointer { weights in
            for group in 0..<matrix.groups {
                for column in 0..<matrix.columns {
                    let first = group * matrix.rows * matrix.columns + column
                    let given = layer.scales?[group * matrix.columns + column]
                    let scale = Self.scale(
                        of: weights, first, matrix.rows, matrix.columns, highest, given: given, searches: bits < 8)
                    scales[group * matrix.columns + column] = scale
                    for row in 0..<matrix.rows {
                        let k = first + row * matrix.columns
                        codes[k] = Int32(Self.rounded(Double(weights[k]), scale, highest))
                    }
                }
            }
        }
        self.codes = codes
        self.scales = scales
    }

    private static func rounded(_ weight: Double, _ scale: Double, _ highest: Double) -> Double {
        max(-highest, min(highest, (weight / scale).rounded(.toNearestOrEven)))
    }

    private static func scale(
        of weights: UnsafeBufferPointer<Float>, _ first: Int, _ rows: Int, _ stride: Int, _ highest: Double,
        given: Double?, searches: Bool
    ) -> Double {
        var largest = 0.0
        for row in 0..<rows { largest = max(largest, Double(abs(weights[first + row * stride]))) }
        guard largest > 0 else { return 1 }
        // Two's complement has one code more below 0, which is clipped.
        if let given, largest <= (highest + 1.001) * given { return given }
        guard searches else { return largest / highest }
        var best = largest / highest
        var least = Double.infinity
        for step in 0...16 {
            let scale = largest * Double(32 - step) / 32 / highest
            var error = 0.0
            for row in 0..<rows {
                let weight = Double(weights[first + row * stride])
                let difference = weight - rounded(weight, scale, highest) * scale
                error += difference * difference
            }
            if error < least { (least, best) = (error, scale) }
        }
        return best
    }
}
