import Foundation
import Testing

@testable import Optimisation

/// docs/how-to/add-a-strategy.md shows `ParetoClimbStrategy.swift`.
@Suite struct HowToTests {
    @Test func thePageShowsTheStrategyThatIsTestedHere() throws {
        let page = try String(contentsOfFile: repository + "/docs/how-to/add-a-strategy.md", encoding: .utf8)
        let source = try String(
            contentsOfFile: repository + "/Tests/OptimisationTests/HowTo/ParetoClimbStrategy.swift", encoding: .utf8)
        #expect(page.contains("```swift\n" + source + "```"))
    }

    @Test func itFindsTheFrontOfASmallSpace() throws {
        // Six options for each of four layers: all of them can be tried.
        let problem = try sampleProblem(layers: 4)
        let storage = try SQLiteStorage.inMemory()
        let study = try storage.create(StudyRecord("climb", problem, plugin, seed: 2))
        _ = try StudyRunner(study, in: storage, problem: problem, strategy: plugin, evaluator: TableEvaluator()).run(
            until: 1000)
        var all = ParetoFront<Int>()
        let points = (0..<1296).map { number in
            problem.costs!.point(for: [216, 36, 6, 1].map { Int32(number / $0 % 6) }, in: problem.space)
        }
        for (number, outcome) in TableEvaluator().evaluate(points[...], problem: problem).enumerated()
        where outcome.isFeasible {
            all.insert(number, costs: outcome.costs)
        }
        let found = try StudyResults(of: storage.study(named: "climb"), in: storage).front
        #expect(all.members.count > 3 && found.members.map(\.costs) == all.members.map(\.costs))
    }

    @Test func itGoesOnFromItsStoredStateAsIfNothingHadBeen() throws {
        let problem = try sampleProblem()
        let storage = try SQLiteStorage.inMemory()
        for (name, stops) in [("whole", [300]), ("pieces", [1, 37, 38, 150, 299, 300])] {
            let study = try storage.create(StudyRecord(name, problem, plugin))
            for stop in stops {
                _ = try StudyRunner(study, in: storage, problem: problem, strategy: plugin, evaluator: TableEvaluator())
                    .run(until: stop)
            }
        }
        #expect(try storage.sequence(of: "whole") == storage.sequence(of: "pieces"))
    }
}
