import Hardware
import Mapping
import Networks
import Quantities
import Testing

@testable import Cost

/// docs/worked-example.md, section "Two layers as a pipeline", number by number.
@Suite struct PipelinedExampleTests {
    let evaluation: Evaluation

    init() throws {
        let fixture = try Fixture()
        var build = try NetworkBuilder("worked", input: .map(channels: 4, height: 4, width: 4))
        let convolution = try build.convolution("conv", build.input, channels: 6, kernel: 3)
        let relu = try build.activation("relu", convolution, .relu)
        _ = try build.convolution("point", relu, channels: 4, kernel: 1)
        let document = try ArchitectureReader().document(fixture.shipped.path("docs/worked-example/hardware.xml"))
            .setting(path: "component[@id='adder']/action/@time", value: "20 ns")
        var mapping = try fixture.workedMapping()
        mapping.dataflow = .pipelined
        evaluation = try fixture.evaluate(ArchitectureReader().read(document: document), build.network(), mapping)
    }

    /// Each part with the instance that is busiest, and for how many nanoseconds. The six crossbars of `conv` fill
    /// three cores, and with them tile 0 and half of tile 1; the two of `point` lie in the last core.
    private static let busiest: [(name: String, place: String, nanoseconds: Double)] = [
        ("crossbar x16", "crossbars of conv", 8.0 * 8.0 * 12.0), ("adc", "crossbars of conv", 8.0 * 8.0 * 26.0),
        ("inputs", "core 0", 288.0 * 2.0 / 6.0), ("outputs", "core 0", 288.0 * 2.0 / 6.0),
        ("bus", "tile 0", 144.0 * 4.0 / 6.0),
        ("sram", "tile 1", 104.0 * 2.0 / 6.0 + 52.0), ("adder", "tile 1", (320.0 / 2.0 + 64.0) * 20.0),
        ("relu", "tile 0", 96.0 / 2.0),
        ("link", "chip", 80.0),
    ]

    @Test(arguments: busiest)
    func everyPartIsBusyAsThePageSays(_ name: String, _ place: String, _ nanoseconds: Double) throws {
        let part = try #require(evaluation.parts.first { $0.name == name })
        #expect(part.busiest == place)
        #expect(part.busyTime.si.isNear(nanoseconds * 1e-9, within: 1e-12), "\(part.busyTime)")
    }

    @Test func theAdderThatBothShareSetsTheInterval() {
        #expect(evaluation.figures.delay.si.isNear(4480e-9, within: 1e-12))
        #expect(evaluation.bottleneck?.name == "adder" && evaluation.bottleneck?.busiest == "tile 1")
        // conv by itself: 220 + 455 2/3 + 7 · 400 ns; point begins when a quarter of it is there.
        let conv: Double = 220 + 455 + 2.0 / 3 + 2800, point: Double = 84 + 191.5 + 7 * 160
        #expect(evaluation.layers[0].delay.si.isNear(conv * 1e-9, within: 1e-12))
        #expect(evaluation.layers[1].delay.si.isNear(point * 1e-9, within: 1e-12))
        #expect(evaluation.layers.map(\.bottleneck) == ["adder", "adder"])
        #expect(evaluation.layers.map(\.bottleneckPlace) == ["tile 0", "tile 1"])
        // The pipeline is full sooner than the adder is done.
        #expect(evaluation.figures.latency == evaluation.figures.delay)
    }
}
