import Networks

/// A network as stages in an order in which every stage comes after those it reads.
///
/// A digital layer belongs to the deepest stage that it reads, depth being the number of stages before it; of equally
/// deep ones to the later. Then every edge between stages leads from a lower (depth, position) to a higher one, so that
/// the stages of any network can be ordered. The network's inputs belong to no stage: two layers that read one wait for
/// nothing of each other. Digital layers on an input are tasks of their own.
public struct StageGraph: Hashable, Sendable {
    /// Every stage after those that it reads.
    public let stages: [Stage]
    /// The digital layers on the network's inputs that have something to do, in its order.
    public let inputTasks: [InputTask]
    /// For each layer of the network, its stage; for inputs and digital layers on them, the first stage that reads
    /// them.
    public let stageOfLayer: [Int]
    /// For each stage whether all stages before it are complete when it starts, whatever they take.
    public let isSynchronised: [Bool]
    /// For each stage the tasks on the input that are done beside its crossbars, as indices into ``inputTasks``.
    public let hostedTasks: [[Int]]
    /// Whether the stages just follow each other, and nothing is done before or beside them.
    public let isChain: Bool
    /// What has to be held in buffers, by stage.
    public let holdings: [Holding]

    /// - Throws: when no layer holds weights.
    public init(_ network: Network) throws(NetworkError) {
        let layers = network.layers
        guard !network.stationaryLayers.isEmpty else {
            throw NetworkError(
                layer: nil, problem: "network '\(network.name)' has no layer with weights to place on crossbars",
                remedy: "give it a convolution or a linear layer")
        }
        let owners = Owners(network)
        let inputTasks = Self.inputTasks(of: network, owners)
        var taskOfLayer: [Int: [Int]] = [:]
        for index in layers.indices where owners.isOnInput[index] {
            // A layer that does nothing stands for what it reads.
            let own = inputTasks.firstIndex { $0.layer == index }
            taskOfLayer[index] = own.map { [$0] } ?? layers[index].inputs.flatMap { taskOfLayer[$0] ?? [] }
        }
        var members = [[Int]](repeating: [], count: owners.anchors.count)
        for index in layers.indices { members[owners.stageOfLayer[index]].append(index) }
        var stages: [Stage] = [], isSynchronised: [Bool] = []
        // Stages that none of those so far waits for.
        var ends: Set<Int> = []
        for stage in owners.anchors.indices {
            let reading = Reading(stage, members: members[stage], owners, taskOfLayer, network)
            let synchronised = ends.isSubset(of: reading.anchorReads)
            // What is complete in any case need not be waited for.
            let late: Set<Int> =
                synchronised
                ? [] : reading.operandReads.filter { !Self.precedes($0, anyOf: reading.anchorReads, stages) }
            stages.append(reading.stage(late: late, network))
            isSynchronised.append(synchronised)
            ends.subtract(reading.anchorReads)
            ends.subtract(late)
            ends.insert(stage)
        }
        self.stages = stages
        self.inputTasks = inputTasks
        self.isSynchronised = isSynchronised
        var hosted = [[Int]](repeating: [], count: stages.count)
        for (index, task) in inputTasks.enumerated() { hosted[task.host].append(index) }
        hostedTasks = hosted
        isChain = inputTasks.isEmpty && isSynchronised.allSatisfy { $0 } && !stages.contains(where: \.hasJoin)
        stageOfLayer = owners.stageOfLayer
        holdings = Self.allHoldings(
            network, stages, owners.stageOfLayer, isOnInput: owners.isOnInput,
            StageOrder(stages, isSynchronised: isSynchronised))
    }

    /// Whether a stage is one of some others, or before one of them.
    private static func precedes(_ stage: Int, anyOf others: Set<Int>, _ stages: [Stage]) -> Bool {
        var seen = others
        var open = Array(others)
        while let next = open.popLast() {
            if next == stage { return true }
            for before in stages[next].predecessors + stages[next].joins
            where before >= stage && seen.insert(before).inserted {
                open.append(before)
            }
        }
        return false
    }

    private static func inputTasks(of network: Network, _ owners: Owners) -> [InputTask] {
        var tasks: [InputTask] = []
        var taskOfLayer: [Int: [Int]] = [:]
        for (index, layer) in network.layers.enumerated() where owners.isOnInput[index] {
            let before = Set(layer.inputs.flatMap { taskOfLayer[$0] ?? [] }).sorted()
            let work = DigitalWork(of: layer, isFolded: network.foldTarget(of: index) != nil)
            guard !work.isEmpty else {
                taskOfLayer[index] = before
                continue
            }
            taskOfLayer[index] = [tasks.count]
            tasks.append(InputTask(layer: index, work: work, host: owners.stageOfLayer[index], predecessors: before))
        }
        return tasks
    }
}

/// Which layer belongs to which stage.
private struct Owners {
    /// The stages' layers with weights, by depth and position.
    let anchors: [Int]
    let stageOfLayer: [Int]
    /// Inputs, and digital layers that read nothing but inputs.
    let isOnInput: [Bool]

