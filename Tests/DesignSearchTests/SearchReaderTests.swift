import Diagnostics
import Markup
import Networks
import Random
import Testing

@testable import DesignSearch
@testable import Optimisation

@Suite struct SearchReaderTests {
    private let network = try! Zoo.network(named: "resnet20")
    private let crossbars = ["x32", "x64", "x128"]

    private func read(_ inside: String) throws -> SearchDescription {
        let text = """
            <search xmlns="urn:naxdse:search:1" name="test" network="resnet20" hardware="nax-heterogeneous">
            \(inside)
            </search>
            """
        return try SearchReader().read(
            bytes: Array(text.utf8), as: "s.xml")
    }

    private func space(_ inside: String) throws -> Space {
        try read(inside + "\n<objective measure=\"edap\"/>").space(network: network, crossbars: crossbars)
    }

    /// The diagnostics, one a line.
    private func complaint(_ inside: String) -> String {
        do {
            return "accepted: \(try space(inside).size)"
        } catch { return "\(error)" }
    }

    @Test func perLayerChoicesBecomeParametersInTheNetworksOrder() throws {
        let space = try space(
            """
            <layers match="*" sort="convolution"><kernel values="1 3 5"/></layers>
            <layers match="*"><crossbar/><duplication values="1 2 4 8"/></layers>
            """)
        // 19 convolutions and a linear layer.
        #expect(space.size.points.description == power(36, 19, times: 12))
        #expect(space.parameters[0].name == "conv1.kernel")
        #expect(space.parameters[1].target == .layer("conv1", .crossbar))
        #expect(space.parameters[1].domain == .categories(crossbars))
        #expect(space.parameters.count == 19 * 3 + 2)
    }

    @Test func laterBlocksWin() throws {
        let space = try space(
            """
            <layers match="*"><crossbar values="x64 x128"/></layers>
            <layers match="layer3.*"><crossbar values="x32"/><precision values="4/8 8"/></layers>
            """)
        let changed = space.parameters.filter { $0.name.hasPrefix("layer3.") && $0.name.hasSuffix("crossbar") }
        #expect(changed.count == 6 && changed.allSatisfy { $0.domain == .categories(["x32"]) })
        #expect(space.parameters.first?.domain == .categories(["x64", "x128"]))
    }

