import ArgumentParser
import Networks
import Reports
import System
import Workbench

/// `naxdse import MODEL.onnx -o NETWORK.xml`, or `NetWork.csv`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn an ONNX model, or DNN+NeuroSim's NetWork.csv, into a network file.",
        discussion: """
            Operator sets \(ONNXReader.opsets.lowerBound) to \(ONNXReader.opsets.upperBound). Without -o the file is written to standard output. The weights stay in \
            the model: mapping and cost need the shapes alone.
              naxdse import detector.onnx --extent height=320 --extent width=320 --output scores -o detector.xml
            """)

    @Argument(help: "Path of the ONNX file, or of a NetWork.csv.", completion: .file(extensions: ["onnx", "csv"]))
    var model: String

    @Option(
        name: .customShort("o"), help: "Write the network to this file (--output FILE.xml does too).",
        completion: .file(extensions: ["xml"]))
    var file: String?

    @OptionGroup var openings: ImportOpenings

    @Option(
        name: .customLong("output"), help: ArgumentHelp("As --network-output. May be repeated.", valueName: "tensor"))
    var outputs: [String] = []

    @Flag(help: "Write a summary in JSON to standard output; takes -o.")
    var json = false

    /// A name with .xml is the file's, as it always was; any other is a tensor's.
    private var output: String? { file ?? outputs.last { $0.hasSuffix(".xml") } }

    private var options: ImportOptions {
        var options = openings.options
        options.outputs += outputs.filter { !$0.hasSuffix(".xml") }
        return options
    }

    func validate() throws {
        if json, output == nil { throw ValidationError("--json tells about the file that -o writes: give -o") }
    }

    func run() throws {
        let isTable = model.hasSuffix(".csv")
        guard !isTable || options == ImportOptions() else {
            throw ValidationError("a NetWork.csv leaves nothing open: give the file alone, and -o")
        }
        let imported = isTable ? nil : try ONNXReader(model, options: options).read()
        let network = try imported?.network ?? NetWorkCSVReader(model).read()
        try Outputs(output).check()
        let file = model.split(separator: "/").last.map(String.init) ?? model
        let producer = imported.map { $0.producer.isEmpty ? "" : ", \($0.producer)" } ?? ""
        let source =
            imported.map { "\(file), opset \($0.opset)\(producer)" } ?? "\(file), a table of layers of DNN+NeuroSim"
        let text = try NetworkWriter(source: source).text(of: network)
        guard let output else { return try Output.write(text) }
        try AtomicFile.write(text, to: output)
        if json {
            try Output.write(
                JSON.object([
                    .init("output", .string(output)), .init("network", .string(network.name)),
                    .init("layers", .integer(network.layers.count)),
                    .init("parameters", .integer(network.parameters)),
                    .init("macs", .integer(network.multiplyAccumulates)),
                    .init("opset", imported.map { .integer($0.opset) } ?? .null),
                    .init("producer", .string(imported?.producer ?? "")),
                    .init("provenance", Provenance.ofReading.json),
                ]).text)
        } else {
            try Output.write(
                "\(output): \(network.layers.count) layers, \(count(network.parameters)) parameters, "
                    + "\(count(network.multiplyAccumulates)) MACs an inference\n")
        }
    }
}
