import Diagnostics
import Hardware
import Mapping
import Markup
import Quantities
import Testing

@testable import Cost

/// A part serves one request at a time, whoever asks. Right values by hand.
@Suite struct SharedPartsTests {
    private static let input = "<input name=\"i\" shape=\"32 8 8\"/>"

    static func convolution(_ name: String, of input: String? = nil) -> String {
        "<convolution name=\"\(name)\" \(input.map { "inputs=\"\($0)\"" } ?? "") channels=\"32\" kernel=\"1\"/>"
    }

    /// 8 × 2048 activations of 100 ns on one ALU are 1638.4 µs, the 2048 subtractions of the sums of the inputs 204.8
    /// µs.
    @Test func allLayersOfAStageAskTheOneALU() throws {
        let activations = (0..<8).map { "<tanh name=\"t\($0)\"/>" }.joined()
        let evaluation = try Mini(aluTime: "100 ns").evaluate(Self.input + Self.convolution("c") + activations)
        let alu = try #require(evaluation.part("alu"))
        #expect(alu.busyTime.si.isNear(1843.2e-6, within: 1e-12))
        #expect(alu.busiest == "chip")
        #expect(evaluation.bottleneck == alu)
        #expect(evaluation.figures.delay >= alu.busyTime)
        // The first of 64 positions passes through crossbars and buffer, 1.1 µs, before the ALU is all that counts.
        #expect(evaluation.microseconds < 1843.2 + 1.2)
        #expect(evaluation.layers[0].bottleneck == "alu")
    }

    /// The vector units of three cores do 30.27 million operations of 0.25 ns for the attention, and the additions of
    /// partial sums and subtractions of the sums of inputs besides: 197·576·2, and 197 for the second row block's sum
    /// of inputs.
    @Test func attentionWaitsForTheVectorUnitsOfItsCores() throws {
        let evaluation = try Fixture().evaluate("puma", "deit-tiny")
        let layer = try #require(evaluation.layer("blocks.0.attn.qkv"))
        let attention = 2 * 2 * 3 * 197 * 197 * 64 + 4 * 3 * 197 * 197
        #expect(attention == 30_271_020)
        let operations = attention + 197 * (2 * 576 + 1)
        let busy: Double = Double(operations) * 0.25e-9 / 3
        #expect(busy > 2.522e-3)
        #expect(layer.delay.si >= busy && layer.delay.si <= busy * 1.01)
        #expect(layer.bottleneck == "vector-alu" && layer.bottleneckPlace.hasPrefix("core "))
        #expect(evaluation.figures.delay.si >= 37.9e-3)
    }

    /// Four layers read 64 words of 10 µs each from the only buffer, and write 64, 64, 64 and 2 × 64 words of 1 ns.
    @Test func aPipelineWaitsForTheOneBuffer() throws {
        let layers = (0..<4).map { Self.convolution("c\($0)") + "<relu name=\"r\($0)\"/>" }.joined()
        let evaluation = try Mini(bufferReadTime: "10 us").evaluate(Self.input + layers, .pipelined)
        #expect(evaluation.figures.delay.si.isNear(2560.32e-6, within: 1e-12))
        #expect(evaluation.figures.latency >= evaluation.figures.delay)
        #expect(evaluation.bottleneck?.name == "buf" && evaluation.bottleneck?.busiest == "chip")
    }

    /// The interval is what the chip's only eDRAM takes, and more area buys nothing beyond that.
    @Test func balancingStopsAtThePartThatAllShare() throws {
        let fixture = try Fixture()
        let page = try TextFile(fixture.shipped.path("docs/how-to/new-crossbar-and-adc.md")).lines.joined(
            separator: "\n")
        let block = try #require(page.components(between: "<hardware ", and: "</hardware>").first)
        let text = try ("<hardware " + block + "</hardware>").replacing(
            "components/", with: fixture.shipped.path("hardware/components") + "/")
        let architecture = try ArchitectureReader(allowsOutsideFiles: true).read(
            bytes: Array(text.utf8), as: "chip.xml")
        var mapping = try fixture.mapping("default")
        mapping.defaults.precision.sums = nil
        mapping.dataflow = .pipelined
        var areas: [Double] = []
        for budget in [20.0, 40] {
            mapping.areaBudget = Area(budget, .milli)
            let evaluation = try fixture.evaluate(architecture, Fixture.resNet20(), mapping)
            let buffer = try #require(evaluation.part("edram-64k"))
            #expect(evaluation.figures.delay == buffer.busyTime)
            #expect(buffer.busyTime.si.isNear(124.2e-6, within: 1e-3))
            areas.append(evaluation.figures.area.si)
        }
        #expect(areas[0] == areas[1])
        #expect(areas[0] < 20e-6)
    }

    // MARK: Branches

    /// 64 positions × 8 streams × 129 conversions of 1 ns: 128 columns of weights and the one that sums the inputs.
    private let layer = 64 * 8 * 129e-3
    /// The first read, and what a first position takes at buffer and ALU, µs.
    private let first = 0.2

    @Test(arguments: [
        (
            "two inputs",
            "<input name=\"j\" shape=\"32 8 8\"/>" + convolution("a", of: "i") + convolution("b", of: "j"), 1.0
        ),
        (
            "a join of two branches",
            convolution("a", of: "i") + convolution("b", of: "i") + "<concat name=\"cat\" inputs=\"a b\" axis=\"0\"/>",
            1
        ),
        (
            "four branches of up to two layers",
            convolution("b1", of: "i") + convolution("b2a", of: "i") + convolution("b2b") + convolution("b3a", of: "i")
                + convolution("b3b")
                + "<max-pool name=\"p\" inputs=\"i\" window=\"3\" stride=\"1\" padding=\"1\"/>" + convolution("b4")
                + "<concat name=\"cat\" inputs=\"b1 b2b b3b b4\" axis=\"0\"/>", 2
        ),
    ])
    func branchesWorkBesideEachOther(_ name: String, _ layers: String, _ depth: Double) throws {
        let evaluation = try Mini().evaluate(Self.input + layers)
        #expect(evaluation.microseconds >= depth * layer)
        #expect(evaluation.microseconds <= depth * (layer + first) + 0.2, "\(name): \(evaluation.microseconds)")
    }

    /// Two branches whose operands come over one slow buffer wait for each other: 2 × 64 reads of 2 µs.
    @Test func branchesWaitForTheBufferThatTheyShare() throws {
        let evaluation = try Mini(bufferReadTime: "2 us").evaluate(
            Self.input + Self.convolution("a", of: "i") + Self.convolution("b", of: "i"))
        #expect(evaluation.microseconds >= 256 && evaluation.microseconds < 260)
    }

    /// With an ALU in each core the branches share none; where both lie in one core they do.
    @Test func whatLiesInOneCoreSharesItsParts() throws {
        let layers =
            Self.input + Self.convolution("a", of: "i") + "<tanh name=\"s\"/>" + Self.convolution("b", of: "i")
            + "<tanh name=\"t\"/>"
        var mini = Mini(aluTime: "100 ns", chipParts: "<component ref='buf'/>", coreParts: "<component ref='alu'/>")
        // 2048 activations and 2048 subtractions each.
        let apart = try mini.evaluate(layers)
        #expect(apart.microseconds >= 409.6 * (1 - 1e-12) && apart.microseconds < 412)
        #expect(apart.part("alu")?.instances == 2)
        mini.crossbarsPerCore = 2
        let together = try mini.evaluate(layers)
        #expect(together.microseconds >= 819.2 * (1 - 1e-12) && together.microseconds < 822)
        #expect(together.part("alu")?.busyTime.si.isNear(819.2e-6, within: 1e-12) == true)
    }

    /// An addition waits for its longer branch, the crossbars before it do not: b is done long before a's second layer.
    @Test func aJoinWaitsAlone() throws {
        let join = Self.convolution("a0", of: "i") + Self.convolution("a1") + Self.convolution("b", of: "i")
        // The join belongs to the deeper branch, beside which the other is done in time.
        let streaming = try Mini().evaluate(Self.input + join + "<add name=\"sum\" inputs=\"a1 b\"/>")
        #expect(streaming.microseconds >= 2 * layer && streaming.microseconds <= 2 * (layer + first) + 0.2)
        // Of two that are as deep neither waits for the other, but for the addition.
        let graph = try StageGraph(
            Mini.network(
                Self.input + Self.convolution("a", of: "i") + Self.convolution("b", of: "i")
                    + "<add name=\"sum\" inputs=\"a b\"/>"
                    + Self.convolution("c")))
        #expect(graph.stages[1].joins == [0] && graph.stages[1].predecessors.isEmpty)
        #expect(graph.stages[1].promptFollowers == 0 && graph.stages[1].followers.count == 1)
        #expect(graph.stages[2].predecessors == [1])
    }

    /// A layer on the input is a task of its own: nothing waits for the stage that it is priced with.
    @Test func layersOnTheInputBelongToNoStage() throws {
        let graph = try StageGraph(
            Mini.network(
                Self.input + Self.convolution("a", of: "i")
                    + "<max-pool name=\"p\" inputs=\"i\" window=\"3\" stride=\"1\" padding=\"1\"/>"
                    + Self.convolution("b") + Self.convolution("c", of: "p")))
        #expect(graph.inputTasks.count == 1 && graph.inputTasks[0].host == 1)
        #expect(graph.stages.map(\.predecessors) == [[], [], []])
        #expect(graph.stages.map(\.inputTasks) == [[], [0], [0]])
        // 2048 windows of 9 on an ALU of 10 ns, then a layer; branches share the ALU only where their time meets.
        let evaluation = try Mini(aluTime: "10 ns").evaluate(
            Self.input + "<max-pool name=\"p\" window=\"3\" stride=\"1\" padding=\"1\"/>" + Self.convolution("b"))
        #expect(evaluation.microseconds >= 184.32 + layer && evaluation.microseconds < 184.32 + layer + 1)
    }

    // MARK: Converters

    /// One set converts the 128 rows of the one input once, whoever else could have shared it.
    @Test func aSharedSetOfDACsConvertsEveryRow() throws {
        let evaluation = try Mini(dacSharedBy: 8, crossbarsPerCore: 8)
            .evaluate("<input name=\"i\" shape=\"128\"/><linear name=\"fc\" features=\"32\" bias=\"false\"/>")
        #expect(try #require(evaluation.picojoules("dac")).isNear(102.4, within: 1e-9))
    }

    /// Four row blocks of one crossbar each share a set: their reads take turns, each 101 ns long; kept apart they do
    /// not, and the crossbars that fill up the sets stay free.
    @Test func inputsThatShareASetTakeTurns() throws {
        let layers = "<input name=\"i\" shape=\"512\"/><linear name=\"fc\" features=\"32\" bias=\"false\"/>"
        let mini = Mini(dacSharedBy: 4, crossbarsPerCore: 4)
        let shared = try mini.evaluate(layers), apart = try mini.evaluate(layers, dacSets: .apart)
        #expect(shared.layers[0].crossbars == 4 && apart.layers[0].crossbars == 16)
        // 8 streams of 4 turns of 101 ns; apart the ADC is slower, 8 × 129 ns.
        #expect(shared.part("dac")?.busyTime.si.isNear(8 * 4 * 101e-9, within: 1e-12) == true)
        #expect(apart.part("dac")?.busyTime.si.isNear(8 * 101e-9, within: 1e-12) == true)
        #expect(shared.figures.delay.si > 3.2e-6 && apart.figures.delay.si < 1.3e-6)
        #expect(shared.layers[0].bottleneck == "dac" && apart.layers[0].bottleneck == "adc")
        // Every set converts the rows of every input that it serves: as many either way.
        #expect(try #require(shared.picojoules("dac")).isNear(8 * 512 * 0.1, within: 1e-9))
        #expect(try #require(apart.picojoules("dac")).isNear(8 * 512 * 0.1, within: 1e-9))
    }

    /// Column blocks of one input share a set, and take no turns.
    @Test func crossbarsOfOneInputReadTogether() throws {
        let layers = "<input name=\"i\" shape=\"128\"/><linear name=\"fc\" features=\"128\" bias=\"false\"/>"
        let evaluation = try Mini(dacSharedBy: 4, crossbarsPerCore: 4).evaluate(layers)
        #expect(evaluation.layers[0].crossbars == 4)
        #expect(evaluation.part("dac")?.busyTime.si.isNear(8 * 101e-9, within: 1e-12) == true)
        #expect(try #require(evaluation.picojoules("dac")).isNear(8 * 128 * 0.1, within: 1e-9))
    }

    @Test(arguments: [
        // inputs, crossbars of one, crossbars of a set; sets that convert, turns
        (1, 1, 8, 1, 1), (4, 2, 8, 4, 4), (5, 2, 8, 5, 4), (8, 3, 8, 10, 4), (2, 16, 8, 4, 1), (2, 12, 8, 4, 2),
        (4, 12, 8, 8, 2),
        (1, 12, 8, 2, 1), (3, 3, 8, 4, 3),
    ])
    func setsAreSharedAsTheyLie(_ inputs: Int, _ crossbars: Int, _ set: Int, _ conversions: Int, _ most: Int) {
        let sharing = ConverterSharing(crossbars: set, units: 1)
        let turns = DACTurns(inputs: inputs, crossbars: crossbars, sharing, isApart: false)
        #expect(turns.conversions == conversions && turns.most == most)
        // Counted one by one.
        var pairs: Set<[Int]> = []
        for crossbar in 0..<inputs * crossbars { pairs.insert([crossbar / set, crossbar / crossbars]) }
        #expect(pairs.count == conversions)
        #expect(Dictionary(grouping: pairs) { $0[0] }.values.map(\.count).max() == most)
    }

    /// A layer of 1024 × 1024 in 256 crossbars: a core's 6 ADCs of up to 192 columns do 8 × 129 conversions a read, 172
    /// each; one of 2048 columns stands for two cores, and does 16 × 129.
    @Test(arguments: [
        (192, 172.0, 192, 6), (2048, 2064, 16, 0), (256, 258, 128, 4), (128, 129, 256, 8), (64, 65, 512, 16),
    ])
    func adcsConvertWhatTheyCan(_ columns: Int, _ nanoseconds: Double, _ adcs: Int, _ perCore: Int) throws {
        let layers = "<input name=\"i\" shape=\"1024\"/><linear name=\"fc\" features=\"1024\"/>"
        let evaluation = try Mini(adcColumns: columns, crossbarsPerCore: 8).evaluate(layers)
        let adc = try #require(evaluation.part("adc"))
        #expect(adc.busyTime.si.isNear(8e-9 * nanoseconds, within: 1e-9))
        let conversions = try #require(evaluation.picojoules("adc")) / 2
        // No more than the ADCs that are there can convert, and none for nothing.
        #expect(conversions <= Double(adcs) * adc.busyTime.si * 1e9 * (1 + 1e-9))
        #expect(conversions.isNear(8 * (32_768 + 8), within: 1e-9))
        let area =
            evaluation.breakdown.byComponent.children.flatMap(\.children).first { $0.name == "adc" }!.area.si * 1e6
        #expect(area.isNear(0.001 * Double(adcs), within: 1e-9))
        #expect(evaluation.figures.delay >= adc.busyTime)
    }

    /// 128 rows, 16 at a time, 4 streams: 32 reads of 6 pJ; 192 pJ, or an eighth where the 6 pJ are those of all 128
    /// rows.
    @Test func aStatedReadEnergyIsThatOfAReadAsItIsMade() throws {
        var mini = Mini(cellBits: 1, activeRows: 16, readTime: "4 ns", readEnergy: "energy=\"6 pJ\"")
        let layers = "<input name=\"i\" shape=\"128\"/><linear name=\"f\" features=\"32\" bias=\"false\"/>"
        #expect(try #require(mini.evaluate(layers, weights: 4).picojoules("crossbar x")).isNear(192, within: 1e-9))
        mini.readEnergy = "energy=\"6 pJ\" rows=\"128\""
        #expect(try #require(mini.evaluate(layers, weights: 4).picojoules("crossbar x")).isNear(24, within: 1e-9))
        mini.readEnergy = "energy=\"6 pJ\" rows=\"129\""
        #expect(throws: InvalidInput.self) { try mini.architecture() }
        mini.readEnergy = "rows=\"16\""
        #expect(throws: InvalidInput.self) { try mini.architecture() }
    }

    /// Two row blocks: a column each that sums the inputs, read and converted with the others, added up and subtracted
    /// from each output.
    @Test func offsetEncodingPaysForTheSumOfTheInputs() throws {
        let layers = "<input name=\"i\" shape=\"200\"/><linear name=\"f\" features=\"20\" bias=\"false\"/>"
        let offset = try Mini().evaluate(layers)
        // 80 columns of weights in 2 crossbars, 8 streams.
        #expect(try #require(offset.picojoules("adc")).isNear(2 * 8 * (160 + 2), within: 1e-9))
        let cell = 0.04 * 5.5e-6 * 100e-9 * 0.5 * 1e12
        #expect(try #require(offset.picojoules("crossbar x")).isNear(cell * 8 * 200 * 81, within: 1e-9))
        // Sums of 20 outputs and of the inputs over two row blocks, and 20 subtractions.
        #expect(try #require(offset.picojoules("alu")).isNear(0.2 * (20 + 1 + 20), within: 1e-9))
        #expect(offset.part("adc")?.busyTime.si.isNear(8 * 81e-9, within: 1e-12) == true)
        let pairs = try Mini().evaluate(layers, encoding: .differential)
        #expect(try #require(pairs.picojoules("adc")).isNear(2 * 8 * 2 * 160, within: 1e-9))
        #expect(try #require(pairs.picojoules("alu")).isNear(0.2 * 20, within: 1e-9))
    }

    @Test func partsOfAnotherNodeAreTold() throws {
        let layers = "<input name=\"i\" shape=\"128\"/><linear name=\"fc\" features=\"32\" bias=\"false\"/>"
        func told(_ mini: Mini) throws -> [String] {
            try mini.evaluate(layers).warnings.compactMap { if case .node = $0 { $0.description } else { nil } }
        }
        #expect(try told(Mini()).isEmpty)
        #expect(try told(Mini(adcNode: "technology=\"32 nm\"")).isEmpty)
        let warning = try #require(told(Mini(technology: "7 nm", adcNode: "technology=\"32 nm\"")).first)
        #expect(warning.contains("a chip of 7 nm, and figures of adc are for 32 nm"))
    }
}

extension String {
    /// What stands between two marks, each time.
    fileprivate func components(between start: String, and end: String) -> [String] {
        split(separator: start, omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)[0])
        }
    }
}
