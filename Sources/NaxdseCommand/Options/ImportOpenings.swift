import ArgumentParser
import Networks
import Workbench

/// What an ONNX file leaves open, as the command line gives it.
struct ImportOpenings: ParsableArguments {
    @Option(
        name: .customLong("extent"),
        help: ArgumentHelp(
            "Value of an open extent of an ONNX model: by its name, by its axis (2=224), or by input and axis (image:2=224). May be repeated.",
            valueName: "name=n"))
    var extents: [Extent] = []

    @Flag(
        inversion: .prefixedNo,
        help:
            "Read the first extent of an ONNX model's inputs as a batch, of any size, and take one of it; or as no batch (default: a batch of 1 or an open one)."
    )
    var batch: Bool?

    @Option(
        name: .customLong("network-output"),
        help: ArgumentHelp(
            "A tensor that the network of an ONNX model ends in, in place of its outputs. May be repeated.",
            valueName: "tensor"))
    var outputs: [String] = []

    @Option(
        name: .customLong("constant"),
        help: ArgumentHelp(
            "An input of an ONNX model that is always the same: one number for all its elements, or all of them with commas between. May be repeated.",
            valueName: "input=n"))
    var constants: [Constant] = []

    var options: ImportOptions {
        ImportOptions(
            extents: Dictionary(extents.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            batch: batch.map { $0 ? .any : .none } ?? .one, outputs: outputs,
            constants: Dictionary(constants.map { ($0.name, $0.values) }, uniquingKeysWith: { $1 }))
    }

    /// `sequence=128`
    struct Extent: ExpressibleByArgument {
        let name: String
        let value: Int

        init?(argument: String) {
            guard let sign = argument.lastIndex(of: "="), let value = Int(argument[argument.index(after: sign)...]),
                value > 0,
                sign > argument.startIndex
            else { return nil }
            name = String(argument[..<sign])
            self.value = value
        }
    }

    /// `rate=16000`
    struct Constant: ExpressibleByArgument {
        let name: String
        let values: [Double]

        init?(argument: String) {
            guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex else { return nil }
            let parts = argument[argument.index(after: sign)...].split(separator: ",", omittingEmptySubsequences: false)
            let values = parts.compactMap { Double($0) }
            guard !values.isEmpty, values.count == parts.count, values.allSatisfy(\.isFinite) else { return nil }
            name = String(argument[..<sign])
            self.values = values
        }
    }
}
