import Random

/// Student's t distribution: what the mean of few normal differences, over its standard error, is like (Student,
/// Biometrika 6, 1908).
///
/// ```swift
/// StudentT(degrees: 2).quantile(0.975)        // 4.302652729911275
/// ```
public struct StudentT: Hashable, Sendable {
    /// ν, 1 or more.
    public let degrees: Int

    /// - Precondition: there is at least one degree of freedom.
    public init(degrees: Int) {
        precondition(degrees >= 1, "one degree of freedom at least")
        self.degrees = degrees
    }

    /// P(T ≤ t).
    ///
    /// A sum of finitely many terms for whole ν (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and
    /// 26.7.4). O(ν).
    public func probability(below t: Double) -> Double {
        guard t.isFinite else { return t > 0 ? 1 : t < 0 ? 0 : .nan }
        let n = Double(degrees)
        let square = n / (n + t * t), cosine = square.squareRoot(), sine = t / (n + t * t).squareRoot()
        // A(t|ν), of −|t| to |t|, with the sign of t.
        var between: Double
        if degrees % 2 == 1 {
            var term = cosine, sum = degrees > 1 ? cosine : 0
            for k in stride(from: 3, to: degrees, by: 2) {
                term *= square * Double(k - 1) / Double(k)
                sum += term
            }
            between = 2 / .pi * (arctangent(t / n.squareRoot()) + sine * sum)
        } else {
            var term = 1.0, sum = 1.0
            for k in stride(from: 2, to: degrees, by: 2) {
                term *= square * Double(k - 1) / Double(k)
                sum += term
            }
            between = sine * sum
        }
        between = min(1, max(-1, between))
        return 0.5 + between / 2
    }

    /// The two-sided p of a value: the probability of one at least as far from 0.
    public func twoSided(_ t: Double) -> Double { 2 * probability(below: -t.magnitude) }

    /// The t below which a share of the values lies.
    /// - Parameter share: above 0 and below 1.
    public func quantile(_ share: Double) -> Double {
        precondition(share > 0 && share < 1, "a share between 0 and 1")
        guard share != 0.5 else { return 0 }
        guard share > 0.5 else { return -quantile(1 - share) }
        var high = 1.0
        while probability(below: high) < share { high *= 2 }
        var low = 0.0
        // Halved until no number lies between.
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return high }
            if probability(below: middle) < share { low = middle } else { high = middle }
        }
    }
}
