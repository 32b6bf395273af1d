import Circuit
import Hardware
import Quantities
import Random
import System

extension Surrogate {
    /// What a training is doing.
    public enum Stage: Sendable, Hashable {
        /// Solving circuits; counted in samples.
        case solving
        /// Fitting the network; counted in steps.
        case fitting
    }

    private static let widths = [CurvedBase.features, 24, 24, 1]

    /// Trains a surrogate of a kind of crossbar on what the solver says of random arrays and inputs.
    ///
    /// - Parameters:
    ///   - hardware: name of the architecture, to be kept with it.
    ///   - samples: inputs to arrays that are solved, eight to an array; a fifth of the arrays is kept for measuring
    ///     errors.
    ///   - seed: same seed, same surrogate, whatever the number of threads.
    ///   - progress: is told what is done of what.
    /// - Throws: ``CircuitError`` when the cells are ohmic, a circuit cannot be solved, or the result is no better than
    ///   the linear approximation.
    public static func trained(
        on kind: CrossbarKind, of hardware: String, samples: Int, seed: UInt64, threads: Int = 1,
        progress: (Stage, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws(CircuitError) -> Surrogate {
        let scope = try SurrogateScope(kind)
        let source = SurrogateSamples(kind, scope, seed: seed)
        let arrays = (samples + SurrogateSamples.inputsOfArray - 1) / SurrogateSamples.inputsOfArray
        guard arrays >= 10 else {
            throw CircuitError(
                "\(samples) samples are too few to train and to measure with", remedy: "give at least 80")
        }
        var solved: [SurrogateSamples.Points] = []
        let chunk = max(1, threads) * 2
        for first in stride(from: 0, to: arrays, by: chunk) {
            solved += try inParallel(min(chunk, arrays - first), threads: threads) { number throws(CircuitError) in
                try source.points(ofArray: first + number)
            }
            progress(.solving, min(samples, solved.count * SurrogateSamples.inputsOfArray), samples)
        }
        func isHeldOut(_ array: Int) -> Bool { array % 5 == 4 }
        let training = solved.indices.filter { !isHeldOut($0) }.map { solved[$0] }
        let scaling = FeatureScaling(training)
        var network = Perceptron(widths: widths, seed: seed)
        fit(&network, TrainingSet(training, scaling), seed: seed, progress)
        let errors = SurrogateErrors(solved.indices.filter(isHeldOut).map { solved[$0] }, scaling, network)
        guard errors.surrogate.rootMeanSquare < errors.linear.rootMeanSquare else {
            throw CircuitError(
                "the surrogate errs by \(errors.surrogate.rootMeanSquare), the linear approximation by \(errors.linear.rootMeanSquare)",
                remedy: "train with more samples")
        }
        let origin = Origin(hardware: hardware, crossbar: kind.id, samples: samples, seed: seed)
        return Surrogate(scope: scope, origin: origin, errors: errors, scaling: scaling, network: network)
    }

    private static func fit(
        _ network: inout Perceptron, _ set: TrainingSet, seed: UInt64, _ progress: (Stage, Int, Int) -> Void
    ) {
        var random = DrawnNumbers(CountedDraws(seed: seed, .surrogateBatches))
        var adam = Adam(network)
        var pass = Backpropagation(network)
        let features = CurvedBase.features
        // Points of a step, by eight, and steps: fewer for few points, up to limits that more do not need.
        let groups = min(64, max(8, set.count / 256))
        let steps = min(8000, max(400, set.count / 8))
        var points = [SIMD8<Double>](repeating: .zero, count: groups * features)
        var targets = [SIMD8<Double>](repeating: .zero, count: groups)
        var weights = targets
        for step in 0..<steps {
            for group in 0..<groups {
                for lane in 0..<8 {
                    let number = random.below(set.count)
                    for f in 0..<features { points[group * features + f][lane] = set.features[number * features + f] }
                    targets[group][lane] = set.targets[number]
                    weights[group][lane] = set.weights[number] / Double(groups * 8)
                }
            }
            pass.run(network, groups: groups, points: points, targets: targets, weights: weights)
            // From 0.004 to 0, slower and slower.
            let left = 1 - Double(step) / Double(steps)
            adam.step(&network, pass.gradients, rate: 0.004 * left * left)
            if step % 50 == 49 { progress(.fitting, step + 1, steps) }
        }
    }
}

/// Scaled points. Squared errors of the target count by the square of its scale, so that squared errors of currents are
/// what is made small; columns of little current count a little as well.
private struct TrainingSet {
    var features: [Double]
    var targets: [Double]
    var weights: [Double]
    var count: Int { targets.count }

    init(_ arrays: [SurrogateSamples.Points], _ scaling: FeatureScaling) {
        features = arrays.flatMap(\.features)
        for k in features.indices {
            let f = k % CurvedBase.features
            features[k] = (features[k] - scaling.means[f]) / scaling.deviations[f]
        }
        targets = arrays.flatMap(\.targets).map { ($0 - scaling.targetMean) / scaling.targetDeviation }
        let scales = arrays.flatMap(\.scales)
        let square = scales.reduce(0) { $0 + $1 * $1 } / Double(max(1, scales.count))
        weights = scales.map { 0.05 + 0.95 * $0 * $0 / square }
    }
}

extension FeatureScaling {
    fileprivate init(_ arrays: [SurrogateSamples.Points]) {
        let count = CurvedBase.features
        var sums = [Double](repeating: 0, count: count), squares = sums
        var (sum, square, points) = (0.0, 0.0, 0.0)
        for array in arrays {
            for k in array.features.indices {
                sums[k % count] += array.features[k]
                squares[k % count] += array.features[k] * array.features[k]
            }
            for target in array.targets {
                sum += target
                square += target * target
                points += 1
            }
        }
        points = max(1, points)
        /// A feature that never changes is left where it is.
        func deviation(_ sum: Double, _ square: Double) -> Double {
            let mean = sum / points, variance = square / points - mean * mean
            return variance > 1e-20 * (mean * mean + 1e-300) ? variance.squareRoot() : 1
        }
        means = sums.map { $0 / points }
        deviations = zip(sums, squares).map(deviation)
        targetMean = sum / points
        targetDeviation = deviation(sum, square)
    }
}
