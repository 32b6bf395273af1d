import Diagnostics
import Hardware
import Quantities
import Registration
import Testing

/// Components that are like others.
@Suite struct ComponentModelTests {
    /// A library's worth of components in the file of BadHardwareTests, and one of them as it was read.
    private func component(
        _ id: String, _ definitions: String, models: ComponentModelRegistry = ComponentModels.standard
    ) throws -> Component {
        let text = Change("<crossbar id=\"x64\"", definitions + "<crossbar id=\"x64\"").applied(
            to: BadHardwareTests.good)
        let architecture = try ArchitectureReader(models: models).read(bytes: Array(text.utf8), as: "x.xml")
        return try #require(architecture.components.first { $0.id == id })
    }

    /// The ADCs of PUMA's library by bits b: 0.225·b mW, 0.025·b mW leakage, 12.5·b ns for 128 columns, 0.0012 mm².
    @Test(arguments: 5...9) func theADCsOfPUMAAreThoseOfItsLibrary(_ bits: Int) throws {
        let adc = try #require(try shipped("puma").components.first { $0.id == "adc-\(bits)b" })
        let b = Double(bits)
        let conversion = try #require(adc.action(.convert))
        #expect(conversion.time.isWithin(1e-12, of: Time(12.5 * b / 128, .nano)))
        #expect((conversion.energy / conversion.time).isWithin(1e-12, of: Power(0.225 * b, .milli)))
        #expect(adc.leakage.isWithin(1e-12, of: Power(0.025 * b, .milli)))
        #expect(adc.area == Area(0.0012, .milli))
        #expect(adc.resolution == bits)
    }

    /// CACTI's first order: a memory four times as large has twice the wire, four times the area and leakage.
    @Test func aMemoryGrowsWithItsCapacity() throws {
        let ram = try component("ram", "")
        let large = try component(
            "big",
            "<component id=\"big\" kind=\"memory\" like=\"ram\" model=\"memory\" capacity=\"256 KiB\" width=\"512\" source=\"s\"/>"
        )
        #expect(large.action(.read)!.energy.isWithin(1e-12, of: ram.action(.read)!.energy * 4))
        #expect(large.action(.read)!.time.isWithin(1e-12, of: ram.action(.read)!.time * 2))
        #expect(large.area.isWithin(1e-12, of: ram.area * 4))
        #expect(large.leakage.isWithin(1e-12, of: ram.leakage * 4))
    }

    /// Baccarani's scaling from 32 nm at 1 V to 16 nm at 0.8 V.
    @Test func aComponentMovesToAnotherNode() throws {
        let definitions = """
            <component id="alu" kind="alu" technology="32 nm" supply="1 V" area="0.004 mm²" leakage="1 mW" source="s"><action name="operate" energy="1 pJ" time="1 ns"/></component>
            <component id="small" kind="alu" like="alu" model="technology" technology="16 nm" supply="0.8 V" source="s"/>
            """
        let small = try component("small", definitions)
        #expect(small.action(.operate)!.energy.isWithin(1e-12, of: Energy(0.5 * 0.64, .pico)))
        #expect(small.action(.operate)!.time.isWithin(1e-12, of: Time(0.5 / 0.8, .nano)))
        #expect(small.area.isWithin(1e-12, of: Area(0.001, .milli)))
        #expect(small.leakage.isWithin(1e-12, of: Power(0.4, .milli)))
    }

    /// Twice the rate of one converter takes two, with the area and leakage of two.
    @Test func aFasterADCIsInterleaved() throws {
        let one = try component("adc", "")
        let fast = try component(
            "fast",
            "<component id=\"fast\" kind=\"adc\" like=\"adc8\" model=\"sar-adc\" resolution=\"6\" rate=\"2 GS/s\" source=\"s\"/>"
        )
        #expect(fast.action(.convert)!.time.isWithin(1e-12, of: Time(0.5, .nano)))
        #expect(fast.action(.convert)!.energy == one.action(.convert)!.energy)
        #expect(fast.area == one.area * 2)
        #expect(fast.leakage == one.leakage * 2)
    }

    @Test func statedFiguresGoBeforeThoseOfTheReference() throws {
        let mine = try component(
            "mine",
            "<component id=\"mine\" kind=\"adc\" like=\"adc\" area=\"1 mm²\" source=\"s\"><action name=\"convert\" energy=\"5 pJ\" time=\"3 ns\"/></component>"
        )
        #expect(mine.area == Area(1, .milli))
        #expect(mine.action(.convert) == Action(name: .convert, energy: Energy(5, .pico), time: Time(3, .nano)))
        #expect(mine.leakage == (try component("adc", "")).leakage)
        #expect(mine.resolution == 6)
    }

    @Test func aChainOfReferencesMayStandInAnyOrder() throws {
        let last = try component(
            "a",
            "<component id=\"a\" kind=\"adc\" like=\"b\" model=\"sar-adc\" resolution=\"4\" source=\"s\"/><component id=\"b\" kind=\"adc\" like=\"adc\" model=\"sar-adc\" resolution=\"7\" source=\"s\"/>"
        )
        let direct = try component(
            "c", "<component id=\"c\" kind=\"adc\" like=\"adc8\" model=\"sar-adc\" resolution=\"4\" source=\"s\"/>")
        #expect(last.action(.convert)!.energy.isWithin(1e-12, of: direct.action(.convert)!.energy))
        #expect(last.action(.convert)!.time.isWithin(1e-12, of: direct.action(.convert)!.time))
    }

    @Test func aCircleOfReferencesIsTold() throws {
        let error = #expect(throws: InvalidInput.self) {
            try component(
                "a",
                "<component id=\"a\" kind=\"adc\" like=\"b\" source=\"s\"/>\n<component id=\"b\" kind=\"adc\" like=\"a\" source=\"s\"/>\n"
            )
        }
        #expect(
            error?.description
                == "x.xml:22:36: error: component 'a' like 'b' is like itself; let one of them state its own figures")
    }

    @Test func aModelOfOnesOwnIsFoundByName() throws {
        enum Doubled: ScalingModel {
            static let summary = "twice the area"
            static let kinds = ComponentKind.allCases
            static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component
            {
                var result = wanted
                result.area = reference.area * 2
                return result
            }
        }
        let models = try ComponentModels.registry(with: [ComponentModelPlugin("doubled", Doubled.self)])
        let definition = "<component id=\"a\" kind=\"memory\" like=\"ram\" model=\"doubled\" source=\"s\"/>"
        #expect(try component("a", definition, models: models).area == Area(0.16, .milli))
        #expect(throws: InvalidInput.self) { try component("a", definition) }
    }
}
