import Random

/// Two networks' answers on the same images.
///
/// ```swift
/// let pair = PairedAnswers(first: baseline.isRight, second: found.isRight)
/// pair.difference        // 0.0166: the second has 1.66 points more
/// pair.p                 // McNemar's: how likely so much is by chance
/// ```
public struct PairedAnswers: Hashable, Sendable {
    /// On which both were tried.
    public let images: Int
    /// Images that the first alone, or the second alone, has right, and that both have.
    public let firstAlone, secondAlone, both: Int

    /// - Parameters: for each image, whether the answer is right; of as many images.
    public init(first: [Bool], second: [Bool]) {
        precondition(first.count == second.count && !first.isEmpty, "answers on the same images")
        images = first.count
        var counts = [0, 0, 0, 0]
        for (a, b) in zip(first, second) { counts[(a ? 1 : 0) + (b ? 2 : 0)] += 1 }
        (firstAlone, secondAlone, both) = (counts[1], counts[2], counts[3])
    }

    /// The first's share of right answers, `0 ... 1`.
    public var firstShare: Double { Double(firstAlone + both) / Double(images) }
    /// The second's share of right answers, `0 ... 1`.
    public var secondShare: Double { Double(secondAlone + both) / Double(images) }

    /// The second's share of right answers less the first's.
    public var difference: Double { Double(secondAlone - firstAlone) / Double(images) }

    /// The standard error of the difference, from the images alone: √(b + c − (c − b)²/N)/N with b, c images that one
    /// alone has right.
    public var standardError: Double {
        let sum = Double(firstAlone + secondAlone), net = Double(secondAlone - firstAlone), n = Double(images)
        return max(0, sum - net * net / n).squareRoot() / n
    }

    /// The two-sided p of McNemar's test (Psychometrika 12, 1947) in its exact form: images on which the two differ are
    /// as likely right for one as for the other, so that their number is binomial with one half.
    public var p: Double { Self.twoSided(min(firstAlone, secondAlone), of: firstAlone + secondAlone) }

    /// McNemar's z, (c − b)/√(b + c); 0 where the two never differ.
    public var z: Double {
        let sum = firstAlone + secondAlone
        return sum == 0 ? 0 : Double(secondAlone - firstAlone) / Double(sum).squareRoot()
    }

    /// min(1, 2·Σ_{k ≤ few} C(n, k)/2ⁿ).
    private static func twoSided(_ few: Int, of n: Int) -> Double {
        guard 2 * few < n else { return 1 }
        // Terms from the largest down, each from the one before; the largest by the logarithm, as 2⁻ⁿ alone would
        // vanish.
        var logLargest = -Double(n) * logarithm(2)
        for k in 0..<few { logLargest += logarithm(Double(n - k)) - logarithm(Double(k + 1)) }
        var term = 1.0, sum = 1.0
        for k in stride(from: few, to: 0, by: -1) {
            term *= Double(k) / Double(n - k + 1)
            sum += term
        }
        return min(1, 2 * exponential(logLargest + logarithm(sum)))
    }
}

/// What several seeds gave: accuracies of one network, or differences of two, whose trainings of one seed are a pair.
public struct SeedMean: Hashable, Sendable {
    /// Of each seed, as shares.
    public let values: [Double]

    /// - Precondition: there is one at least.
    public init(_ values: [Double]) {
        precondition(!values.isEmpty, "one seed at least")
        self.values = values
    }

    /// Of the values.
    public var mean: Double { values.reduce(0, +) / Double(values.count) }

    /// Of one value, from the values themselves; nil for one seed.
    public var deviation: Double? {
        guard values.count > 1 else { return nil }
        let mean = mean
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    /// mean/(s/√n), with n − 1 degrees of freedom; nil for one seed, and where all values are the same.
    public var t: Double? {
        guard let deviation, deviation > 0 else { return nil }
        return mean / (deviation / Double(values.count).squareRoot())
    }

    /// The two-sided p of ``t``.
    public var p: Double? { t.map { StudentT(degrees: values.count - 1).twoSided($0) } }

    /// Of the mean, with 95 % confidence; nil for one seed.
    public var interval: ClosedRange<Double>? {
        guard let deviation else { return nil }
        let reach =
            StudentT(degrees: values.count - 1).quantile(0.975) * deviation
            / Double(values.count).squareRoot()
        return mean - reach...mean + reach
    }
}
