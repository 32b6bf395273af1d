import Hardware
import Quantities
import Testing

/// What component models say, held against figures that others published or computed.
@Suite struct ModelFiguresTests {
    private func figures(_ model: String, _ kind: ComponentKind, _ texts: [String: String]) throws -> ModelFigures {
        try ComponentModels.standard[model].figures(texts, kind: kind)
    }

    /// Picojoules and µm² that hwcomponents-adc 1.0.21, which fitted Murmann's survey, gives at 32 nm.
    @Test(arguments: [
        (4, 0.924, 4964, 0.924, 3274), (5, 0.936, 4984, 0.936, 3287), (6, 1.065, 5180, 1.065, 3417),
        (7, 1.312, 5513, 1.312, 3637),
        (8, 1.714, 5972, 1.714, 3939), (9, 4.697, 8074, 2.340, 4324), (10, 13.95, 11180, 3.310, 4796),
        (12, 133.2, 21959, 29.06, 9185),
    ])
    func theSurveysADCs(bits: Int, fastEnergy: Double, fastArea: Double, energy: Double, area: Double) throws {
        for (rate, energy, area) in [("1 GS/s", fastEnergy, fastArea), ("100 MS/s", energy, area)] {
            let figures = try figures(
                "survey-adc", .adc, ["resolution": "\(bits)", "rate": rate, "technology": "32 nm"])
            #expect(figures.actions[0].energy.isWithin(0.01, of: Energy(energy, .pico)), "\(bits) bits, \(rate)")
            #expect(figures.area.isWithin(0.01, of: Area(si: area * 1e-12)), "\(bits) bits, \(rate)")
            #expect(figures.leakage == nil)
        }
    }

    @Test(arguments: [(7, 0.0984, 370), (22, 0.847, 2199), (65, 6.49, 11862), (130, 23.9, 34869)])
    func theSurveysADCsByNode(node: Int, energy: Double, area: Double) throws {
        let figures = try figures(
            "survey-adc", .adc, ["resolution": "8", "rate": "100 MS/s", "technology": "\(node) nm"])
        #expect(figures.actions[0].energy.isWithin(0.01, of: Energy(energy, .pico)))
        #expect(figures.area.isWithin(0.01, of: Area(si: area * 1e-12)))
    }

    /// 8 bits at ISAAC's 1.28 GS/s.
    @Test func theSurveysADCAtISAACsRate() throws {
        let figures = try figures("survey-adc", .adc, ["resolution": "8", "rate": "1.28 GS/s", "technology": "32 nm"])
        #expect(figures.actions[0].energy.isWithin(0.01, of: Energy(1.929, .pico)))
        #expect(figures.area.isWithin(0.01, of: Area(si: 6469e-12)))
        #expect(figures.actions[0].time.isWithin(1e-12, of: Time(0.78125, .nano)))
    }

    /// ISAAC's ADC at other resolutions, after Saberi et al., as hwcomponents lists it (pJ at 1.2 GS/s, µm²).
    @Test(arguments: [
        (4, 0.79, 361.04), (5, 0.99, 476.91), (6, 1.20, 626.91), (7, 1.42, 845.18), (8, 1.67, 1200),
        (9, 1.969, 1827.91), (10, 2.379, 3002.01),
    ])
    func sarADCsAfterSaberi(bits: Int, energy: Double, area: Double) throws {
        let figures = try figures(
            "saberi-adc", .adc, ["resolution": "\(bits)", "technology": "32 nm", "supply": "1 V"])
        #expect(figures.actions[0].energy.isWithin(0.02, of: Energy(energy, .pico)))
        #expect(figures.area.isWithin(0.01, of: Area(si: area * 1e-12)))
    }

    /// Aladdin's adder of 32 bits at 40 nm: 0.21 pJ and 278 µm².
    @Test func anAdderIsNearAladdins() throws {
        let figures = try figures("adder", .alu, ["bits": "32", "technology": "40 nm", "supply": "0.9 V"])
        #expect(figures.actions[0].energy.isWithin(0.2, of: Energy(0.21, .pico)))
        #expect(figures.area.isWithin(0.25, of: Area(si: 278e-12)))
    }

