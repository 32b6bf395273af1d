import Testing

@testable import CoSearch

/// Numbers of SciPy 1.17: `stats.t.ppf`, `stats.binomtest(k, n).pvalue`, `stats.ttest_1samp`; with 1 and 2 degrees of
/// freedom by hand, tan(0.475π) and 0.95·√(2/0.0975).
@Suite struct ComparisonTests {
    @Test(
        "Student's t has the probabilities of tables",
        arguments: [
            (1, 12.706204736174698, 0.975), (2, 4.302652729911275, 0.975), (3, 3.1824463052837078, 0.975),
            (4, 2.7764451051977934, 0.975),
            (9, 2.262157162798205, 0.975), (30, 2.0422724563012378, 0.975), (2, 9.924843200918287, 0.995),
            (5, 4.032142983555228, 0.995),
        ])
    func student(_ degrees: Int, _ t: Double, _ share: Double) {
        #expect(abs(StudentT(degrees: degrees).probability(below: t) - share) < 1e-11)
        #expect(abs(StudentT(degrees: degrees).probability(below: -t) - (1 - share)) < 1e-11)
        #expect(abs(StudentT(degrees: degrees).quantile(share) - t) < 1e-9 * t)
    }

    /// `n` images on which the first alone is right `b` times and the second alone `c` times.
    private func pair(_ b: Int, _ c: Int, of n: Int) -> PairedAnswers {
        PairedAnswers(first: (0..<n).map { $0 < b || $0 >= b + c }, second: (0..<n).map { $0 >= b })
    }

    @Test(
        "McNemar's p is the exact one",
        arguments: [
            (5, 15, 0.04138946533203125), (0, 8, 0.0078125), (10, 10, 1), (400, 566, 1.0298856793420378e-07), (3, 4, 1),
        ])
    func mcNemar(_ b: Int, _ c: Int, _ p: Double) {
        #expect(abs(pair(b, c, of: 1000).p / p - 1) < 1e-9)
        #expect(abs(pair(c, b, of: 1000).p / p - 1) < 1e-9)
    }

    @Test("a difference is of the same images, and surer than two shares by themselves")
    func difference() {
        let pair = pair(400, 566, of: 10_000)
        #expect(abs(pair.difference - 0.0166) < 1e-15 && abs(pair.secondShare - pair.firstShare - 0.0166) < 1e-12)
        #expect(abs(pair.standardError - 0.0031036178888516545) < 1e-15)
        #expect(abs(pair.z - 5.340962452328631) < 1e-12)
    }

    @Test("over seeds the mean has the interval of Student's t")
    func seeds() throws {
        let seeds = SeedMean([0.0063, 0.0042, 0.0140])
        #expect(abs(seeds.mean - 0.0081666666667) < 1e-12)
        let t = try #require(seeds.t), p = try #require(seeds.p), interval = try #require(seeds.interval)
        #expect(abs(t - 2.741411574957851) < 1e-12 && abs(p - 0.1112857467917052) < 1e-12)
        #expect(
            abs(interval.lowerBound - -0.004650938302710295) < 1e-11
                && abs(interval.upperBound - 0.02098427163604363) < 1e-11)
        #expect(SeedMean([0.01]).interval == nil && SeedMean([0.01]).t == nil)
    }
}