    init(_ network: Network) {
        let layers = network.layers
        var anchorOfLayer = [Int?](repeating: nil, count: layers.count)
        var depth = [Int](repeating: 0, count: layers.count)
        for (index, layer) in layers.enumerated() {
            let before = layer.inputs.compactMap { anchorOfLayer[$0] }
            if layer.isStationary {
                depth[index] = 1 + (before.map { depth[$0] }.max() ?? 0)
                anchorOfLayer[index] = index
            } else {
                anchorOfLayer[index] = before.max { (depth[$0], $0) < (depth[$1], $1) }
            }
        }
        let anchors = network.stationaryLayers.sorted { (depth[$0], $0) < (depth[$1], $1) }
        var position = [Int](repeating: 0, count: layers.count)
        for (index, anchor) in anchors.enumerated() { position[anchor] = index }
        var stages = anchorOfLayer.map { $0.map { position[$0] } }
        isOnInput = stages.map { $0 == nil }
        for index in layers.indices.reversed() where stages[index] == nil {
            stages[index] = network.consumers[index].compactMap { stages[$0] }.min() ?? 0
        }
        self.anchors = anchors
        stageOfLayer = stages.map { $0! }
    }
}

/// What one stage reads and writes.
private struct Reading {
    let anchor: Int
    /// Stages that the anchor reads, and those that only its followers do.
    private(set) var anchorReads: Set<Int> = []
    private(set) var operandReads: Set<Int> = []
    private var inputTasks: Set<Int> = []
    private var arrivals = 0, operands = 0, externalInputs = 0, externalOutputs = 0
    /// The digital layers in order: what they do, and the other stages that they wait for, directly or through each
    /// other.
    private var followers: [(follower: Stage.Follower, reads: Set<Int>)] = []

    init(_ stage: Int, members: [Int], _ owners: Owners, _ taskOfLayer: [Int: [Int]], _ network: Network) {
        let layers = network.layers, stageOfLayer = owners.stageOfLayer
        anchor = owners.anchors[stage]
        // The anchor's own chain of input: everything it reads through layers on the network's input.
        let upstream = Self.upstreamMembers(of: anchor, stage: stage, stageOfLayer, network)
        var waitsFor: [Int: Set<Int>] = [:]
        for index in members {
            let layer = layers[index]
            var reads: Set<Int> = []
            for input in layer.inputs {
                if !owners.isOnInput[index] { inputTasks.formUnion(taskOfLayer[input] ?? []) }
                let isExternal = Self.isInput(layers[input])
                let crosses = stageOfLayer[input] != stage
                if !crosses { reads.formUnion(waitsFor[input] ?? []) }
                // Constants lie in a buffer like the results of other stages.
                guard crosses || isExternal || Self.isConstant(layers[input]) else { continue }
                let values = layers[input].outputElements
                if upstream.contains(index) { arrivals += values } else { operands += values }
                if isExternal { externalInputs += values }
                guard crosses, !owners.isOnInput[input] else { continue }
                if index == anchor {
                    anchorReads.insert(stageOfLayer[input])
                } else {
                    reads.insert(stageOfLayer[input])
                }
            }
            if network.consumers[index].isEmpty, !Self.isInput(layer) { externalOutputs += layer.outputElements }
            guard index != anchor, !owners.isOnInput[index] else { continue }
            waitsFor[index] = reads
            operandReads.formUnion(reads)
            followers.append(
                (
                    Stage.Follower(
                        layer: index, work: DigitalWork(of: layer, isFolded: network.foldTarget(of: index) != nil)),
                    reads
                ))
        }
    }

    /// - Parameter late: the stages among ``operandReads`` that need not be complete when the anchor's are.
    func stage(late: Set<Int>, _ network: Network) -> Stage {
        let busy = followers.filter { !$0.follower.work.isEmpty }
        let prompt = busy.filter { $0.reads.isDisjoint(with: late) }
        let waiting = busy.filter { !$0.reads.isDisjoint(with: late) }
        return Stage(
            anchor: anchor, followers: (prompt + waiting).map(\.follower), promptFollowers: prompt.count,
            predecessors: anchorReads.union(operandReads).subtracting(late).sorted(), joins: late.sorted(),
            inputTasks: inputTasks.sorted(), arrivals: arrivals, operands: operands, externalInputs: externalInputs,
            externalOutputs: externalOutputs, startShare: Self.startShare(of: network.layers[anchor], in: network))
    }

    /// The anchor and those members of its stage that its input passes through.
    private static func upstreamMembers(
        of anchor: Int, stage: Int, _ stageOfLayer: [Int], _ network: Network
    ) -> Set<Int> {
        var found: Set<Int> = [anchor]
        var open = [anchor]
        while let index = open.popLast() {
            for input in network.layers[index].inputs where stageOfLayer[input] == stage && found.insert(input).inserted
            {
                open.append(input)
            }
        }
        return found
    }

    private static func isInput(_ layer: Layer) -> Bool {
        if case .input = layer.operation { true } else { false }
    }

    private static func isConstant(_ layer: Layer) -> Bool {
        if case .constant = layer.operation { true } else { false }
    }

    /// The rows of a map that the first window covers, of all rows; all of it for everything else.
    private static func startShare(of layer: Layer, in network: Network) -> Double {
        guard let convolution = layer.convolution else { return 1 }
        let height = network.layers[layer.inputs[0]].output.height
        let window = convolution.dilation.height * (convolution.kernel.height - 1) + 1 - convolution.padding.top
        return min(1, max(1, Double(window)) / Double(height))
    }
}
