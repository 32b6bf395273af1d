import Circuit
import Hardware
import Mapping
import Markup
import Networks
import Search

/// A search file's choices as a supernet and the table of what they cost.
///
///     let problem = try CoSearchProblem(setup, on: architecture)
///     let run = try TrainingRun.search(problem.plan, problem.table, images, recipe, on: .cpu, of: backend)
///     let point = problem.point(for: run.choices)
public struct CoSearchProblem: Sendable {
    public let setup: SearchSetup
    public let architecture: Architecture
    public let table: LayerTable
    public let plan: SupernetPlan
    /// What layers cost at the widths that the plan has a choice of.
    public let widths: WidthCosts?
    private let costs: TabulatedSpace

    /// - Parameters:
    ///   - hasEffects: work out what each crossbar does to each layer; without, all are ideal. What it does to a narrower layer is taken
    ///     from the one of full width.
    ///   - nestsKernels: kernels of a layer share their weights.
    ///   - widths: shares of the network's channels to choose among, and how to set the same search up on the network with other
    ///     widths; nil for no choice.
    /// - Throws: `InvalidInput` where the search's points cost more than the sum of their layers, a layer cannot be placed, or widths are
    ///   to be chosen and no layer is free to have another; `CircuitError` where a crossbar's circuit cannot be solved.
    public init(
        _ setup: SearchSetup, on architecture: Architecture, hasEffects: Bool = true, nestsKernels: Bool = false,
        widths: (shares: [Double], narrowed: ([LayerWidth]) throws -> SearchSetup)? = nil
    ) throws {
        let costs = try setup.sumOverLayers
        self.setup = setup
        self.architecture = architecture
        self.costs = costs
        table = costs.table
        let design = setup.design
        var makers = EffectsOfKinds(architecture)
        var plan = try SupernetPlan(design.network) { stage, layer in
            let index = design.network.index(of: layer.name)!
            return try design.options(of: index).map { option in
                var specification = design.specification
                specification.rules.append(design.rule(option, for: index))
                let changed = try design.network(option, at: index, of: design.network).layers[index]
                let placed = try Planner(architecture, specification, mappers: design.mappers)
                    .place(changed, specification.settings(for: changed))
                let effects = hasEffects ? try makers.effects(on: placed) : .ideal
                return Path(kernel: changed.convolution?.kernel, precision: placed.precision, effects: effects)
            }
        }
        plan.nestsKernels = nestsKernels
        if let widths {
            let choices = WidthChoices(design.network, shares: widths.shares)
            guard !choices.groups.isEmpty else {
                throw setup.refused(
                    "no layer of '\(design.network.name)' can have another width by itself", hint: "leave widths as they are, or choose among shares that give other numbers of channels")
            }
            plan.widths = choices
            self.widths = try WidthCosts(plan, choices, base: costs.table) { try widths.narrowed(choices.widths($0)).sumOverLayers.table }
        } else {
            self.widths = nil
        }
        self.plan = plan
    }

    /// The point of the search's space that choices mean.
    public func point(for choices: [Int]) -> Point {
        costs.point(for: choices.map { Int32($0) }, in: setup.problem.space)
    }

    /// The choices that a point of the space means.
    public func choices(at point: Point) -> [Int] {
        costs.choices(at: point, in: setup.problem.space).map { Int($0) }
    }

    /// What choices cost.
    public func cost(of choices: [Int]) -> DesignCost { table.cost(choices.map { Int32($0) }) }

    /// Each layer's candidate.
    public func options(of choices: [Int]) -> [(layer: String, option: LayerOption)] {
        zip(plan.graph.stages, choices).map { stage, choice in
            (setup.design.network.layers[stage.anchor].name, setup.design.options(of: stage.anchor)[choice])
        }
    }

    /// What a layer's candidate is, in words: "5 on x64".
    public func words(for choices: [Int]) -> [(layer: String, choice: String)] {
        options(of: choices).map { ($0.layer, $0.option.words) }
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
            return [Path(
                kernel: layer.convolution?.kernel, precision: placed.precision, effects: hasEffects ? try makers.effects(on: placed) : .ideal)]
        }
    }
}

/// The effects of an architecture's crossbars: each circuit is solved once for each way to store weights.
private struct EffectsOfKinds {
    private let architecture: Architecture
    private var makers: [EffectsOfKind.Use: EffectsOfKind] = [:]

    init(_ architecture: Architecture) { self.architecture = architecture }

    mutating func effects(on stage: MappedStage) throws -> CrossbarEffects {
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
                    hint: "let only layers' kernels, crossbars, copies and precisions vary, without conditions, and name a mapping without <balance>")
            }
            return costs
        }
    }

    fileprivate func refused(_ message: String, hint: String) -> InvalidInput {
        let file = files.first?.path ?? design.network.name
        return InvalidInput([Diagnostic(at: SourceLocation(file: file, line: 1, column: 1), message, hint: hint)])
    }
}
