import Networks

/// Data that lie in the buffers around a stage's crossbars for as long as they are needed: a map that it reads, one
/// that its digital layers need whole, or its results that leave the chip.
public struct Holding: Hashable, Sendable {
    /// Whose output it is, an index into the network: a tensor that several stages read lies once in the tiles that
    /// they share.
    public let layer: Int
    /// The stage in whose tiles they lie, an index into ``StageGraph/stages``.
    public let stage: Int
    /// Whether its crossbars read them: then they lie in every instance that a piece of the input has to reach.
    public let isForCrossbars: Bool
    /// Layer by layer: values that are held, and the stages while which they are.
    public let values: Int
    /// See ``values``: indices into ``StageGraph/stages``.
    public let slots: [Int]
    /// Pipelined: values that are held of all inferences at work.
    public let window: Int
    /// Of these, those that wait for an operand that comes later.
    public let waiting: Int
    /// Of these, those that one position of the layer needs at once: with less room than for these they are fetched for
    /// each position anew.
    public let lines: Int
    /// Values by which a further copy of the weights widens the window.
    public let stride: Int

    /// Pipelined, with so many copies: never more than two whole maps beyond what waits for others.
    public func window(copies: Int) -> Int { min(window + stride * (copies - 1), max(window, 2 * values)) }
}

extension StageGraph {
    /// Everything that has to be held, by stage.
    ///
    /// Pipelined, an inference's data pass by at a steady pace. A convolution holds (k_h − 1)·W + k_w positions of its
    /// input; what needs a whole operand (a linear layer on a flattened map, the keys and values of attention, a norm
    /// over space) holds two, one that is used and one that comes in. Results are behind the input by what of it has to
    /// be there before the first result; where branches meet, the operand that comes first waits for the other in as
    /// many of its values as come in that time.
    static func allHoldings(
        _ network: Network, _ stages: [Stage], _ stageOfLayer: [Int], isOnInput: [Bool], _ order: StageOrder
    ) -> [Holding] {
        var members = [[Int]](repeating: [], count: stages.count)
        for layer in network.layers.indices { members[stageOfLayer[layer]].append(layer) }
        var result: [Holding] = []
        /// Of each stage, how far its results are behind the network's input, in inferences.
        var lag = [Double](repeating: 0, count: stages.count)
        for (index, stage) in stages.enumerated() {
            let needs = Needs(index, stage, members[index], network, stageOfLayer, isOnInput: isOnInput)
            func source(_ need: Need) -> Double { need.source.map { $0 == index ? 0 : lag[$0] } ?? 0 }
            let outside = needs.all.filter { $0.source != index }
            let start = outside.filter(\.isForCrossbars).map(source).max() ?? 0
            let own = start + needs.share + Double(needs.wholeOperands)
            let end = max(own, outside.filter { !$0.isForCrossbars }.map(source).max() ?? 0)
            lag[index] = end
            for need in needs.all {
                let isOwn = need.source == index
                let share = need.isConstant || isOwn ? 0 : (need.isForCrossbars ? start : end) - source(need)
                let waiting = Int((share * Double(need.wholeValues)).rounded(.up))
                result.append(
                    Holding(
                        layer: need.layer, stage: index, isForCrossbars: need.isForCrossbars, values: need.values,
                        slots: need.isConstant
                            ? Array(stages.indices) : order.slots(from: need.source ?? index, to: index),
                        window: need.window + waiting, waiting: waiting, lines: need.lines, stride: need.stride))
            }
        }
        return result
    }
}

/// What one stage needs of one tensor.
private struct Need {
    var layer: Int
    /// The stage that makes it, the stage itself for what it needs whole of its own; nil for what comes from outside.
    var source: Int?
    var isConstant = false
    var isForCrossbars = false
    /// Of the tensor.
    var wholeValues: Int
    /// As ``Holding`` has them.
    var values: Int
    var window = 0
    var lines = 0
    var stride = 0
}

private struct Needs {
    private(set) var all: [Need] = []
    /// The share of the anchor's input that is there before its first result.
    let share: Double
    /// Layers behind each other that wait for a whole operand.
    private(set) var wholeOperands = 0

    init(_ index: Int, _ stage: Stage, _ members: [Int], _ network: Network, _ stageOfLayer: [Int], isOnInput: [Bool]) {
        let layers = network.layers
        share = Self.firstShare(of: layers[stage.anchor], network)
        let positions = layers[stage.anchor].matrix?.positions ?? 1
        /// How many whole operands a layer's result has waited for in this stage.
        var waited: [Int: Int] = [:]
        /// What only names the network's input anew lies nowhere else.
        func isRenamed(_ layer: Int) -> Bool {
            isOnInput[layer] && layers[layer].operation.movesDataOnly && layers[layer].inputs.count == 1
        }
        for member in members where !isRenamed(member) {
            var own = 0
            for (place, named) in layers[member].inputs.enumerated() {
                let extent = OperandNeed(of: layers[member], operand: place, layers[named], positions: positions)
                var input = named
                while isRenamed(input) { input = layers[input].inputs[0] }
                let isExternal = layers[input].isInput, isConstant = layers[input].isConstant
                let isOther =
                    stageOfLayer[input] != index || isExternal || isConstant || isOnInput[input] && !isOnInput[member]
                let before = waited[input] ?? 0
                own = max(own, before)
                if isOther {
                    var need = Need(
                        layer: input, source: isExternal || isConstant ? nil : stageOfLayer[input],
                        wholeValues: layers[input].outputElements,
                        values: layers[input].outputElements)
                    need.isConstant = isConstant
                    need.isForCrossbars = member == stage.anchor
                    (need.window, need.lines, need.stride) = (
                        isConstant ? need.values : extent.window, extent.lines, extent.stride
                    )
                    if isOnInput[input], !isExternal, !isConstant, stageOfLayer[input] == index { need.source = index }
                    add(need)
                } else if extent.isWhole || extent.lines > 0 {
                    // Of its own: whole, or as many lines as a window has.
                    add(
                        Need(
                            layer: input, source: index, wholeValues: layers[input].outputElements,
                            values: extent.isWhole ? layers[input].outputElements : 0, window: extent.window,
                            lines: extent.lines))
                }
                if extent.isWhole, !isOther, member != stage.anchor { own = max(own, before + 1) }
            }
            // What is multiplied with a whole operand waits for it, whole.
            if case .matmul = layers[member].operation, let first = layers[member].inputs.first,
                stageOfLayer[first] == index, own > (waited[first] ?? 0)
            {
                let values = layers[first].outputElements
                add(Need(layer: first, source: index, wholeValues: values, values: values, window: values))
            }
            waited[member] = own
            wholeOperands = max(wholeOperands, own)
            if network.consumers[member].isEmpty, !layers[member].isInput {
                add(
                    Need(
                        layer: member, source: index, wholeValues: layers[member].outputElements,
                        values: layers[member].outputElements))
            }
        }
    }

