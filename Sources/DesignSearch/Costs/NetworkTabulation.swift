import Cost
import Diagnostics
import Hardware
import Mapping
import Networks
import Optimisation
import Random

extension TabulatedSpace {
    /// The table of a space in which the network itself varies: each layer has a row for each of its options where the
    /// channels that it writes and reads, and the blocks behind it whose digital work would be done beside it, have
    /// certain values; and one where its block is left out.
    ///
    /// What layers cost is taken from networks in which these values hold. Before the table is used a few points are
    /// priced by the cost model as well.
    ///
    /// - Returns: nil where a table cannot say what the space's points cost: besides the reasons of
    ///   ``tabulated(_:on:losses:at:)``, where blocks can be left out of a network whose layers share parts of the chip
    ///   (branches, pipelines).
    /// - Throws: every option of a layer that cannot be placed or computed.
    static func coupled(
        _ design: DesignSpace, on model: CostModel, losses: LossLimit?, at location: (Int?) -> SourceLocation
    ) throws(InvalidInput) -> TabulatedSpace? {
        guard var chip = design.chipOfSums(on: model) else { return nil }
        let graph: StageGraph
        do { graph = try StageGraph(design.network) } catch {
            throw InvalidInput([Diagnostic(at: location(nil), error.problem, hint: error.remedy)])
        }
        let schedule = Schedule(model, graph, design.specification.dataflow)
        guard let shape = NetworkShapes(design, graph), schedule.isSum || design.blocks.isEmpty else { return nil }
        let sizes = graph.stages.indices.map { stage in
            shape.variables(of: stage).reduce(Double(design.options(of: graph.stages[stage].anchor).count)) {
                $0 * Double(shape.values[$1])
            }
        }
        guard sizes.reduce(0, +) <= Double(largestTable) else { return nil }
        var problems = Problems()
        problems.append(design.specification.idleRules(for: design.network))
        var tabulator = ShapeTabulator(design: design, model: model, schedule: schedule, shape: shape)
        var layers: [(name: String, rows: [LayerTable.Row])] = []
        var costs: [StageCost] = []
        var conditions: [[RowCoupling.Condition]] = [], options: [Int?] = []
        for (index, stage) in graph.stages.enumerated() {
            let own = design.options(of: stage.anchor)
            var rows: [LayerTable.Row] = []
            // Errors of one option are the same at all widths.
            var isBroken = Set<Int>()
            for assignment in shape.assignments(of: index) {
                for (number, option) in own.enumerated() where !isBroken.contains(number) {
                    do {
                        guard let (row, cost) = try tabulator.row(option, stage: index, layer: stage.anchor, assignment)
                        else { return nil }
                        rows.append(row)
                        costs.append(cost)
                        conditions.append(assignment)
                        options.append(number)
                    } catch {
                        isBroken.insert(number)
                        problems.error(
                            at: location(design.choices[stage.anchor]?.last?.parameter), error.message, hint: error.hint
                        )
                    }
                }
            }
            for left in shape.conditionsOfLeavingOut(index) {
                rows.append(
                    LayerTable.Row(
                        energy: 0, delay: 0, counts: [Int](repeating: 0, count: model.architecture.crossbars.count)))
                conditions.append([left])
                options.append(nil)
            }
            layers.append((design.network.layers[stage.anchor].name, rows))
        }
        try problems.throwIfAny()
        let coupling = RowCoupling(values: shape.values, conditions: conditions, options: options)
        var resources = model.architecture.crossbars.map { LayerTable.Resource.crossbars(kind: $0.id) }
        if let losses {
            let rises = try shape.rises(losses, graph, coupling, layers.map(\.rows.count))
            try losses.add(rises, to: &layers, &resources, &chip)
        }
        let timing: LayerTable.Timing =
            switch design.specification.dataflow {
            case .layerByLayer: .criticalPath(predecessors: schedule.predecessors)
            case .pipelined: .interval
            }
        func space(_ crowding: LayerTable.Crowding?) -> TabulatedSpace? {
            let table = LayerTable(
                resources: resources, layers: layers, timing: timing, chip: chip,
                shared: schedule.isSum ? nil : DesignTiming(schedule, costs, stages: layers.count), crowding: crowding)
            return try? TabulatedSpace(
                space: design.space, table: table,
                parameters: graph.stages.map { design.choices[$0.anchor]?.map(\.parameter) ?? [] },
                coupling: coupling, variables: shape.parameters)
        }
        guard let bare = space(nil) else { return nil }
        if tabulator.alwaysFits { return bare.agrees(with: model, design) ? bare : nil }
        let crowded = space { choices in
            // Rows that do not go together are no design.
            guard
                let mapped = try? design.mapped(at: bare.point(for: choices, in: design.space), on: model.architecture)
            else {
                var none = bare.table.cost(choices)
                none.excess = .infinity
                return none
            }
            return model.crowdedCost(of: mapped)
        }
        guard let crowded, crowded.agrees(with: model, design) else { return nil }
        return crowded
    }

