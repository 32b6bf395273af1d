import Cost
import Hardware
import Mapping
import Markup
import Networks

extension TabulatedSpace {
    /// Options of all layers together that are priced before a search begins, which takes about a second; with more, each
    /// point is priced when it is tried.
    public static let largestTable = 100_000

    /// Prices every option of every layer once.
    ///
    /// A layer's cost depends on its own kernel, crossbar, copies and precision
    /// alone: kernels leave the sizes of all maps as they are.
    ///
    /// Complexity: O(options × parts of the hierarchy), and one network for each kernel.
    ///
    /// - Parameter location: where to tell that an option cannot be, by the index of a parameter.
    /// - Returns: nil where a table cannot say what the space's points cost, or would be larger than ``largestTable``: the hardware
    ///   varies, a parameter is conditional, the mapping balances copies over the chip, or
    ///   the chip is no sum over groups.
    /// - Parameter losses: what choices may add to the loss, if that is limited.
    /// - Throws: every option of a layer that cannot be placed or computed.
    static func tabulated(
        _ design: DesignSpace, on model: CostModel, losses: LossLimit? = nil, at location: (Int?) -> SourceLocation
    ) throws(InvalidInput) -> TabulatedSpace? {
        let parameters = design.space.parameters
        // What stages of a pipeline keep on together is no sum over layers.
        guard design.specification.areaBudget == nil, design.specification.dataflow == .layerByLayer || !model.switchesPartsOff, var chip = ChipSize(model.floorplan),
            parameters.allSatisfy({ if case .layer = $0.target { $0.condition == nil && $0.domain.count != nil } else { false } })
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
        var tabulator = LayerTabulator(design: design, model: model, schedule: Schedule(model, graph, design.specification.dataflow))
        var layers: [(name: String, rows: [LayerTable.Row])] = []
        for (index, stage) in graph.stages.enumerated() {
            var rows: [LayerTable.Row] = []
            for option in design.options(of: stage.anchor) {
                do { rows.append(try tabulator.row(option, stage: index, layer: stage.anchor)) } catch {
                    problems.error(at: location(design.choices[stage.anchor]?.last?.parameter), error.message, hint: error.hint)
                }
            }
            layers.append((design.network.layers[stage.anchor].name, rows))
        }
        try problems.throwIfAny()
        var kinds = model.architecture.crossbars.map(\.id)
        if let losses {
            let (counts, limit) = try losses.counts(graph.stages.map { (design.network.layers[$0.anchor].name, design.options(of: $0.anchor)) })
            for layer in layers.indices {
                for option in layers[layer].rows.indices { layers[layer].rows[option].counts.append(counts[layer][option]) }
            }
            kinds.append(Measure.loss.rawValue)
            chip.limits.append(limit)
            for group in chip.groups.indices { chip.groups[group].capacities.append(0) }
        }
        let schedule = tabulator.schedule
        let timing: LayerTable.Timing = switch design.specification.dataflow {
        case .layerByLayer: .criticalPath(predecessors: schedule.predecessors)
        case .pipelined: .interval
        }
        let table = LayerTable(kinds: kinds, layers: layers, timing: timing, chip: chip, schedule: schedule.isSum ? nil : schedule)
        do {
            return try TabulatedSpace(
                space: design.space, table: table,
                parameters: graph.stages.map { design.choices[$0.anchor]?.map(\.parameter) ?? [] })
        } catch { preconditionFailure("a space of per-layer choices is one option a row: \(error)") }
    }
}

extension DesignSpace {
    /// Every combination of a layer's values, the first parameter counting most.
    public func options(of layer: Int) -> [LayerOption] {
        var options = [LayerOption()]
        for (parameter, aspect) in choices[layer] ?? [] {
            let domain = space.parameters[parameter].domain
            options = options.flatMap { option in
                (0..<(domain.count ?? 0)).map { value in
                    var option = option
                    guard option.set(aspect, to: domain.text(of: domain.value(at: value))) else { preconditionFailure("values were checked") }
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
            return aspect == .kernel && (0..<(domain.count ?? 0)).contains { index in
                var option = LayerOption()
                return option.set(.kernel, to: domain.text(of: domain.value(at: index))) && option.kernel == kernel
            }
        }
    }
}

private struct LayerTabulator {
    /// Why an option cannot be.
    struct Impossible: Error {
        var message: String
        var hint: String
    }

    let design: DesignSpace
    let model: CostModel
    let schedule: Schedule
    /// The network in which every layer that may have a kernel has it, and its stages, by that kernel: a layer's stage
    /// depends on no other layer's kernel. Under nil the network as it is.
    private var variants: [Extent?: (network: Network, graph: StageGraph)] = [:]

    init(design: DesignSpace, model: CostModel, schedule: Schedule) {
        self.design = design
        self.model = model
        self.schedule = schedule
    }

    mutating func row(_ option: LayerOption, stage index: Int, layer: Int) throws(Impossible) -> LayerTable.Row {
        let (network, graph) = try variant(option.kernel)
        let placed = try place(network, layer, option, stage: index)
        do {
            let cost = try model.cost(ofStage: index, in: graph, as: placed)
            var counts = [Int](repeating: 0, count: model.architecture.crossbars.count)
            counts[placed.kind] = placed.crossbars
            return LayerTable.Row(
                energy: (cost.dynamicEnergy + cost.awakeEnergy).si, delay: schedule.leastTime(of: cost, stage: index), counts: counts, cost: cost)
        } catch {
            throw Impossible(
                message: "'\(model.architecture.name)' has no unit for the \(error.work.rawValue) of layer '\(design.network.layers[error.layer].name)'",
                hint: "choose other crossbars for it, or add a unit to the levels around them")
        }
    }

    private mutating func variant(_ kernel: Extent?) throws(Impossible) -> (network: Network, graph: StageGraph) {
        if let known = variants[kernel] { return known }
        var network = design.network
        do {
            if let kernel {
                for layer in network.stationaryLayers where design.mayHave(kernel, at: layer) { try network.changeKernel(at: layer, to: kernel) }
            }
            let variant = (network: network, graph: try StageGraph(network))
            variants[kernel] = variant
            return variant
        } catch { throw Impossible(message: "layer '\(error.layer ?? network.name)': \(error.problem)", hint: error.remedy) }
    }

    private func place(_ network: Network, _ layer: Int, _ option: LayerOption, stage: Int) throws(Impossible) -> MappedStage {
        var specification = design.specification
        specification.rules.append(design.rule(option, for: layer))
        let planner = Planner(model.architecture, specification, mappers: design.mappers)
        do {
            return try planner.place(network.layers[layer], specification.settings(for: network.layers[layer]))
        } catch {
            let first = error.diagnostics[0]
            throw Impossible(message: first.message, hint: first.hint)
        }
    }
}
