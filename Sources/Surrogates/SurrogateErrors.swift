import Quantities

/// How far output currents are from the solver's on arrays that were not trained on.
public struct SurrogateErrors: Sendable, Hashable {
    /// Columns under an input.
    public var points: Int
    /// Root mean square of the solver's currents, to compare errors with.
    public var current: Current
    /// Of the effective matrix of cells taken as ohmic.
    public var linear: Spread
    /// Of the two effective matrices alone, without the network.
    public var matrices: Spread
    /// Of the whole surrogate.
    public var surrogate: Spread

    /// The distribution of the absolute error.
    public struct Spread: Sendable, Hashable {
        /// Root mean square.
        public var rootMeanSquare: Current
        /// Half of them are below.
        public var median: Current
        /// 99 of 100 are below.
        public var percentile99: Current
        /// Of all points.
        public var largest: Current

        init(_ errors: [Double]) {
            let sorted = errors.map(abs).sorted()
            func quantile(_ share: Double) -> Current {
                Current(si: sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))])
            }
            rootMeanSquare = Current(
                si: (sorted.reduce(0) { $0 + $1 * $1 } / Double(max(1, sorted.count))).squareRoot())
            median = quantile(0.5)
            percentile99 = quantile(0.99)
            largest = Current(si: sorted.last ?? 0)
        }
    }

    init(_ arrays: [SurrogateSamples.Points], _ scaling: FeatureScaling, _ network: Perceptron) {
        var (linear, matrices, surrogate): ([Double], [Double], [Double]) = ([], [], [])
        var square = 0.0
        let scratch = UnsafeMutablePointer<SIMD8<Double>>.allocate(capacity: network.scratchSize)
        defer { scratch.deallocate() }
        for array in arrays {
            for k in array.currents.indices {
                let current = array.currents[k]
                square += current * current
                linear.append(array.linears[k] - current)
                matrices.append(array.bases[k] - current)
                var features = (0..<CurvedBase.features).map {
                    SIMD8(repeating: array.features[k * CurvedBase.features + $0])
                }
                scaling.apply(to: &features)
                let y = network(features, scratch)[0] * scaling.targetDeviation + scaling.targetMean
                surrogate.append(array.bases[k] + array.scales[k] * y - current)
            }
        }
        points = linear.count
        current = Current(si: (square / Double(max(1, points))).squareRoot())
        self.linear = Spread(linear)
        self.matrices = Spread(matrices)
        self.surrogate = Spread(surrogate)
    }
}
