import Random
import Testing

@testable import Optimisation

@Suite struct TransitiveReductionTests {
    /// Every edge past which another path leads, by looking at all paths.
    private func reduced(_ predecessors: [[Int]]) -> [[Int]] {
        var ancestors: [Set<Int>] = []
        for direct in predecessors {
            ancestors.append(direct.reduce(into: Set(direct)) { $0.formUnion(ancestors[$1]) })
        }
        return predecessors.map { direct in
            Set(direct).filter { edge in !direct.contains { ancestors[$0].contains(edge) } }.sorted()
        }
    }

    @Test("edges past which a path leads are left out, and no others")
    func reducesRandomGraphs() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<200 {
            let count = 1 + random.below(30), density = random.unit()
            let graph = (0..<count).map { layer in (0..<layer).filter { _ in random.unit() < density }.reversed() + [] }
            #expect(transitiveReduction(graph) == reduced(graph))
        }
    }

    @Test("20,000 blocks with a shortcut each are reduced to a chain")
    func deepChain() {
        let graph = (0..<20_000).map { layer in [layer - 1, layer - 3].filter { $0 >= 0 } }
        #expect(transitiveReduction(graph) == (0..<20_000).map { $0 == 0 ? [] : [$0 - 1] })
    }
}
