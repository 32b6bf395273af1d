import Diagnostics
import Hardware
import Markup
import Quantities
import Testing

/// Leakage that is stated, assumed with its reason, or unknown.
@Suite struct LeakageTests {
    private func component(_ attributes: String, assume: String = "") throws -> Component {
        let text = """
            <hardware xmlns="urn:naxdse:hardware:1" name="h" technology="32 nm" clock="1 GHz" source="test">
              \(assume)
              <device id="d" cell-bits="1" on-resistance="100 kΩ" off-resistance="1 MΩ" cell-area-F2="4" source="test"/>
              <component id="dac" kind="dac" resolution="1" area="0 m²" leakage="0 W" source="test"><action name="convert" energy="1 pJ" time="1 ns"/></component>
              <component id="adc" kind="adc" resolution="8" area="0 m²" source="test" \(attributes)>
                <action name="convert" power="2 mW" time="1 ns"/></component>
              <crossbar id="x" rows="8" columns="8" device="d" source="test"><read voltage="0.2 V" time="10 ns"/>
                <wires row="0 Ω" column="0 Ω" source="0 Ω" sink="0 Ω"/><dac component="dac"/><adc component="adc" columns="8"/></crossbar>
              <level name="chip"><crossbar ref="x"/></level>
            </hardware>
            """
        return try #require(
            ArchitectureReader().read(bytes: Array(text.utf8), as: "h.xml").components.first { $0.id == "adc" })
    }

    @Test func zeroIsAKnownZeroAndUnknownIsNone() throws {
        #expect(try component("leakage=\"0 W\"").leakageBasis == .stated)
        let unknown = try component("leakage=\"unknown\"")
        #expect(unknown.leakageBasis == .unknown && unknown.leakage == .zero && unknown.peakPower == Power(2, .milli))
    }

    /// A tenth leaks and nine tenths are left to actions: at full activity it draws what it drew.
    @Test func anAssumptionKeepsThePowerAtFullActivity() throws {
        let assumed = try component("leakage=\"unknown\"", assume: "<assume leakage=\"10 %\" because=\"a test\"/>")
        #expect(assumed.leakageBasis == .assumed(share: 0.1, reason: "a test"))
        #expect(abs(assumed.leakage.si - 0.2e-3) < 1e-15 && abs(assumed.peakPower.si - 2e-3) < 1e-15)
        #expect(abs(assumed.actions[0].energy.si - 1.8e-12) < 1e-24)
        // What is stated is not assumed.
        #expect(
            try component("leakage=\"0.5 mW\"", assume: "<assume leakage=\"10 %\" because=\"a test\"/>").leakage
                == Power(0.5, .milli))
    }

    @Test(arguments: ["10", "100 %", "-1 %", "ten"])
    func aShareThatIsNoneIsRefused(_ share: String) throws {
        #expect(throws: InvalidInput.self) {
            try component("leakage=\"unknown\"", assume: "<assume leakage=\"\(share)\" because=\"a test\"/>")
        }
    }

    @Test func gatingThatMakesNoSenseIsRefused() throws {
        #expect(
            try component("leakage=\"1 mW\" gated-leakage=\"0.1 mW\" wake-energy=\"1 pJ\"").idleLeakage
                == Power(0.1, .milli))
        #expect(throws: InvalidInput.self) { try component("leakage=\"1 mW\" gated-leakage=\"2 mW\"") }
        #expect(throws: InvalidInput.self) { try component("leakage=\"1 mW\" wake-energy=\"1 pJ\"") }
    }

    /// ISAAC's table is at full activity and states no leakage apart: its sums stay, with what is assumed named.
    @Test func isaacStillSumsAsItsTable() throws {
        let architecture = try ArchitectureReader().read(ShippedFiles().path("hardware/isaac.xml"))
        let chip = architecture.hierarchy()
        let tile = try #require(chip.children.first { $0.name == "tile" })
        #expect(abs(tile.power.si - 329.8e-3) < 0.1e-3 && abs(chip.power.si - 65.8) < 0.1)
        #expect(
            architecture.partsOfUnstatedLeakage().allSatisfy {
                if case .assumed(let share, let reason) = $0.leakageBasis {
                    share == 0.1 && reason.contains("PUMA")
                } else {
                    false
                }
            })
    }

    /// What is one part in both is priced as one: bits over the link, and a row that is driven for as long.
    @Test func theSamePartCostsTheSameInBoth() throws {
        let isaac = try ArchitectureReader().read(ShippedFiles().path("hardware/isaac.xml"))
        let puma = try ArchitectureReader().read(ShippedFiles().path("hardware/puma.xml"))
        func action(
            _ architecture: Architecture, _ id: String, _ name: ActionName
        ) throws -> (energy: Double, width: Int) {
            let component = try #require(architecture.components.first { $0.id == id })
            let action = try #require(component.action(name))
            return (action.energy.si, action.width ?? component.width ?? 1)
        }
        let links = try (action(isaac, "isaac-hypertransport", .transfer), action(puma, "hypertransport", .transfer))
        #expect(abs(links.0.energy / Double(links.0.width) / (links.1.energy / Double(links.1.width)) - 1) < 1e-9)
        // ISAAC drives a row for 100 ns, PUMA for 128.
        let dacs = try (action(isaac, "isaac-dac", .convert).energy / 100, action(puma, "dac", .convert).energy / 128)
        #expect(abs(dacs.0 / dacs.1 - 1) < 0.01)
    }

    @Test func percentagesAreReadAsWritten() {
        #expect(Percentage("10 %")?.share == 0.1 && Percentage("2.5%")?.share == 0.025)
        #expect(Percentage("10") == nil && Percentage("%") == nil && Percentage("inf %") == nil)
    }
}
