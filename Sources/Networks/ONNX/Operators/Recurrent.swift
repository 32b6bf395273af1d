extension GraphImport {
    /// `LSTM`, `GRU` and `RNN`, unrolled over their steps: the inputs of all steps are one linear layer, and each step
    /// multiplies the state before it with the same weights.
    mutating func recurrent(_ node: NodeReader) throws(ImportFailure) -> [Value] {
        var input = try computed(node, 0)
        let weight = try constant(node, 1, "weights"), recurrence = try constant(node, 2, "weights")
        let bias = try optionalConstant(node, 3, "biases")
        let layout = try node.integer("layout") ?? 0
        guard input.dims.count == 3, layout == 0 || layout == 1 else {
            throw ImportFailure(
                "it reads a tensor with the extents \(input.dims)", "steps, batch and features are wanted")
        }
        if layout == 1 { input = try transposed(node, input, order: [1, 0, 2]) }
        let (steps, batch, features) = (input.dims[0], input.dims[1], input.dims[2])
        let gates = node.operation == "LSTM" ? 4 : node.operation == "GRU" ? 3 : 1
        let direction = try node.text("direction") ?? "forward"
        let directions = direction == "bidirectional" ? 2 : 1
        guard ["forward", "reverse", "bidirectional"].contains(direction) else {
            throw ImportFailure("its direction is '\(direction)'", "choose forward, reverse or bidirectional")
        }
        guard batch == 1 else {
            throw ImportFailure("its batch is \(batch)", "export the model with a batch of 1, or read it with --batch")
        }
        guard weight.dims.count == 3, recurrence.dims.count == 3, let hidden = recurrence.dims.last, hidden >= 1,
            weight.dims == [directions, gates * hidden, features],
            recurrence.dims == [directions, gates * hidden, hidden],
            bias.map({ $0.dims == [directions, 2 * gates * hidden] }) ?? true,
            try node.integer("hidden_size") ?? hidden == hidden
        else {
            throw ImportFailure(
                "its weights have the extents \(weight.dims) and \(recurrence.dims)",
                "they do not belong to \(features) features: export it again")
        }
        guard steps <= 4096 else {
            throw ImportFailure(
                "it has \(steps) steps", "at most 4096 can be unrolled: choose a shorter length with --extent")
        }
        try checkRecurrent(node, steps: steps)
        let functions = try functions(node, directions)
        var outputs: [[Computed]] = []
        var lastHidden: [Computed] = [], lastCell: [Computed] = []
        for side in 0..<directions {
            let isReverse = direction == "reverse" || side == 1
            let name = directions == 1 ? node.name : "\(node.name).\(side == 0 ? "forward" : "reverse")"
            let peepholes = try optionalConstant(node, 7, "peepholes")
            let cell = RecurrentCell(
                node: node, name: name, hidden: hidden, gates: gates, weight: try part(weight, side),
                recurrence: try part(recurrence, side),
                bias: try bias.map { bias throws(ImportFailure) in try part(bias, side) }, functions: functions[side],
                clip: try node.real("clip"),
                resetsAfter: try node.integer("linear_before_reset") ?? 0 != 0,
                peepholes: try peepholes.map { peepholes throws(ImportFailure) in try part(peepholes, side) })
            let state = try state(node, 5, side, directions, hidden)
            let memory = node.operation == "LSTM" ? try self.state(node, 6, side, directions, hidden) : nil
            let run = try unrolled(cell, input.reshaped([steps, features]), isReverse: isReverse, state, memory)
            outputs.append(run.outputs)
            lastHidden.append(run.hidden)
            if let memory = run.memory { lastCell.append(memory) }
        }
        // Steps × directions × batch × hidden.
        var rows: [Value] = []
        for step in 0..<steps {
            for side in 0..<directions { rows.append(.computed(outputs[side][step].reshaped([1, hidden]))) }
        }
        var results: [Value] = [.unknown, .unknown, .unknown]
        func wanted(_ index: Int) -> Bool { index < node.outputs.count && uses[node.outputs[index], default: 0] > 0 }
        if wanted(0) {
            let all = rows.count == 1 ? outputs[0][0] : try joined(node, rows, axis: 0, suffix: ".steps")
            results[0] = .computed(
                try laidOut(node, all.reshaped([steps, directions, 1, hidden]), layout, order: [2, 0, 1, 3]))
        }
        for (index, last) in [(1, lastHidden), (2, lastCell)] where wanted(index) {
            let all =
                last.count == 1
                ? last[0]
                : try joined(node, last.map { .computed($0.reshaped([1, hidden])) }, axis: 0, suffix: ".last\(index)")
            results[index] = .computed(
                try laidOut(node, all.reshaped([directions, 1, hidden]), layout, order: [1, 0, 2]))
        }
        return node.operation == "LSTM" ? results : Array(results.prefix(2))
    }

    private mutating func laidOut(
        _ node: NodeReader, _ value: Computed, _ layout: Int, order: [Int]
    ) throws(ImportFailure) -> Computed {
        layout == 0 ? value : try transposed(node, value, order: order)
    }

    private func checkRecurrent(_ node: NodeReader, steps: Int) throws(ImportFailure) {
        if let lengths = try optionalConstant(node, 4, "lengths")?.integers(), lengths.contains(where: { $0 != steps })
        {
            throw ImportFailure("its sequence lengths are \(lengths) of \(steps) steps", "all steps are wanted")
        }
        guard try node.integer("input_forget") ?? 0 == 0 else {
            throw ImportFailure("its input and forget gates are one", "export it with input_forget=0")
        }
        let clip = try node.real("clip") ?? 0
        guard node.operation != "LSTM" || clip == 0 else {
            throw ImportFailure("it clips the inputs of its gates", "export it without clip")
        }
        for name in ["activation_alpha", "activation_beta"] where !(node.attribute(name)?.floats ?? []).isEmpty {
            throw ImportFailure("it has \(name)", "only activations without numbers of their own are supported")
        }
    }

    /// The functions of the gates, for each direction.
    private func functions(_ node: NodeReader, _ directions: Int) throws(ImportFailure) -> [[Activation]] {
        let each =
            node.operation == "LSTM"
            ? ["Sigmoid", "Tanh", "Tanh"] : node.operation == "GRU" ? ["Sigmoid", "Tanh"] : ["Tanh"]
        let stated = node.attribute("activations").map { $0.strings.map { String(decoding: $0, as: UTF8.self) } } ?? []
        let names = stated.isEmpty ? Array(repeating: each, count: directions).flatMap { $0 } : stated
        guard names.count == directions * each.count else {
            throw ImportFailure("it has \(names.count) activations", "\(directions * each.count) are wanted")
        }
        let known: [String: Activation] = [
            "sigmoid": .sigmoid, "tanh": .tanh, "relu": .relu, "softsign": .function(.softsign),
            "softplus": .function(.softplus),
        ]
        var result: [[Activation]] = []
        for side in 0..<directions {
            result.append(
                try names[side * each.count..<(side + 1) * each.count].map { name throws(ImportFailure) in
                    guard let function = known[name.lowercased()] else {
                        throw ImportFailure(
                            "its activation '\(name)' has numbers of its own, or is not known",
                            "use Sigmoid, Tanh, Relu, Softsign or Softplus")
                    }
                    return function
                })
        }
        return result
    }

    /// What belongs to one direction.
    private func part(_ constant: Constant, _ side: Int) throws(ImportFailure) -> Constant {
        let rest = Array(constant.dims.dropFirst())
        guard constant.dims[0] > 1 else { return constant.reshaped(rest) }
        let count = rest.reduce(1, *)
        return Constant(
            try constant.numbers().selecting(Array(side * count..<(side + 1) * count)), dims: rest,
            name: constant.name.isEmpty ? "" : "\(constant.name).\(side)")
    }

    /// The state before the first step; nil where it is 0.
    private mutating func state(
        _ node: NodeReader, _ index: Int, _ side: Int, _ directions: Int, _ hidden: Int
    ) throws(ImportFailure) -> Computed? {
        guard node.has(index) else { return nil }
        let given = try operand(node, index)
        guard given.dims.reduce(1, *) == directions * hidden else {
            throw ImportFailure("its state has the extents \(given.dims)", "\(directions) × 1 × \(hidden) are wanted")
        }
        switch given {
        case .constant(let constant):
            let own = try part(constant.reshaped([directions, hidden]), side)
            if try own.numbers().reals.allSatisfy({ $0 == 0 }) { return nil }
            return Computed(layer: try layer(own, as: [hidden], for: node), dims: [hidden])
        case .computed(let value):
            let flat = value.reshaped([directions, hidden])
            return try sliced(node, flat, axis: 0, start: side, count: 1, name: "\(node.name).state\(index).\(side)")
                .reshaped([hidden])
        case .unknown: throw unsupported(node)
        }
    }
}

