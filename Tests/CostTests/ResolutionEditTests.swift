import Hardware
import Quantities
import Testing

@testable import Cost

/// Edits of a hardware file move the numbers that they should, and no others.
@Suite struct ResolutionEditTests {
    /// PUMA with another resolution of the ADC behind its crossbars, scaled by the SAR model.
    @Test func theResolutionOfAnADCChangesTheADCAndWhatItTakesInTime() throws {
        let fixture = try Fixture()
        let network = try Fixture.resNet20()
        let mapping = try fixture.mapping("default")
        let before = try fixture.evaluate(fixture.architecture("homogeneous-64"), network, mapping)
        let document = try ArchitectureReader().document(fixture.shipped.path("hardware/homogeneous-64.xml"))
        let edited = try document.setting(path: "component[@id='adc-8b']/@resolution", value: "12")
        let after = try fixture.evaluate(ArchitectureReader().read(document: edited), network, mapping)

        #expect(after.figures.energy > before.figures.energy)
        #expect(after.figures.delay > before.figures.delay)
        // PUMA's library has one area for ADCs of any resolution.
        #expect(after.figures.area == before.figures.area)
        for (old, new) in zip(parts(before), parts(after)) {
            #expect(old.name == new.name)
            #expect(old.area == new.area)
            // Control units run as long as the layers do.
            let followsTime = old.name.hasSuffix("control")
            if old.name == "adc-8b" {
                let ratio: Double = 12 / 8
                #expect(dynamic(new, after).isNear(dynamic(old, before) * ratio * ratio, within: 1e-9))
                #expect(new.leakage.si.isNear(old.leakage.si * ratio, within: 1e-12))
            } else {
                // Leakage is added up from its energy, which follows the time.
                #expect(new.leakage.si.isNear(old.leakage.si, within: 1e-12))
                #expect(followsTime || dynamic(new, after).isNear(dynamic(old, before), within: 1e-9), "\(old.name)")
            }
        }
        // 8 bits lose nothing of 64 rows.
        #expect(before.warnings == after.warnings)
    }

    private func parts(_ evaluation: Evaluation) -> [BreakdownNode] {
        evaluation.breakdown.byComponent.children.flatMap(\.children)
    }

    private func dynamic(_ node: BreakdownNode, _ evaluation: Evaluation) -> Double {
        node.dynamicEnergy.si
    }
}