    /// Whether the cost model says the same of some points: one with all that can be left out left out, and random
    /// ones.
    private func agrees(with model: CostModel, _ design: DesignSpace) -> Bool {
        var random = SeededRandom(seed: 1)
        var points = (0..<3).map { _ in design.space.sample(using: &random) }
        var least = points[0]
        for (parameter, _) in design.blocks {
            if let none = design.space.parameters[parameter].domain.value(of: BlockChoice.none.rawValue) {
                least[parameter] = none
            }
        }
        points.append(design.space.repaired(least) { design.space.parameters[$0].domain.value(at: 0) })
        return points.allSatisfy { point in
            // What cannot be built has been told of, or is told of when it is tried.
            guard let mapped = try? design.mapped(at: point, on: model.architecture),
                let figures = try? model.figures(of: mapped)
            else { return true }
            let cost = table.cost(choices(at: point, in: design.space))
            return zip(
                [cost.energy, cost.delay, cost.area], [figures.energy.si, figures.delay.si, figures.countedArea.si]
            ).allSatisfy { abs($0 - $1) <= 1e-9 * $1 }
        }
    }
}

/// Which choices about the network matter to which of its stages.
private struct NetworkShapes {
    private let design: DesignSpace
    /// Parameters that are variables, in the order of the space, and how many values each has.
    let parameters: [Int]
    let values: [Int]
    /// For each stage the variables of its cost, but for its own block.
    private let ofStage: [[Int]]
    /// For each stage the variable that its own block is.
    private let blockOfStage: [Int?]

    /// - Returns: nil where a parameter is conditional otherwise than on the block that it is in, a hardware parameter
    ///   varies, or blocks lie in each other.
    init?(_ design: DesignSpace, _ graph: StageGraph) {
        self.design = design
        parameters = design.networkParameters
        let space = design.space
        var values: [Int] = []
        for parameter in parameters {
            guard let count = space.parameters[parameter].domain.count else { return nil }
            values.append(count)
        }
        self.values = values
        let variables = Dictionary(uniqueKeysWithValues: parameters.enumerated().map { ($1, $0) })
        var blockOfLayer: [Int: Int] = [:]
        for (parameter, block) in design.blocks {
            for layer in block.layers {
                guard blockOfLayer.updateValue(variables[parameter]!, forKey: layer) == nil else { return nil }
            }
        }
        // What hangs on a block is what the block has.
        func isOwn(_ condition: Parameter.Condition?, _ layers: [Int]) -> Bool {
            guard let condition else { return true }
            guard let variable = variables[condition.parameter],
                let kept = space.parameters[condition.parameter].domain.value(of: BlockChoice.keep.rawValue)
            else { return false }
            return condition.values == [kept] && layers.allSatisfy { blockOfLayer[$0] == variable }
        }
        for (layer, choices) in design.choices {
            for (parameter, _) in choices {
                guard space.parameters[parameter].domain.count != nil,
                    isOwn(space.parameters[parameter].condition, [layer])
                else { return nil }
            }
        }
        for (parameter, group) in design.channels where !isOwn(space.parameters[parameter].condition, group.layers) {
            return nil
        }
        for (parameter, _) in design.blocks where space.parameters[parameter].condition != nil { return nil }
        let known = Set(parameters).union(design.choices.values.joined().map(\.parameter))
        guard space.parameters.indices.allSatisfy(known.contains) else { return nil }

        let groups = ChannelGroups(design.network, crossingPads: true)
        let variableOfGroup = Dictionary(
            uniqueKeysWithValues: design.channels.map { parameter, group in
                (groups.groupOfLayer[group.layers[0]]!, variables[parameter]!)
            })
        func widths(_ layer: Int) -> [Int] {
            ([layer] + design.network.layers[layer].inputs).compactMap {
                groups.groupOfLayer[$0].flatMap { variableOfGroup[$0] }
            }
        }
        var sets = graph.stages.map { _ in Set<Int>() }
        for layer in design.network.layers.indices { sets[graph.stageOfLayer[layer]].formUnion(widths(layer)) }
        // Digital layers of a block's stages that are not the block's are done beside the stage before where it is left
        // out.
        for (parameter, block) in design.blocks {
            let stages = Set(
                block.layers.filter { design.network.layers[$0].isStationary }.map { graph.stageOfLayer[$0] })
            guard block.layers.allSatisfy({ stages.contains(graph.stageOfLayer[$0]) }) else { return nil }
            let left = design.network.layers.indices.filter {
                stages.contains(graph.stageOfLayer[$0]) && !block.layers.contains($0)
            }
            guard !left.isEmpty else { continue }
            var gone = [variables[parameter]!], input = block.input
            while true {
                let host = graph.stageOfLayer[input]
                sets[host].formUnion(gone)
                sets[host].formUnion(left.flatMap(widths))
                guard let next = blockOfLayer[graph.stages[host].anchor] else { break }
                gone.append(next)
                input = design.blocks.first { variables[$0.parameter] == next }!.block.input
            }
        }
        blockOfStage = graph.stages.map { blockOfLayer[$0.anchor] }
        ofStage = zip(sets, blockOfStage).map { set, block in set.filter { $0 != block }.sorted() }
    }