/// One direction of a recurrent layer.
private struct RecurrentCell {
    let node: NodeReader
    let name: String
    let hidden: Int
    let gates: Int
    /// Gates · hidden × features.
    let weight: Constant
    /// Gates · hidden × hidden.
    let recurrence: Constant
    /// 2 · gates · hidden: of the input, then of the state.
    let bias: Constant?
    let functions: [Activation]
    let clip: Double?
    /// GRU: whether the reset gate comes after the product with the state.
    let resetsAfter: Bool
    /// LSTM: input, output and forget, each · hidden.
    let peepholes: Constant?
}

extension GraphImport {
    private typealias Run = (outputs: [Computed], hidden: Computed, memory: Computed?)

    private mutating func unrolled(
        _ cell: RecurrentCell, _ input: Computed, isReverse: Bool, _ state: Computed?, _ memory: Computed?
    ) throws(ImportFailure) -> Run {
        let (node, hidden, gates) = (cell.node, cell.hidden, cell.gates)
        let size = gates * hidden
        let numbers = try cell.bias?.numbers().reals
        // Biases of input and state are added together, unless the state's are inside of a gate.
        var inputBias = numbers.map { all in (0..<size).map { all[$0] + all[size + $0] } }
        var stateBias: [Double]?
        if node.operation == "GRU", cell.resetsAfter, let numbers {
            for k in 2 * hidden..<size { inputBias?[k] = numbers[k] }
            stateBias = (0..<size).map { $0 < 2 * hidden ? 0 : numbers[size + $0] }
        }
        func constant(_ values: [Double]?, _ suffix: String) -> Constant? {
            values.map { Constant(.reals($0), dims: [$0.count], name: cell.name + suffix) }
        }
        let steps = input.dims[0]
        let source = try layer(input, as: steps == 1 ? [input.dims[1]] : input.dims, for: node)
        let all = try weightLayer(
            node, .linear(Linear(outputFeatures: size, bias: inputBias != nil)), [source], weight: cell.weight,
            bias: constant(inputBias, ".bias"), name: cell.name + ".input")
        let projected = input.moved(all, [steps, size])
        // The same initialiser at each step: one matrix, however it is called.
        var recurrence = cell.recurrence
        if recurrence.identity.isEmpty { recurrence.name = cell.name + ".recurrence" }
        var peephole: [Constant] = []
        if let peepholes = cell.peepholes {
            let values = try peepholes.numbers()
            peephole = (0..<3).map {
                Constant(
                    values.selecting(Array($0 * hidden..<($0 + 1) * hidden)), dims: [hidden],
                    name: "\(cell.name).peephole\($0)")
            }
        }
        var run: Run = (Array(repeating: projected, count: steps), state ?? projected, memory)
        var (state, memory) = (state, memory)
        for number in 0..<steps {
            let step = isReverse ? steps - 1 - number : number
            let name = "\(cell.name).step\(step)"
            let own = try sliced(node, projected, axis: 0, start: step, count: 1, name: name + ".in").reshaped([size])
            let result: (hidden: Computed, memory: Computed?)
            switch node.operation {
            case "LSTM": result = try longShortTerm(cell, name, own, state, memory, recurrence, peephole)
            case "GRU":
                result = (try gatedUnit(cell, name, own, state, recurrence, constant(stateBias, ".statebias")), nil)
            default:
                let total = try plus(cell, name, own, try product(cell, name, state, recurrence, nil))
                result = (try function(cell, name + ".out", total, 0), nil)
            }
            (state, memory) = (result.hidden, result.memory)
            run.outputs[step] = result.hidden
            run.hidden = result.hidden
            run.memory = result.memory
        }
        return run
    }

