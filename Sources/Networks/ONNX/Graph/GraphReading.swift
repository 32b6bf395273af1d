extension GraphImport {
    /// Imports a whole graph; what is wrong with it is in ``problems`` afterwards.
    mutating func add(_ graph: Onnx_GraphProto, folder: String, options: ImportOptions) {
        guard graph.node.count <= 16 * Limits.layers else {
            tell("the graph has \(graph.node.count) nodes", "at most \(16 * Limits.layers) are supported")
            return
        }
        var external = ExternalData(folder: folder)
        var scalars: [String: Double] = [:]
        // A missing file is told once, not for each tensor in it.
        var told: Set<ImportFailure> = []
        for tensor in graph.initializer {
            do throws(ImportFailure) {
                let stored = try StoredTensor(tensor, &external)
                values[tensor.name] = .constant(Constant(stored))
                if stored.dims.allSatisfy({ $0 == 1 }) { scalars[tensor.name] = stored.reals.first }
            } catch {
                values[tensor.name] = .unknown
                if told.insert(error).inserted { tell("tensor '\(tensor.name)': \(error.problem)", error.hint) }
            }
        }
        for tensor in graph.sparseInitializer {
            values[tensor.values.name] = .unknown
            tell("tensor '\(tensor.values.name)': it is sparse", "export the model with dense weights")
        }
        // Files before IR version 4 list their weights as inputs too.
        let inputs = graph.input.filter { values[$0.name] == nil }
        let sequences = Self.sequences(graph.node)
        for (index, input) in inputs.enumerated() {
            add(input, hasBatch: !sequences.contains(input.name), isFirst: index == 0, options: options)
        }
        checkUsed(options, inputs)
        guard !nodes.isEmpty || !problems.isEmpty else {
            tell("the graph has no input that varies", "export the whole network, from its input on")
            return
        }
        tensors = graph.input.map(\.name) + graph.initializer.map(\.name) + graph.node.flatMap(\.output)
        let outputs = options.outputs.isEmpty ? graph.output.map(\.name) : options.outputs
        guard !outputs.isEmpty else {
            tell("the graph has no output", "export the whole network, to its output")
            return
        }
        let rewritten = GraphRewriting.rewritten(graph.node, outputs: outputs, scalars: scalars)
        let live = Self.live(rewritten, outputs: outputs)
        for node in live { for input in Self.reads(node) { uses[input, default: 0] += 1 } }
        for output in outputs { uses[output, default: 0] += 1 }
        for node in live { add(node) }
        finish(outputs, isChosen: !options.outputs.isEmpty)
    }

    /// A tensor that the network reads.
    private mutating func add(_ input: Onnx_ValueInfoProto, hasBatch: Bool, isFirst: Bool, options: ImportOptions) {
        values[input.name] = .unknown
        guard case .tensorType(let type)? = input.type.value, type.hasShape else {
            tell("input '\(input.name)' is not a tensor with a shape", "export the model with the shape of its input")
            return
        }
        let element: ElementType
        do throws(ImportFailure) {
            element = try StoredTensor.type(type.elemType)
        } catch {
            tell("input '\(input.name)': \(error.problem)", error.hint)
            return
        }
        let constant = options.constants[input.name]
        guard
            let dims = extents(
                of: input.name, type.shape.dim, isFirst: isFirst, hasBatch: hasBatch && constant == nil, options)
        else { return }
        guard dims.count <= Limits.rank, dims.allSatisfy({ $0 >= 1 }), Strides.count(dims) != nil else {
            tell(
                "input '\(input.name)' has the extents \(dims)",
                "at most \(Limits.rank) extents and \(Limits.elements) elements are supported")
            return
        }
        if let constant {
            add(constant, as: input.name, dims, element)
            return
        }
        let shape = Shape(dims.isEmpty ? [1] : dims.count > 1 && dims[0] == 1 ? Array(dims.dropFirst()) : dims)
        do {
            let layer = try append(input.name, .input(shape), [], tensor: input.name)
            values[input.name] = .computed(Computed(layer: layer, dims: dims, type: element))
        } catch {
            tell("input '\(input.name)': \(error.problem)", error.hint)
        }
    }

    /// An input that is always the same.
    private mutating func add(_ numbers: [Double], as name: String, _ dims: [Int], _ type: ElementType) {
        let count = dims.reduce(1, *)
        guard numbers.count == count || numbers.count == 1, count <= Constant.foldingLimit else {
            tell("input '\(name)' is given \(numbers.count) numbers", "it has \(count): give as many, or one for all")
            return
        }
        let all = numbers.count == count ? numbers : [Double](repeating: numbers[0], count: count)
        if type.isReal {
            values[name] = .constant(Constant(.reals(all), dims: dims, name: name, type: type))
            return
        }
        let whole = all.compactMap { Int(exactly: $0) }
        guard whole.count == count else {
            tell("input '\(name)' is given \(numbers)", "its elements are integers")
            return
        }
        values[name] = .constant(Constant(.integers(whole), dims: dims, name: name, type: type))
    }

    /// The extents of an input, those that the file leaves open as the user gives them; nil when one is not known,
    /// which is told.
    private mutating func extents(
        of name: String, _ dims: [Onnx_TensorShapeProto.Dimension], isFirst: Bool, hasBatch: Bool,
        _ options: ImportOptions
    ) -> [Int]? {
        var result: [Int] = []
        var open: [String] = []
        for (axis, dimension) in dims.enumerated() {
            let isBatch = axis == 0 && dims.count > 1 && options.batch != .none && hasBatch
            var symbol: String?
            var fixed: Int?
            switch dimension.value {
            // Some exporters write -1 or 0 for an extent that is open.
            case .dimValue(let extent)? where extent >= 1: fixed = extent <= Limits.elements ? Int(extent) : 0
            case .dimParam(let text)? where !text.isEmpty && text != "?": symbol = text
            default: break
            }
            let keys = (symbol.map { [$0] } ?? []) + ["\(name):\(axis)", "\(axis)"]
            if let fixed {
                guard fixed >= 1 else {
                    tell("input '\(name)' has an extent of more than \(Limits.elements)", "export the model again")
                    return nil
                }
                result.append(isBatch && options.batch == .any ? 1 : fixed)
            } else if let key = keys.first(where: { options.extents[$0] != nil }), let extent = options.extents[key] {
                usedExtents.insert(key)
                result.append(extent)
            } else if isBatch || (symbol != nil && symbol == batchSymbol) {
                // What is called as the batch is the batch, wherever it stands.
                if isFirst { batchSymbol = symbol }
                result.append(1)
            } else {
                open.append(
                    "--extent \(symbol.map(Self.quoted) ?? (isFirst ? "\(axis)" : Self.quoted("\(name):\(axis)")))=N")
            }
        }
        guard open.isEmpty else {
            tell(
                "input '\(name)' leaves \(open.count == 1 ? "an extent" : "\(open.count) extents") open",
                "give \(open.count == 1 ? "it" : "them"): \(open.joined(separator: " "))")
            return nil
        }
        // A second input may be a state, whose first extent is something else.
        guard options.batch == .none || !hasBatch || !isFirst || dims.count < 2 || result[0] == 1 else {
            tell(
                "input '\(name)' has a batch of \(result[0])",
                "give --batch to read it as a batch of 1, or --no-batch where the first extent is no batch")
            return nil
        }
        return result
    }

    /// Tensors whose first extent is steps or directions, as recurrent operators have it: their batch is the second.
    private static func sequences(_ nodes: [Onnx_NodeProto]) -> Set<String> {
        var names: Set<String> = []
        for node in nodes where ["LSTM", "GRU", "RNN"].contains(node.opType) {
            if node.attribute.contains(where: { $0.name == "layout" && $0.i == 1 }) { continue }
            for index in [0, 5, 6] where index < node.input.count { names.insert(node.input[index]) }
        }
        // What passes a tensor on as it is.
        for node in nodes.reversed() where ["Identity", "Cast"].contains(node.opType) {
            if let output = node.output.first, names.contains(output) { names.formUnion(node.input) }
        }
        return names
    }

    /// A name as a shell takes it.
    private static func quoted(_ name: String) -> String {
        name.allSatisfy { $0.isLetter || $0.isNumber || "_.:-".contains($0) } ? name : "'\(name)'"
    }

    /// Tells of extents and constants that no input has.
    private mutating func checkUsed(_ options: ImportOptions, _ inputs: [Onnx_ValueInfoProto]) {
        let names = inputs.map(\.name)
        for name in options.constants.keys.sorted() where !names.contains(name) {
            tell("no input is called '\(name)'", "the inputs are \(names.map { "'\($0)'" }.joined(separator: ", "))")
        }
        guard problems.isEmpty else { return }
        for key in options.extents.keys.sorted() where !usedExtents.contains(key) {
            tell("no input leaves an extent '\(key)' open", "name an open extent as the file does, or by its axis")
        }
    }

    /// The nodes on which the outputs depend, in their order.
    static func live(_ nodes: [Onnx_NodeProto], outputs: [String]) -> [Onnx_NodeProto] {
        var wanted = Set(outputs)
        var isLive = [Bool](repeating: false, count: nodes.count)
        for (index, node) in nodes.enumerated().reversed() where node.output.contains(where: { wanted.contains($0) }) {
            isLive[index] = true
            wanted.formUnion(reads(node))
        }
        return zip(nodes, isLive).filter(\.1).map(\.0)
    }
}
