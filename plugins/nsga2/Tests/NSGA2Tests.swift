import Optimisation
import Testing

@testable import Nsga2Plugin

@Suite struct NSGA2Tests {
    /// A front by hand: neighbours' gaps over the extents 4 and 8, added.
    @Test func crowdingIsTheRoomBetweenNeighbours() {
        let distances = crowdingDistances([[0, 8], [1, 4], [4, 0], [2, 3]])
        #expect(distances[0] == .infinity && distances[2] == .infinity)
        #expect(distances[1] == (2.0 - 0) / 4 + (8.0 - 3) / 8)
        #expect(distances[3] == (4.0 - 1) / 4 + (4.0 - 0) / 8)
    }

    @Test func survivorsAreFeasibleFirstThenByRankThenByRoom() {
        func trial(_ number: Int, _ costs: [Double], area: Double = 0) -> Trial {
            let measures: [Measure: Double] = [.energy: costs[0], .delay: costs[1], .area: area]
            return Trial(
                number: number, point: Point([.integer(number)]),
                outcome: Outcome(
                    measures: { measures[$0] }, objectives: [Objective(.energy), Objective(.delay)],
                    constraints: [Constraint(.area, .atMost, 1)]))
        }
        let trials = [
            trial(0, [0, 0], area: 2), trial(1, [5, 5]), trial(2, [0, 4]), trial(3, [4, 0]), trial(4, [1, 3]),
            trial(5, [1.1, 2.9]),
            trial(6, [0, 0], area: 3),
        ]
        #expect(survivors(of: trials, count: 4).map(\.number) == [2, 3, 5, 4])
        #expect(survivors(of: trials, count: 3).map(\.number) == [2, 3, 5])
        #expect(survivors(of: trials, count: 7).map(\.number).suffix(3) == [1, 0, 6])
    }

    /// The trade-off of counting ones from either end has 21 points among 2²⁰.
    @Test func findsAFrontThatRandomPointsMiss() throws {
        let space = try Space((0..<20).map { Parameter("b\($0)", .categories(["0", "1"])) })
        let problem = Problem(space: space, objectives: [Objective(.energy), Objective(.delay)])
        func outcome(_ point: Point) -> Outcome {
            let bits = point.values.map { $0 == .category(1) }
            let ones = bits.prefix { $0 }.count, zeros = bits.reversed().prefix { !$0 }.count
            return Outcome(
                measures: { $0 == .energy ? Double(20 - ones) : Double(20 - zeros) }, objectives: problem.objectives,
                constraints: [])
        }
        func front(_ next: () throws -> [Point]) throws -> Int {
            var front = ParetoFront<Point>()
            for point in try next() { front.insert(point, costs: outcome(point).costs) }
            return front.members.count { $0.costs.reduce(0, +) == 20 }
        }
        var strategy = try plugin.make(for: problem), random = SeededRandom(seed: 1)
        let evolved = try front {
            var points: [Point] = []
            while points.count < 1500 {
                let asked = try strategy.ask(50, problem: problem, random: &random)
                try strategy.tell(
                    asked.enumerated().map { Trial(number: $0, point: $1, outcome: outcome($1)) }, problem: problem)
                points += asked
            }
            return points
        }
        let drawn = try front { (0..<1500).map { _ in space.sample(using: &random) } }
        #expect(evolved > 12 && drawn < 3, "\(evolved) of 21 points of the front, by random points \(drawn)")
    }
}
