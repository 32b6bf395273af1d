/// A number as a sum of weights of features, fitted with a penalty on the weights' squares (Hoerl and Kennard,
/// Technometrics 12, 1970).
///
///     min_w Σ_i (y_i − ȳ − w·(x_i − x̄))² + λ‖w‖²
///
/// Solved through the n × n matrix of the samples' products, so that there may be many more features than samples: O(n³
/// + n²·features).
public struct RidgeRegression: Hashable, Sendable {
    /// One for each feature.
    public let weights: [Double]
    /// The result where all features are 0.
    public let constant: Double

    /// - Parameters:
    ///   - samples: features of each, as many for all.
    ///   - values: what is to be told.
    ///   - penalty: λ, above 0.
    /// - Precondition: there are samples, and a value for each.
    public init(_ samples: [[Double]], values: [Double], penalty: Double) {
        precondition(
            !samples.isEmpty && samples.count == values.count && penalty > 0, "a value for each sample, and a penalty")
        let n = samples.count, features = samples[0].count
        var means = [Double](repeating: 0, count: features)
        for sample in samples { for feature in 0..<features { means[feature] += sample[feature] / Double(n) } }
        let centred = samples.map { sample in zip(sample, means).map { $0 - $1 } }
        let mean = values.reduce(0, +) / Double(n)
        var matrix = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0...i {
                var sum = 0.0
                for feature in 0..<features { sum += centred[i][feature] * centred[j][feature] }
                matrix[i * n + j] = sum + (i == j ? penalty : 0)
            }
        }
        let duals = Self.solved(&matrix, values.map { $0 - mean })
        var weights = [Double](repeating: 0, count: features)
        for i in 0..<n { for feature in 0..<features { weights[feature] += duals[i] * centred[i][feature] } }
        self.weights = weights
        constant = mean - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// What the fit tells for a sample: constant + w·x.
    public func value(_ features: [Double]) -> Double { zip(weights, features).reduce(constant) { $0 + $1.0 * $1.1 } }

    /// The penalty, of several, with the least square error on samples that were left out, each in one of `folds`
    /// parts.
    public static func bestPenalty(
        _ penalties: [Double], _ samples: [[Double]], values: [Double], folds: Int = 5
    ) -> Double {
        precondition(!penalties.isEmpty && samples.count >= folds, "penalties, and a sample for each part")
        func error(_ penalty: Double) -> Double {
            (0..<folds).reduce(0) { sum, fold in
                let kept = samples.indices.filter { $0 % folds != fold },
                    left = samples.indices.filter { $0 % folds == fold }
                let fit = RidgeRegression(kept.map { samples[$0] }, values: kept.map { values[$0] }, penalty: penalty)
                return left.reduce(sum) {
                    $0 + (fit.value(samples[$1]) - values[$1]) * (fit.value(samples[$1]) - values[$1])
                }
            }
        }
        let errors = penalties.map(error)
        return penalties[errors.indices.min { errors[$0] < errors[$1] }!]
    }

    /// Cholesky's decomposition of a positive definite matrix, whose lower half is given, and both triangles solved.
    private static func solved(_ matrix: inout [Double], _ right: [Double]) -> [Double] {
        let n = right.count
        for i in 0..<n {
            for j in 0...i {
                var sum = matrix[i * n + j]
                for k in 0..<j { sum -= matrix[i * n + k] * matrix[j * n + k] }
                // The penalty keeps the diagonal above 0.
                matrix[i * n + j] = i == j ? sum.squareRoot() : sum / matrix[j * n + j]
            }
        }
        var x = right
        for i in 0..<n {
            for k in 0..<i { x[i] -= matrix[i * n + k] * x[k] }
            x[i] /= matrix[i * n + i]
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
            for k in i + 1..<n { x[i] -= matrix[k * n + i] * x[k] }
            x[i] /= matrix[i * n + i]
        }
        return x
    }
}
