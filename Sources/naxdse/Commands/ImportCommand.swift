import ArgumentParser
import Markup
import Networks
import Reports
import System

/// `naxdse import MODEL.onnx -o NETWORK.xml`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn an ONNX model into a network file.",
        discussion: """
            Operator sets \(ONNXReader.opsets.lowerBound) to \(ONNXReader.opsets.upperBound). Without -o the file is written to standard output. The weights stay in \
            the model: mapping and cost need the shapes alone.
            """)

    @Argument(help: "Path of the ONNX file.", completion: .file(extensions: ["onnx"]))
    var model: String

    @Option(name: .shortAndLong, help: "Write the network to this file.", completion: .file(extensions: ["xml"]))
    var output: String?

    @Option(
        name: .customLong("extent"), help: ArgumentHelp("Value of an open extent other than the batch. May be repeated.", valueName: "name=n"))
    var extents: [Extent] = []

    @Flag(help: "Write a summary in JSON to standard output; takes -o.")
    var json = false

    func validate() throws {
        if json, output == nil { throw ValidationError("--json tells about the file that -o writes: give -o") }
    }

    func run() throws {
        let imported = try ONNXReader(
            model, extents: Dictionary(extents.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        ).read()
        try Outputs(output).check()
        let network = imported.network
        let producer = imported.producer.isEmpty ? "" : ", \(imported.producer)"
        let file = model.split(separator: "/").last.map(String.init) ?? model
        let text = try NetworkWriter(source: "\(file), opset \(imported.opset)\(producer)").text(of: network)
        guard let output else { return try Output.write(text) }
        try AtomicFile.write(text, to: output)
        if json {
            try Output.write(JSON.object([
                .init("output", .string(output)), .init("network", .string(network.name)), .init("layers", .integer(network.layers.count)),
                .init("parameters", .integer(network.parameters)), .init("macs", .integer(network.multiplyAccumulates)),
                .init("opset", .integer(imported.opset)), .init("producer", .string(imported.producer)),
                .init("provenance", Provenance.ofCommand.json),
            ]).text)
        } else {
            try Output.write(
                "\(output): \(network.layers.count) layers, \(count(network.parameters)) parameters, "
                    + "\(count(network.multiplyAccumulates)) MACs an inference\n")
        }
    }

    /// `sequence=128`
    struct Extent: ExpressibleByArgument {
        let name: String
        let value: Int

        init?(argument: String) {
            guard let sign = argument.lastIndex(of: "="), let value = Int(argument[argument.index(after: sign)...]), value > 0,
                sign > argument.startIndex
            else { return nil }
            name = String(argument[..<sign])
            self.value = value
        }
    }
}
