import Hardware
import Markup
import Networks
import Quantities
import Testing

@testable import Cost

/// docs/worked-example.md, number by number.
@Suite struct WorkedExampleTests {
    let evaluation: Evaluation

    init() throws {
        let fixture = try Fixture()
        var build = try NetworkBuilder("worked", input: .map(channels: 4, height: 4, width: 4))
        let convolution = try build.convolution("conv", build.input, channels: 6, kernel: 3)
        _ = try build.activation("relu", convolution, .relu)
        evaluation = try fixture.evaluate(
            ArchitectureReader().read(fixture.shipped.path("docs/worked-example/hardware.xml")), build.network(),
            fixture.workedMapping())
    }

    /// Dynamic energy of a component: its energy without the leakage.
    private func dynamic(_ name: String) throws -> Double {
        let nodes = evaluation.breakdown.byComponent.children.flatMap(\.children)
        let node = try #require(nodes.first { $0.name == name }, "no \(name) among \(nodes.map(\.name))")
        return node.dynamicEnergy.si * 1e12
    }

    @Test(arguments: [
        ("dac", 2.304), ("crossbar x16", 30.4128), ("hold", 38.4), ("adc", 3840), ("merge", 384), ("inputs", 28.8), ("outputs", 14.4),
        ("bus", 72), ("sram", 126), ("adder", 38.4), ("relu", 9.6), ("link", 200), ("control", 161.875),
    ])
    func everyJoule(_ component: String, _ picojoules: Double) throws {
        #expect(try dynamic(component).isNear(picojoules, within: 1e-9))
    }

    @Test func totals() {
        let figures = evaluation.figures
        #expect(figures.delay.si.isNear(1618.75e-9, within: 1e-12))
        #expect(figures.latency == figures.delay)
        #expect(figures.area.si.isNear(29770.8e-12, within: 1e-12))
        #expect(figures.leakage.si.isNear(18.928e-6, within: 1e-12))
        #expect(figures.energy.si.isNear(4976.8315e-12, within: 1e-12))
        let edp: Double = 4976.8315e-12 * 1618.75e-9
        #expect(figures.edp.isNear(edp, within: 1e-12))
        #expect(figures.edap.isNear(edp * 29770.8e-6, within: 1e-12))
        #expect(figures.multiplyAccumulates == 3456)
        #expect(figures.utilisation == 432.0 / 768)
    }

    @Test func theLayerIsAsThePageSays() {
        #expect(evaluation.layers.count == 1)
        #expect(evaluation.layers[0].crossbars == 6)
        #expect(evaluation.layers[0].copies == 2)
        #expect(evaluation.layers[0].bottleneck == "adc")
        #expect(evaluation.levels.map(\.instances) == [1, 2, 4])
        #expect(evaluation.warnings.isEmpty)
    }
}
