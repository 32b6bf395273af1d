import Diagnostics
import Registration

/// The state of an import: the layers so far, and what each tensor of the graph is.
///
/// Nodes come in an order in which each follows those that it reads. One that cannot be imported is
/// told, its outputs are unknown, and what only fails for that reason is not told again.
struct GraphImport {
    let opset: Int
    var nodes: [Network.Node] = []
    var layers: [Layer] = []
    var weights = Weights()
    var values: [String: Value] = [:]
    /// How often each tensor is read, by nodes and as the graph's output.
    var uses: [String: Int] = [:]
    /// The tensor that a layer was made for, to know whether anything else reads it.
    var tensorOfLayer: [Int: String] = [:]
    var takenNames: Set<String> = []
    /// The number last put behind a name that was taken.
    var lastNumbers: [String: Int] = [:]
    var reshapes: [ReshapeKey: Int] = [:]
    var constants: [ConstantKey: Int] = [:]
    /// All tensors of the graph, dead ends as well, in order: what a misspelt name may have meant.
    var tensors: [String] = []
    var problems: [Diagnostic] = []
    /// How many nodes each kind of problem has after the first, by its place in ``problems``.
    private var repetitions: [Int: Int] = [:]
    private var toldFailures: [String: Int] = [:]
    /// How the file calls the open batch.
    var batchSymbol: String?
    /// Of the extents that the user gives, those that an input has.
    var usedExtents: Set<String> = []
    /// The layer whose weights an initialiser, used in a certain way, has become.
    var owners: [OwnerKey: String] = [:]
    /// Elements of constants worked out from others so far.
    var foldedElements = 0
    let location: SourceLocation

    struct ReshapeKey: Hashable {
        var layer: Int
        var dims: [Int]
    }

    /// The same initialisers, transposed or not, in layers of the same kind.
    struct OwnerKey: Hashable {
        var weight: String
        var bias: String
        var operation: Layer.Operation
    }

    struct ConstantKey: Hashable {
        var tensor: String
        var dims: [Int]
    }

    init(opset: Int, location: SourceLocation) {
        self.opset = opset
        self.location = location
    }

    /// Imports one node after those that it reads.
    mutating func add(_ node: Onnx_NodeProto) {
        let reader = NodeReader(node: node, opset: opset)
        var results: [Value] = []
        do throws(ImportFailure) {
            try checkInputs(reader)
            // Where an input is unknown the reason is told already; only whether the operator itself is supported is
            // not.
            if reader.qualifiedOperation != "If" { try checkSupported(reader) }
            if hasUnknownInput(reader) {
                results = []
            } else if reader.qualifiedOperation == "If" {
                results = try branch(reader)
            } else if let constants = try fold(reader) {
                count(constants, of: reader)
                results = constants
            } else {
                results = try convert(reader)
            }
            if !results.isEmpty { try checkOutputs(reader, count: results.count) }
        } catch {
            tell(error, of: reader)
        }
        for (index, output) in node.output.enumerated() where !output.isEmpty {
            guard values[output] == nil else {
                tell("node '\(reader.name)': another node computes '\(output)' already", "export the model again")
                continue
            }
            values[output] = index < results.count ? results[index] : .unknown
        }
    }

    mutating func tell(_ message: String, _ hint: String) {
        problems.append(Diagnostic(at: location, message, hint: hint))
    }

    /// One line for a cause, however many nodes have it.
    private mutating func tell(_ failure: ImportFailure, of node: NodeReader) {
        let cause = "\(node.qualifiedOperation)\n\(failure.problem)\n\(failure.hint)"
        if let known = toldFailures[cause] {
            repetitions[known, default: 0] += 1
            return
        }
        toldFailures[cause] = problems.count
        tell(node.describe(failure), failure.hint)
    }

    /// The problems, each with the number of nodes that have it.
    func toldProblems() -> [Diagnostic] {
        var result = problems
        for (index, count) in repetitions {
            result[index].message += " (and \(count) more such node\(count == 1 ? "" : "s"))"
        }
        return result
    }

