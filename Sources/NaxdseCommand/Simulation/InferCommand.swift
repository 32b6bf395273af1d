import ArgumentParser
import Diagnostics
import Networks
import Reports
import Simulation
import System
import Workbench

/// `naxdse infer MODEL.onnx --input IMAGE.npy -o SCORES.npy`
struct InferCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "infer", abstract: "What a network gives for an input, in floating point.",
        discussion: """
            The first row of `simulate`, for numbers of one's own: to hold what was imported against onnxruntime or PyTorch.
            Arrays are NumPy's, with the extents of the network's input, or several of them behind each other.
              naxdse infer resnet50.onnx --input image.npy -o scores.npy
            """)

    @Argument(
        help: "An ONNX file; or a built-in network or a network file, with --weights.",
        completion: .file(extensions: ["onnx", "xml"]))
    var network: String

    @Option(help: "Numbers of the input, as numpy.save writes them.", completion: .file(extensions: ["npy"]))
    var input: String

    @Option(
        name: .customShort("o"), help: "Write what the network gives to this file, for numpy.load.",
        completion: .file(extensions: ["npy"]))
    var file: String?

    @Option(
        help: "A safetensors file with the network's weights, named as in PyTorch (default: those of the ONNX file).",
        completion: .file(extensions: ["safetensors"]))
    var weights: String?

    @OptionGroup var openings: ImportOpenings
    @OptionGroup var inputs: InputOptions

    @Flag(help: "Write JSON: the extents, and without -o the numbers.")
    var json = false

    func run() throws {
        let found = try Workbench(inputs, openings)
        var gathering = Gathering()
        let trained = try gathering.attempt { try TrainedNetwork(network, weights: weights, found) }
        let array = try gathering.attempt { () throws(InvalidInput) in try NumpyArray(reading: input) }
        try gathering.finish()
        guard let trained, let array else { preconditionFailure("no error, so both were read") }
        try Outputs(file).check()
        let floating = try FloatNetwork(trained.network)
        let count = try lead(of: array, floating)
        let size = floating.inputShape.elementCount
        let results = stride(from: 0, to: array.values.count, by: size).flatMap { start in
            floating.scores(of: Array(array.values[start..<start + size])).map { Float($0) }
        }
        let output = NumpyArray(shape: count + floating.outputShape.dimensions, values: results)
        if let file { try AtomicFile.write(bytes: output.fileBytes, to: file) }
        try write(output)
    }

    /// The extents before those of the network's input: how many inputs there are.
    private func lead(of array: NumpyArray, _ network: FloatNetwork) throws -> [Int] {
        let wanted = network.inputShape.dimensions
        let shape = array.shape
        let own = shape.count - wanted.count
        if own >= 0, Array(shape.suffix(wanted.count)) == wanted, !array.values.isEmpty {
            return Array(shape.prefix(own))
        }
        // Extents of 1 say nothing.
        if shape.filter({ $0 != 1 }) == wanted.filter({ $0 != 1 }) { return [] }
        throw InputError(
            "'\(input)' has the extents \(shape.map(String.init).joined(separator: "×")), the network's input \(network.inputShape)",
            hint: "give an array of \(network.inputShape), or several of them behind each other")
    }

    private func write(_ output: NumpyArray) throws {
        if json {
            let numbers: [JSON.Member] =
                file == nil ? [.init("values", .array(output.values.map { .number(Double($0)) }))] : []
            let written: [JSON.Member] = file.map { [.init("output", .string($0))] } ?? []
            try Output.write(
                JSON.object(
                    written + [.init("shape", .array(output.shape.map { .integer($0) }))] + numbers
                        + [.init("provenance", Provenance.ofReading.json)]
                ).text)
            return
        }
        let last = output.shape.last ?? 1
        let size =
            "\(file.map { "\($0): " } ?? "")\(output.shape.isEmpty ? "1" : output.shape.map(String.init).joined(separator: "×"))"
        var text = size + " \(output.values.count == 1 ? "number" : "numbers")\n"
        for start in stride(from: 0, to: output.values.count, by: max(last, 1)).prefix(8) {
            let row = output.values[start..<start + last]
            let largest = row.indices.max { row[$0] < row[$1] } ?? start
            text +=
                "\(Double(row.min() ?? 0).text(significant: 6)) to \(Double(row.max() ?? 0).text(significant: 6)), the largest at \(largest - start)\n"
        }
        if output.values.count > 8 * last { text += "… \(output.values.count / last - 8) more rows\n" }
        try Output.write(text)
    }
}
