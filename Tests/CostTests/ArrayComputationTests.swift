import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import Quantities
import Testing

@testable import Cost

/// What is accumulated before a conversion, bits asked for, adders in cells, sets of weights, data: energies and times
/// by hand.
@Suite struct ArrayComputationTests {
    /// 64 × 32 cells, one product of 64 inputs and some outputs; DAC 1 pJ a row and stream, array 1 fJ a cell, hold 10
    /// fJ in 2 ns, ADC 100 fJ + 10 fJ a bit in 5 ns + 1 ns a bit.
    private struct Design {
        var device = "cell-bits=\"1\""
        var crossbar = ""
        var read = "voltage=\"1 V\" time=\"10 ns\" energy=\"2048 fJ\""
        var inside = ""
        var dac = "<dac component=\"dac\"/>"
        var dacBits = 1
        var adc = "<adc component=\"adc\" columns=\"1\"/><sample-and-hold component=\"hold\"/>"
        var hardware = ""
        var law = ""
        var count = 1
        var inputs = 64
        var outputs = 32
        var precision = Precision(weights: 1, inputs: 4)
        var encoding = Encoding.unsigned
        var activity: LayerActivity?
        var dataflow = Dataflow.layerByLayer

        var text: String {
            """
            <hardware xmlns="urn:naxdse:hardware:1" name="mini" technology="65 nm" clock="1 GHz" \(hardware) source="round numbers">
              \(law)
              <device id="cell" \(device) cell-area-F2="100" source="s"/>
              <component id="dac" kind="dac" resolution="\(dacBits)" area="1 µm²" leakage="0 W" source="s"><action name="convert" energy="1 pJ" data-energy="2 pJ" time="0 s"/></component>
              <component id="hold" kind="sample-and-hold" area="1 µm²" leakage="0 W" source="s"><action name="hold" energy="10 fJ" time="2 ns"/></component>
              <component id="adc" kind="adc" resolution="8" area="1 µm²" leakage="0 W" source="s">
                <action name="convert" energy="100 fJ" energy-per-bit="10 fJ" time="5 ns" time-per-bit="1 ns"/></component>
              <component id="tree" kind="alu" area="5 µm²" leakage="0 W" source="s"><action name="operate" energy="50 fJ" time="4 ns"/></component>
              <crossbar id="x" rows="64" columns="32" device="cell" \(crossbar) source="s">
                <read \(read)/>\(inside)\(dac)\(adc)
              </crossbar>
              <level name="chip"><crossbar ref="x" count="\(count)"/></level>
            </hardware>
            """
        }

        func architecture() throws -> Architecture {
            return try ArchitectureReader().read(
                bytes: Array(text.utf8), as: "mini.xml")
        }

        func evaluate() throws -> Evaluation {
            let architecture = try architecture()
            let network = try Mini.network(
                "<input name=\"i\" shape=\"\(inputs)\"/><linear name=\"l\" features=\"\(outputs)\" bias=\"false\"/>")
            let settings = LayerSettings(precision: precision, encoding: encoding, duplication: 1, dacSets: .shared)
            let model = CostModel(architecture)
            var mapped = try model.place(
                network, MappingSpecification(name: "m", dataflow: dataflow, defaults: settings),
                mappers: Fixture().mappers)
            if let activity { mapped = try mapped.applying(ActivityFile([activity]), architecture) }
            return try model.evaluate(mapped)
        }

        /// Energies of parts in fJ, and the delay in ns.
        func figures() throws -> (dac: Double, array: Double, hold: Double, adc: Double, delay: Double) {
            let evaluation = try evaluate()
            func femto(_ name: String) -> Double { (evaluation.picojoules(name) ?? 0) * 1000 }
            return (femto("dac"), femto("crossbar x"), femto("hold"), femto("adc"), evaluation.figures.delay.si * 1e9)
        }
    }

    private func expect(_ value: Double, _ wanted: Double, at place: Testing.SourceLocation = #_sourceLocation) {
        #expect(value.isNear(wanted, within: 1e-9), "\(value) and not \(wanted)", sourceLocation: place)
    }

    /// 4 streams, each converted: 128 conversions of 8 bits, 180 fJ in 13 ns; reads overlap with conversions, of which
    /// the last stands alone.
    @Test func streamsAreConvertedOneByOne() throws {
        let figures = try Design().figures()
        expect(figures.dac, 4 * 64 * (1000 + 0.5 * 2000))
        expect(figures.array, 4 * 64 * 32)
        expect(figures.hold, 4 * 32 * 10)
        expect(figures.adc, 4 * 32 * 180)
        expect(figures.delay, 4 * 13 + 12)
    }