    /// Throws when an output is read that no layer gives, such as a mask or updated statistics.
    private func checkOutputs(_ node: NodeReader, count: Int) throws(ImportFailure) {
        for (index, output) in node.outputs.enumerated() where index >= count && uses[output, default: 0] > 0 {
            throw ImportFailure(
                "its output number \(index + 1), '\(output)', is read", "only its first \(count) can be")
        }
    }

    private func checkInputs(_ node: NodeReader) throws(ImportFailure) {
        for input in node.inputs where !input.isEmpty && values[input] == nil {
            throw ImportFailure(
                "it reads '\(input)', which no node before it computes",
                nearestTensor(to: input))
        }
    }

    /// "did you mean …?" for a misspelt tensor.
    func nearestTensor(to name: String) -> String {
        // Looking through all names for each of very many errors would take long.
        let near = problems.count < 100 ? nearest(to: name, in: tensors) : nil
        return near.map { "did you mean '\($0)'?" } ?? "export the model again"
    }

    private func hasUnknownInput(_ node: NodeReader) -> Bool {
        node.inputs.contains { if case .unknown = values[$0] { true } else { false } }
    }
}

extension GraphImport {
    /// An input that has to be there.
    func value(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Value {
        guard node.has(index), let value = values[node.inputs[index]] else {
            throw ImportFailure("it has no input number \(index + 1)", "export the model again")
        }
        return value
    }

    /// An input that a layer computes, as the numbers that the tensor holds.
    mutating func computed(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Computed {
        try plain(try coded(node, index), node)
    }

    /// An input that a layer computes; where ``Computed/codes`` is set the layer has the numbers that the tensor's
    /// codes stand for.
    ///
    /// A constant becomes a layer that holds it: what is not worked out while reading is computed like all else.
    mutating func coded(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Computed {
        switch try value(node, index) {
        case .computed(let value): return value
        case .constant(let constant):
            guard constant.count > 0 else {
                throw ImportFailure("its input '\(node.inputs[index])' has no elements", "export the model again")
            }
            let dims =
                constant.dims.count > 1 && constant.dims[0] == 1 ? Array(constant.dims.dropFirst()) : constant.dims
            let layer = try layer(constant, as: dims.isEmpty ? [1] : dims, for: node)
            return Computed(layer: layer, dims: constant.dims, type: constant.type)
        case .unknown: throw unsupported(node)
        }
    }

    /// An input of either kind, as the numbers that the tensor holds.
    mutating func operand(_ node: NodeReader, _ index: Int) throws(ImportFailure) -> Value {
        guard case .computed(let value) = try value(node, index) else { return try value(node, index) }
        return .computed(try plain(value, node))
    }

    /// Codes as numbers of their own: number/scale + zero.
    mutating func plain(_ value: Computed, _ node: NodeReader) throws(ImportFailure) -> Computed {
        guard let codes = value.codes else { return value }
        var copy = value
        copy.codes = nil
        if codes.scale == 1, codes.zero == 0 { return copy }
        copy.layer = try append(
            node.name + ".codes", .scale(factor: 1 / codes.scale, offset: Double(codes.zero)), [value.layer])
        return copy
    }

    /// An input that has to be constant, such as weights or a shape.
    ///
    /// - Parameter role: what it is, for the message.
    func constant(_ node: NodeReader, _ index: Int, _ role: String) throws(ImportFailure) -> Constant {
        guard case .constant(let value) = try value(node, index) else {
            throw ImportFailure(
                "its \(role), '\(node.inputs[index])', are computed by the network",
                "only constant \(role) are supported: export with fixed extents, or simplify with onnxsim")
        }
        return value
    }

    /// An input that may be left out but has to be constant.
    func optionalConstant(_ node: NodeReader, _ index: Int, _ role: String) throws(ImportFailure) -> Constant? {
        node.has(index) ? try constant(node, index, role) : nil
    }

    /// Integers that older opsets have as an attribute and newer ones as an input.
    func integers(_ node: NodeReader, attribute: String, input: Int) throws(ImportFailure) -> [Int]? {
        if let values = try node.integers(attribute) { return values }
        return try optionalConstant(node, input, attribute)?.integers()
    }
}
