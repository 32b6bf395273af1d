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

@Suite struct DesignFilesTests {
    private static let mappers = try! Mappers([DensePlugin.plugin, OneSlicePlugin.plugin])
    private let searches = SearchReader()
    private let architectures = ArchitectureReader()
    private let mappings = MappingReader()
    private let networks = NetworkReader()

    private func setUp(_ description: SearchDescription, hardware: Document? = nil) throws -> SearchSetup {
        try description.setUp(
            network: Zoo.network(named: description.network.text),
            hardware: hardware ?? architectures.document(repository + "/hardware/\(description.hardware.text).xml"),
            reader: architectures,
            specification: mappings.read(repository + "/mappings/\(description.mapping?.text ?? "default").xml"),
            mappers: Self.mappers)
    }

    /// What `evaluate` gives for the three files.
    private func evaluated(_ files: DesignFiles, fullChip: Bool = false) throws -> Figures {
        let architecture = try architectures.read(bytes: Array(files.hardware.utf8), as: "hardware.xml")
        let network = try networks.read(bytes: Array(files.network.utf8), as: "network.xml").network
        let mapping = try mappings.read(bytes: Array(files.mapping.utf8), as: "mapping.xml")
        let model = CostModel(architecture)
        var mapped = try Planner(architecture, mapping, mappers: Self.mappers).place(network)
        if let budget = mapping.areaBudget {
            mapped = try model.balanced(mapped, within: budget, at: try #require(mapping.areaBudgetLocation))
        }
        return try model.evaluate(mapped, fullChip: fullChip).figures
    }

    /// - Parameter trials: how many random points of the search are written and read.
    private func check(_ setup: SearchSetup, trials: Int = 5) throws {
        var random = SeededRandom(seed: 6)
        var written = 0
        for _ in 0..<10 * trials where written < trials {
            let point = setup.problem.space.sample(using: &random)
            let outcome = try setup.evaluator.evaluate([point], problem: setup.problem)[0]
            // A chip that is too small has no figures.
            guard let cost = setup.model.cost(of: point), cost.excess == 0 else { continue }
            written += 1
            let files = try DesignFiles(point, of: setup, name: "found", description: "Trial 7 of \"a & b\".")
            let figures = try evaluated(files)
            #expect(figures == files.figures)
            // The chip as its file has it, used or not, is the same chip: nothing is too much.
            #expect(try evaluated(files, fullChip: true).area == figures.area)
            let found = DesignCost(energy: figures.energy.si, delay: figures.delay.si, area: figures.area.si)
            // Breakdowns add the same energies in another order.
            #expect(
                found.delay == cost.delay && found.area == cost.area
                    && abs(found.energy - cost.energy) <= 1e-12 * cost.energy)
            for (objective, value) in zip(setup.problem.objectives, outcome.values) {
                let now = try #require(found[objective.measure])
                // A table adds the same numbers in another order.
                #expect(abs(now - value) <= 1e-12 * value, "\(objective.measure)")
            }
        }
        #expect(written == trials)
    }

    @Test(
        "a trial of a shipped search evaluates as its files to its own numbers",
        arguments: [
            "resnet20-nax", "resnet20-crossbars", "resnet20-duplication", "resnet20-converters",
        ])
    func shipped(search: String) throws {
        try check(setUp(searches.read(repository + "/search/\(search).xml")))
    }

    @Test("kernels, copies, bits, hardware and conditions are all written")
    func everyChoice() throws {
        let text = """
            <search xmlns="urn:naxdse:search:1" name="all" network="mobilenetv2" hardware="nax-heterogeneous">
            <parameter name="kind" path="crossbar[@id='x64']/adc/@columns" values="64 128"/>
            <parameter name="read" path="crossbar[@id='x128']/read/@time" values="64 100" unit="ns"><when parameter="kind" values="64"/></parameter>
            <layers match="*"><crossbar/><duplication values="1 2"/><precision values="8 4/6"/></layers>
            <layers match="*" sort="depthwise"><kernel values="3 5"/></layers>
            <objective measure="energy"/><objective measure="edap"/>
            </search>
            """
        try check(setUp(searches.read(bytes: Array(text.utf8), as: "all.xml")), trials: 3)
    }

    @Test("copies that a mapping balances over the chip are written as they came out")
    func balanced() throws {
        let text = """
            <search xmlns="urn:naxdse:search:1" name="balanced" network="resnet20" hardware="nax-heterogeneous" mapping="pipelined-8b">
            <layers match="*"><crossbar/></layers><objective measure="delay"/>
            </search>
            """
        try check(setUp(searches.read(bytes: Array(text.utf8), as: "b.xml")), trials: 3)
    }

    @Test("levels that several parents cannot share evenly come to the same chip")
    func unevenLevels() throws {
        // Cores as needed in at most 8 a tile: 11 cores in 2 tiles are not 2 × 6.
        let document = try architectures.document(repository + "/hardware/nax-heterogeneous.xml")
        func changed(_ element: Element) -> Element {
            var attributes = element.attributes
            if element.name == "level", let count = element.attribute("count"),
                element.attribute("name")?.value.hasPrefix("core") == true
            {
                attributes =
                    attributes.filter { $0.name != "count" } + [
                        Attribute(
                            name: "count", value: "as-needed", location: count.location,
                            valueLocation: count.valueLocation),
                        Attribute(
                            name: "at-most", value: "8", location: count.location, valueLocation: count.valueLocation),
                    ]
            }
            return Element(
                name: element.name, attributes: attributes, children: element.children.map(changed), text: element.text,
                location: element.location)
        }
        let search = try searches.read(repository + "/search/resnet20-crossbars.xml")
        let setup = try setUp(search, hardware: Document(root: changed(document.root), files: document.files))
        var random = SeededRandom(seed: 1)
        var left = 0
        for _ in 0..<5 {
            let files = try DesignFiles(
                setup.problem.space.sample(using: &random), of: setup, name: "found", description: "")
            let figures = try evaluated(files)
            #expect(figures.delay == files.figures.delay && figures.totalArea == files.figures.totalArea)
            #expect(abs(figures.energy.si - files.figures.energy.si) <= 1e-12 * figures.energy.si)
            if files.hardware.contains("as-needed") { left += 1 }
        }
        #expect(left > 0, "some level is not shared evenly")
    }

    @Test("a design larger than the largest chip is refused")
    func refusesWhatDoesNotFit() throws {
        let document = try architectures.document(repository + "/hardware/nax-heterogeneous.xml")
        func changed(_ element: Element) -> Element {
            let attributes = element.attributes.map { attribute in
                attribute.value == "as-needed"
                    ? Attribute(
                        name: "count", value: "1", location: attribute.location, valueLocation: attribute.valueLocation)
                    : attribute
            }
            return Element(
                name: element.name, attributes: attributes, children: element.children.map(changed), text: element.text,
                location: element.location)
        }
        let setup = try setUp(
            searches.read(repository + "/search/resnet20-nax.xml"),
            hardware: Document(root: changed(document.root), files: document.files))
        var random = SeededRandom(seed: 1)
        let point = setup.problem.space.sample(using: &random)
        #expect(throws: InvalidInput.self) { try DesignFiles(point, of: setup, name: "found", description: "") }
    }
}
