import Diagnostics
import Hardware
import Mapping
import Networks
import Quantities
import Testing

@testable import Cost

@Suite struct EvaluationTests {
    @Test func aPipelineIsFasterThanOneLayerAfterAnother() throws {
        let fixture = try Fixture()
        var mapping = try fixture.mapping("default")
        let architecture = try fixture.architecture("puma")
        let network = try Fixture.resNet20()
        let sequential = try fixture.evaluate(architecture, network, mapping).figures
        mapping.dataflow = .pipelined
        let pipelined = try fixture.evaluate(architecture, network, mapping).figures
        #expect(pipelined.delay < sequential.delay)
        #expect(pipelined.latency <= sequential.latency)
        #expect(pipelined.delay <= pipelined.latency)
        #expect(pipelined.area == sequential.area)
    }

    @Test func copiesShortenThePipelineWithinTheBudget() throws {
        let fixture = try Fixture()
        var mapping = try fixture.mapping("pipelined-8b")
        let architecture = try fixture.architecture("homogeneous-128")
        let network = try Fixture.resNet20()
        var last = Time(si: .infinity)
        for budget in [4.0, 8, 16] {
            mapping.areaBudget = Area(budget, .milli)
            let figures = try fixture.evaluate(architecture, network, mapping).figures
            #expect(figures.area <= Area(budget, .milli))
            #expect(figures.delay < last)
            last = figures.delay
        }
    }

    @Test func aBudgetThatIsTooSmallIsRefusedByHowMuch() throws {
        let fixture = try Fixture()
        var mapping = try fixture.mapping("pipelined-8b")
        mapping.areaBudget = Area(0.5, .milli)
        let error = #expect(throws: InvalidInput.self) {
            try fixture.evaluate(fixture.architecture("homogeneous-128"), Fixture.resNet20(), mapping)
        }
        #expect(error?.description.contains("without any copies") == true)
    }

    @Test func aNetworkThatDoesNotFitIsToldByHowMuch() throws {
        let fixture = try Fixture()
        let document = try ArchitectureReader().document(fixture.shipped.path("hardware/isaac.xml"))
        let small = try ArchitectureReader().read(
            document: document.setting(path: "level[@name='tile']/@at-most", value: "2"))
        let error = #expect(throws: InvalidInput.self) {
            try fixture.evaluate(small, Zoo.network(named: "vgg16"), fixture.mapping("default"))
        }
        let message = try #require(error?.description)
        #expect(message.contains("'vgg16' needs "))
        #expect(message.contains("crossbars 'isaac-x128' and 'isaac' has 192"))
    }

    @Test func arithmeticWithoutAUnitIsNamed() throws {
        let fixture = try Fixture()
        let error = #expect(throws: InvalidInput.self) { try fixture.evaluate("isaac", "deit-tiny") }
        let message = try #require(error?.description)
        #expect(message.contains("'isaac' has no unit for the element-wise arithmetic of layer"))
        #expect(message.contains("add a component of kind alu"))
    }

    @Test func layersGoToTheCrossbarThatTheyName() throws {
        let fixture = try Fixture()
        let evaluation = try fixture.evaluate("nax-heterogeneous", "resnet20", "mixed-example")
        func crossbar(_ layer: String) -> String? { evaluation.layers.first { $0.name == layer }?.crossbar }
        #expect(crossbar("conv1") == "x32")
        #expect(crossbar("layer1.0.conv1") == "x64")
        #expect(crossbar("layer3.0.conv1") == "x128")
        // Tiles of 16×16 crossbars are left out, as no layer is on them.
        let tiles = evaluation.levels.filter { $0.name.hasPrefix("tile") }
        #expect(tiles.filter { $0.instances == 0 }.map(\.name) == ["tile-16"] && tiles.count == 4)
    }

    @Test func aCrossbarThatDoesNotExistIsNamedWithTheNearest() throws {
        let fixture = try Fixture()
        let path = try fixture.shipped.path("mappings/mixed-example.xml")
        let error = #expect(throws: InvalidInput.self) {
            try fixture.evaluate("homogeneous-64", "resnet20", "mixed-example")
        }
        #expect(
            error?.diagnostics.first?.description
                == "\(path):9:46: error: layer 'conv1' asks for crossbar 'x32', which 'homogeneous-64' does not have; 'x64' is the only choice"
        )
    }

    /// 168·12·8 crossbars of 128×128, 8 cells a weight, 16 reads of 100 ns: 41.3 TOPS at 16 bits.
    /// The paper states 478.95 GOPS/(s·mm²) for its 85.4 mm².
    @Test func isaacReachesThePublishedPeak() throws {
        let model = CostModel(try Fixture().architecture("isaac"))
        let settings = LayerSettings(precision: Precision(weights: 16, inputs: 16), cellBits: 2)
        let peak = try #require(model.peakOperationsPerSecond(settings))
        let crossbars = 168 * 12 * 8, operations = 2 * 128 * 128 / 8
        let expected = Double(crossbars * operations) / 1.6e-6
        let published: Double = 478.95e9 * 85.4
        #expect(peak.isNear(expected, within: 1e-6))
        #expect(peak.isNear(published, within: 0.015))
    }

    @Test func aChipThatGrowsHasNoPeak() throws {
        #expect(CostModel(try Fixture().architecture("homogeneous-64")).peakOperationsPerSecond(LayerSettings()) == nil)
    }
}
