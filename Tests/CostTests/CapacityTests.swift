import Diagnostics
import Hardware
import Mapping
import Networks
import Quantities
import Testing

@testable import Cost

/// A buffer holds what it holds. Right values by hand.
@Suite struct CapacityTests {
    private static func bytes(_ count: Int) -> Information { Information(si: 8 * Double(count)) }

    // MARK: What is held

    /// The results of the first layer and its pooling are 64×56×56 bytes; layer1.0.conv1 reads them and makes as many,
    /// layer1.0.conv2 as well, and these are still there for its addition. All three lie in the first tile, the first
    /// once for both who read it.
    @Test func layerByLayerMapsAreHeldWhileTheyAreNeeded() throws {
        let evaluation = try Fixture().evaluate("isaac", "resnet18")
        let map = 64 * 56 * 56
        #expect(try #require(evaluation.layer("layer1.0.conv1")).held == Self.bytes(2 * map))
        #expect(try #require(evaluation.layer("layer1.0.conv2")).held == Self.bytes(3 * map))
        let buffer = try #require(evaluation.buffers.first)
        #expect(buffer.need == Self.bytes(3 * map) && buffer.during == "layer1.0.conv2" && buffer.fullest == "tile 0")
        #expect(buffer.capacity == Self.bytes(65536) && buffer.added == 0 && buffer.outward == .zero)
        // What does not fit the first tile goes to the others.
        #expect(buffer.elsewhere.si.isNear(8 * Double(3 * map - 65536), within: 1e-12))
    }

    /// Windows of (3 − 1)·56 + 3 positions of 64 channels. The addition waits for two convolutions, each a row and two
    /// positions behind its input.
    @Test func pipelinedWindowsAndDelaysAreHeld() throws {
        var mapping = try Fixture().mapping("default")
        mapping.dataflow = .pipelined
        let evaluation = try Fixture().evaluate(
            Fixture().architecture("isaac"), Zoo.network(named: "resnet18"), mapping)
        let window = ((3 - 1) * 56 + 3) * 64, delay = 2 * (56 + 2) * 64
        #expect(try #require(evaluation.layer("layer1.0.conv1")).held == Self.bytes(window))
        #expect(try #require(evaluation.layer("layer1.0.conv2")).held == Self.bytes(window + delay))
        // A second copy moves the window by one position more.
        mapping.defaults.duplication = 2
        let two = try Fixture().evaluate(Fixture().architecture("isaac"), Zoo.network(named: "resnet18"), mapping)
        #expect(try #require(two.layer("layer1.0.conv1")).held == Self.bytes(window + 64))
        #expect(try #require(evaluation.buffers.first).during == nil)
    }

    /// The linear layer needs all of the flattened map before its one product: it holds two, one that is read and one
    /// that comes in.
    @Test func whatNeedsAWholeOperandHoldsItTwice() throws {
        let layers =
            "<input name=\"i\" shape=\"32 8 8\"/>" + SharedPartsTests.convolution("c")
            + "<flatten name=\"f\"/><linear name=\"l\" features=\"10\"/>"
        let evaluation = try Mini().evaluate(layers, .pipelined)
        #expect(evaluation.layer("l")?.held == Self.bytes(2 * 32 * 8 * 8))
        #expect(evaluation.layer("c")?.held == Self.bytes(32))
    }

    /// Keys and values of 197 tokens whole, the queries with them until the last key is there.
    @Test func attentionHoldsItsOperands() throws {
        let evaluation = try Fixture().evaluate("puma", "deit-tiny")
        let map = 197 * 192
        // Its input, which the addition behind the next layer reads as well; queries, keys and values; what it makes.
        #expect(try #require(evaluation.layer("blocks.1.attn.qkv")).held.si / 8 >= Double(5 * map))
    }

    // MARK: Where there is no room

    private static let large =
        "<input name=\"i\" shape=\"64 224 224\"/><convolution name=\"a\" channels=\"64\" kernel=\"3\" padding=\"same\"/>"
        + "<convolution name=\"b\" channels=\"64\" kernel=\"3\" padding=\"same\"/>"

    @Test func whatFitsNowhereIsAnErrorWithNeedAndSize() throws {
        let error = #expect(throws: InvalidInput.self) { try Mini().evaluate(Self.large) }
        let words = try #require(error?.description)
        #expect(words.contains("'buf' of 'mini' holds 64 KiB and layer 'a' needs 6.125 MiB there"))
        #expect(words.contains("add a memory off the chip"))
    }