    @Test func blocksAndChannelsComeBeforeLayersWhichDependOnTheirBlock() throws {
        let space = try space(
            """
            <blocks match="layer1.*"/>
            <blocks match="layer3.2" values="none"/>
            <channels match="layer2.*.conv2" values="1 1.5 2"/>
            <layers match="layer1.1.*"><crossbar values="x32 x64"/><duplication values="1 2"><when parameter="crossbar" values="x32"/></duplication></layers>
            """)
        #expect(
            space.parameters.map(\.name) == [
                "layer1.0.block", "layer1.1.block", "layer1.2.block", "layer3.2.block", "layer2.0.conv2.channels",
                "layer1.1.conv1.crossbar",
                "layer1.1.conv1.duplication", "layer1.1.conv2.crossbar", "layer1.1.conv2.duplication",
            ])
        #expect(
            space.parameters[1].domain == .categories(["keep", "none"])
                && space.parameters[1].target == .block("layer1.1"))
        #expect(space.parameters[4].target == .channels("layer2.0.conv2"))
        #expect(space.parameters[5].condition == .init(parameter: 1, values: [.category(0)]))
        #expect(space.parameters[6].condition == .init(parameter: 5, values: [.category(0)]))
        // Two other blocks, one width of three; without layer1.1 nothing of its layers, with it (2 + 1)² choices.
        #expect(space.size.description == "\(2 * 2 * 3 * (1 + 9))")
    }

    @Test func rangesAndConditions() throws {
        let space = try space(
            """
            <parameter name="converter" path="crossbar[@id='x64']/adc/@component" values="sar-8b sar-6b"/>
            <parameter name="columns" path="crossbar[@id='x64']/adc/@columns" from="8" to="64" step="10">
              <when parameter="converter" values="sar-6b"/>
            </parameter>
            <parameter name="voltage" path="crossbar[@id='x64']/read/@voltage" from="0.1" to="0.4" scale="logarithmic" continuous="true" unit="V"/>
            <layers match="conv1"><crossbar/><duplication from="1" to="8" scale="logarithmic"><when parameter="crossbar" values="x32 x64"/></duplication></layers>
            """)
        #expect(space.parameters[1].domain == .integers(8...58, step: 10))
        #expect(space.parameters[1].condition == .init(parameter: 0, values: [.category(1)]))
        #expect(space.parameters[2].domain == .reals(0.1...0.4, logarithmic: true))
        #expect(space.parameters[4].condition == .init(parameter: 3, values: [.category(0), .category(1)]))
        #expect(space.size.description == "119 × ℝ", "(1 + 6) · (8 + 8 + 1)")
    }

    @Test func limitsCarryUnits() throws {
        let description = try read(
            """
            <layers match="*"><crossbar/></layers>
            <objective measure="energy"/><objective measure="accuracy"/><objective measure="delay" direction="maximize"/>
            <constraint measure="area" at-most="10 mm²"/><constraint measure="accuracy" at-least="91.5 %"/>
            """)
        #expect(
            description.objectives.map(\.objective) == [
                Objective(.energy, .minimize), Objective(.accuracy, .maximize), Objective(.delay, .maximize),
            ])
        #expect(
            description.constraints.map(\.constraint) == [
                Constraint(.area, .atMost, 1e-5), Constraint(.accuracy, .atLeast, 0.915),
            ])
    }

    @Test(arguments: [
        (
            #"<layers match="*"><crossbar values="x32 x46"/></layers>"#,
            "s.xml:2:41: error: the hierarchy holds no crossbar 'x46'; did you mean 'x64'?"
        ),
        (
            #"<layers match="layer9.*"><crossbar/></layers>"#,
            "s.xml:2:16: error: no layer with weights of 'resnet20' fits 'layer9.*'; "
        ),
        (
            #"<layers match="*"><kernel values="3 5"/></layers>"#,
            "s.xml:2:35: error: layer 'linear' is no convolution and has no kernel; give the block sort=\"convolution\""
        ),
        (#"<layers match="conv1"><kernel values="3 x"/></layers>"#, "s.xml:2:41: error: 'x' is no kernel; "),
        (
            #"<layers match="conv1"><kernel values="3 5 3"/></layers>"#,
            "s.xml:2:43: error: '3' is among the values already; "
        ),
        (
            #"<layers match="conv1"><kernel/></layers>"#,
            "s.xml:2:23: error: <kernel> does not say between what it varies; "
        ),
        (
            #"<layers match="conv1"><duplication from="4" to="2"/></layers>"#,
            "s.xml:2:49: error: there is nothing from 4 to 2; "
        ),
        (
            #"<layers match="conv1"><duplication from="0" to="2"/></layers>"#,
            "s.xml:2:42: error: '0' is no duplication; "
        ),
        (
            #"<layers match="conv1"><duplication values="1 2" from="0"/></layers>"#,
            "s.xml:2:49: error: from is given beside values; "
        ),
        (
            #"<layers match="conv1"><precision values="8 8/4/2"/></layers>"#,
            "s.xml:2:44: error: '8/4/2' is no precision; "
        ),
        (
            #"<layers match="conv1"><crossbar/><precision values="4 8"><when parameter="crosbar" values="x32"/></precision></layers>"#,
            "s.xml:2:75: error: nothing before this is called 'crosbar'; did you mean 'crossbar'?"
        ),
        (
            #"<layers match="conv1"><crossbar/><precision values="4 8"><when parameter="crossbar" values="x23"/></precision></layers>"#,
            "error: 'crossbar' is never 'x23'; did you mean 'x32'?"
        ),
        (
            #"<blocks match="layer2.0"/>"#,
            "s.xml:2:16: error: no block that 'resnet20' can do without fits 'layer2.0'; did you mean"
        ),
        (
            #"<blocks match="*" values="keep drop"/>"#,
            "s.xml:2:32: error: 'drop': a block is kept or left out; write 'keep' and 'none'"
        ),
        (
            #"<channels match="linear" values="1 2"/>"#,
            "s.xml:2:18: error: no convolution of 'resnet20' whose channels are free fits 'linear'; "
        ),
        (
            #"<channels match="*" values="1 0"/>"#,
            "s.xml:2:31: error: '0': channels are a share of the network's; write shares above 0 to 64"
        ),
        (#"<channels match="*"/>"#, "s.xml:2:1: error: <channels> does not say between what it varies; "),
        (#"<layers match="conv1"/>"#, "s.xml:2:1: error: nothing varies for these layers; "),
        ("", "s.xml:1:1: error: nothing varies in this search; "),
        (
            #"<layers match="*"><crossbar/></layers><objective measure="edap"/>"#,
            "there is an objective 'edap' already; leave one of the two out"
        ),
        (#"<layers match="*"><crossbar/></layers><objective measure="beauty"/>"#, "s.xml:2:"),
        (#"<layers match="*"><crossbars/></layers>"#, "s.xml:2:19"),
    ])
    func whatCannotBeIsToldAtItsPlace(inside: String, words: String) {
        let complaint = complaint(inside)
        #expect(complaint.contains(words), "\(complaint)")
    }

    @Test(arguments: [
        (#"<constraint measure="area" at-most="10 ns"/>"#, "s.xml:3:37: error: '10 ns' is a time"),
        (#"<constraint measure="area"/>"#, "the constraint has no limit"),
        (#"<constraint measure="area" at-most="1 mm²" at-least="1 mm²"/>"#, "the constraint has two limits"),
        (#"<constraint measure="edap" at-most="1"/>"#, "s.xml:3:37: error: '1' has no unit"),
        (#"<constraint measure="edap" at-most="1 µJ"/>"#, "s.xml:3:37: error: '1 µJ' is an energy"),
    ])
    func limitsThatCannotBe(constraint: String, words: String) {
        let error = #expect(throws: InvalidInput.self) {
            try read(
                "<layers match=\"*\"><crossbar/></layers>\n<objective measure=\"edap\"/>\(constraint)".replacing(
                    "/><constraint", with: "/>\n<constraint"))
        }
        #expect(
            error?.description.contains(words.replacing("s.xml:3", with: "s.xml:4")) == true,
            "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("edap", "18.5 µJ·s·mm²", 18.5e-12), ("edap", "18.5 uJ*s*mm2", 18.5e-12), ("edap", "2 J·s·m²", 2),
        ("edp", "3 nJ·s", 3e-9),
    ])
    func productsAreLimitedInTheirUnits(measure: String, limit: String, si: Double) throws {
        let description = try read(
            "<layers match=\"*\"><crossbar/></layers><objective measure=\"edap\"/>"
                + "<constraint measure=\"\(measure)\" at-most=\"\(limit)\"/>")
        let constraint = try #require(description.constraints.first?.constraint)
        #expect(constraint.measure.rawValue == measure && abs(constraint.limit - si) <= 1e-15 * si)
    }

    @Test(arguments: try! ShippedFiles().names(in: "search"))
    func shippedSearchesAreSpaces(name: String) throws {
        let description = try SearchReader().read(
            repository + "/search/\(name).xml")
        #expect(description.name == name)
        let space = try description.space(
            network: Zoo.network(named: description.network.text), crossbars: ["x16"] + crossbars)
        #expect(Natural(1) < space.size.points)
    }

    @Test func everythingWrongIsToldAtOnce() {
        let complaint = complaint(
            """
            <layers match="*"><crossbar values="x23"/></layers>
            <layers match="nothing"><precision values="0"/></layers>
            """)
        #expect(complaint.split(separator: "\n").count == 3, "\(complaint)")
    }

    /// Names and values by the hundred thousand, compared each with each, once took minutes.
    @Test(.timeLimit(.minutes(60))) func longListsAreRead() throws {
        let values = (1...200_000).map(String.init).joined(separator: " ")
        let description = try read(
            "<parameter name=\"p\" path=\"a/@b\" values=\"\(values)\"/>\n<objective measure=\"edap\"/>")
        #expect(description.parameters[0].values.domain?.count == 200_000)
        let parameters = (0..<20_000).map { "<parameter name=\"p\($0)\" path=\"a/@b\" values=\"1\"/>" }.joined()
        #expect(try read(parameters + "<objective measure=\"edap\"/>").parameters.count == 20_000)
    }
}

/// The folder of the repository.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// baseᵉ·factor in decimal.
private func power(_ base: Int, _ exponent: Int, times factor: Int) -> String {
    (0..<exponent).reduce(Natural(factor)) { product, _ in product * Natural(base) }.description
}
