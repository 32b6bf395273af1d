import Optimisation
import Testing

@testable import TpePlugin

@Suite struct TPETests {
    /// Over a countable domain probabilities sum to 1, over a continuum the density integrates to 1.
    @Test(arguments: [
        Domain.categories(["a", "b", "c"]), .integers(0...6), .integers(1...64, logarithmic: true), .reals(2...3),
        .reals(1...100, logarithmic: true),
    ])
    func densitiesAreNormalised(domain: Domain) throws {
        var random = SeededRandom(seed: 1)
        let space = try Space([Parameter("p", domain)])
        let points = (0..<9).map { _ in space.sample(using: &random) }
        let mixture = Mixture(space, points: points, weights: points.indices.map { 0.5 + Double($0) })
        let steps = 20_000
        let sum =
            if let count = domain.count {
                (0..<count).reduce(0.0) { sum, index in
                    let value = domain.value(at: index), (low, high) = domain.shares(of: value)
                    return sum + exponential(mixture.logDensity(at: Point([value])))
                        * (domain.isOrdered ? high - low : 1)
                }
            } else {
                (0..<steps).reduce(0.0) {
                    $0 + exponential(
                        mixture.logDensity(at: Point([domain.value(atShare: (Double($1) + 0.5) / Double(steps))])))
                        / Double(steps)
                }
            }
        #expect(abs(sum - 1) < 1e-6, "\(sum)")
    }

    /// Drawn points are as frequent as the density says.
    @Test func samplesFollowTheDensity() throws {
        let space = try Space([Parameter("a", .categories(["x", "y"])), Parameter("b", .categories(["x", "y", "z"]))])
        let mixture = Mixture(
            space, points: [Point([.category(0), .category(2)]), Point([.category(1), .category(1)])], weights: [3, 1])
        var random = SeededRandom(seed: 2), counts: [Point: Int] = [:]
        for _ in 0..<20_000 { counts[mixture.sample(using: &random), default: 0] += 1 }
        for a in 0..<2 {
            for b in 0..<3 {
                let point = Point([.category(a), .category(b)])
                #expect(
                    abs(Double(counts[point, default: 0]) / 20_000 - exponential(mixture.logDensity(at: point))) < 0.015
                )
            }
        }
    }

    @Test func theBestTrialsAreFeasibleThenByRank() {
        func trial(_ costs: [Double], area: Double = 0) -> Trial {
            let measures: [Measure: Double] = [.energy: costs[0], .delay: costs[1], .area: area]
            return Trial(
                number: 0, point: Point([]),
                outcome: Outcome(
                    measures: { measures[$0] }, objectives: [Objective(.energy), Objective(.delay)],
                    constraints: [Constraint(.area, .atMost, 1)]))
        }
        let trials = [
            trial([0, 0], area: 9), trial([3, 3]), trial([0, 4]), trial([1, 3.5]), trial([4, 0]), trial([5, 5]),
        ]
        #expect(Set(bestTrials(trials, count: 2)) == [2, 4])
        #expect(Set(bestTrials(trials, count: 4)) == [1, 2, 3, 4])
        #expect(Set(bestTrials(trials, count: 5)) == [1, 2, 3, 4, 5])
    }

    @Test func prefersWhatGoodTrialsHave() throws {
        let space = try Space([
            Parameter("sort", .categories(["a", "b", "c", "d"])),
            Parameter("size", .reals(0...1), condition: .init(parameter: 0, values: [.category(2)])),
            Parameter("other", .integers(0...20)),
        ])
        let problem = Problem(space: space, objectives: [Objective(.energy)])
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: 3), last: [Point] = []
        for _ in 0..<150 {
            let points = try strategy.ask(1, problem: problem, random: &random)
            try strategy.tell(
                points.map { point in
                    var energy = 1.0
                    if case .real(let size) = point[1] {
                        energy += 10 * (size - 0.3) * (size - 0.3)
                    } else {
                        energy += 3
                    }
                    if case .integer(let other) = point[2] { energy += Double(abs(other - 15)) / 5 }
                    return Trial(
                        number: 0, point: point,
                        outcome: Outcome(measures: { _ in energy }, objectives: problem.objectives, constraints: []))
                }, problem: problem)
            last += points
        }
        let good = last.suffix(50).count { point in
            guard case .real(let size) = point[1], case .integer(let other) = point[2] else { return false }
            return abs(size - 0.3) < 0.2 && abs(other - 15) < 4
        }
        // Of random points 1 in 30 is there.
        #expect(good > 25, "\(good) of 50")
    }
}
