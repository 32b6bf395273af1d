import Cost
import Mapping
import Optimisation
import Random
import Testing

@testable import CoSearch

@Suite struct ExpectedCostTests {
    /// Logits that make layers undecided to different degrees.
    private func undecided(_ table: LayerTable, seed: UInt64, spread: Double) -> Gates {
        var random = SeededRandom(seed: seed)
        var gates = Gates(options: table.layers.map(\.options))
        for layer in gates.logits.indices {
            for option in gates.logits[layer].indices { gates.logits[layer][option] = spread * random.normal() }
        }
        return gates
    }

    @Test("where every layer is certain, the expected cost is what evaluate says", arguments: [false, true])
    func certain(pipelined: Bool) throws {
        let fixture = try Fixture(pipelined: pipelined)
        let expected = ExpectedCost(fixture.table)
        let model = CostModel(fixture.architecture)
        var random = SeededRandom(seed: 4)
        for _ in 0..<20 {
            let point = fixture.setup.problem.space.sample(using: &random)
            let figures = try model.evaluate(fixture.setup.design.mapped(at: point, on: fixture.architecture)).figures
            let choices = fixture.costs.choices(at: point, in: fixture.setup.problem.space).map { Int($0) }
            let cost = expected.value(Gates.certain(choices, of: fixture.table.layers.map(\.options))).cost
            for (a, b) in [
                (cost.energy, figures.energy.si), (cost.delay, figures.delay.si), (cost.area, figures.area.si),
            ] {
                #expect(abs(a - b) <= 1e-12 * b)
            }
        }
    }

    @Test("its gradient is that of finite differences", arguments: [false, true], [0.1, 3])
    func gradient(pipelined: Bool, spread: Double) throws {
        let fixture = try Fixture(pipelined: pipelined)
        let expected = ExpectedCost(fixture.table)
        let p = undecided(fixture.table, seed: 8, spread: spread).probabilities
        let value = expected.value(p)
        let step = 1e-5
        // Every option of the first layer, of one in the middle, and of the last.
        for layer in [0, 12, p.count - 1] {
            for option in p[layer].indices {
                var above = p, below = p
                above[layer][option] += step
                below[layer][option] -= step
                let high = expected.value(above), low = expected.value(below)
                func check(_ slope: Double, _ quantity: (ExpectedCost.Value) -> Double, _ name: Comment) {
                    let difference = (quantity(high) - quantity(low)) / (2 * step)
                    #expect(abs(slope - difference) <= 1e-5 * max(abs(difference), 0.01 * abs(quantity(value))), name)
                }
                check(value.energySlopes[layer][option], \.cost.energy, "energy")
                check(value.delaySlopes[layer][option], \.cost.delay, "delay")
                check(value.areaSlopes[layer][option], \.cost.area, "area")
                check(value.logEDAPSlopes[layer][option], \.logEDAP, "log EDAP")
            }
        }
    }

    @Test("the expected area and leakage are near the mean over architectures that are drawn", arguments: [0.0, 1, 4])
    func mean(spread: Double) throws {
        let table = try Fixture().table
        let gates = undecided(table, seed: 2, spread: spread)
        let expected = ExpectedCost(table).value(gates.probabilities).cost
        var random = SeededRandom(seed: 3)
        var area = 0.0, energy = 0.0
        let draws = 4000
        for _ in 0..<draws {
            let cost = table.cost(gates.sample(using: &random).map { Int32($0) })
            area += cost.area / Double(draws)
            energy += cost.energy / Double(draws)
        }
        #expect(abs(expected.area - area) < 0.03 * area, "\(expected.area) for \(area)")
        // Leakage × delay of a mean chip is not the mean of leakage × delay: where crossbars from 16² to 128² are as
        // likely, 4 % of the energy.
        #expect(
            abs(expected.energy - energy) < (spread == 0 ? 0.05 : 0.03) * energy, "\(expected.energy) for \(energy)")
    }

    @Test("crossbars beyond the largest chip count as excess, with a slope")
    func excess() {
        let table = LayerTable(
            resources: [.crossbars(kind: "a")],
            layers: [("x", [.init(energy: 1, delay: 1, counts: [4]), .init(energy: 1, delay: 1, counts: [12])])],
            timing: .criticalPath(predecessors: [[]]),
            chip: ChipSize(area: 0, leakage: 0, groups: [.init(capacities: [2], area: 1, leakage: 0)], limits: [8]))
        let value = ExpectedCost(table).value([[0.25, 0.75]])
        #expect(value.excess == 10.0 / 8 - 1)
        #expect(value.excessSlopes == [[0.5, 1.5]])
        #expect(ExpectedCost(table).value([[1, 0]]).excess == 0)
    }
}