    /// Four numbers of 2 bits: two adders of 2 bits, one of 3.
    @Test func aTreeOfAddersHasThemAll() throws {
        let one = try figures("adder", .alu, ["bits": "1", "technology": "28 nm", "supply": "0.9 V"])
        let tree = try figures(
            "adder-tree", .alu, ["inputs": "4", "bits": "2", "technology": "28 nm", "supply": "0.9 V"])
        #expect(tree.actions[0].energy.isWithin(1e-12, of: one.actions[0].energy * 7))
        #expect(tree.area.isWithin(1e-12, of: one.area * 7))
        // 3 NAND2 and 2 XOR2: 3 + 4.8 of 0.614 µm²; (3 + 3)·0.7 fF·(0.9 V)².
        #expect(one.area.isWithin(1e-12, of: Area(si: 7.8 * 0.614e-12)))
        #expect(one.actions[0].energy.isWithin(1e-12, of: Energy(6 * 0.7 * 0.81, .femto)))
    }

    /// One bit through 2R into a node with 2R to 0 V: half of the codes draw V/4R. Two bits, solved by hand: with b₁ =
    /// b₀ = 1 the nodes are at 5/8… the mean drive is what superposition gives.
    @Test func laddersAreSolved() throws {
        let one = try figures(
            "r2r-dac", .dac,
            ["resolution": "1", "supply": "0.8 V", "technology": "32 nm", "unit-resistor": "5 kΩ", "hold": "1 ns"])
        #expect(one.actions[0].energy.isWithin(1e-12, of: Energy(0.64 / (8 * 5000) * 1e-9)))
        let two = try figures(
            "c2c-dac", .dac, ["resolution": "2", "supply": "1 V", "technology": "32 nm", "unit-capacitor": "1 fF"])
        // Node 0: bit, end, and 2C to node 1; node 1: bit and 2C. 4·v₀ − 2·v₁ = b₀, −2·v₀ + 3·v₁ = b₁: v₀ = (3b₀ +
        // 2b₁)/8, v₁ = (2b₀ + 4b₁)/8. Codes 00, 01, 10, 11 draw 0, 1 − 3/8, 1 − 4/8, (1 − 5/8) + (1 − 6/8): the mean is
        // (5 + 4 + 5)/8/4.
        #expect(two.actions[0].energy.isWithin(1e-12, of: Energy(14.0 / 32, .femto)))
    }

    /// Two units: code 0 takes nothing, code ½ charges C to V through C: C/2·V².
    @Test func aCapacitiveDACTakesWhatItsCodesTake() throws {
        let one = try figures(
            "capacitive-dac", .dac,
            ["resolution": "1", "supply": "1 V", "technology": "32 nm", "unit-capacitor": "1 fF"])
        #expect(one.actions[0].energy.isWithin(1e-12, of: Energy(0.25, .femto)))
    }

    /// 1 mm of wire at 0.7 V is 98 fJ (hwcomponents' Wire), of which half of the wires are charged.
    @Test func aWireIsItsCapacitance() throws {
        let wire = try figures(
            "wire", .bus, ["length": "1 mm", "width": "32", "supply": "0.7 V", "technology": "32 nm"])
        #expect(wire.actions[0].energy.isWithin(1e-9, of: Energy(98 * 32 / 2, .femto)))
        #expect(wire.actions[0].name == .transfer)
    }

    /// Giterman et al.: 105 µW of leakage and 276 µW of refresh for 1 Mb at 16 nm; half as much memory, half of both.
    @Test func anEDRAMIsRefreshed() throws {
        let macro = try figures("edram", .memory, ["capacity": "128 KiB", "width": "1024", "technology": "16 nm"])
        #expect(macro.actions[0].energy.isWithin(1e-9, of: Energy(2641.92, .pico)))
        #expect(macro.leakage?.isWithin(1e-9, of: Power(381, .micro)) == true)
        let half = try figures("edram", .memory, ["capacity": "64 KiB", "width": "1024", "technology": "16 nm"])
        #expect(half.leakage?.isWithin(1e-9, of: Power(190.5, .micro)) == true)
    }

