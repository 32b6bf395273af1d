import Diagnostics
import Hardware
import Quantities
import Registration
import Testing

/// Component models as hardware files name them.
@Suite struct ModelsInFilesTests {
    private func read(
        _ definitions: String, models: ComponentModelRegistry = ComponentModels.standard
    ) throws
        -> Architecture
    {
        let text = Change("<crossbar id=\"x64\"", definitions + "<crossbar id=\"x64\"").applied(
            to: BadHardwareTests.good)
        return try ArchitectureReader(models: models).read(bytes: Array(text.utf8), as: "x.xml")
    }

    private func component(_ id: String, _ definitions: String) throws -> Component {
        try #require(read(definitions).components.first { $0.id == id })
    }

    @Test func aModelMakesTheFigures() throws {
        let adc = try component(
            "a", "<component id=\"a\" kind=\"adc\" model=\"survey-adc\" resolution=\"8\" rate=\"1 GS/s\" source=\"s\"/>"
        )
        #expect(adc.action(.convert)!.energy.isWithin(0.01, of: Energy(1.714, .pico)))
        #expect(adc.resolution == 8 && adc.technology == Length(32, .nano))
        #expect(adc.leakageBasis == .unknown)
        #expect(adc.derivation.contains { $0.source?.contains("Murmann") == true })
        let tree = try component(
            "t",
            "<component id=\"t\" kind=\"alu\" model=\"adder-tree\" leakage=\"1 µW\" source=\"s\"><parameter name=\"inputs\" value=\"64\"/><parameter name=\"bits\" value=\"4\"/></component>"
        )
        #expect(tree.leakage == Power(1, .micro) && tree.leakageBasis == .stated)
        #expect(tree.action(.operate) != nil)
    }

    /// What is assumed of unknown leakage holds for models' figures too: 20 %, which hwcomponents takes of the survey's
    /// ADCs.
    @Test func leakageOfAModelMayBeAssumed() throws {
        let adc = try component(
            "a", "<component id=\"a\" kind=\"adc\" model=\"survey-adc\" resolution=\"8\" rate=\"1 GS/s\" source=\"s\"/>"
        )
        let assumed = adc.assumingLeakage(0.2, reason: "r")
        // hwcomponents_adc, 32 nm, 8 bits, 1 GS/s: 1.37097 pJ and 342.742 µW.
        #expect(assumed.action(.convert)!.energy.isWithin(0.001, of: Energy(1.37097, .pico)))
        #expect(assumed.leakage.isWithin(0.001, of: Power(342.742, .micro)))
    }

