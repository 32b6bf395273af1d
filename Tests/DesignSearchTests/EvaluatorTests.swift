import Cost
import DensePlugin
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin
import Random
import Testing

@testable import DesignSearch
@testable import Optimisation

@Suite struct EvaluatorTests {
    private static let mappers = try! Mappers([DensePlugin.plugin, OneSlicePlugin.plugin])
    private let reader = ArchitectureReader()
    private let network = try! Zoo.network(named: "resnet20")

    /// - Parameter buffer: the capacity of the tiles' eDRAM, where it is another than the file's.
    private func setUp(
        _ inside: String, mapping: String = "default", hardware: String = "nax-heterogeneous", buffer: String? = nil
    ) throws -> SearchSetup {
        var document = try document(hardware)
        if let buffer { document = try document.setting(path: "component[@id='edram-64k']/@capacity", value: buffer) }
        let text = """
            <search xmlns="urn:naxdse:search:1" name="test" network="resnet20" hardware="\(hardware)">
            \(inside)
            <objective measure="energy"/><objective measure="delay"/><objective measure="area"/><objective measure="edap"/>
            </search>
            """
        return try SearchReader().read(
            bytes: Array(text.utf8), as: "s.xml"
        ).setUp(
            network: network, hardware: document, reader: reader, specification: specification(mapping),
            mappers: Self.mappers)
    }

    private func document(_ name: String) throws -> Document {
        try reader.document(repository + "/hardware/\(name).xml")
    }

    private func specification(_ name: String) throws -> MappingSpecification {
        if name == "pipelined" {
            var specification = try specification("default")
            specification.dataflow = .pipelined
            return specification
        }
        return try MappingReader().read(
            repository + "/mappings/\(name).xml")
    }

    @Test("blocks that are left out and other channels cost what evaluate says of that network")
    func depthAndWidth() throws {
        let setup = try setUp(
            """
            <blocks match="*"/>
            <channels match="*.conv2" values="0.5 1 2"/>
            <layers match="*"><crossbar values="x32 x64"/></layers>
            """)
        let table = try #require(setup.problem.costs)
        let architecture = try reader.read(document: document("nax-heterogeneous"))
        var random = SeededRandom(seed: 3)
        for _ in 0..<12 {
            let point = setup.problem.space.sample(using: &random)
            let values = Dictionary(
                uniqueKeysWithValues: setup.problem.space.description(of: point).map { ($0.0, $0.1) })
            let channels = ["conv1", "layer2.0.conv2", "layer3.0.conv2"].enumerated().map {
                Int(16 * Double(1 << $0.offset) * Double(values["\($0.element).channels"]!)!)
            }
            let cost = setup.model.cost(of: point)
            // The network by itself, from its nodes.
            var nodes = network.nodes, gone: [String] = []
            for index in nodes.indices {
                let name = nodes[index].name
                if case .convolution(var convolution) = nodes[index].operation,
                    name == "conv1" || name.hasSuffix("conv2")
                {
                    convolution.outputChannels = channels[name == "conv1" ? 0 : Int(String(Array(name)[5]))! - 1]
                    nodes[index].operation = .convolution(convolution)
                }
                if case .pad = nodes[index].operation {
                    let stage = Int(String(Array(name)[5]))! - 1
                    // A shortcut into fewer channels passes on the first ones.
                    nodes[index].operation =
                        channels[stage] < channels[stage - 1]
                        ? .slice(Slice(axis: 0, count: channels[stage]))
                        : .pad(axis: 0, before: 0, after: channels[stage] - channels[stage - 1])
                }
            }
            for (name, value) in values where value == "none" { gone.append(String(name.dropLast(".block".count))) }
            let changed = try Network(name: "changed", nodes: nodes).leavingOut(gone)
            var specification = setup.design.specification
            for (name, value) in values where name.hasSuffix(".crossbar") {
                var change = SettingsChange()
                change.crossbar = value
                specification.rules.append(LayerRule(pattern: String(name.dropLast(".crossbar".count)), change: change))
            }
            // Choices for layers that are not there are none.
            #expect(values.keys.count { $0.hasSuffix(".crossbar") } == changed.stationaryLayers.count)
            let figures = try CostModel(architecture).evaluate(
                Planner(architecture, specification, mappers: Self.mappers).place(changed)
            ).figures
            let found = try #require(cost)
            // Breakdowns add the same energies in another order.
            #expect(found.delay == figures.delay.si && found.area == figures.area.si)
            #expect(abs(found.energy - figures.energy.si) <= 1e-12 * found.energy)
            let files = try DesignFiles(point, of: setup, name: "point", description: "")
            #expect(files.figures.energy == figures.energy)
            // The table says the same, and its choices are the point.
            let choices = table.choices(at: point, in: setup.problem.space)
            #expect(table.point(for: choices, in: setup.problem.space) == point)
            let looked = table.table.cost(choices)
            for (a, b) in [(looked.energy, found.energy), (looked.delay, found.delay), (looked.area, found.area)] {
                #expect(abs(a - b) <= 1e-12 * b)
            }
        }
    }

