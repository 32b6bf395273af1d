import Hardware
import Mapping
import Quantities
import Testing

@testable import Cost

@Suite struct ActivityTests {
    /// Half the mean square of the inputs at the same conductance: half the energy of the arrays, and nothing else
    /// changes.
    @Test func arrayEnergyFollowsTheData() throws {
        let fixture = try Fixture()
        let architecture = try fixture.architecture("homogeneous-128")
        let model = CostModel(architecture)
        let mapped = try model.place(Fixture.resNet20(), fixture.mapping("default"), mappers: fixture.mappers)
        let kind = architecture.crossbars[mapped.stages[0].kind]
        let layers = mapped.graph.stages.map { stage in
            LayerActivity(
                layer: mapped.network.layers[stage.anchor].name, meanSquareInput: kind.meanSquareInput / 2,
                meanConductance: kind.device.meanConductance)
        }
        let evenly = try model.evaluate(mapped).breakdown.byComponent.children
        let data = try model.evaluate(mapped.applying(ActivityFile(layers), architecture)).breakdown.byComponent
            .children
        var changed: [String] = []
        for (a, b) in zip(evenly, data) where a.energy != b.energy {
            changed.append(a.name)
            #expect((b.energy / a.energy).isNear(0.5, within: 1e-12))
        }
        #expect(changed.count == 1, "\(changed)")
        #expect(throws: (any Error).self) { try mapped.applying(ActivityFile(Array(layers.dropFirst())), architecture) }
        let strange =
            layers + [LayerActivity(layer: "conv2", meanSquareInput: 0.1, meanConductance: Conductance(si: 1e-6))]
        #expect(throws: (any Error).self) { try mapped.applying(ActivityFile(strange), architecture) }
    }
}