    @Test func aModelFollowsTheChipsNodeAndSupply() throws {
        let small = BadHardwareTests.good.replacing(
            "technology=\"32 nm\"", with: "technology=\"7 nm\" supply=\"0.6 V\"")
        let text = Change(
            "<crossbar id=\"x64\"",
            "<component id=\"a\" kind=\"alu\" model=\"adder\" source=\"s\"><parameter name=\"bits\" value=\"8\"/></component><crossbar id=\"x64\""
        )
        .applied(to: small)
        let adder = try #require(
            ArchitectureReader().read(bytes: Array(text.utf8), as: "x.xml").components.first { $0.id == "a" })
        let figures = try ComponentModels.standard["adder"].figures(
            ["bits": "8", "technology": "7 nm", "supply": "0.6 V"], kind: .alu)
        #expect(adder.actions == figures.actions)
    }

    /// ISAAC's 8 bits are what they are; at 4 bits the ratio of Saberi's figures is left of them.
    @Test func aMeasuredPointCarriesTheModelsTrend() throws {
        let four = try component(
            "four",
            "<component id=\"four\" kind=\"adc\" like=\"adc8\" model=\"saberi-adc\" resolution=\"4\" source=\"s\"/>")
        let eight = try component(
            "eight",
            "<component id=\"eight\" kind=\"adc\" like=\"adc8\" model=\"saberi-adc\" resolution=\"8\" source=\"s\"/>")
        let figures = try [4, 8].map {
            try ComponentModels.standard["saberi-adc"].figures(
                ["resolution": "\($0)", "technology": "32 nm"], kind: .adc)
        }
        let ratio = figures[0].actions[0].energy / figures[1].actions[0].energy
        #expect(eight.action(.convert)!.energy == Energy(1.8, .pico))
        #expect(four.action(.convert)!.energy.isWithin(1e-12, of: Energy(1.8, .pico) * ratio))
        #expect(four.action(.convert)!.time.isWithin(1e-12, of: Time(0.5, .nano)))
        #expect(four.area.isWithin(1e-12, of: Area(0.0012, .milli) * (figures[0].area / figures[1].area)))
    }

    @Test func aModelRunsOnceForASetOfParameters() throws {
        let reader = ArchitectureReader()
        let definitions =
            "<component id=\"a\" kind=\"memory\" model=\"sram\" capacity=\"64 KiB\" width=\"256\" source=\"s\"/>"
            + "<component id=\"b\" kind=\"memory\" model=\"sram\" capacity=\"65536 B\" width=\"256\" source=\"s\"/>"
        let text = Change("<crossbar id=\"x64\"", definitions + "<crossbar id=\"x64\"").applied(
            to: BadHardwareTests.good)
        for _ in 0..<10 { _ = try reader.read(bytes: Array(text.utf8), as: "x.xml") }
        #expect(reader.modelRuns == 1)
        _ = try reader.read(
            bytes: Array(
                text.replacing(
                    "width=\"256\" source=\"s\"/><component id=\"b\"",
                    with: "width=\"128\" source=\"s\"/><component id=\"b\""
                ).utf8), as: "x.xml")
        #expect(reader.modelRuns == 2)
    }

    // MARK: What is wrong

    @Test(arguments: [
        (
            "<component id=\"a\" kind=\"adc\" model=\"survey-adc\" resolution=\"3\" rate=\"1 GS/s\" source=\"s\"/>",
            "21:61: error: model 'survey-adc': resolution is '3'; a whole number from 4 to 14 is wanted"
        ),
        (
            "<component id=\"a\" kind=\"adc\" model=\"survey-adc\" resolution=\"8\" source=\"s\"/>",
            "21:37: error: model 'survey-adc': there is no rate; give it: from 100 kHz to 10 GHz"
        ),
        (
            "<component id=\"a\" kind=\"adc\" model=\"survey-adc\" resolution=\"8\" rate=\"20 GS/s\" source=\"s\"/>",
            "rate is '20 GS/s'; from 100 kHz to 10 GHz is what the model holds for"
        ),
        (
            "<component id=\"a\" kind=\"memory\" model=\"sram\" capacity=\"64 KiB\" width=\"256\" technology=\"130 nm\" source=\"s\"/>",
            "technology is '130 nm'; from 7 nm to 90 nm is what the model holds for"
        ),
        (
            "<component id=\"a\" kind=\"alu\" model=\"adder\" source=\"s\"/>",
            "model 'adder': there is no bits; add <parameter name=\"bits\" value=\"…\"/>: give it: from 1 to 256"
        ),
        (
            "<component id=\"a\" kind=\"alu\" model=\"adder\" source=\"s\"><parameter name=\"bit\" value=\"8\"/></component>",
            "the model 'adder' has no parameter 'bit'; did you mean 'bits'?"
        ),
        (
            "<component id=\"a\" kind=\"adc\" model=\"survey-adc\" source=\"s\"><parameter name=\"resolution\" value=\"8\"/></component>",
            "'resolution' is an attribute of <component>; write resolution=\"8\" there"
        ),
        (
            "<component id=\"a\" kind=\"alu\" area=\"1 mm²\" leakage=\"0 W\" source=\"s\"><parameter name=\"bits\" value=\"8\"/></component>",
            "component 'a' has a parameter and no model"
        ),
        (
            "<component id=\"a\" kind=\"memory\" model=\"survey-adc\" source=\"s\"/>",
            "the model 'survey-adc' is none of components of kind memory; it is one of adc"
        ),
        (
            "<component id=\"a\" kind=\"bus\" model=\"wire\" width=\"8\" source=\"s\"><parameter name=\"length\" value=\"-1 mm\"/></component>",
            "length is '-1 mm'; from 1 µm to 50 mm is what the model holds for"
        ),
        (
            "<component id=\"a\" kind=\"bus\" model=\"wire\" width=\"8\" source=\"s\"><parameter name=\"length\" value=\"1 ns\"/></component>",
            "'1 ns' is a time"
        ),
        (
            "<component id=\"a\" kind=\"adc\" model=\"saberi-adc\" resolution=\"8\" rate=\"20 GS/s\" source=\"s\"/>",
            "the rate is 20 GHz and the time of a conversion makes it 1.28 GHz"
        ),
        (
            "<component id=\"a\" kind=\"adc\" model=\"sar-adc\" resolution=\"8\" source=\"s\"/>",
            "model 'sar-adc' scales another component, and none is named"
        ),
    ])
    func whatAModelCannotDoIsTold(definition: String, message: String) {
        let error = #expect(throws: InvalidInput.self) { try read(definition) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "nothing was said")")
    }
}