    @Test(
        "a mapping's rule for the layers of a block has nothing to do where the block is left out, in tables and models alike"
    )
    func rulesOfBlocks() throws {
        for measure in ["energy", "latency"] {
            var specification = try specification("default")
            specification.rules.append(LayerRule(pattern: "layer1.1.*", change: SettingsChange()))
            let text = """
                <search xmlns="urn:naxdse:search:1" name="test" network="resnet20" hardware="nax-heterogeneous">
                <blocks match="layer1.1"/><objective measure="\(measure)"/>
                </search>
                """
            let setup = try SearchReader().read(bytes: Array(text.utf8), as: "s.xml").setUp(
                network: network, hardware: document("nax-heterogeneous"), reader: reader,
                specification: specification, mappers: Self.mappers)
            for choice in 0..<2 {
                let point = Point([setup.problem.space.parameters[0].domain.value(at: choice)])
                let outcomes = try setup.evaluator.evaluate([point], problem: setup.problem)
                #expect(outcomes[0].isFeasible, "\(measure), \(outcomes[0])")
                #expect(setup.model.cost(of: point) != nil)
            }
        }
    }

    @Test("blocks that no point keeps leave no choices, and cost nothing")
    func alwaysLeftOut() throws {
        let setup = try setUp(
            """
            <blocks match="layer1.2" values="none"/><blocks match="layer2.1" values="none"/><blocks match="layer2.2" values="keep"/>
            <channels match="*" values="2"/><layers match="layer*"><crossbar values="x32 x64"/></layers>
            """)
        let space = setup.problem.space
        #expect(
            space.parameters.contains { $0.name == "layer1.1.conv1.crossbar" }
                && !space.parameters.contains {
                    $0.name.hasPrefix("layer1.2.conv") || $0.name.hasPrefix("layer2.1.conv")
                })
        let table = try #require(setup.problem.costs)
        var random = SeededRandom(seed: 2)
        let point = space.sample(using: &random), choices = table.choices(at: point, in: space)
        #expect(table.point(for: choices, in: space) == point)
        let cost = try #require(setup.model.cost(of: point)), looked = table.table.cost(choices)
        #expect(abs(cost.edap - looked.edap) <= 1e-12 * cost.edap)
    }

    @Test(
        "blocks and channels with layers that share parts have a table only where no block goes",
        arguments: [
            (#"<blocks match="layer3.2"/>"#, "pipelined", false),
            (#"<channels match="layer3.0.conv2" values="1 2"/>"#, "pipelined", true),
            (
                #"<blocks match="layer3.2"/><channels match="layer3.0.conv2" values="1 2"><when parameter="layer3.2.block" values="keep"/></channels>"#,
                "default", false
            ),
        ])
    func noTable(choices: String, mapping: String, hasTable: Bool) throws {
        let setup = try setUp(choices, mapping: mapping)
        #expect((setup.problem.costs != nil) == hasTable)
        guard let table = setup.problem.costs else { return }
        for value in 0..<2 {
            let point = Point([.category(value)])
            let cost = try #require(setup.model.cost(of: point)),
                looked = table.table.cost(table.choices(at: point, in: setup.problem.space))
            #expect(
                abs(cost.energy - looked.energy) <= 1e-12 * cost.energy
                    && abs(cost.delay - looked.delay) <= 1e-12 * cost.delay
                    && abs(cost.area - looked.area) <= 1e-12 * cost.area)
        }
    }

    /// What `naxdse evaluate` says about the design that a point means.
    private func evaluated(_ point: Point, _ setup: SearchSetup, on architecture: Architecture) throws -> DesignCost {
        var changed = network
        var specification = setup.design.specification
        for (parameter, value) in setup.problem.space.description(of: point) {
            guard let dot = parameter.lastIndex(of: ".") else { continue }
            let layer = String(parameter[..<dot])
            var change = SettingsChange()
            switch parameter[parameter.index(after: dot)...] {
            case "kernel": changed = try changed.changingKernel(of: layer, to: Extent(square: Int(value)!))
            case "crossbar": change.crossbar = value
            case "duplication": change.duplication = Int(value)
            case "precision":
                let bits = value.split(separator: "/").map { Int($0)! }
                (change.weightBits, change.inputBits) = (bits[0], bits.last)
            default: Issue.record("parameter \(parameter)")
            }
            specification.rules.append(LayerRule(pattern: layer, change: change))
        }
        let model = CostModel(architecture)
        var mapped = try Planner(architecture, specification, mappers: Self.mappers).place(changed)
        if let budget = specification.areaBudget {
            mapped = try model.balanced(mapped, within: budget, at: specification.areaBudgetLocation!)
        }
        let figures = try model.evaluate(mapped).figures
        return DesignCost(energy: figures.energy.si, delay: figures.delay.si, area: figures.area.si)
    }

    private func expectEqual(_ a: DesignCost, _ b: DesignCost, _ comment: Comment) {
        for (x, y) in [(a.energy, b.energy), (a.delay, b.delay), (a.area, b.area)] {
            #expect(abs(x - y) <= 1e-12 * abs(y), comment)
        }
        #expect(a.excess == b.excess, comment)
    }

    @Test(arguments: ["default", "pipelined", "mixed-example", "differential-8b"])
    func tableAndModelAgreeWithEvaluate(mapping: String) throws {
        let setup = try setUp(
            """
            <layers match="*"><crossbar values="x32 x64 x128"/><duplication values="1 5"/><precision values="8 4/8"/></layers>
            <layers match="*" sort="convolution"><kernel values="3 5"/></layers>
            """, mapping: mapping)
        let costs = try #require(setup.problem.costs, "per-layer choices are tabulated")
        #expect(setup.evaluator is TableEvaluator)
        let architecture = try reader.read(document: document("nax-heterogeneous"))
        var random = SeededRandom(seed: 12)
        for _ in 0..<12 {
            let point = setup.problem.space.sample(using: &random)
            let right = try evaluated(point, setup, on: architecture)
            expectEqual(costs.table.cost(costs.choices(at: point, in: setup.problem.space)), right, "table, \(mapping)")
            expectEqual(try #require(setup.model.cost(of: point)), right, "model, \(mapping)")
            let outcome = try setup.evaluator.evaluate([point], problem: setup.problem)[0]
            #expect(abs(outcome.values[3] - right.edap) <= 1e-12 * right.edap)
        }
    }

    /// Where maps do not fit their tiles, a design costs more than its layers alone, and what a table says of it is
    /// what `evaluate` does.
    @Test(arguments: ["default", "pipelined"])
    func tablesHoldMapsElsewhereAsEvaluateDoes(mapping: String) throws {
        let setup = try setUp(
            """
            <layers match="*"><crossbar values="x32 x64 x128"/></layers>
            <layers match="*" sort="convolution"><kernel values="3 5"/></layers>
            """, mapping: mapping, buffer: "4 KiB")
        let costs = try #require(setup.problem.costs)
        #expect(costs.table.mayCrowd && costs.table.hasSharing)
        var architecture = try document("nax-heterogeneous")
        architecture = try architecture.setting(path: "component[@id='edram-64k']/@capacity", value: "4 KiB")
        var random = SeededRandom(seed: 5)
        for _ in 0..<6 {
            let point = setup.problem.space.sample(using: &random)
            let choices = costs.choices(at: point, in: setup.problem.space)
            let right = try evaluated(point, setup, on: reader.read(document: architecture))
            expectEqual(costs.table.cost(choices), right, "table, \(mapping)")
            expectEqual(try #require(setup.model.cost(of: point)), right, "model, \(mapping)")
            let bound = costs.table.withoutSharing.cost(choices)
            #expect(bound.energy < right.energy && bound.delay <= right.delay && bound.area <= right.area)
            #expect(try #require(costs.table.crowdingCost(choices)).energy > 0)
        }
        // Layer by layer the shipped tiles hold all maps of ResNet-20.
        let roomy = try setUp("<layers match=\"*\"><crossbar values=\"x32 x64 x128\"/></layers>", mapping: "default")
        #expect(try !#require(roomy.problem.costs).table.mayCrowd)
    }

    /// With the hardware chosen, costs are sums over layers: looked up in a table of that hardware, they are what the
    /// cost model says, in another order of sums.
    @Test(arguments: ["default", "pipelined"])
    func onEachHardwareATableSaysWhatTheModelDoes(_ mapping: String) throws {
        let setup = try setUp(
            """
            <parameter name="columns" path="crossbar[@id='x64']/adc/@columns" values="64 256"/>
            <parameter name="tiles" path="level[@name='chip']/level[@name='tile-64']/@count" values="2 40"/>
            <layers match="layer*"><crossbar values="x64 x128"/><duplication values="1 4"/></layers>
            """, mapping: mapping)
        let problem = setup.problem
        let tables = try #require(HardwareTables(setup.design, mostOptions: 20_000))
        #expect(HardwareTables(setup.design, mostOptions: 200) == nil, "4 × 77 options are more")
        #expect(setup.model.grain > 16, "points are looked up")
        var random = SeededRandom(seed: 4)
        let points = (0..<200).map { _ in problem.space.sample(using: &random) }
        let found = setup.model.evaluate(points[...], problem: problem)
        var lookedUp = 0
        for (point, outcome) in zip(points, found) {
            let built = try setup.model.built(at: point)
            guard let figures = try? setup.model.figures(of: built) else {
                #expect(!outcome.isFeasible)
                continue
            }
            let cost = setup.model.cost(of: built, figures)
            #expect(outcome.isFeasible == (cost.excess == 0))
            for (objective, value) in zip(problem.objectives, outcome.values) {
                let expected = try #require(cost[objective.measure])
                #expect(abs(value - expected) <= 1e-12 * expected, "\(objective.measure)")
            }
            lookedUp +=
                tables.outcomes(
                    of: [point], point.values[0...1].map(\.compact), on: built.model, problem: problem)?.first?.values
                    == outcome.values ? 1 : 0
        }
        #expect(lookedUp > 100)
        // What is in no table is asked of the model.
        let others = Problem(space: problem.space, objectives: [Objective(.power), Objective(.energy)])
        let feasible = try #require(zip(points, found).first { $1.isFeasible }?.0)
        let power = try setup.model.figures(of: setup.model.built(at: feasible)).power.si
        #expect(setup.model.evaluate([feasible], problem: others)[0].values[0] == power)
    }

    @Test func hardwareAttributesChangeTheHardware() throws {
        let setup = try setUp(
            """
            <parameter name="columns" path="crossbar[@id='x64']/adc/@columns" values="64 256 512"/>
            <parameter name="time" path="crossbar[@id='x64']/read/@time" from="10" to="100" continuous="true" unit="ns"/>
            <layers match="layer*"><crossbar values="x64 x128"/></layers>
            """)
        #expect(setup.problem.costs == nil && setup.evaluator is ModelEvaluator)
        var random = SeededRandom(seed: 2)
        let base = try document("nax-heterogeneous")
        for _ in 0..<10 {
            let point = setup.problem.space.sample(using: &random)
            guard case .real(let time) = point[1] else {
                Issue.record()
                return
            }
            let columns = ["64", "256", "512"][setup.problem.space.parameters[0].domain.index(of: point[0])!]
            let edited = try base.setting(path: "crossbar[@id='x64']/adc/@columns", value: columns)
                .setting(path: "crossbar[@id='x64']/read/@time", value: "\(time) ns")
            let right = try evaluated(point, setup, on: reader.read(document: edited))
            expectEqual(try #require(setup.model.cost(of: point)), right, "columns \(columns), time \(time)")
            #expect(try setup.model.document(at: point) == edited)
        }
    }

    @Test func aMappingThatBalancesCopiesIsEvaluatedPointByPoint() throws {
        let setup = try setUp("<layers match=\"layer*\"><crossbar/></layers>", mapping: "pipelined-8b")
        #expect(setup.problem.costs == nil)
        let architecture = try reader.read(document: document("nax-heterogeneous"))
        var random = SeededRandom(seed: 7)
        for _ in 0..<3 {
            let point = setup.problem.space.sample(using: &random)
            expectEqual(
                try #require(setup.model.cost(of: point)), try evaluated(point, setup, on: architecture), "balanced")
        }
    }

    @Test func crossbarsBeyondTheChipAreExcess() throws {
        let setup = try setUp("<layers match=\"*\"><duplication values=\"1 4096\"/></layers>", hardware: "isaac")
        let costs = try #require(setup.problem.costs)
        let large = Point(setup.problem.space.parameters.map { _ in .category(1) })
        let model = try #require(setup.model.cost(of: large))
        #expect(model.excess > 0)
        expectEqual(costs.table.cost(costs.choices(at: large, in: setup.problem.space)), model, "beyond the chip")
        #expect(try !setup.evaluator.evaluate([large], problem: setup.problem)[0].isFeasible)
        #expect(throws: InvalidInput.self) { try evaluated(large, setup, on: reader.read(document: document("isaac"))) }
    }

    @Test(arguments: try! ShippedFiles().names(in: "hardware"))
    func chipsAreSumsOverGroups(hardware: String) throws {
        let floorplan = try reader.read(document: document(hardware)).floorplan()
        let chip = try #require(ChipSize(floorplan))
        var random = SeededRandom(seed: 9)
        for _ in 0..<300 {
            let counts = floorplan.places.map { $0 == nil ? 0 : 1 + random.below(20_000) }
            let instances = floorplan.instances(crossbars: counts)
            let size = counts.map { Int32($0) }.withUnsafeBufferPointer { chip.size(counts: $0.baseAddress!) }
            let area = floorplan.area(instances: instances).si, leakage = floorplan.leakage(instances: instances).si
            guard floorplan.overflows(crossbars: counts).isEmpty else { continue }
            #expect(abs(size.area - area) <= 1e-12 * area && abs(size.leakage - leakage) <= 1e-12 * leakage)
        }
    }

    @Test(arguments: try! ShippedFiles().names(in: "search"))
    func shippedSearchesRun(name: String) throws {
        let description = try SearchReader().read(
            repository + "/search/\(name).xml")
        let setup = try description.setUp(
            network: network, hardware: document(description.hardware.text), reader: reader,
            specification: specification(description.mapping?.text ?? "default"), mappers: Self.mappers)
        #expect(setup.files.count > 3)
        var random = SeededRandom(seed: 1)
        let points = (0..<100).map { _ in setup.problem.space.sample(using: &random) }
        let feasible = try setup.evaluator.evaluate(points[...], problem: setup.problem).count(where: \.isFeasible)
        #expect(feasible > 10, "of 100 random points \(feasible) keep to the constraints")
    }

    @Test(arguments: [
        (#"<parameter name="a" path="crossbar[@id='x46']/adc/@columns" values="1"/>"#, "s.xml:2:27: error: "),
        (
            #"<parameter name="a" path="crossbar[@id='x64']/adc/@columns" values="64 0"/>"#,
            "s.xml:2:72: error: with '0' for a: "
        ),
        (#"<parameter name="a" path="crossbar[@id='x64']/read/@time" values="64" unit="V"/>"#, "with '64 V' for a: "),
    ])
    func hardwareThatCannotBeIsToldAtItsPlace(parameter: String, words: String) {
        let error = #expect(throws: InvalidInput.self) { try setUp(parameter) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func anOptionThatCannotBePlacedIsToldAtItsPlace() throws {
        var fussy = try specification("default")
        fussy.defaults.mapper = "fussy"
        let text = """
            <search xmlns="urn:naxdse:search:1" name="test" network="resnet20" hardware="nax-heterogeneous">
            <layers match="*"><crossbar values="x64 x128"/></layers>
            <layers match="linear"><crossbar values="x64 x32"/></layers>
            <objective measure="edap"/>
            </search>
            """
        let description = try SearchReader().read(
            bytes: Array(text.utf8), as: "s.xml")
        let error = #expect(throws: InvalidInput.self) {
            try description.setUp(
                network: network, hardware: document("nax-heterogeneous"), reader: reader, specification: fussy,
                mappers: Mappers([MapperPlugin("fussy", Fussy.self)]))
        }
        #expect(error?.description == "s.xml:3:24: error: layer 'linear': 32 rows are too few; use 64 or more")
    }
}

private enum Fussy: Mapper {
    static let summary = "wants large crossbars"
    static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
        guard request.kind.rows >= 64 else {
            throw MapperError("\(request.kind.rows) rows are too few", hint: "use 64 or more")
        }
        return try DensePlugin.plugin.place(request).get()
    }
}
