import Diagnostics
import Hardware
import Markup
import Quantities
import Testing

@Suite struct NodeTests {
    private func node(_ nm: Int) throws -> TechnologyNode { try TechnologyNode(Length(Double(nm), .nano)) }

    /// Area and energy at 0.8 V from one node to another, as hwcomponents 1.0.114 has them from Stillmaker and Baas.
    @Test(arguments: [
        (130, 90, 0.44, 0.618406), (130, 65, 0.23, 0.404376), (130, 45, 0.16, 0.325937), (130, 32, 0.072, 0.214903),
        (130, 7, 0.0092, 0.0307388),
        (90, 65, 0.53, 0.6539), (90, 45, 0.35, 0.52706), (90, 20, 0.075, 0.116513), (65, 45, 0.66, 0.806025),
        (65, 32, 0.31, 0.531445),
        (65, 28, 0.253333, 0.41369), (65, 16, 0.13, 0.139884), (65, 14, 0.12, 0.111912), (65, 7, 0.039, 0.0760154),
        (45, 32, 0.46, 0.65934),
        (45, 22, 0.251667, 0.294108), (45, 10, 0.1, 0.117766), (32, 130, 14, 4.65326), (32, 90, 6.1, 2.8776),
        (32, 65, 3.3, 1.88166),
        (32, 45, 2.2, 1.51667), (32, 40, 1.73846, 1.31795), (32, 28, 0.82, 0.778426), (32, 22, 0.55, 0.446064),
        (32, 20, 0.46, 0.335277),
        (32, 16, 0.41, 0.263214), (32, 14, 0.38, 0.210581), (32, 10, 0.22, 0.178611), (32, 7, 0.13, 0.143035),
        (20, 130, 30, 13.8789),
        (20, 7, 0.28, 0.426619), (16, 45, 5.3, 5.76211), (14, 7, 0.34, 0.679242), (10, 32, 4.5, 5.59875),
        (7, 130, 110, 32.5322), (7, 20, 3.6, 2.34401),
    ])
    func factorsAreThoseOfStillmakerAndBaas(from: Int, to: Int, area: Double, energy: Double) throws {
        let (old, new) = (try node(from), try node(to))
        #expect(abs(old.areaFactor(to: new) / area - 1) < 0.05)
        #expect(abs(old.energyFactor(to: new) / energy - 1) < 0.001)
    }

    /// At 1 V the tables give other factors.
    @Test func energyFactorsFollowTheSupply() throws {
        let (old, new) = (try node(32), try node(130))
        #expect(abs(old.energyFactor(to: new, at: Voltage(1)) / 5.22184 - 1) < 0.001)
    }

    @Test func whatIsBeyondTheTablesIsRefused() {
        #expect(throws: ComponentModelError.self) { try node(5) }
        #expect(throws: ComponentModelError.self) { try node(180) }
        #expect(throws: ComponentModelError.self) { try TechnologyNode(Length(32)) }
    }

    @Test func thereAndBackIsNoChange() throws {
        for nodeClass in NodeClass.allCases {
            let there = try NodeScaling(from: Length(65, .nano), to: Length(22, .nano), of: nodeClass)
            let back = try NodeScaling(from: Length(22, .nano), to: Length(65, .nano), of: nodeClass)
            for product in [
                there.energy * back.energy, there.time * back.time, there.area * back.area,
                there.leakage * back.leakage,
            ] {
                #expect(abs(product - 1) < 1e-12)
            }
        }
    }

