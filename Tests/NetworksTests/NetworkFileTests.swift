import Markup
import Testing

@testable import Networks

private func reader() throws -> NetworkReader {
    NetworkReader()
}

@Test func everyShippedNetworkIsRead() throws {
    let shipped = try ShippedFiles()
    let names = shipped.names(in: "networks")
    #expect(names.contains("lenet5"))
    for name in names {
        let file = try reader().read(shipped.path("networks/\(name).xml"))
        #expect(file.network.name == name)
        #expect(!file.description.isEmpty && !file.source.isEmpty)
        #expect(file.files.count == 1)
    }
}

/// LeCun et al. 1998, section II.B: C1 has 156 parameters, C5 48 120, F6 10 164; with c3 fully connected
/// 2 416 in place of the paper's 1 516, and 850 for a linear last layer.
@Test func leNet5HasThePublishedParameters() throws {
    let network = try reader().read(ShippedFiles().path("networks/lenet5.xml")).network
    #expect(network.layers.filter { $0.parameters > 0 }.map(\.parameters) == [156, 2_416, 48_120, 10_164, 850])
    #expect(
        network.layers.filter { $0.matrix != nil }.map(\.output.dimensions) == [
            [6, 28, 28], [16, 10, 10], [120, 1, 1], [84], [10],
        ])
}

@Test(arguments: Zoo.names) func aNetworkOfTheZooIsWrittenAndReadBack(name: String) throws {
    let network = try Zoo.network(named: name)
    let text = try NetworkWriter(description: "a < b & c", source: "\"here\"").text(of: network)
    let file = try reader().read(bytes: Array(text.utf8), as: "\(name).xml")
    #expect(file.network == network)
    #expect(file.description == "a < b & c")
    #expect(file.source == "\"here\"")
}

@Test func randomNetworksAreWrittenAndReadBack() throws {
    var random = SplitMix(state: 11)
    let reader = try reader()
    var words: Set<String> = []
    for _ in 0..<100 {
        let network = try random.network(layers: 40)
        words.formUnion(network.layers.map(\.operation.word))
        let text = try NetworkWriter().text(of: network)
        #expect(try reader.read(bytes: Array(text.utf8), as: "random.xml").network == network)
    }
    // All 45 elements of the schema were among them.
    #expect(words.count == 45)
}

@Test func whatIsObviousIsLeftOutOfTheText() throws {
    var build = try NetworkBuilder("small", input: .map(channels: 3, height: 8, width: 8))
    let x = try build.convolution("conv", build.input, channels: 4, kernel: 3)
    let y = try build.activation("relu", x, .relu)
    _ = try build.append("sum", .add, [x, y])
    #expect(
        try NetworkWriter().text(of: build.network()) == """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- written by naxdse -->
            <network xmlns="urn:naxdse:network:1" name="small">
              <input name="input" shape="3 8 8"/>
              <convolution name="conv" channels="4" kernel="3" padding="same"/>
              <relu name="relu"/>
              <add name="sum" inputs="conv relu"/>
            </network>

            """)
}

@Test func aNameWithWhiteSpaceCannotBeWritten() throws {
    for name in ["a b", "", "a\u{1}"] {
        var build = try NetworkBuilder("small", input: .vector(4))
        _ = try build.append(name, .flatten, [0])
        #expect(
            throws: NetworkError(
                layer: name, problem: "its name cannot be written", remedy: "use a name without white space")
        ) {
            try NetworkWriter().text(of: build.network())
        }
    }
}