    @Test func aDRAMIsBitsTimesEnergy() throws {
        let dram = try figures("dram", .dram, ["type": "lpddr4", "width": "512"])
        #expect(dram.actions[0].energy.isWithin(1e-12, of: Energy(4096, .pico)))
        #expect(dram.actions[0].time.isWithin(1e-12, of: Time(5, .nano)))
    }

    /// Seven comparators and what encodes them; MNSIM's sense amplifier is one decision.
    @Test func convertersOfComparators() throws {
        let flash = try figures(
            "flash-adc", .adc,
            ["resolution": "3", "rate": "500 MS/s", "technology": "65 nm", "supply": "1.1 V", "ladder": "10 MΩ"])
        // 7 × 41.7 fJ, four full adders (1 + … : 2³ − 3 − 1) and next to nothing in the ladder.
        let adder = try figures("adder", .alu, ["bits": "1", "technology": "65 nm", "supply": "1.1 V"]).actions[0]
            .energy
        #expect(flash.actions[0].energy.isWithin(0.01, of: Energy(7 * 41.7, .femto) + adder * 4))
        let sense = try figures("sense-amplifier", .adc, ["technology": "28 nm"])
        #expect(sense.resolution == 1 && sense.actions[0].energy.isWithin(1e-9, of: Energy(1.63, .femto)))
        let ramp = try figures(
            "ramp-adc", .adc,
            ["resolution": "4", "technology": "65 nm", "supply": "1.1 V", "columns": "16", "clock": "500 MHz"])
        #expect(ramp.actions[0].time.isWithin(1e-12, of: Time(32, .nano)))
        #expect(ramp.actions[0].energy > Energy(16 * 41.7, .femto))
    }

    // MARK: What each shipped model has to have

    /// 15 pulses of C·V² at the most, half of them in the mean, beside what the counter takes whatever it counts.
    @Test func pulsesAreCountedWithTheData() throws {
        let plugin = try ComponentModels.standard["pulse-dac"]
        func figures(_ load: String) throws -> Action {
            try plugin.figures(
                [
                    "resolution": "4", "pulses": "count", "load": load, "step": "1 ns", "technology": "28 nm",
                    "supply": "0.9 V",
                ], kind: .dac
            ).actions[0]
        }
        let one = try figures("50 fF"), two = try figures("100 fF")
        #expect(abs(one.dataEnergy.si / (15 * 50e-15 * 0.81) - 1) < 1e-12)
        #expect(abs(two.dataEnergy.si / one.dataEnergy.si - 2) < 1e-12 && two.energy == one.energy)
        // 4 bits, 15 steps: a flip-flop of 3 and an XOR of 1.5 NAND2 of 0.7 fF.
        #expect(abs(one.energy.si / (15 * 4 * 4.5 * 0.7e-15 * 0.81) - 1) < 1e-12)
    }

