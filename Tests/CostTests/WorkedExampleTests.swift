import Hardware
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
        ("dac", 2.304), ("crossbar x16", 32.9472), ("hold", 41.6), ("adc", 4160), ("merge", 416), ("inputs", 28.8),
        ("outputs", 14.4),
        ("bus", 72), ("sram", 126), ("adder", 64), ("relu", 9.6), ("link", 200),
        ("control", 2 * 0.05 * (1676 + 505.0 / 6)),
    ])
    func everyJoule(_ component: String, _ picojoules: Double) throws {
        #expect(try dynamic(component).isNear(picojoules, within: 1e-9))
    }

    @Test func totals() {
        let figures = evaluation.figures
        let nanoseconds: Double = 1676 + 505.0 / 6
        #expect(figures.delay.si.isNear(nanoseconds * 1e-9, within: 1e-12))
        #expect(figures.latency == figures.delay)
        #expect(figures.area.si.isNear(19770.8e-12, within: 1e-12))
        #expect(figures.ioArea.si.isNear(10000e-12, within: 1e-12))
        #expect(figures.leakage.si.isNear(18.928e-6, within: 1e-12))
        let dynamic: Double = 5167.6512 + 0.1 * nanoseconds
        let picojoules: Double = dynamic + 18.928e-3 * nanoseconds
        #expect(figures.energy.si.isNear(picojoules * 1e-12, within: 1e-12))
        let edp: Double = picojoules * nanoseconds * 1e-21
        #expect(figures.edp.isNear(edp, within: 1e-12))
        // Of the core: the link is I/O.
        #expect(figures.edap.isNear(edp * 19770.8e-6, within: 1e-12))
        #expect(figures.multiplyAccumulates == 3456)
        #expect(figures.utilisation == 432.0 / 768)
    }

    /// Busy times of the busiest instance of each part, in ns.
    @Test func everyPartIsBusyAsThePageSays() throws {
        let busy: [(String, String, Double)] = [
            ("adc", "crossbars of conv", 1664), ("inputs", "core 0", 96), ("outputs", "core 0", 96),
            ("bus", "tile 0", 96),
            ("sram", "tile 0", 116 * 4.0 / 6), ("adder", "tile 0", 160), ("relu", "tile 0", 48), ("link", "chip", 100),
        ]
        for (name, place, nanoseconds) in busy {
            let part = try #require(evaluation.parts.first { $0.name == name })
            #expect(part.busiest == place, "\(name)")
            #expect(part.busyTime.si.isNear(nanoseconds * 1e-9, within: 1e-12), "\(name): \(part.busyTime)")
        }
        #expect(evaluation.bottleneck?.name == "adc")
    }

    @Test func theLayerIsAsThePageSays() {
        #expect(evaluation.layers.count == 1)
        #expect(evaluation.layers[0].crossbars == 6)
        #expect(evaluation.layers[0].copies == 2)
        #expect(evaluation.layers[0].bottleneck == "adc")
        #expect(evaluation.layers[0].bottleneckPlace == "crossbars")
        #expect(evaluation.levels.map(\.instances) == [1, 2, 4])
        #expect(evaluation.warnings.isEmpty)
    }
}
