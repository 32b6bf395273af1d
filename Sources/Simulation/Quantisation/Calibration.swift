/// How the range of a tensor's codes is chosen from the values that calibration images give.
public enum CalibrationMethod: Hashable, Sendable {
    /// The scale of least squared error, clipping and rounding together.
    case leastSquares
    /// Clips all but this share of the magnitudes, 0 < share ≤ 1.
    case percentile(Double)
}

/// Magnitudes of one tensor over calibration images: counts in bins of equal width up to the largest.
///
/// A magnitude beyond the last bin doubles the width of all bins, so that one pass over the images is enough.
struct MagnitudeHistogram: Sendable {
    static let bins = 4096
    private(set) var counts = [Int](repeating: 0, count: bins)
    /// Width of a bin; 0 until there is a magnitude above 0.
    private(set) var width = 0.0
    private(set) var total = 0

    mutating func add(_ values: [Double]) {
        var largest = 0.0
        // What a mask hides is infinite, and has no range.
        let values = values.contains { !$0.isFinite } ? values.filter(\.isFinite) : values
        for value in values { largest = max(largest, abs(value)) }
        total += values.count
        guard largest > 0 else {
            counts[0] += values.count
            return
        }
        // Powers of two, so that histograms of any images can be merged.
        if width == 0 {
            width = Double(sign: .plus, exponent: (largest / Double(Self.bins)).exponent + 1, significand: 1)
        }
        while largest >= width * Double(Self.bins) { widen() }
        let inverse = 1 / width
        for value in values { counts[Int(abs(value) * inverse)] += 1 }
    }

    mutating func add(_ other: MagnitudeHistogram) {
        var other = other
        // Without a magnitude above 0 all counts are in the first bin, whatever its width.
        if width == 0 { width = other.width }
        while width < other.width { widen() }
        while other.width < width, other.width > 0 { other.widen() }
        for bin in counts.indices { counts[bin] += other.counts[bin] }
        total += other.total
    }

    private mutating func widen() {
        for bin in 0..<Self.bins / 2 { counts[bin] = counts[2 * bin] + counts[2 * bin + 1] }
        for bin in Self.bins / 2..<Self.bins { counts[bin] = 0 }
        width *= 2
    }

    /// The scale for codes up to `highest`.
    func scale(highest: Int, _ method: CalibrationMethod) -> Double {
        guard let last = counts.lastIndex(where: { $0 > 0 }), width > 0 else { return 1 }
        let largest = Double(last + 1) * width
        switch method {
        case .percentile(let share):
            var left = Int((Double(total) * (1 - share)).rounded(.down))
            var bin = last
            while bin > 0, left >= counts[bin] {
                left -= counts[bin]
                bin -= 1
            }
            return Double(bin + 1) * width / Double(highest)
        case .leastSquares:
            var best = largest / Double(highest)
            var least = Double.infinity
            // Down to an eighth of the range: 2^(−k/8).
            for step in 0...24 {
                let limit = largest * Self.eighth(step)
                let scale = limit / Double(highest)
                let error = squaredError(scale: scale, limit: limit, last: last)
                if error < least { (least, best) = (error, scale) }
            }
            return best
        }
    }

    /// 2^(−step/8) by repeated square roots, the same on every platform.
    private static func eighth(_ step: Int) -> Double {
        let root = 0.5.squareRoot().squareRoot().squareRoot()
        return (0..<step).reduce(1.0) { product, _ in product * root }
    }

    /// Each value taken at the middle of its bin; those of the first bin, mostly zeros, as exact.
    private func squaredError(scale: Double, limit: Double, last: Int) -> Double {
        var error = 0.0
        for bin in 0...last where counts[bin] > 0 {
            let value = (Double(bin) + 0.5) * width
            let difference: Double
            if value > limit {
                difference = value - limit
            } else if bin == 0 {
                difference = 0
            } else {
                difference = value - (value / scale).rounded(.toNearestOrEven) * scale
            }
            error += Double(counts[bin]) * difference * difference
        }
        return error
    }
}