    /// All that a stage's rows depend on.
    func variables(of stage: Int) -> [Int] { ofStage[stage] + [blockOfStage[stage]].compactMap(\.self) }

    /// Values of a stage's variables with which it is there.
    func assignments(of stage: Int) -> [[RowCoupling.Condition]] {
        var result: [[RowCoupling.Condition]] = [[]]
        if let block = blockOfStage[stage] {
            guard let kept = valueOfBlock(block, .keep) else { return [] }
            result = [[.init(variable: block, value: kept)]]
        }
        for variable in ofStage[stage] {
            result = result.flatMap { known in
                (0..<values[variable]).map { known + [.init(variable: variable, value: $0)] }
            }
        }
        return result
    }

    /// Where a stage is not there.
    func conditionsOfLeavingOut(_ stage: Int) -> [RowCoupling.Condition] {
        guard let block = blockOfStage[stage], let none = valueOfBlock(block, .none) else { return [] }
        return [.init(variable: block, value: none)]
    }

    private func valueOfBlock(_ variable: Int, _ choice: BlockChoice) -> Int? {
        let domain = design.space.parameters[parameters[variable]].domain
        return domain.value(of: choice.rawValue).flatMap { domain.index(of: $0) }
    }

    /// A point with these values; other choices about the network are the first ones, and all blocks are there.
    func point(_ assignment: [RowCoupling.Condition]) -> Point {
        let space = design.space
        var point = Point(space.parameters.map { $0.domain.value(at: 0) })
        for (parameter, _) in design.blocks {
            if let kept = space.parameters[parameter].domain.value(of: BlockChoice.keep.rawValue) {
                point[parameter] = kept
            }
        }
        for condition in assignment {
            let parameter = parameters[condition.variable]
            point[parameter] = space.parameters[parameter].domain.value(at: condition.value)
        }
        return space.repaired(point) { space.parameters[$0].domain.value(at: 0) }
    }

