import Quantities
import Testing

@testable import Cost

@Suite struct BreakdownTests {
    static let hardware = ["isaac", "puma", "nax-heterogeneous", "homogeneous-32", "homogeneous-256"]
    static let networks = ["resnet20", "vgg8", "mobilenetv2"]

    /// Cut by component, by layer or by level, energy, area and leakage are the same to 10⁻¹².
    @Test(arguments: hardware, networks)
    func everyCutSumsToTheTotal(_ hardware: String, _ network: String) throws {
        let fixture = try Fixture()
        for mapping in ["default", "isaac-16b"] {
            // ISAAC has no unit for what MobileNetV2 multiplies: it says so, in a test of its own.
            guard let evaluation = try? fixture.evaluate(hardware, network, mapping) else { continue }
            let cuts = evaluation.breakdown
            for node in [cuts.byComponent, cuts.byLayer, cuts.byLevel] {
                #expect(node.energy.si.isNear(evaluation.figures.energy.si, within: 1e-12))
                #expect(node.area.si.isNear(evaluation.figures.area.si, within: 1e-12))
                #expect(node.leakage.si.isNear(evaluation.figures.leakage.si, within: 1e-12))
                expectSums(node)
            }
        }
    }

    @Test func theQuickTotalsAreThoseOfTheBreakdown() throws {
        let fixture = try Fixture()
        for mapping in ["default", "differential-8b", "pipelined-8b"] {
            let architecture = try fixture.architecture("nax-heterogeneous")
            let network = try Fixture.resNet20()
            let model = CostModel(architecture)
            let mapped = try model.place(network, fixture.mapping(mapping), mappers: fixture.mappers)
            let quick = try model.figures(of: mapped)
            let full = try model.evaluate(mapped).figures
            #expect(quick.energy.si.isNear(full.energy.si, within: 1e-12))
            #expect(quick.delay == full.delay)
            #expect(quick.area == full.area)
            #expect(quick.latency == full.latency)
        }
    }

    private func expectSums(_ node: BreakdownNode) {
        guard !node.children.isEmpty else { return }
        #expect(node.energy.si.isNear(node.children.map(\.energy.si).reduce(0, +), within: 1e-12), "\(node.name)")
        #expect(node.area.si.isNear(node.children.map(\.area.si).reduce(0, +), within: 1e-12), "\(node.name)")
        node.children.forEach(expectSums)
    }
}
