import Cost
import Diagnostics
import Hardware
import Mapping
import Networks
import Optimisation

extension TabulatedSpace {
    /// Options of all layers together that are priced before a search begins, which takes about a second; with more,
    /// each point is priced when it is tried.
    public static let largestTable = 100_000

    /// Prices every option of every layer once.
    ///
    /// A layer's cost depends on its own kernel, crossbar, copies and precision
    /// alone: kernels leave the sizes of all maps as they are.
    ///
    /// Complexity: O(options × parts of the hierarchy), and one network for each kernel.
    ///
    /// - Parameter location: where to tell that an option cannot be, by the index of a parameter.
    /// - Returns: nil where a table cannot say what the space's points cost, or would be larger than ``largestTable``:
    ///   the hardware varies, a parameter is conditional, the mapping balances copies over the chip, layers share
    ///   weights, or the chip is no sum over groups.
    /// - Parameter losses: what choices may add to the loss, if that is limited.
    /// - Throws: every option of a layer that cannot be placed or computed.
    static func tabulated(
        _ design: DesignSpace, on model: CostModel, losses: LossLimit? = nil, at location: (Int?) -> SourceLocation
    ) throws(InvalidInput) -> TabulatedSpace? {
        let parameters = design.space.parameters
        if !design.networkParameters.isEmpty { return try coupled(design, on: model, losses: losses, at: location) }
        guard var chip = design.chipOfSums(on: model),
            parameters.allSatisfy({
                if case .layer = $0.target { $0.condition == nil && $0.domain.count != nil } else { false }
            })
        else { return nil }
        let sizes = design.network.stationaryLayers.map { layer in
            (design.choices[layer] ?? []).reduce(1.0) { $0 * Double(parameters[$1.parameter].domain.count ?? 0) }
        }
        guard sizes.reduce(0, +) <= Double(largestTable) else { return nil }
        let graph: StageGraph
        do { graph = try StageGraph(design.network) } catch {
            throw InvalidInput([Diagnostic(at: location(nil), error.problem, hint: error.remedy)])
        }
        var problems = Problems()
        problems.append(design.specification.idleRules(for: design.network))
        var tabulator = LayerTabulator(
            design: design, model: model, schedule: Schedule(model, graph, design.specification.dataflow))
        var layers: [(name: String, rows: [LayerTable.Row])] = []
        var costs: [StageCost] = []
        for (index, stage) in graph.stages.enumerated() {
            var rows: [LayerTable.Row] = []
            for option in design.options(of: stage.anchor) {
                do {
                    let (row, cost) = try tabulator.row(option, stage: index, layer: stage.anchor)
                    rows.append(row)
                    costs.append(cost)
                } catch {
                    problems.error(
                        at: location(design.choices[stage.anchor]?.last?.parameter), error.message, hint: error.hint)
                }
            }
            layers.append((design.network.layers[stage.anchor].name, rows))
        }
        try problems.throwIfAny()
        var resources = model.architecture.crossbars.map { LayerTable.Resource.crossbars(kind: $0.id) }
        if let losses {
            let rises = try losses.rises(
                graph.stages.map { (design.network.layers[$0.anchor].name, design.options(of: $0.anchor)) })
            try losses.add(rises, to: &layers, &resources, &chip)
        }
        let schedule = tabulator.schedule
        let timing: LayerTable.Timing =
            switch design.specification.dataflow {
            case .layerByLayer: .criticalPath(predecessors: schedule.predecessors)
            case .pipelined: .interval
            }
        let table = LayerTable(
            resources: resources, layers: layers, timing: timing, chip: chip,
            shared: schedule.isSum ? nil : DesignTiming(schedule, costs, stages: layers.count),
            crowding: try tabulator.crowding())
        do {
            return try TabulatedSpace(
                space: design.space, table: table,
                parameters: graph.stages.map { design.choices[$0.anchor]?.map(\.parameter) ?? [] })
        } catch { preconditionFailure("a space of per-layer choices is one option a row: \(error)") }
    }
}