    /// A tensor that several layers of the stage read lies there once.
    private mutating func add(_ need: Need) {
        guard let known = all.firstIndex(where: { $0.layer == need.layer }) else {
            all.append(need)
            return
        }
        all[known].isForCrossbars = all[known].isForCrossbars || need.isForCrossbars
        all[known].values = max(all[known].values, need.values)
        all[known].window = max(all[known].window, need.window)
        all[known].lines = max(all[known].lines, need.lines)
        all[known].stride = max(all[known].stride, need.stride)
    }

    /// Values of the input that are there before the first result, as a share of all.
    private static func firstShare(of anchor: Layer, _ network: Network) -> Double {
        let input = network.layers[anchor.inputs[0]].output
        guard let convolution = anchor.convolution else {
            return 1 / Double(max(1, anchor.matrix?.positions ?? 1))
        }
        func reach(_ kernel: Int, _ dilation: Int, _ padding: Int) -> Int { max(0, dilation * (kernel - 1) - padding) }
        let rows = reach(convolution.kernel.height, convolution.dilation.height, convolution.padding.top)
        let columns = reach(convolution.kernel.width, convolution.dilation.width, convolution.padding.left)
        let before: Int = rows * input.width + columns + 1
        return min(1, Double(before) / Double(input.height * input.width))
    }
}

/// How much of an operand a layer needs at once.
private struct OperandNeed {
    /// All of it before it can begin.
    var isWhole = false
    var window = 0
    var lines = 0
    var stride = 0

    init(of layer: Layer, operand: Int, _ input: Layer, positions: Int) {
        let values = input.outputElements, shape = input.output
        /// Positions of a window, and those that it is moved by.
        var covered = values, step = 0
        switch layer.operation {
        case .convolution(let convolution):
            let height = convolution.dilation.height * (convolution.kernel.height - 1) + 1
            let width = convolution.dilation.width * (convolution.kernel.width - 1) + 1
            covered = ((height - 1) * shape.width + width) * shape.channels
            step = convolution.stride.width * shape.channels
        case .pool(let pool):
            let height = pool.dilation.height * (pool.window.height - 1) + 1,
                width = pool.dilation.width * (pool.window.width - 1) + 1
            covered = ((height - 1) * shape.width + width) * shape.channels
        case .linear:
            covered = values / (layer.matrix?.positions ?? 1)
            step = covered
        case .matmul where operand == 1: break
        case .layerNorm where values / max(1, shape.features) < positions: break
        default: return
        }
        guard covered < values else {
            isWhole = true
            (window, lines) = (2 * values, values)
            return
        }
        (window, lines, stride) = (covered, covered, step)
    }
}

extension Layer {
    fileprivate var isInput: Bool { if case .input = operation { true } else { false } }
    fileprivate var isConstant: Bool { if case .constant = operation { true } else { false } }
}

/// Which stages have surely ended when another one starts, whatever they take.
struct StageOrder {
    /// For each stage the first of those among which it is not known who runs when: all before have ended when these
    /// start.
    private let first: [Int]
    /// One past the last of these.
    private let last: [Int]
    /// For each stage, those of its group that have ended when it starts; empty where it is alone.
    private let ended: [Set<Int>]

    init(_ stages: [Stage], isSynchronised: [Bool]) {
        var first = [Int](repeating: 0, count: stages.count), last = first
        var start = 0
        for stage in stages.indices {
            if isSynchronised[stage] { start = stage }
            first[stage] = start
        }
        var end = stages.count
        for stage in stages.indices.reversed() {
            last[stage] = end
            if first[stage] == stage { end = stage }
        }
        var ended = [Set<Int>](repeating: [], count: stages.count), withEnd = ended
        for (index, stage) in stages.enumerated() where last[index] - first[index] > 1 {
            for before in stage.predecessors where before >= first[index] { ended[index].formUnion(withEnd[before]) }
            withEnd[index] = ended[index].union([index])
            for join in stage.joins where join >= first[index] { withEnd[index].formUnion(withEnd[join]) }
        }
        self.first = first
        self.last = last
        self.ended = ended
    }

    /// Whether a stage has ended before another starts.
    private func precedes(_ stage: Int, _ other: Int) -> Bool { stage < first[other] || ended[other].contains(stage) }

    /// The stages while which something may be there that one stage makes and another reads.
    func slots(from source: Int, to reader: Int) -> [Int] {
        (first[source]..<last[reader]).filter { !precedes($0, source) && !precedes(reader, $0) }
    }
}
