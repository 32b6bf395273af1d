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
              naxdse import detector.onnx --extent height=320 --extent width=320 --output scores -o detector.xml
            """)

    @Argument(help: "Path of the ONNX file.", completion: .file(extensions: ["onnx"]))
    var model: String

    @Option(name: .customShort("o"), help: "Write the network to this file (--output FILE.xml does too).", completion: .file(extensions: ["xml"]))
    var file: String?

    @OptionGroup var openings: ImportOpenings

    @Flag(help: "Write a summary in JSON to standard output; takes -o.")
    var json = false

    /// A name with .xml is the file's, as it always was; any other is a tensor's.
    private var output: String? { file ?? openings.outputs.last { $0.hasSuffix(".xml") } }

    func validate() throws {
        if json, output == nil { throw ValidationError("--json tells about the file that -o writes: give -o") }
    }

    func run() throws {
        let imported = try ONNXReader(model, options: openings.options).read()
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
}