    /// Two maps of 3,211,264 bytes at a time share 65,536: of each, 1 − 65536/6422528 is written to the memory and read
    /// again, of the input, the map in between and the result.
    @Test func theMemoryOffTheChipTakesWhatDoesNotFit() throws {
        let mini = Mini(chipParts: "<component ref='buf'/><component ref='alu'/><component ref='dram'/>")
        let evaluation = try mini.evaluate(Self.large)
        let map = 3_211_264.0, moved = map * (1 - 65536 / (2 * map))
        let energy = try #require(evaluation.picojoules("dram"))
        #expect(energy.isNear(3 * 2 * moved * 8 * 8, within: 1e-9))
        #expect(evaluation.part("dram")?.busyTime.si.isNear(3 * 2 * moved * 8 / 512 * 5e-9, within: 1e-9) == true)
        #expect(evaluation.layer("a")?.offChip.si.isNear(8 * moved, within: 1e-9) == true)
        #expect(evaluation.buffers.last?.name == "dram")
        #expect(
            evaluation.warnings.contains {
                if case .offChip(let memory, _, _, _) = $0 { memory == "dram" } else { false }
            })
        // It is off, and nowhere, while everything fits; and its idle power is I/O's.
        let small = try mini.evaluate("<input name=\"i\" shape=\"32 8 8\"/>" + SharedPartsTests.convolution("c"))
        #expect(small.part("dram") == nil && small.buffers.count == 1)
        #expect(!small.breakdown.byComponent.children.flatMap(\.children).contains { $0.name == "dram" })
        #expect(evaluation.figures.leakage == small.figures.leakage)
        let architecture = try mini.architecture()
        let specification = MappingSpecification(name: "m")
        let all = try CostModel(architecture, withIO: true).evaluate(
            Mini.network(Self.large), specification, mappers: Fixture().mappers)
        #expect((all.figures.leakage - evaluation.figures.leakage).si.isNear(0.02, within: 1e-9))
        #expect(all.breakdown.byLevel.energy.si.isNear(all.figures.energy.si, within: 1e-12))
    }

    /// A core of 64 KiB holds the weights of three layers of 32 KiB maps; at most three maps are there at a time, so
    /// that one core more is needed.
    @Test func aLevelThatComesAsNeededGrows() throws {
        let layers =
            "<input name=\"i\" shape=\"32 32 32\"/>"
            + (0..<2).map { SharedPartsTests.convolution("c\($0)") }.joined()
            + SharedPartsTests.convolution("d", of: "i")
            + "<add name=\"s\" inputs=\"c1 d\"/>"
        var mini = Mini(crossbarsPerCore: 4, chipParts: "<component ref='alu'/>", coreParts: "<component ref='buf'/>")
        let evaluation = try mini.evaluate(layers)
        let buffer = try #require(evaluation.buffers.first)
        #expect(
            buffer.total.si > 2 * 65536 * 8 - 1 && buffer.added == Int((buffer.total.si / (65536 * 8)).rounded(.up)) - 1
        )
        #expect(evaluation.levels.first { $0.name == "core" }?.instances == buffer.instances)
        #expect(evaluation.figures.area.si > 0.1e-6 * Double(buffer.instances))
        #expect(evaluation.warnings.contains { if case .addedForMaps = $0 { true } else { false } })
        // Where it may not grow, and there is no memory, nothing is left.
        mini.coreAtMost = "at-most=\"1\""
        #expect(throws: InvalidInput.self) { try mini.evaluate(layers) }
    }

    /// An input of 128 bytes in each of 4 row blocks: two at a time where a register holds 256 bytes, half of one where
    /// it holds 64.
    @Test func inputsThatARegisterDoesNotHoldTakeTurns() throws {
        let layers = "<input name=\"i\" shape=\"512\"/><linear name=\"fc\" features=\"32\" bias=\"false\"/>"
        var mini = Mini(crossbarsPerCore: 4, coreParts: "<component ref='inputs' role='input-register'/>")
        func busy(_ capacity: String) throws -> Double {
            mini.inputRegisterCapacity = capacity
            return try #require(mini.evaluate(layers).part("crossbar x")).busyTime.si
        }
        #expect(try busy("512 B").isNear(8 * 101e-9, within: 1e-9))
        #expect(try busy("256 B").isNear(8 * 101e-9, within: 1e-9))
        mini.inputRegisterCapacity = "256 B"
        #expect(try #require(mini.evaluate(layers).layers.first).delay.si > 8 * 2 * 101e-9)
        // Four turns of two passes each, and twice the conversions.
        mini.inputRegisterCapacity = "64 B"
        let halves = try mini.evaluate(layers)
        #expect(try #require(halves.layers.first).delay.si > 8 * 4 * 2 * 101e-9)
        mini.inputRegisterCapacity = "512 B"
        let whole = try mini.evaluate(layers)
        #expect(try #require(halves.picojoules("adc")).isNear(2 * #require(whole.picojoules("adc")), within: 1e-9))
        mini.inputRegisterCapacity = "4 bit"
        let narrow = #expect(throws: InvalidInput.self) { try mini.evaluate(layers) }
        #expect(
            narrow?.description.contains(
                "'inputs' of 'mini' holds 4 bit and one input of layer 'fc' has 8 bit; give it a capacity of 8 bit or more"
            ) == true)
    }

    /// 128 rows of 8-bit inputs and weights: sums of 23 bits.
    @Test func anOutputRegisterHoldsOneSum() throws {
        let layers = "<input name=\"i\" shape=\"128\"/><linear name=\"fc\" features=\"32\" bias=\"false\"/>"
        func evaluate(_ bits: Int) throws -> Evaluation {
            var mini = Mini(crossbarsPerCore: 4, coreParts: "<component ref='sums' role='output-register'/>")
            mini.outputRegisterCapacity = "\(bits) bit"
            return try mini.evaluate(layers)
        }
        #expect(throws: Never.self) { try evaluate(23) }
        let error = #expect(throws: InvalidInput.self) { try evaluate(22) }
        #expect(error?.description.contains("one partial sum of layer 'fc' has 23 bit") == true)
    }

    /// All memories of ISAAC at a byte: not one input fits.
    @Test func aByteIsNotEnough() throws {
        let fixture = try Fixture()
        var document = try ArchitectureReader().document(fixture.shipped.path("hardware/isaac.xml"))
        for memory in ["isaac-edram", "isaac-input-register", "isaac-output-register", "isaac-tile-output-register"] {
            document = try document.setting(path: "component[@id='\(memory)']/@capacity", value: "1 B")
        }
        let architecture = try ArchitectureReader().read(document: document)
        #expect(throws: InvalidInput.self) {
            try fixture.evaluate(architecture, Fixture.resNet20(), fixture.mapping("isaac-16b"))
        }
        // With registers that hold an input and a sum the buffers are what is missing.
        for (register, capacity) in [
            ("isaac-input-register", "2 KiB"), ("isaac-output-register", "256 B"),
            ("isaac-tile-output-register", "3 KiB"),
        ] {
            document = try document.setting(path: "component[@id='\(register)']/@capacity", value: capacity)
        }
        let small = try fixture.evaluate(
            ArchitectureReader().read(document: document), Fixture.resNet20(), fixture.mapping("default"))
        let large = try fixture.evaluate("isaac", "resnet20")
        #expect(small.figures.energy > large.figures.energy && small.figures.delay > large.figures.delay)
        #expect(small.buffers.contains { $0.name == "lpddr4" })
    }

    // MARK: Everywhere

    /// All that ran before runs: where a layer cannot, or crossbars are too few, that is said, and never that a buffer
    /// is too small.
    @Test(arguments: [
        "isaac", "puma", "nax-heterogeneous", "homogeneous-16", "homogeneous-32", "homogeneous-64", "homogeneous-128",
        "homogeneous-256",
    ])
    func shippedHardwareHoldsTheNetworksOfTheZoo(_ hardware: String) throws {
        let fixture = try Fixture()
        let model = try CostModel(fixture.architecture(hardware))
        for name in Zoo.names {
            let network = try Zoo.network(named: name)
            for dataflow in [Dataflow.layerByLayer, .pipelined] {
                var mapping = try fixture.mapping("default")
                mapping.dataflow = dataflow
                do {
                    let evaluation = try model.evaluate(network, mapping, mappers: fixture.mappers)
                    for buffer in evaluation.buffers {
                        let room = Double(buffer.instances) * (buffer.capacity?.si ?? .infinity)
                        #expect(buffer.total.si - buffer.outward.si <= room * (1 + 1e-9), "\(name)")
                    }
                } catch {
                    #expect(error.diagnostics.allSatisfy { !$0.message.contains(" holds ") }, "\(name): \(error)")
                }
            }
        }
    }

    /// Nothing is above its size, and a larger buffer never costs time, energy or tiles.
    @Test(arguments: 0..<60)
    func largerBuffersNeverCostMore(_ seed: Int) throws {
        var designs = try RandomDesigns(seed: UInt64(1000 + seed))
        var chip = designs.chip()
        chip.hasDRAM = true
        chip.atMost = designs.pick([0, 200])
        let network = try designs.network(), mapping = designs.mapping(network)
        var last: Figures?
        for bytes in [64, 128, 256, 512, 2048, 65536] {
            chip.bufferBytes = bytes
            let model = CostModel(try designs.architecture(chip))
            let mapped = try model.place(network, mapping, mappers: Fixture().mappers)
            let residence = try model.residence(of: mapped, withPeaks: true)
            for peak in residence.peaks {
                let size = Double(8 * bytes * chip.counts["buffer"]!)
                #expect(peak.total - peak.outward <= Double(peak.instances) * size * (1 + 1e-9))
                #expect(peak.need <= size || !residence.moves.isEmpty)
            }
            let figures = try model.figures(of: mapped)
            if let last {
                #expect(figures.dynamicEnergy.si <= last.dynamicEnergy.si * (1 + 1e-12), "\(bytes)")
                #expect(
                    figures.delay.si <= last.delay.si * (1 + 1e-12) && figures.area.si <= last.area.si * (1 + 1e-12),
                    "\(bytes)")
            }
            last = figures
            #expect(try model.evaluate(mapped).figures.delay.si.isNear(figures.delay.si, within: 1e-12))
        }
    }

    // MARK: Shared weights

    private static let tied =
        "<input name=\"i\" shape=\"128\"/><linear name=\"a\" features=\"128\" bias=\"false\"/><relu name=\"r\"/>"
        + "<linear name=\"b\" features=\"128\" bias=\"false\" weights=\"a\"/><relu name=\"q\"/>"
        + "<linear name=\"c\" features=\"128\" bias=\"false\" weights=\"a\"/>"

    @Test func weightsThatLayersShareAreStoredOnce() throws {
        let three = Self.tied.replacing(" weights=\"a\"", with: "")
        let apart = try Mini().evaluate(three), shared = try Mini().evaluate(Self.tied)
        #expect(shared.layers.map(\.crossbars) == [4, 0, 0] && apart.layers.map(\.crossbars) == [4, 4, 4])
        #expect(
            shared.figures.delay == apart.figures.delay && shared.figures.dynamicEnergy == apart.figures.dynamicEnergy)
        #expect(shared.figures.utilisation == apart.figures.utilisation && shared.figures.area < apart.figures.area)
        // In a pipeline their uses take turns.
        let pipelined = try Mini().evaluate(Self.tied, .pipelined), free = try Mini().evaluate(three, .pipelined)
        let crossbars = try #require(free.part("adc")).busyTime
        #expect(
            pipelined.figures.delay.si >= 3 * crossbars.si * (1 - 1e-12) && free.figures.delay < pipelined.figures.delay
        )
        #expect(try #require(pipelined.part("adc")).busyTime.si.isNear(3 * crossbars.si, within: 1e-12))
        #expect(pipelined.breakdown.byLayer.energy.si.isNear(pipelined.figures.energy.si, within: 1e-12))
        let model = try CostModel(Mini().architecture())
        let mapped = try model.place(
            Mini.network(Self.tied), MappingSpecification(name: "m", dataflow: .pipelined), mappers: Fixture().mappers)
        #expect(try model.figures(of: mapped).delay == pipelined.figures.delay)
    }

    @Test func sharedWeightsAreMappedAlike() throws {
        var change = SettingsChange()
        change.weightBits = 4
        let mapping = MappingSpecification(name: "m", rules: [LayerRule(pattern: "b", change: change)])
        let error = #expect(throws: InvalidInput.self) {
            try CostModel(Mini().architecture()).evaluate(Mini.network(Self.tied), mapping, mappers: Fixture().mappers)
        }
        #expect(error?.description.contains("layers 'a' and 'b' share their weights, which are stored once") == true)
    }

    // MARK: What is told

    @Test(arguments: ["resnet20", "vgg8", "vgg16", "resnet18-tiny"])
    func isaacLosesNoBit(_ network: String) throws {
        var mapping = try Fixture().mapping("isaac-16b")
        mapping.areaBudget = nil
        let evaluation = try Fixture().evaluate(Fixture().architecture("isaac"), Zoo.network(named: network), mapping)
        #expect(!evaluation.warnings.contains { if case .resolution = $0 { true } else { false } })
    }

    @Test func freeTransportIsTold() throws {
        let layers = "<input name=\"i\" shape=\"128\"/><linear name=\"fc\" features=\"32\" bias=\"false\"/>"
        func isTold(_ parts: String) throws -> Bool {
            try Mini(chipParts: parts).evaluate(layers).warnings.contains {
                if case .freeTransport = $0 { true } else { false }
            }
        }
        #expect(try isTold("<component ref='alu'/>") && !isTold("<component ref='alu'/><component ref='buf'/>"))
    }
}