    /// The state times the recurrent weights; nil where the state is 0 and there are no biases.
    private mutating func product(
        _ cell: RecurrentCell, _ name: String, _ state: Computed?, _ weight: Constant, _ bias: Constant?
    ) throws(ImportFailure) -> Computed? {
        guard let state else { return nil }
        let source = try layer(state, as: [state.count], for: cell.node)
        let outputs = weight.dims[0]
        let layer = try weightLayer(
            cell.node, .linear(Linear(outputFeatures: outputs, bias: bias != nil)), [source], weight: weight,
            bias: bias, name: name + ".state")
        return state.moved(layer, [outputs])
    }

    private mutating func plus(
        _ cell: RecurrentCell, _ name: String, _ first: Computed, _ second: Computed?
    ) throws(ImportFailure) -> Computed {
        guard let second else { return first }
        return first.moved(
            try append(
                name + ".sum", .add,
                [
                    try layer(first, as: [first.count], for: cell.node),
                    try layer(second, as: [second.count], for: cell.node),
                ]), [first.count])
    }

    private mutating func times(
        _ cell: RecurrentCell, _ name: String, _ first: Computed, _ second: Computed
    ) throws(ImportFailure) -> Computed {
        first.moved(try append(name, .multiply, [first.layer, second.layer]), first.dims)
    }

    private mutating func cut(
        _ cell: RecurrentCell, _ name: String, _ value: Computed, _ gate: Int
    ) throws(ImportFailure) -> Computed {
        try sliced(cell.node, value, axis: 0, start: gate * cell.hidden, count: cell.hidden, name: name)
    }

