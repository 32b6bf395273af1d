import Networks
import Testing

@testable import Mapping

@Suite struct SettingsOfLayersTests {
    @Test("many rules give each layer what they give it one after another", arguments: [3, 200])
    func sameAsOneAfterAnother(rules: Int) throws {
        let network = try Zoo.network(named: "resnet20")
        let names = network.layers.map(\.name)
        var random = Draws()
        for _ in 0..<20 {
            var specification = MappingSpecification(name: "many")
            for number in 0..<rules {
                let pattern = ["layer1.*", "*conv2", "*", names.randomElement(using: &random)!][
                    Int.random(in: 0..<4, using: &random)]
                var change = SettingsChange()
                if Bool.random(using: &random) {
                    change.duplication = number + 2
                } else {
                    change.crossbar = "x\(number)"
                }
                specification.rules.append(
                    LayerRule(
                        pattern: pattern, sort: [nil, .convolution, .linear].randomElement(using: &random)!,
                        change: change))
            }
            let settings = SettingsOfLayers(specification)
            for layer in network.layers {
                #expect(settings.settings(for: layer) == specification.settings(for: layer), "\(specification.rules)")
            }
        }
    }
}

/// splitmix64: the same rules in every run.
private struct Draws: RandomNumberGenerator {
    private var state: UInt64 = 7

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