    /// Every model of figures takes the parameters in the middle of its ranges, for each of its kinds, and says how it
    /// came to them.
    @Test(
        arguments: [
            ("survey-adc", ["resolution": "8", "rate": "1 GS/s"]), ("saberi-adc", ["resolution": "8"]),
            ("flash-adc", ["resolution": "4", "rate": "500 MS/s"]), ("ramp-adc", ["resolution": "6"]),
            ("r2r-dac", ["resolution": "4", "unit-resistor": "5 kΩ", "hold": "1 ns"]),
            ("c2c-dac", ["resolution": "4", "unit-capacitor": "2 fF"]),
            ("capacitive-dac", ["resolution": "4", "unit-capacitor": "2 fF"]),
            ("pulse-dac", ["resolution": "4", "pulses": "count", "load": "50 fF", "step": "1 ns"]),
            ("driver", ["load": "100 fF"]), ("decoder", ["bits": "7"]), ("multiplexer", ["inputs": "8", "bits": "16"]),
            ("sense-amplifier", [:]),
            ("adder", ["bits": "16"]), ("adder-tree", ["inputs": "64", "bits": "8"]), ("shift-and-add", ["bits": "24"]),
            ("register", ["capacity": "2 KiB", "width": "256"]), ("comparator", ["bits": "16"]),
            ("sram", ["capacity": "64 KiB", "width": "256"]),
            ("edram", ["capacity": "64 KiB", "width": "256"]), ("dram", ["type": "hbm2", "width": "1024"]),
            ("wire", ["length": "1 mm", "width": "128"]),
            ("router", ["ports": "5", "width": "64"]), ("link", ["type": "grs", "width": "256"]),
        ] as [(String, [String: String])])
    func everyModelHasFiguresAndSaysHow(name: String, given: [String: String]) throws {
        let plugin = try ComponentModels.standard[name]
        #expect(!plugin.source.isEmpty && !plugin.range.isEmpty && !plugin.summary.isEmpty)
        var texts = given
        if plugin.parameters.contains(where: { $0.name == "technology" }) { texts["technology"] = "28 nm" }
        for kind in plugin.kinds {
            let figures = try plugin.figures(texts, kind: kind)
            #expect(figures.actions.map(\.name) == kind.actions)
            #expect(
                figures.actions.allSatisfy {
                    $0.energy.si > 0 && $0.time.si > 0 && $0.energy.si < 1e-6 && $0.time.si < 1e-3
                })
            #expect(!figures.steps.isEmpty)
        }
        // What is not there, and what is misspelt, is refused.
        for parameter in plugin.parameters where parameter.standard == nil && parameter.name != "supply" {
            var fewer = texts
            fewer[parameter.name] = nil
            #expect(throws: ComponentModelError.self) { try plugin.figures(fewer, kind: plugin.kinds[0]) }
        }
        texts["temprature"] = "1"
        #expect(throws: ComponentModelError.self) { try plugin.figures(texts, kind: plugin.kinds[0]) }
    }

    /// A SAR ADC of 8 bits that stops after 4: the logic of 4 steps and the first terms of Saberi's sum, 2^(9-2i)·(2^i - 1):
    /// 128, 96, 56, 30 of 128, 96, 56, 30, 15.5, 7.875, 3.96875, 1.9921875.
    @Test func aSARConversionOfFewerBitsEndsAfterAsManySteps() throws {
        let convert = try figures(
            "saberi-adc", .adc, ["resolution": "8", "technology": "32 nm", "supply": "1 V"]
        ).actions[0]
        let step = 0.5 * 0.635e-15
        #expect(convert.energy(bits: 4).isWithin(1e-9, of: Energy(si: 4 * 193e-15 + step * 310)))
        #expect(convert.energy(bits: 8).isWithin(1e-9, of: Energy(si: 8 * 193e-15 + step * 339.3359375)))
        #expect(convert.energy(bits: 8) == convert.energy)
        #expect(convert.time(bits: 4).isWithin(1e-12, of: convert.time * 0.5))
        for bits in 1..<8 {
            #expect(convert.energy(bits: bits) < convert.energy(bits: bits + 1))
            #expect(convert.time(bits: bits) < convert.time(bits: bits + 1))
        }
    }

    /// A ramp of 4 bits is what a ramp ADC of 4 bits takes with the same clock; a survey's ADC says nothing of it.
    @Test func aRampOfFewerStepsIsThatOfASmallerConverter() throws {
        func convert(_ bits: Int) throws -> Action {
            try figures("ramp-adc", .adc, ["resolution": "\(bits)", "technology": "32 nm", "columns": "16"]).actions[0]
        }
        let (eight, four) = (try convert(8), try convert(4))
        #expect(eight.energy(bits: 4).isWithin(1e-12, of: four.energy))
        #expect(
            eight.time(bits: 4).isWithin(1e-12, of: four.time)
                && eight.time(bits: 4).isWithin(1e-12, of: eight.time * (1.0 / 16)))
        let survey = try figures(
            "survey-adc", .adc, ["resolution": "8", "rate": "1 GS/s", "technology": "32 nm"]
        ).actions[0]
        #expect(survey.energy(bits: 4) == survey.energy)
    }
}