    private mutating func function(
        _ cell: RecurrentCell, _ name: String, _ value: Computed, _ number: Int
    ) throws(ImportFailure) -> Computed {
        var source = try layer(value, as: [value.count], for: cell.node)
        if let clip = cell.clip, clip > 0 {
            source = try append(name + ".clip", .activation(.clip(minimum: -clip, maximum: clip)), [source])
        }
        return value.moved(try append(name, .activation(cell.functions[number]), [source]), [value.count])
    }

    /// Gates in the order input, output, forget, cell: c' = f·c + i·g, h' = o·φ(c').
    private mutating func longShortTerm(
        _ cell: RecurrentCell, _ name: String, _ own: Computed, _ state: Computed?, _ memory: Computed?,
        _ recurrence: Constant,
        _ peephole: [Constant]
    ) throws(ImportFailure) -> (Computed, Computed?) {
        let total = try plus(cell, name, own, try product(cell, name, state, recurrence, nil))
        func gate(_ number: Int, _ word: String, _ seen: Computed?, _ weight: Int) throws(ImportFailure) -> Computed {
            var value = try cut(cell, "\(name).\(word)", total, number)
            if let seen, weight < peephole.count {
                let constant = Computed(
                    layer: try layer(peephole[weight], as: [cell.hidden], for: cell.node), dims: [cell.hidden])
                value = try plus(
                    cell, "\(name).\(word)", value, try times(cell, "\(name).\(word).peephole", seen, constant))
            }
            return try function(cell, "\(name).\(word).gate", value, 0)
        }
        let enter = try gate(0, "i", memory, 0)
        let fresh = try function(cell, "\(name).g.gate", try cut(cell, "\(name).g", total, 3), 1)
        var next = try times(cell, "\(name).new", enter, fresh)
        if let memory {
            let forget = try gate(2, "f", memory, 2)
            next = try plus(cell, "\(name).cell", try times(cell, "\(name).kept", forget, memory), next)
        }
        let out = try gate(1, "o", next, 1)
        return (try times(cell, "\(name).out", out, try function(cell, "\(name).cell.out", next, 2)), next)
    }

    /// Gates in the order update, reset, hidden: h' = (1 − z)·n + z·h.
    private mutating func gatedUnit(
        _ cell: RecurrentCell, _ name: String, _ own: Computed, _ state: Computed?, _ recurrence: Constant,
        _ bias: Constant?
    ) throws(ImportFailure) -> Computed {
        let hidden = cell.hidden
        var products: [Computed?] = [nil, nil, nil]
        func rows(_ range: Range<Int>, _ what: String) throws(ImportFailure) -> Constant {
            let places = Array(range.lowerBound * hidden * hidden..<range.upperBound * hidden * hidden)
            return Constant(
                try recurrence.numbers().selecting(places), dims: [range.count * hidden, hidden],
                name: "\(cell.name).recurrence.\(what)")
        }
        // With the reset before the product its state is another one than that of the gates.
        let gates: Computed?
        if cell.resetsAfter {
            let zero = state == nil && bias != nil
            if zero {
                let nothing = try layer(
                    Constant(.reals([Double](repeating: 0, count: hidden)), dims: [hidden], name: cell.name + ".zero"),
                    as: [hidden], for: cell.node)
                gates = try product(cell, name, Computed(layer: nothing, dims: [hidden]), recurrence, bias)
            } else {
                gates = try product(cell, name, state, recurrence, bias)
            }
        } else {
            gates = try product(cell, name, state, try rows(0..<2, "gates"), nil)
        }
        if let gates {
            for gate in 0..<(cell.resetsAfter ? 3 : 2) {
                products[gate] = try cut(cell, "\(name).state.\(gate)", gates, gate)
            }
        }
        let update = try function(
            cell, "\(name).z.gate", try plus(cell, "\(name).z", try cut(cell, "\(name).z.in", own, 0), products[0]), 0)
        var inner = products[2]
        if let value = cell.resetsAfter ? inner : state {
            let reset = try function(
                cell, "\(name).r.gate", try plus(cell, "\(name).r", try cut(cell, "\(name).r.in", own, 1), products[1]),
                0)
            let scaled = try times(cell, "\(name).reset", reset, value)
            inner = cell.resetsAfter ? scaled : try product(cell, name + ".n", scaled, try rows(2..<3, "hidden"), nil)
        }
        let fresh = try function(
            cell, "\(name).n.gate", try plus(cell, "\(name).n", try cut(cell, "\(name).n.in", own, 2), inner), 1)
        let rest = update.moved(try append("\(name).rest", .scale(factor: -1, offset: 1), [update.layer]), update.dims)
        let new = try times(cell, "\(name).new", rest, fresh)
        guard let state else { return new }
        let flat = Computed(layer: try layer(state, as: [hidden], for: cell.node), dims: [hidden])
        return try plus(cell, "\(name).out", new, try times(cell, "\(name).kept", update, flat))
    }
}