    /// What each row of each layer adds to the loss: its option, and each variable at one of the layers that it matters
    /// to.
    func rises(
        _ losses: LossLimit, _ graph: StageGraph, _ coupling: RowCoupling, _ rows: [Int]
    ) throws(InvalidInput) -> [[Double]] {
        let own = try losses.rises(
            graph.stages.map { (design.network.layers[$0.anchor].name, design.options(of: $0.anchor)) })
        let variables = try losses.rises(of: parameters.map { design.space.parameters[$0] })
        // A layer that is always there where the variable matters, if there is one.
        let owners = values.indices.map { variable in
            let stages = graph.stages.indices.filter { self.variables(of: $0).contains(variable) }
            return stages.first { blockOfStage[$0] == nil || blockOfStage[$0] == variable } ?? stages.first
        }
        var first = 0
        return rows.indices.map { layer in
            defer { first += rows[layer] }
            return (first..<first + rows[layer]).map { row in
                coupling.conditions[row].filter { owners[$0.variable] == layer }
                    .reduce(coupling.options[row].map { own[layer][$0] } ?? 0) { $0 + variables[$1.variable][$1.value] }
            }
        }
    }
}

/// Prices stages in networks of certain shapes.
private struct ShapeTabulator {
    let design: DesignSpace
    let model: CostModel
    /// Of the space's own network.
    let schedule: Schedule
    let shape: NetworkShapes
    private struct Variant {
        var network: Network
        var graph: StageGraph
        var schedule: Schedule
    }
    private struct Key: Hashable {
        var assignment: [RowCoupling.Condition]
        var kernel: Extent?
    }
    /// By what holds in them, and the kernel of all layers that may have it.
    private var variants: [Key: Variant] = [:]
    /// Of each stage, its options as they are placed in networks that have all blocks: without one there is less to
    /// hold.
    private var placed: [[(stage: MappedStage, graph: StageGraph)]] = []

    /// With all the blocks that may be there.
    private let stages: Int

    init(design: DesignSpace, model: CostModel, schedule: Schedule, shape: NetworkShapes) {
        let gone = design.blocks.filter {
            design.space.parameters[$0.parameter].domain.value(of: BlockChoice.keep.rawValue) == nil
        }.flatMap(\.block.layers)
        stages = Set(design.network.stationaryLayers).subtracting(gone).count
        self.design = design
        self.model = model
        self.schedule = schedule
        self.shape = shape
    }

    /// - Returns: nil where the stages of the network are no sum.
    mutating func row(
        _ option: LayerOption, stage: Int, layer: Int, _ assignment: [RowCoupling.Condition]
    ) throws(ImpossibleOption) -> (row: LayerTable.Row, cost: StageCost)? {
        let variant = try variant(assignment, option.kernel)
        guard schedule.isSum == variant.schedule.isSum,
            let index = variant.network.index(of: design.network.layers[layer].name),
            let place = variant.graph.stages.firstIndex(where: { $0.anchor == index })
        else { return nil }
        let placed = try design.placed(variant.network.layers[index], at: layer, as: option, on: model.architecture)
        if variant.graph.stages.count == stages {
            while self.placed.count <= place { self.placed.append([]) }
            self.placed[place].append((placed, variant.graph))
        }
        do {
            let cost = try model.cost(ofStage: place, in: variant.graph, as: placed)
            return (
                LayerTable.Row(
                    cost, time: variant.schedule.leastTime(of: cost, stage: place),
                    kinds: model.architecture.crossbars.count), cost
            )
        } catch { throw ImpossibleOption(error, on: model.architecture, in: variant.network) }
    }

    /// Whether the maps of every design lie beside the crossbars that read them.
    var alwaysFits: Bool { model.alwaysFits(placed, design.specification.dataflow) }

    private mutating func variant(
        _ assignment: [RowCoupling.Condition], _ kernel: Extent?
    ) throws(ImpossibleOption) -> Variant {
        let key = Key(assignment: assignment, kernel: kernel)
        if let known = variants[key] { return known }
        do {
            // Kernels last: a point has one for each layer.
            var network = try design.shapedNetwork(at: shape.point(assignment))
            if let kernel {
                for layer in design.network.stationaryLayers where design.mayHave(kernel, at: layer) {
                    if let index = network.index(of: design.network.layers[layer].name) {
                        try network.changeKernel(at: index, to: kernel)
                    }
                }
            }
            let graph = try StageGraph(network)
            let variant = Variant(
                network: network, graph: graph, schedule: Schedule(model, graph, design.specification.dataflow))
            variants[key] = variant
            return variant
        } catch { throw ImpossibleOption(error, in: design.network) }
    }
}
