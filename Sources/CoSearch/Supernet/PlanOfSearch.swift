import DesignSearch
import Diagnostics
import Hardware
import Mapping
import Networks
import Optimisation

/// A search file's choices as a supernet and the table of what they cost.
///
/// ```swift
/// let problem = try CoSearchProblem(setup, on: architecture)
/// let run = try TrainingRun.search(problem.plan, problem.table, images, recipe, on: .cpu, of: backend)
/// let point = problem.point(for: run.choices)
/// ```
public struct CoSearchProblem: Sendable {
    public let setup: SearchSetup
    public let architecture: Architecture
    public let table: LayerTable
    public let plan: SupernetPlan
    /// Which rows of the table go together where blocks or channels vary; nil where rows are the plan's paths.
    public var coupling: RowCoupling? { costs.coupling }
    private let costs: TabulatedSpace

    /// - Parameters:
    ///   - hasEffects: work out what each crossbar does to each layer; without, all are ideal. What it does to a
    ///     narrower layer is taken from the widest one.
    ///   - nestsKernels: kernels of a layer share their weights.
    /// - Throws: `InvalidInput` where the search's points cost more than the sum of their layers, or a layer cannot be
    ///   placed; `CircuitError` where a crossbar's circuit cannot be solved.
    public init(
        _ setup: SearchSetup, on architecture: Architecture, hasEffects: Bool = true, nestsKernels: Bool = false
    ) throws {
        let costs = try setup.sumOverLayers
        self.setup = setup
        self.architecture = architecture
        self.costs = costs
        table = costs.table
        let design = setup.design
        let widest = try design.network.narrowed(design.mostChannels)
        var makers = EffectsOfKinds(architecture)
        var plan = try SupernetPlan(widest) { stage, layer in
            let index = design.network.index(of: layer.name)!
            return try design.options(of: index).map { option in
                var specification = design.specification
                specification.rules.append(design.rule(option, for: index))
                let changed = try design.network(option, at: index, of: widest).layers[index]
                let placed = try Planner(architecture, specification, mappers: design.mappers)
                    .place(changed, specification.settings(for: changed))
                let effects = hasEffects ? try makers.effects(on: placed) : .ideal
                return Path(kernel: changed.convolution?.kernel, precision: placed.precision, effects: effects)
            }
        }
        plan.nestsKernels = nestsKernels
        plan.shapes = costs.variables.map(design.shapeChoice)
        plan.shortcuts = design.resizedShortcuts
        self.plan = plan
    }

    /// The point of the search's space that choices mean: of the layers, then about the network.
    public func point(for choices: [Int]) -> Point {
        let space = setup.problem.space
        var values = [Value](repeating: .inactive, count: space.parameters.count)
        for (stage, choice) in zip(costs.parameters, choices) {
            var rest = choice
            for parameter in stage.reversed() {
                let domain = space.parameters[parameter].domain
                values[parameter] = domain.value(at: rest % domain.count!)
                rest /= domain.count!
            }
        }
        for (parameter, choice) in zip(costs.variables, choices.dropFirst(costs.parameters.count)) {
            values[parameter] = space.parameters[parameter].domain.value(at: choice)
        }
        return space.repaired(Point(values)) { space.parameters[$0].domain.value(at: 0) }
    }

    /// The choices that a point of the space means; 0 where a block that is left out leaves no choice.
    public func choices(at point: Point) -> [Int] {
        let space = setup.problem.space
        func place(_ parameter: Int) -> Int { space.parameters[parameter].domain.index(of: point[parameter]) ?? 0 }
        return costs.parameters.map { $0.reduce(0) { $0 * space.parameters[$1].domain.count! + place($1) } }
            + costs.variables.map(place)
    }

    /// What choices cost.
    public func cost(of choices: [Int]) -> DesignCost {
        table.cost(costs.choices(at: point(for: choices), in: setup.problem.space))
    }

    /// The network of choices in its place.
    /// - Throws: what cannot be placed.
    public func mapped(_ choices: [Int]) throws -> MappedNetwork {
        try setup.design.mapped(at: point(for: choices), on: architecture)
    }

    /// Each layer's candidate, of the layers that are there.
    public func options(of choices: [Int]) -> [(layer: String, option: LayerOption)] {
        zip(plan.graph.stages, plan.active(choices)).compactMap { stage, choice in
            choice.map { (setup.design.network.layers[stage.anchor].name, setup.design.options(of: stage.anchor)[$0]) }
        }
    }

    /// What a layer's candidate is, in words: "5 on x64".
    public func words(for choices: [Int]) -> [(layer: String, choice: String)] {
        options(of: choices).map { ($0.layer, $0.option.words) }
    }

    /// The parameters of the choices about the network.
    public var shapeParameters: [Parameter] { costs.variables.map { setup.problem.space.parameters[$0] } }

    /// Blocks that choices leave out.
    public func leftOut(_ choices: [Int]) -> [String] {
        zip(plan.shapes, choices.dropFirst(plan.paths.count)).compactMap { shape, choice in
            if case .block(let block, let isThere) = shape, !isThere[choice] { block.name } else { nil }
        }
    }