    /// Integrated, 1 + 2 + 4 + 8 steps, and converted once; the neuron does one after the other.
    @Test func streamsAreAccumulatedByDoubling() throws {
        var design = Design()
        design.inside = "<accumulate streams=\"doubling\"/>"
        let figures = try design.figures()
        expect(figures.hold, 15 * 32 * 10)
        expect(figures.adc, 32 * 180)
        expect(figures.delay, 4 * 10 + 15 * 2 + 13)
        design.inside = "<accumulate streams=\"single\"/>"
        let single = try design.figures()
        expect(single.hold, 4 * 32 * 10)
        expect(single.delay, 4 * 10 + 4 * 2 + 13)
    }

    /// 6 of 8 bits asked for: 160 fJ in 11 ns. In two phases of 2 streams the second needs 4 bits, 140 fJ in 9 ns.
    @Test func conversionsFollowTheBitsAskedFor() throws {
        var design = Design()
        design.inside = "<accumulate streams=\"doubling\"/>"
        design.precision.conversions = 6
        let one = try design.figures()
        expect(one.adc, 32 * 160)
        expect(one.delay, 4 * 10 + 15 * 2 + 11)
        design.precision.phases = 2
        let two = try design.figures()
        expect(two.hold, (3 + 3) * 32 * 10)
        expect(two.adc, 32 * (160 + 140))
        expect(two.delay, 4 * 10 + 6 * 2 + 11 + 9)
    }

    /// Sign and magnitude: 4 bits are 3 streams.
    @Test func signedInputsStreamTheirMagnitude() throws {
        var design = Design()
        design.precision.inputForm = .signMagnitude
        expect(try design.figures().adc, 3 * 32 * 180)
    }

    /// 8 outputs of 4-bit weights in 1-bit cells: 32 columns, joined four by four.
    @Test func slicesAreJoinedBeforeAConversion() throws {
        var design = Design()
        design.outputs = 8
        design.precision.weights = 4
        expect(try design.figures().adc, 4 * 32 * 180)
        design.inside = "<accumulate slices=\"true\"/>"
        expect(try design.figures().adc, 4 * 8 * 180)
    }

    /// 16 outputs in pairs of columns, 2-bit weights: subtracted first, half of the conversions.
    @Test func pairsAreSubtractedBeforeAConversion() throws {
        var design = Design()
        (design.outputs, design.precision.weights, design.encoding) = (16, 2, .differential)
        expect(try design.figures().adc, 4 * 32 * 180)
        design.inside = "<accumulate pairs=\"true\"/>"
        expect(try design.figures().adc, 4 * 16 * 180)
    }

    /// Two rows a weight: 32 inputs drive 64 rows, with one column an output and no column of sums.
    @Test func pairsLieInRows() throws {
        var design = Design()
        design.device = "cell-bits=\"1\" on-resistance=\"10 kΩ\" off-resistance=\"1 MΩ\""
        design.inside = "<wires row=\"1 Ω\" column=\"1 Ω\" source=\"0 Ω\" sink=\"0 Ω\"/>"
        (design.inputs, design.precision.weights, design.encoding) = (32, 2, .differentialRows)
        let figures = try design.figures()
        expect(figures.dac, 4 * 64 * 2000)
        expect(figures.array, 4 * 64 * 32)
        expect(figures.adc, 4 * 32 * 180)
    }

    /// Signs beside the magnitude: 3 bits in 3 columns. XNOR: 4 bits in 4; both without a column of sums, which offset
    /// has.
    @Test(arguments: [(Encoding.signMagnitude, 24), (.xnor, 32), (.unsigned, 32), (.offset, 33)])
    func encodingsTakeTheirColumns(_ encoding: Encoding, _ columns: Int) throws {
        var design = Design()
        (design.outputs, design.precision.weights, design.encoding) = (8, 4, encoding)
        expect(try design.figures().adc, Double(4 * columns * 180))
    }

