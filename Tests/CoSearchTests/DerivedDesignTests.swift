import Cost
import DensePlugin
import Hardware
import Mapping
import Markup
import Networks
import Search
import Testing

@testable import CoSearch

@Suite struct DerivedDesignTests {
    @Test("what is written reads as a design that costs the same, on a chip that just fits")
    func roundTrip() throws {
        let fixture = try Fixture()
        let problem = try CoSearchProblem(fixture.setup, on: fixture.architecture, hasEffects: false)
        var random = SeededRandom(seed: 6)
        for _ in 0..<3 {
            var choices = problem.plan.options.map { random.below($0) }
            // One of the three kinds is not used.
            for layer in choices.indices where problem.words(for: choices)[layer].choice.hasSuffix("x64") { choices[layer] += 1 }
            let design = try DerivedDesign(choices, of: problem, hardware: fixture.document, name: "found")
            let reader = ArchitectureReader(schema: Fixture.repository + "/hardware/schema/hardware.xsd")
            let architecture = try reader.read(bytes: Array(design.hardware.utf8), as: "hardware.xml")
            let network = try NetworkReader(schema: Fixture.repository + "/networks/schema/network.xsd")
                .read(bytes: Array(design.network.utf8), as: "network.xml").network
            let mapping = try MappingReader(schema: Fixture.repository + "/mappings/schema/mapping.xsd")
                .read(bytes: Array(design.mapping.utf8), as: "mapping.xml")
            let mapped = try Planner(architecture, mapping, mappers: Mappers([DensePlugin.plugin])).place(network)
            let figures = try CostModel(architecture).evaluate(mapped).figures
            #expect(figures == design.figures)
            // The chip as the file has it, used or not, is the same chip: nothing is too much.
            #expect(try CostModel(architecture).evaluate(mapped, fullChip: true).figures.area == figures.area)
            #expect(!design.hardware.contains("tile-64") && !design.hardware.contains("as-needed"))
            let cost = problem.cost(of: choices)
            #expect(abs(cost.energy - figures.energy.si) <= 1e-12 * cost.energy && abs(cost.area - figures.area.si) <= 1e-12 * cost.area)
            #expect(problem.choices(at: problem.point(for: choices)) == choices)
        }
    }

    @Test("a search whose costs are no sum over layers is refused at its file")
    func refusesOtherSearches() throws {
        var fixture = try Fixture()
        fixture.setup.problem = Problem(space: fixture.setup.problem.space, objectives: fixture.setup.problem.objectives)
        let error = #expect(throws: InvalidInput.self) { try CoSearchProblem(fixture.setup, on: fixture.architecture) }
        #expect(error?.description.contains("resnet20-nax.xml:1:1: error: gates cannot be trained") == true)
    }

    @Test("paths of ResNet-20 are its candidates, with the effects of their crossbars")
    func plan() throws {
        let fixture = try Fixture()
        let problem = try CoSearchProblem(fixture.setup, on: fixture.architecture)
        #expect(problem.plan.options == [Int](repeating: 9, count: 19) + [3])
        #expect(problem.words(for: problem.plan.options.map { _ in 5 }.dropLast() + [2])[7] == ("layer2.0.conv1", "kernel 5, crossbar x128"))
        #expect(problem.plan.paths[3].map(\.kernel) == [3, 3, 3, 5, 5, 5, 7, 7, 7])
        #expect(problem.plan.paths[3].map(\.effects.rows) == [32, 64, 128, 32, 64, 128, 32, 64, 128])
        let chosen = try problem.plan.chosen(problem.plan.options.map { $0 - 1 })
        #expect(chosen.network.layers[1].convolution?.kernel == 7 && chosen.options.allSatisfy { $0 == 1 })
    }
}