extension LossLimit {
    /// Lets each row take its part of the limit: a resource of designs, as crossbars are, which takes no room on a
    /// chip.
    /// - Throws: `InvalidInput` where no design keeps to the limit.
    func add(
        _ rises: [[Double]], to layers: inout [(name: String, rows: [LayerTable.Row])],
        _ resources: inout [LayerTable.Resource],
        _ chip: inout ChipSize
    ) throws(InvalidInput) {
        let (counts, limit, scale) = try counts(rises)
        for layer in layers.indices {
            for row in layers[layer].rows.indices { layers[layer].rows[row].counts.append(counts[layer][row]) }
        }
        resources.append(.loss(step: scale.step, least: scale.least))
        chip.limits.append(limit)
        for group in chip.groups.indices { chip.groups[group].capacities.append(0) }
    }
}

extension DesignSpace {
    /// The chip of designs whose costs are sums over layers; nil where they are not: copies are balanced over the chip,
    /// layers share weights, or the chip is no sum over groups.
    func chipOfSums(on model: CostModel) -> ChipSize? {
        guard specification.areaBudget == nil, !network.stationaryLayers.contains(where: { network.sharing[$0] != nil })
        else { return nil }
        // What stages of a pipeline keep on together is no sum over layers.
        guard specification.dataflow == .layerByLayer || !model.switchesPartsOff else { return nil }
        return ChipSize(model.floorplan)
    }

    /// Every combination of a layer's values, the first parameter counting most.
    public func options(of layer: Int) -> [LayerOption] {
        var options = [LayerOption()]
        for (parameter, aspect) in choices[layer] ?? [] {
            let domain = space.parameters[parameter].domain
            options = options.flatMap { option in
                (0..<(domain.count ?? 0)).map { value in
                    var option = option
                    guard option.set(aspect, to: domain.text(of: domain.value(at: value))) else {
                        preconditionFailure("values were checked")
                    }
                    return option
                }
            }
        }
        return options
    }

    /// Whether a kernel is among a layer's choices.
    func mayHave(_ kernel: Extent, at layer: Int) -> Bool {
        (choices[layer] ?? []).contains { parameter, aspect in
            let domain = space.parameters[parameter].domain
            return aspect == .kernel
                && (0..<(domain.count ?? 0)).contains { index in
                    var option = LayerOption()
                    return option.set(.kernel, to: domain.text(of: domain.value(at: index))) && option.kernel == kernel
                }
        }
    }
}

/// Why an option of a layer cannot be.
struct ImpossibleOption: Error {
    var message: String
    var hint: String

    init(message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    init(_ error: CostError, on architecture: Architecture, in network: Network) {
        (message, hint) = error.explanation(hardware: architecture.name, network.layers)
    }

    init(_ error: NetworkError, in network: Network) {
        message = "layer '\(error.layer ?? network.name)': \(error.problem)"
        hint = error.remedy
    }
}

extension DesignSpace {
    /// A layer in its place, by itself.
    /// - Parameters:
    ///   - layer: with the kernel and channels that it has in a design.
    ///   - index: of the layer in the space's own network.
    func placed(
        _ layer: Layer, at index: Int, as option: LayerOption, on architecture: Architecture
    ) throws(ImpossibleOption) -> MappedStage {
        var specification = specification
        specification.rules.append(rule(option, for: index))
        do {
            return try Planner(architecture, specification, mappers: mappers).place(
                layer, specification.settings(for: layer))
        } catch {
            let first = error.diagnostics[0]
            throw ImpossibleOption(message: first.message, hint: first.hint)
        }
    }
}

private struct LayerTabulator {
    let design: DesignSpace
    let model: CostModel
    let schedule: Schedule
    /// The network in which every layer that may have a kernel has it, and its stages, by that kernel: a layer's stage
    /// depends on no other layer's kernel. Under nil the network as it is.
    private var variants: [Extent?: (network: Network, graph: StageGraph)] = [:]
    /// Of each stage, its options as they are placed, with their kernels.
    private var placed: [[(stage: MappedStage, kernel: Extent?)]] = []

    init(design: DesignSpace, model: CostModel, schedule: Schedule) {
        self.design = design
        self.model = model
        self.schedule = schedule
    }