    /// At one node, energy goes with the square of the supply.
    @Test func anotherSupplyIsItsSquare() throws {
        let scaling = try NodeScaling(
            from: Length(28, .nano), to: Length(28, .nano), supply: (Voltage(0.9), Voltage(0.6)), of: .logic)
        #expect(abs(scaling.energy - 4.0 / 9) < 1e-12)
        #expect(scaling.time > 1 && scaling.area == 1)
        #expect(throws: ComponentModelError.self) {
            try NodeScaling(
                from: Length(28, .nano), to: Length(28, .nano), supply: (Voltage(0.9), Voltage(0.4)), of: .logic)
        }
    }

    // MARK: Libraries

    /// A library for 32 nm, at what it is taken, on a chip of 22 nm.
    private func chip(
        takenAt: String, chip: String = "22 nm", library: String = "technology=\"32 nm\""
    ) throws
        -> Architecture
    {
        let text = """
            <hardware xmlns="urn:naxdse:hardware:1" name="c" technology="\(chip)" clock="1 GHz" source="s">
            <library name="lib" \(library) \(takenAt) source="s">
              <device id="cell" cell-bits="2" on-resistance="10 kΩ" off-resistance="1 MΩ" cell-area-F2="4" source="s"/>
              <component id="dac" kind="dac" resolution="1" area="1 µm²" leakage="0 W" source="s"><action name="convert" energy="1 pJ" time="1 ns"/></component>
              <component id="adc" kind="adc" resolution="8" rate="1 GS/s" area="1000 µm²" leakage="1 mW" source="s"><action name="convert" energy="2 pJ" time="1 ns"/></component>
              <component id="half" kind="adc" like="adc" model="sar-adc" resolution="4" source="s"/>
              <component id="alu" kind="alu" area="1000 µm²" leakage="1 mW" source="s"><action name="operate" energy="1 pJ" time="1 ns"/></component>
              <component id="other" kind="alu" node-class="analog" area="1000 µm²" leakage="1 mW" source="s"><action name="operate" energy="1 pJ" time="1 ns"/></component>
              <component id="ram" kind="memory" width="64" area="1000 µm²" leakage="1 mW" source="s"><action name="read" energy="1 pJ" time="1 ns"/><action name="write" energy="1 pJ" time="1 ns"/></component>
              <component id="made" kind="memory" model="sram" capacity="64 KiB" width="256" source="s"/>
              <component id="pins" kind="link" width="8" area="1 mm²" leakage="1 mW" source="s"><action name="transfer" energy="1 pJ" time="1 ns"/></component>
              <crossbar id="x" rows="8" columns="8" device="cell" area="1 µm²" source="s">
                <read voltage="0.2 V" time="10 ns"/><wires row="1 Ω" column="1 Ω" source="1 Ω" sink="1 Ω"/><dac component="dac"/><adc component="adc" columns="8"/>
              </crossbar>
            </library>
            <level name="chip"><component ref="alu"/><component ref="ram"/><component ref="pins"/><crossbar ref="x"/></level>
            </hardware>
            """
        return try ArchitectureReader().read(bytes: Array(text.utf8), as: "x.xml")
    }

    private func component(_ id: String, _ architecture: Architecture) throws -> Component {
        try #require(architecture.components.first { $0.id == id })
    }

    @Test func aLibraryGoesToAnotherNodeByClass() throws {
        let moved = try chip(takenAt: "taken-at=\"7 nm\"")
        let alu = try component("alu", moved)
        // Logic: 0.143 in energy and 0.13 in area; time with the feature size.
        #expect(alu.action(.operate)!.energy.isWithin(0.001, of: Energy(0.143035, .pico)))
        #expect(alu.area.isWithin(1e-9, of: Area(si: 130e-12)))
        #expect(alu.action(.operate)!.time.isWithin(1e-9, of: Time(7.0 / 32, .nano)))
        #expect(alu.technology == Length(7, .nano))
        // Analog: as the survey has it, at the same rate.
        let adc = try component("adc", moved)
        let survey = try ["7 nm", "32 nm"].map {
            try ComponentModels.standard["survey-adc"].figures(
                ["resolution": "8", "rate": "1 GS/s", "technology": $0], kind: .adc)
        }
        #expect(
            adc.action(.convert)!.energy.isWithin(
                1e-9, of: Energy(2, .pico) * (survey[0].actions[0].energy / survey[1].actions[0].energy)))
        #expect(adc.area.isWithin(1e-9, of: Area(si: 1000e-12) * (survey[0].area / survey[1].area)))
        #expect(adc.action(.convert)!.time == Time(1, .nano))
        // What is like it went there once.
        let half = try component("half", moved)
        #expect(half.action(.convert)!.energy.isWithin(1e-9, of: adc.action(.convert)!.energy * 0.25))
        // A class of one's own; links stay; a model makes its figures there.
        #expect(
            try component("other", moved).action(.operate)!.energy.isWithin(
                1e-9, of: adc.action(.convert)!.energy * 0.5))
        let pins = try component("pins", moved)
        #expect(pins.action(.transfer)!.energy == Energy(1, .pico) && pins.technology == Length(32, .nano))
        let made = try ComponentModels.standard["sram"].figures(
            ["capacity": "64 KiB", "width": "256", "technology": "7 nm"], kind: .memory)
        #expect(try component("made", moved).actions == made.actions)
        // The area of an array is that of its cells.
        #expect(moved.crossbars[0].area.isWithin(1e-9, of: Area(si: 1e-12 * 49 / 1024)))
    }

    @Test func aLibraryMayFollowTheChip() throws {
        let same = try component("alu", chip(takenAt: "taken-at=\"chip\"", chip: "32 nm"))
        #expect(same.action(.operate) == Action(name: .operate, energy: Energy(1, .pico), time: Time(1, .nano)))
        let moved = try component("alu", chip(takenAt: "taken-at=\"chip\"", chip: "7 nm"))
        #expect(moved.action(.operate)!.energy.isWithin(0.001, of: Energy(0.143035, .pico)))
        // Without, figures are as they are stated, whatever the chip is.
        #expect(try component("alu", chip(takenAt: "", chip: "7 nm")).action(.operate)!.energy == Energy(1, .pico))
    }

    @Test func aLibraryWithoutANodeCannotBeTakenToOne() {
        let error = #expect(throws: InvalidInput.self) { try chip(takenAt: "taken-at=\"7 nm\"", library: "") }
        #expect(error?.description.contains("the library does not say which node its figures are for") == true)
        let far = #expect(throws: InvalidInput.self) { try chip(takenAt: "taken-at=\"3 nm\"") }
        #expect(far?.description.contains("nothing is known of a node of 3 nm; name one from 7 nm to 130 nm") == true)
    }

    @Test func shippedChipsFollowTheirNode() throws {
        let reader = ArchitectureReader()
        let document = try reader.document(ShippedFiles().path("hardware/isaac.xml"))
        let (now, small) = (
            try reader.read(document: document),
            try reader.read(document: document.setting(path: "hardware/@technology", value: "7 nm"))
        )
        let still = zip(now.components, small.components).filter { $0.actions == $1.actions && $0.area == $1.area }.map(
            \.0.id)
        #expect(Set(still) == ["isaac-hypertransport", "lpddr4", "hbm2"])
        #expect(small.crossbars[0].area < now.crossbars[0].area)
    }

    /// An attribute at the include, as users write it.
    @Test func theIncludeSaysTheNode() throws {
        let shipped = try ShippedFiles()
        func read(_ attribute: String) throws -> Architecture {
            let text = try TextFile(shipped.path("hardware/isaac.xml")).lines.joined(separator: "\n")
                .replacing(
                    "href=\"components/isaac-32nm.xml\" technology=\"chip\"",
                    with: "href=\"\(shipped.path("hardware/components/isaac-32nm.xml"))\" \(attribute)"
                )
                .replacing("components/dram.xml", with: shipped.path("hardware/components/dram.xml"))
            return try ArchitectureReader(allowsOutsideFiles: true).read(bytes: Array(text.utf8), as: "mine.xml")
        }
        let (here, there) = (
            try component("isaac-sigmoid", read("")), try component("isaac-sigmoid", read("technology=\"22 nm\""))
        )
        #expect(there.action(.operate)!.energy.isWithin(0.001, of: here.action(.operate)!.energy * 0.446064))
        #expect(there.derivation.contains { $0.kind == .node && $0.text.contains("Stillmaker") })
        let error = #expect(throws: InvalidInput.self) { try read("technologie=\"22 nm\"") }
        #expect(error?.description.contains("<xi:include> with technologie is not supported") == true)
    }
}
