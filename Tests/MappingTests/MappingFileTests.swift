import Diagnostics
import Hardware
import Markup
import Networks
import Quantities
import Testing

@testable import Mapping

private func reader() throws -> MappingReader {
    MappingReader()
}

/// A mapping file with the given lines from its third on.
private func text(_ body: String) -> [UInt8] {
    Array(
        """
        <?xml version="1.0"?>
        <mapping xmlns="urn:naxdse:mapping:1" name="mine" dataflow="pipelined">
        \(body)
        </mapping>
        """.utf8)
}

private let head = #"<precision weights="8" inputs="8"/><cells encoding="offset"/>"#

@Suite struct MappingFileTests {
    @Test func everyShippedMappingIsRead() throws {
        let shipped = try ShippedFiles()
        let names = shipped.names(in: "mappings")
        #expect(names.contains("default"))
        for name in names {
            #expect(try reader().read(shipped.path("mappings/\(name).xml")).name == name)
        }
    }

    @Test func laterRulesWin() throws {
        let specification = try reader().read(
            bytes: text(
                """
                \(head)<placement mapper="dense" crossbar="x128"/>
                <layers match="layer*"><precision weights="4"/><placement crossbar="x64"/></layers>
                <layers match="layer3.*" sort="convolution"><placement crossbar="x32" duplication="2"/></layers>
                """), as: "mine.xml")
        let network = try Zoo.network(named: "resnet20")
        func settings(_ name: String) throws -> LayerSettings {
            specification.settings(for: network.layers[try #require(network.index(of: name))])
        }
        #expect(try settings("conv1").crossbar == "x128")
        #expect(try settings("conv1").precision.weights == 8)
        #expect(try settings("layer1.0.conv1").crossbar == "x64")
        #expect(try settings("layer3.0.conv1").crossbar == "x32")
        #expect(try settings("layer3.0.conv1").precision.weights == 4)
        #expect(try settings("layer3.0.conv1").duplication == 2)
        #expect(specification.dataflow == .pipelined)
    }

    /// With the names that there are, at its place; not where it may be without a layer.
    @Test func aRuleThatFitsNoLayerIsAnError() throws {
        let network = try Zoo.network(named: "vgg8")
        func told(_ rule: String) throws -> [String] {
            try reader().read(bytes: text("\(head)<placement mapper=\"dense\"/>\n\(rule)"), as: "mine.xml").idleRules(
                for: network
            ).map(\.description)
        }
        #expect(try told("<layers match=\"features.*\"/><layers match=\"*\" sort=\"linear\"/>").isEmpty)
        #expect(try told("<layers match=\"layer9.*\" optional=\"true\"/>").isEmpty)
        let wrong = try told("<layers match=\"featurs.*\"/>")
        #expect(
            wrong.count == 1
                && wrong[0].hasPrefix("mine.xml:4:16: error: 'featurs.*' fits no layer with weights of 'vgg8'; "),
            "\(wrong)")
        #expect(
            network.stationaryLayers.allSatisfy {
                wrong[0].contains(network.layers[$0].name) || wrong[0].contains("did you mean")
            })
        let sort = try told("<layers match=\"*\" sort=\"depthwise\"/>")
        #expect(sort.count == 1 && sort[0].contains("fits no layer with weights of sort depthwise"))
        let mappers = try Mappers([])
        #expect(throws: InvalidInput.self) {
            try Planner(
                try ArchitectureReader().read(ShippedFiles().path("hardware/isaac.xml")),
                try reader().read(
                    bytes: text("\(head)<placement mapper=\"dense\"/>\n<layers match=\"layer9.*\"/>"), as: "mine.xml"),
                mappers: mappers
            ).place(network)
        }
    }

    /// One copy is what a layer begins with.
    @Test func balancingMayStandBesideOneCopy() throws {
        let specification = try reader().read(
            bytes: text("\(head)<placement mapper=\"dense\" duplication=\"1\"/><balance area=\"at-most\"/>"),
            as: "mine.xml")
        #expect(specification.fillsChip)
    }

    @Test(arguments: [
        (
            #"\#(head)<placement mapper="dense" crosbar="x64"/>"#,
            "mine.xml:3:88: error: <placement> has no attribute 'crosbar'; did you mean 'crossbar'?"
        ),
        (
            #"<precision weights="8"/><cells encoding="offset"/><placement mapper="dense"/>"#,
            "mine.xml:3:1: error: <precision> has no inputs; add inputs=\"…\""
        ),
        (
            #"<precision weights="0" inputs="8"/><cells encoding="offset"/><placement mapper="dense"/>"#,
            "mine.xml:3:21: error: weights is '0'; a whole number from 1 to 32 is wanted"
        ),
        (
            #"\#(head)<placement mapper="dense"/><balance area="5 mm"/>"#,
            "mine.xml:3:104: error: '5 mm' is a length; an area is wanted, such as '0.0012 mm²'"
        ),
        (
            #"\#(head)<placement mapper="dense" duplication="2"/><balance area="5 mm²"/>"#,
            "mine.xml:3:101: error: duplication is given here, and <balance> chooses it; leave one of the two out"
        ),
        (
            #"<precision weights="8" inputs="8"/><cells encoding="ofset"/><placement mapper="dense"/>"#,
            "mine.xml:3:53: error: encoding is 'ofset'; did you mean 'offset'?"
        ),
        (
            #"\#(head)<placement mapper="dense"/><layers match="*" sort="conv"/>"#,
            "mine.xml:3:113: error: sort is 'conv'; did you mean 'convolution'?"
        ),
        (
            #"\#(head)"#,
            "mine.xml:2:1: error: <mapping> is not complete; add <placement>"
        ),
    ])
    func whatIsWrongIsSaidWhereItIs(_ body: String, _ message: String) throws {
        let error = #expect(throws: InvalidInput.self) { try reader().read(bytes: text(body), as: "mine.xml") }
        #expect(error?.description == message)
    }
}