    /// Four sets of weights behind one periphery: four crossbars of cells, one set of ADCs, one read after another.
    @Test func setsOfWeightsTakeTurns() throws {
        var design = Design()
        (design.crossbar, design.outputs) = ("weight-sets=\"4\" area=\"400 µm²\"", 128)
        let evaluation = try design.evaluate(), figures = try design.figures()
        let parts = evaluation.breakdown.byComponent.children.flatMap(\.children)
        expect(try #require(parts.first { $0.name == "adc" }).area.si * 1e12, 32)
        expect(try #require(parts.first { $0.name == "dac" }).area.si * 1e12, 64)
        expect(try #require(parts.first { $0.name == "crossbar x" }).area.si * 1e12, 400)
        // Rows are driven anew for each set.
        expect(figures.dac, 4 * 4 * 64 * 2000)
        expect(figures.adc, 4 * 128 * 180)
        expect(figures.delay, 4 * (4 * 13) + 4 * 12)
        // One set alone takes what a crossbar takes, and the peak is that of one.
        design.outputs = 32
        expect(try design.figures().delay, 4 * 13 + 12)
        expect(try #require(try design.evaluate().figures.peak).operationsPerSecond, 2 * 64 * 32 / (4 * 13e-9))
    }

    /// Adders in cells: 4-bit weights take 4 + 6 columns, so that 3 fit 32; a stage of ⌈64/4⌉ rows, 10 columns and 2
    /// more.
    @Test func addersInCellsPassSumsAndCarries() throws {
        var design = Design()
        (design.adc, design.dac, design.outputs, design.precision.weights) = ("", "", 3, 4)
        design.read = "voltage=\"1 V\" time=\"1 ns\" energy=\"2048 fJ\""
        design.inside = "<adders registers=\"4\" cell-time=\"0.5 ns\" setup=\"2\"/>"
        let figures = try design.figures()
        let stage = (16.0 + 10 + 2) * 0.5
        expect(figures.array, 4 * 64 * 30)
        expect(figures.delay, 4 * stage + 4 * stage)
        expect(try #require(try design.evaluate().figures.peak).operationsPerSecond, 2 * 64 * 3 / (4 * stage * 1e-9))
        // Without a pipeline each stream runs through five stages.
        design.inside = design.inside.replacing("/>", with: " pipelined=\"false\"/>")
        expect(try design.figures().delay, 4 * 5 * stage)
        // A fourth weight does not fit beside the three, whose carries stay together.
        design.outputs = 4
        design.count = 2
        #expect(try design.evaluate().layer("l")?.crossbars == 2)
        // The whole array is clocked, used or not.
        design.read += " whole-array=\"true\""
        expect(try design.figures().array, 2 * 4 * 2048)
    }

    /// A tree a column adds once a read; drivers cost what they say; nothing stands for the bare lines.
    @Test func adderTreesAndDriversAreParts() throws {
        var design = Design()
        (design.crossbar, design.adc) = ("computes=\"digital\"", "")
        design.inside = "<adders component=\"tree\" columns=\"1\"/>"
        let evaluation = try design.evaluate()
        expect((evaluation.picojoules("tree") ?? 0) * 1000, 4 * 32 * 50)
        expect((evaluation.picojoules("dac") ?? 0) * 1000, 4 * 64 * 2000)
        expect(
            try #require(evaluation.breakdown.byComponent.children.flatMap(\.children).first { $0.name == "tree" }).area
                .si * 1e12, 32 * 5)
        expect(try #require(evaluation.part("tree")).busyTime.si * 1e9, 4 * 4)
        // Digital sums lose nothing, whatever the rows take at once.
        (design.dacBits, design.encoding, design.precision.weights) = (2, .signMagnitude, 2)
        #expect(try !design.evaluate().warnings.contains { if case .resolution = $0 { true } else { false } })
        (design.dacBits, design.encoding, design.precision.weights) = (1, .unsigned, 1)
        design.inside = ""
        let bare = try design.evaluate()
        #expect(!bare.parts.contains { $0.name == "adders at columns" })
        func names(_ node: BreakdownNode) -> [String] { [node.name] + node.children.flatMap(names) }
        #expect(
            !names(bare.breakdown.byLevel).contains("adders at columns")
                && !names(bare.breakdown.byComponent).contains("adders at columns"))
    }

    /// Inputs of a tenth and levels of a fifth in the mean: the DAC's part goes with the input, a stated read with the
    /// product.
    @Test func energyFollowsTheData() throws {
        var design = Design()
        var activity = LayerActivity(layer: "l", meanSquareInput: 0.1, meanConductance: Conductance(si: 0))
        (activity.meanInput, activity.meanLevel) = (0.1, 0.2)
        design.activity = activity
        let figures = try design.figures()
        expect(figures.dac, 4 * 64 * (1000 + 0.1 * 2000))
        expect(figures.array, 4 * 64 * 32 * (0.1 * 0.2 / 0.25))
        // A capacitor with the square of the input: C·V²·⟨x²⟩·⟨level⟩.
        design.device = "cell-bits=\"1\" capacitance=\"2 fF\""
        design.read = "voltage=\"1 V\" time=\"10 ns\""
        expect(try design.figures().array, 4 * 64 * 32 * 2 * 0.1 * 0.2)
        // A table of before has no means.
        design.activity = LayerActivity(layer: "l", meanSquareInput: 0.1, meanConductance: Conductance(si: 1e-6))
        #expect(throws: InvalidInput.self) { try design.figures() }
    }

    /// 4 bits as one pulse: half of the time in the mean, 1 V on 10 µS to 100 µS for 10 ns; with data, its mean and not
    /// its mean square.
    @Test func pulsesDriveForAPartOfTheTime() throws {
        var design = Design()
        (design.dacBits, design.device) = (4, "cell-bits=\"1\" on-resistance=\"10 kΩ\" off-resistance=\"100 kΩ\"")
        (design.read, design.dac) = ("voltage=\"1 V\" time=\"10 ns\"", "<dac component=\"dac\" pulses=\"width\"/>")
        design.inside = "<wires row=\"1 Ω\" column=\"1 Ω\" source=\"0 Ω\" sink=\"0 Ω\"/>"
        let cell = 0.5 * 55e-6 * 10e-9 * 1e15
        expect(try design.figures().array, 64 * 32 * cell)
        var activity = LayerActivity(layer: "l", meanSquareInput: 0.1, meanConductance: Conductance(si: 20e-6))
        (activity.meanInput, activity.meanLevel) = (0.3, 0.2)
        design.activity = activity
        expect(try design.figures().array, 64 * 32 * cell * (0.3 / 0.5) * (20.0 / 55))
        // As voltages, 31/90 of the square.
        (design.dac, design.activity) = ("<dac component=\"dac\"/>", nil)
        expect(try design.figures().array, 64 * 32 * cell * 2 * 31 / 90)
    }

    /// From 1 V to 0.8 V: energies with the square, times after the law that is stated, of converters and reads too.
    @Test func figuresFollowTheSupply() throws {
        var design = Design()
        design.hardware = "supply=\"0.8 V\" figures-supply=\"1 V\""
        design.law = "<supply-law threshold=\"0.4 V\" alpha=\"2\" source=\"s\"/>"
        let figures = try design.figures()
        expect(figures.dac, 4 * 64 * 2000 * 0.64)
        expect(figures.array, 4 * 64 * 32 * 0.64)
        expect(figures.adc, 4 * 32 * 180 * 0.64)
        let slower = (0.8 / (0.4 * 0.4)) / (1 / (0.6 * 0.6))
        expect(figures.delay, (4 * 13 + 12) * slower)
        // Factors that were measured; halfway in the logarithm their geometric mean.
        design.law = "<supply-law source=\"s\"><at supply=\"0.64 V\" energy=\"0.25\" time=\"4\"/></supply-law>"
        expect(try design.figures().adc, 4 * 32 * 180 * 0.5)
        expect(try design.figures().delay, (4 * 13 + 12) * 2)
        design.hardware = "supply=\"1.1 V\" figures-supply=\"1 V\""
        let error = #expect(throws: InvalidInput.self) { try design.figures() }
        #expect(
            error?.description.contains("beyond those that were measured, 640 mV to 1 V") == true,
            "\(error?.description ?? "")")
    }

    /// What makes no sense is refused where it stands.
    @Test func whatMakesNoSenseIsRefused() throws {
        func message(
            _ old: String = "", _ new: String = "", _ change: (inout Design) -> Void = { _ in }
        ) throws -> String {
            var design = Design()
            change(&design)
            let text = old.isEmpty ? design.text : design.text.replacing(old, with: new)
            #expect(old.isEmpty || text != design.text, "\(old) is not there")
            let error = #expect(throws: InvalidInput.self) {
                try ArchitectureReader().read(bytes: Array(text.utf8), as: "mini.xml")
            }
            return error?.description ?? ""
        }
        let hold = "energy=\"10 fJ\" time=\"2 ns\""
        #expect(try message(hold, hold + " time-per-bit=\"1 ns\"").contains("conversions of an ADC follow the bits"))
        #expect(try message(hold, hold + " data-energy=\"1 fJ\"").contains("conversions follow the data"))
        #expect(
            try message(" energy=\"2048 fJ\"", " whole-array=\"true\"").contains(
                "the whole array takes a stated energy"))
        #expect(
            try message { $0.dac = "<dac component=\"dac\" pulses=\"count\"/>" }.contains(
                "converts one bit, which is a pulse or none"))
        #expect(try message { $0.inside = "<accumulate/>" }.contains("does not say what is added up"))
        #expect(
            try message("<sample-and-hold component=\"hold\"/>") { $0.inside = "<accumulate streams=\"doubling\"/>" }
                .contains("nothing holds what they add up to"))
        #expect(
            try message {
                ($0.crossbar, $0.adc) = ("computes=\"digital\"", "")
                $0.inside = "<accumulate slices=\"true\"/>"
            }.contains("a digital array converts nothing"))
        #expect(
            try message { $0.inside = "<adders cell-time=\"1 ns\"/>" }.contains(
                "adders at columns are those of a digital array"))
        func digital(_ adders: String) throws -> String {
            try message {
                $0.adc = ""
                $0.inside = adders
            }
        }
        #expect(try digital("<adders/>").contains("names neither a component nor"))
        #expect(
            try digital("<adders component=\"hold\" columns=\"1\"/>").contains(
                "is of kind sample-and-hold and adds nothing"))
        #expect(
            try digital("<adders component=\"tree\" columns=\"1\" registers=\"4\"/>").contains(
                "registers is for adders in the cells"))
        #expect(
            try digital("<adders component=\"tree\" columns=\"1\" cell-time=\"1 ns\"/>").contains(
                "the cells add, and there are adder trees beside them"))
        func law(_ law: String, _ hardware: String = "supply=\"0.8 V\" figures-supply=\"1 V\"") throws -> String {
            try message {
                $0.hardware = hardware
                $0.law = law
            }
        }
        #expect(
            try law("<supply-law threshold=\"0.9 V\" source=\"s\"/>").contains("is not above the threshold of 900 mV"))
        #expect(
            try law("<supply-law source=\"s\"><at supply=\"0.8 V\" energy=\"0.6\"/></supply-law>", "supply=\"0.8 V\"")
                .contains("nothing says which supply"))
        #expect(
            try law("<supply-law source=\"s\"><at supply=\"0.8 V\"/></supply-law>").contains(
                "the supply has neither energy nor time"))
        #expect(
            try law("<supply-law source=\"s\"><at supply=\"1 V\" energy=\"1\"/></supply-law>").contains(
                "the factors at 1 V are known already"))
        #expect(
            try law("<supply-law energy-exponent=\"2\" source=\"s\"><at supply=\"0.8 V\" energy=\"0.6\"/></supply-law>")
                .contains("energies were measured, and an exponent is stated"))
    }

    /// A mapping that asks for what a crossbar cannot do.
    @Test func whatACrossbarCannotDoIsRefused() throws {
        func message(_ change: (inout Design) -> Void) throws -> String {
            var design = Design()
            change(&design)
            let error = #expect(throws: InvalidInput.self) { try design.evaluate() }
            return error?.description ?? ""
        }
        #expect(try message { $0.precision.conversions = 9 }.contains("conversions of 9 bits by ADC 'adc'"))
        #expect(
            try message { $0.precision.phases = 2 }.contains("2 phases on crossbar 'x', which converts every stream"))
        #expect(try message { $0.encoding = .differentialRows }.contains("whose cells do not conduct"))
        #expect(
            try message {
                $0.device = "cell-bits=\"1\" on-resistance=\"10 kΩ\" off-resistance=\"1 MΩ\""
                $0.inside = "<wires row=\"1 Ω\" column=\"1 Ω\" source=\"0 Ω\" sink=\"0 Ω\"/>"
                $0.encoding = .xnor
            }.contains("whose cells conduct and have no sign"))
        #expect(
            try message {
                $0.device = "cell-bits=\"2\""
                $0.encoding = .xnor
            }.contains("encoding xnor in cells of 2 bits"))
        #expect(
            try message {
                $0.precision.weights = 40
                $0.inside = "<accumulate slices=\"true\"/>"
            }.contains("a weight takes 40 columns of a row"))
    }
}