    /// Convolutions that are there and have other channels than in the search's network.
    public func widths(_ choices: [Int]) -> [LayerWidth] {
        let network = setup.design.network
        let gone = zip(plan.shapes, choices.dropFirst(plan.paths.count)).reduce(into: Set<Int>()) { gone, item in
            if case .block(let block, let isThere) = item.0, !isThere[item.1] { gone.formUnion(block.layers) }
        }
        // Loops: in release builds the compiler of Swift 6.3.1 ends on closures that look at a layer's operation here.
        var widths: [LayerWidth] = []
        for (shape, choice) in zip(plan.shapes, plan.active(choices).dropFirst(plan.paths.count)) {
            guard case .channels(let layers, let counts) = shape, let choice else { continue }
            for index in layers where !gone.contains(index) {
                guard let convolution = network.layers[index].convolution, convolution.outputChannels != counts[choice]
                else { continue }
                widths.append(LayerWidth(layer: network.layers[index].name, channels: counts[choice]))
            }
        }
        return widths
    }
}

extension DesignSpace {
    /// The numbers of channels that a parameter chooses among.
    fileprivate func counts(_ parameter: Int, _ group: ChannelGroups.Group) -> [Int] {
        let domain = space.parameters[parameter].domain
        return (0..<(domain.count ?? 0)).map { index in
            guard let share = ChannelShare(domain.text(of: domain.value(at: index))) else {
                preconditionFailure("shares of channels were checked")
            }
            return share.count(of: group.channels)
        }
    }

    /// The most channels of each convolution whose channels vary.
    fileprivate var mostChannels: [LayerWidth] {
        channels.flatMap { parameter, group in
            let most = counts(parameter, group).max()!
            return group.layers.map { LayerWidth(layer: network.layers[$0].name, channels: most) }
        }
    }

    /// A parameter about the network as a choice of a supernet.
    fileprivate func shapeChoice(_ parameter: Int) -> ShapeChoice {
        let domain = space.parameters[parameter].domain
        if let (_, block) = blocks.first(where: { $0.parameter == parameter }) {
            return .block(
                block,
                isThere: (0..<(domain.count ?? 0)).map {
                    domain.text(of: domain.value(at: $0)) == BlockChoice.keep.rawValue
                })
        }
        guard let (_, group) = channels.first(where: { $0.parameter == parameter }) else {
            preconditionFailure("what is no block is channels")
        }
        let groups = ChannelGroups(network, crossingPads: true), number = groups.groupOfLayer[group.layers[0]]
        return .channels(
            layers: network.layers.indices.filter { groups.groupOfLayer[$0] == number },
            counts: counts(parameter, group))
    }

    /// Layers that add zero channels between groups of which one varies.
    fileprivate var resizedShortcuts: Set<Int> {
        let groups = ChannelGroups(network, crossingPads: true)
        let varying = Set(channels.map { groups.groupOfLayer[$0.group.layers[0]] })
        return Set(
            network.layers.indices.filter { index in
                guard case .pad(0, _, _, 0) = network.layers[index].operation else { return false }
                return ([index] + network.layers[index].inputs).contains {
                    groups.groupOfLayer[$0] != nil && varying.contains(groups.groupOfLayer[$0])
                }
            })
    }
}

extension SupernetPlan {
    /// A network that is in place on hardware, each layer with the one path that its place is.
    ///
    /// - Parameter hasEffects: work out what each crossbar does to each layer; without, all are ideal.
    /// - Throws: `CircuitError` where a crossbar's circuit cannot be solved.
    public init(_ mapped: MappedNetwork, on architecture: Architecture, hasEffects: Bool = true) throws {
        var makers = EffectsOfKinds(architecture)
        try self.init(mapped.network) { stage, layer in
            let placed = mapped.stages[stage]
            return [
                Path(
                    kernel: layer.convolution?.kernel, precision: placed.precision,
                    effects: hasEffects ? try makers.effects(on: placed) : .ideal)
            ]
        }
    }
}

/// The effects of an architecture's crossbars: each circuit is solved once for each way to store weights.
private struct EffectsOfKinds {
    private let architecture: Architecture
    private var makers: [EffectsOfKind.Use: EffectsOfKind] = [:]

    init(_ architecture: Architecture) { self.architecture = architecture }

    mutating func effects(on stage: MappedStage) throws -> CrossbarEffects {
        let kind = architecture.crossbars[stage.kind]
        // Gates and capacitors have no circuit of conductances; what ADCs do to charges is not known here.
        guard kind.method == .resistive else { return .ideal }
        let use = EffectsOfKind.Use(stage)
        let maker = try makers[use] ?? EffectsOfKind(architecture.crossbars[stage.kind], storing: stage)
        makers[use] = maker
        return maker.effects(on: stage)
    }
}

extension SearchSetup {
    /// The table of what layers cost.
    /// - Throws: where the search's points cost more than the sum of their layers.
    fileprivate var sumOverLayers: TabulatedSpace {
        get throws {
            guard let costs = problem.costs else {
                throw refused(
                    "gates cannot be trained on this search: its costs are no sum over layers",
                    hint:
                        "let only layers' kernels, crossbars, copies and precisions vary, blocks and channels too where layers follow each other, all without conditions, and name a mapping without <balance>"
                )
            }
            return costs
        }
    }

    fileprivate func refused(_ message: String, hint: String) -> InvalidInput {
        let file = files.first?.path ?? design.network.name
        return InvalidInput([Diagnostic(at: SourceLocation(file: file, line: 1, column: 1), message, hint: hint)])
    }
}
