import Cost
import DensePlugin
import DesignSearch
import Diagnostics
import Hardware
import Mapping
import Optimisation
import Random
import Testing

@testable import CoSearch

@Suite struct CoSearchProblemTests {
    @Test("choices and points of the search's space are the same designs")
    func points() throws {
        let fixture = try Fixture()
        let problem = try CoSearchProblem(fixture.setup, on: fixture.architecture, hasEffects: false)
        var random = SeededRandom(seed: 6)
        for _ in 0..<20 {
            let choices = problem.plan.options.map { random.below($0) }
            let point = problem.point(for: choices)
            #expect(problem.choices(at: point) == choices)
            let figures = try DesignFiles(point, of: fixture.setup, name: "found", description: "").figures
            let cost = problem.cost(of: choices)
            #expect(
                abs(cost.energy - figures.energy.si) <= 1e-12 * cost.energy
                    && abs(cost.area - figures.area.si) <= 1e-12 * cost.area)
        }
    }

    @Test("a search whose costs are no sum over layers is refused at its file")
    func refusesOtherSearches() throws {
        var fixture = try Fixture()
        fixture.setup.problem = Problem(
            space: fixture.setup.problem.space, objectives: fixture.setup.problem.objectives)
        let error = #expect(throws: InvalidInput.self) { try CoSearchProblem(fixture.setup, on: fixture.architecture) }
        #expect(error?.description.contains("resnet20-nax.xml:1:1: error: gates cannot be trained") == true)
    }

    @Test("paths of ResNet-20 are its candidates, with the effects of their crossbars")
    func plan() throws {
        let fixture = try Fixture()
        let problem = try CoSearchProblem(fixture.setup, on: fixture.architecture)
        #expect(problem.plan.options == [Int](repeating: 12, count: 19) + [4])
        #expect(
            problem.words(for: problem.plan.options.map { _ in 5 }.dropLast() + [2])[7] == (
                "layer2.0.conv1", "kernel 5, crossbar x32"
            ))
        #expect(problem.plan.paths[3].map(\.kernel) == [3, 3, 3, 3, 5, 5, 5, 5, 7, 7, 7, 7])
        #expect(problem.plan.paths[3].map(\.effects.rows) == [16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128])
        let chosen = try problem.plan.chosen(problem.plan.options.map { $0 - 1 })
        #expect(chosen.network.layers[1].convolution?.kernel == 7 && chosen.options.allSatisfy { $0 == 1 })
    }
}