    mutating func row(
        _ option: LayerOption, stage index: Int, layer: Int
    ) throws(ImpossibleOption) -> (row: LayerTable.Row, cost: StageCost) {
        let (network, graph) = try variant(option.kernel)
        let placed = try design.placed(network.layers[layer], at: layer, as: option, on: model.architecture)
        while self.placed.count <= index { self.placed.append([]) }
        self.placed[index].append((placed, option.kernel))
        do {
            let cost = try model.cost(ofStage: index, in: graph, as: placed)
            return (
                LayerTable.Row(
                    cost, time: schedule.leastTime(of: cost, stage: index), kinds: model.architecture.crossbars.count),
                cost
            )
        } catch { throw ImpossibleOption(error, on: model.architecture, in: design.network) }
    }

    /// What designs cost whose maps may not all lie beside their crossbars; nil where those of every design do.
    mutating func crowding() throws(InvalidInput) -> LayerTable.Crowding? {
        let dataflow = design.specification.dataflow
        let graphs = variants.mapValues(\.graph)
        if model.alwaysFits(placed.map { $0.map { ($0.stage, graphs[$0.kernel]!) } }, dataflow) { return nil }
        let network = design.network, name = design.specification.name, model = model, placed = placed
        let isFixed = graphs.count == 1, fixed = graphs.values.first
        let anchors = placed.indices.map { stage in fixed?.stages[stage].anchor ?? 0 }
        return { choices in
            var network = network
            var graph = fixed
            if !isFixed {
                for (stage, choice) in choices.enumerated() {
                    guard let kernel = placed[stage][Int(choice)].kernel else { continue }
                    // Every kernel was tried when the table was made.
                    guard (try? network.changeKernel(at: anchors[stage], to: kernel)) != nil else {
                        preconditionFailure("kernels were checked")
                    }
                }
                graph = try? StageGraph(network)
            }
            guard let graph else { preconditionFailure("the network has layers with weights") }
            let mapped = MappedNetwork(
                network: network, graph: graph, dataflow: dataflow,
                stages: choices.enumerated().map { placed[$0.offset][Int($0.element)].stage }, name: name)
            return model.crowdedCost(of: mapped)
        }
    }

    private mutating func variant(_ kernel: Extent?) throws(ImpossibleOption) -> (network: Network, graph: StageGraph) {
        if let known = variants[kernel] { return known }
        var network = design.network
        do {
            if let kernel {
                for layer in network.stationaryLayers where design.mayHave(kernel, at: layer) {
                    try network.changeKernel(at: layer, to: kernel)
                }
            }
            let variant = (network: network, graph: try StageGraph(network))
            variants[kernel] = variant
            return variant
        } catch { throw ImpossibleOption(error, in: network) }
    }
}

extension DesignTiming: SharedTiming {}

extension LayerTable.Row {
    /// What a stage takes, and the crossbars of its kind, of so many.
    init(_ cost: StageCost, time: Double, kinds: Int) {
        var counts = [Int](repeating: 0, count: kinds)
        counts[cost.kind] = cost.crossbars
        self.init(energy: (cost.dynamicEnergy + cost.awakeEnergy).si, delay: time, counts: counts)
    }
}

extension CostModel {
    /// What a design costs. Where its maps find no place at all, it costs what it would where they did, and is in
    /// excess by what they need over what there is room for.
    func crowdedCost(of mapped: MappedNetwork) -> DesignCost {
        func cost(_ figures: Figures, excess: Double) -> DesignCost {
            DesignCost(energy: figures.energy.si, delay: figures.delay.si, area: figures.countedArea.si, excess: excess)
        }
        do throws(CostError) { return cost(try figures(of: mapped), excess: 0) } catch {
            guard case .noRoom(_, _, let need, let size) = error,
                let bare = try? figures(of: mapped, holdingMaps: false)
            else {
                preconditionFailure("every layer was priced when the table was made")
            }
            return cost(bare, excess: size > 0 ? max(need / size - 1, 1e-9) : .infinity)
        }
    }
}
