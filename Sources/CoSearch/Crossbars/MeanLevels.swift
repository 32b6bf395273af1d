import Random
import Simulation

/// The mean level of each of a weight's cells, for weights as trained layers have them.
///
/// Weights are taken as normal, the largest of an output three deviations from 0, and rounded to their bits. In a
/// differential pair one side is 0, and of the other the high slices mostly: levels of 0.5 in the mean for 8-bit
/// weights in 2-bit cells, not of 1.5.
struct MeanLevels: Sendable {
    /// In the order of the slices.
    let levels: [Double]
    /// What a slice adds to a weight's magnitude in the mean: its factor times its level.
    let contributions: [Double]

    init(_ slices: CellSlices) {
        let highest = (1 << (slices.weightBits - 1)) - 1
        // Of many values some thousands are enough.
        let step = max(1, highest / 4096)
        var sums = [Double](repeating: 0, count: slices.count), total = 0.0
        for weight in stride(from: -highest, through: highest, by: step) {
            let density = normalDensity(3 * Double(weight) / Double(max(highest, 1)))
            total += density
            for slice in sums.indices { sums[slice] += density * Double(slices.level(of: weight, slice: slice)) }
        }
        levels = sums.map { $0 / total }
        let products = zip(levels, slices.factors).map { $0 * Double(abs($1)) }
        // Weights of one bit with its sign are all 0.
        contributions = products.contains { $0 > 0 } ? products : slices.factors.map { Double(abs($0)) }
    }
}
