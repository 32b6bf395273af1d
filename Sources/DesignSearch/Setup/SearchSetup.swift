import Cost
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import Optimisation
import System

/// A search ready to run: the problem, and what gives its points their numbers.
public struct SearchSetup: Sendable {
    /// Space, objectives and constraints; with a table of costs where every parameter is a choice at a layer.
    public var problem: Problem
    /// A table's look-up where there is a table, else the cost model; with simulation where accuracy is measured.
    public var evaluator: any Evaluator
    /// What points mean for the network and its mapping.
    public var design: DesignSpace
    /// Prices any point by running the cost model, whichever evaluator the search uses.
    public var model: ModelEvaluator
    /// Files that decide the numbers: the search, the hardware, the mapping.
    public var files: [InputFile]
}

extension SearchDescription {
    /// - Parameters:
    ///   - hardware: the document of the hardware file, valid by its schema.
    ///   - reader: the one that read it.
    ///   - trial: the network with its weights and images, where the search measures accuracy.
    ///   - progress: told how many of how many values of hardware parameters have been checked.
    /// - Throws: all that cannot be, at its place in the search file; what is wrong with the
    ///   hardware file itself, at its place there.
    public func setUp(
        network: Network, hardware: Document, reader: ArchitectureReader = ArchitectureReader(),
        specification: MappingSpecification, mappers: Mappers, accuracy trial: AccuracyEvaluator.Trial? = nil,
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(InvalidInput) -> SearchSetup {
        precondition(trial == nil || accuracy != nil, "what measures accuracy was read from the file")
        let architecture = try reader.read(document: hardware)
        try check(hardware, reader, progress)
        try checkMeasures()
        try checkLeakage(of: architecture)
        try checkCopies(specification)
        let floorplan = architecture.floorplan()
        let placed = architecture.crossbars.indices.filter { floorplan.places[$0] != nil }.map {
            architecture.crossbars[$0].id
        }
        let space = try space(network: network, crossbars: placed)
        let design = DesignSpace(space, network: network, specification: specification, mappers: mappers)
        let attributes = zip(parameters, space.parameters.indices).map { parameter, index in
            ModelEvaluator.HardwareAttribute(parameter: index, path: parameter.path.text, unit: parameter.unit)
        }
        // A table takes its time, too, and what most of a long range costs is never asked for: then points are priced
        // one by one.
        let isSmall = design.optionCount <= Self.mostOptions
        if !isSmall, let losses {
            throw InvalidInput([
                Diagnostic(
                    at: losses.location,
                    "loss is looked up in a table, and the layers of this search have \(design.optionCount) options in all, more than \(Self.mostOptions)",
                    hint: "let less vary, or give fewer values: values=\"1 2 4 8\"")
            ])
        }
        let measures = objectives.map(\.objective.measure) + constraints.map(\.constraint.measure)
        let isTabulated = isSmall && measures.allSatisfy { $0.isTabulated || $0 == .accuracy }
        let model = ModelEvaluator(
            design, hardware: hardware, reader: reader, attributes: attributes, withIO: withIO,
            tables: isTabulated && losses == nil && trial == nil
                ? HardwareTables(design, mostOptions: Self.mostOptions) : nil)
        let costs =
            isTabulated
            ? try TabulatedSpace.tabulated(design, on: CostModel(architecture, withIO: withIO), losses: lossLimit) {
                parameter in
                location(of: parameter, in: space, network)
            } : nil
        if costs == nil, let losses {
            throw InvalidInput([
                Diagnostic(
                    at: losses.location, "loss is a sum over layers, and the costs of this search are none",
                    hint:
                        "let only layers' choices vary, at most \(TabulatedSpace.largestTable) of them in all and without conditions, "
                        + "and name a mapping without <balance>; or measure <accuracy>")
            ])
        }
        // The table keeps to the limit on loss.
        let problem = Problem(
            space: space, objectives: objectives.map(\.objective),
            constraints: constraints.map(\.constraint).filter { $0.measure != .loss }, costs: costs)
        let evaluator: any Evaluator =
            if let trial { AccuracyEvaluator(model, trial) } else if costs == nil { model } else { TableEvaluator() }
        return SearchSetup(
            problem: problem, evaluator: evaluator, design: design, model: model,
            files: files + hardware.files + specification.files)
    }

    /// Options of layers that are put into a table at most.
    private static let mostOptions = 20_000

    /// The strictest limit on loss, or none where it is an objective alone.
    private var lossLimit: LossLimit? {
        guard let losses else { return nil }
        if let strictest = constraints.filter({ $0.constraint.measure == .loss }).min(by: {
            $0.constraint.limit < $1.constraint.limit
        }) {
            return LossLimit(placed: losses, most: strictest.constraint.limit, location: strictest.location)
        }
        return objectives.first { $0.objective.measure == .loss }.map {
            LossLimit(placed: losses, most: nil, location: $0.location)
        }
    }

    /// Where the file speaks of a parameter of the space.
    private func location(of parameter: Int?, in space: Space, _ network: Network) -> SourceLocation {
        guard let parameter, case .layer(let name, let aspect) = space.parameters[parameter].target,
            let layer = network.layers.first(where: { $0.name == name }),
            let block = layers.last(where: { $0.choices[aspect] != nil && $0.applies(to: layer) })
        else { return self.network.location }
        return block.choices[aspect]!.location
    }

    /// Every hardware parameter has to lead to an attribute, which can have each of its values.
    private func check(
        _ hardware: Document, _ reader: ArchitectureReader, _ progress: (Int, Int) -> Void
    ) throws(InvalidInput) {
        var problems = Problems()
        // Each value takes a reading of the hardware: of very many, lists are looked at by their ends, and what a value
        // in between cannot be is told of its trials.
        let all = parameters.compactMap { $0.values.domain?.representatives.count }.reduce(0, +)
        var done = 0
        for parameter in parameters {
            guard let domain = parameter.values.domain else { continue }
            let values = Array(domain.representatives.enumerated())
            for (index, value) in all <= 500 || values.count < 2 ? values : [values[0], values[values.count - 1]] {
                progress(done, all)
                done += 1
                let text = parameter.attribute(domain.text(of: value))
                let changed: Document
                do {
                    changed = try satisfying(parameter, hardware).setting(path: parameter.path.text, value: text)
                } catch {
                    problems.error(at: parameter.path.location, error.message, hint: error.hint)
                    break
                }
                do { _ = try reader.read(document: changed) } catch {
                    let place =
                        parameter.values.locations.indices.contains(index)
                        ? parameter.values.locations[index] : parameter.values.location
                    for diagnostic in error.diagnostics where diagnostic.severity == .error {
                        problems.error(
                            at: place, "with '\(text)' for \(parameter.name.text): \(diagnostic.message)",
                            hint: diagnostic.hint)
                    }
                }
            }
        }
        try problems.throwIfAny()
    }

    /// The hardware as it is where a parameter varies: its condition holds.
    private func satisfying(_ parameter: HardwareParameter, _ hardware: Document) throws(AttributePathError) -> Document
    {
        guard let when = parameter.values.when,
            let other = parameters.first(where: { $0.name.text == when.parameter.text }),
            let value = when.values.first
        else { return hardware }
        return try satisfying(other, hardware).setting(path: other.path.text, value: other.attribute(value.text))
    }

    private func checkMeasures() throws(InvalidInput) {
        var problems = Problems()
        let places =
            objectives.map { ($0.objective.measure, $0.location) }
            + constraints.map { ($0.constraint.measure, $0.location) }
        let wanted = places.filter { $0.0 == .accuracy }.map(\.1)
        if let losses, let accuracy {
            problems.error(
                at: losses.location,
                "losses stand for an accuracy that is not measured, and <accuracy> in line \(accuracy.location.line) measures it",
                hint: "leave one of the two out")
        }
        let limits = constraints.filter { $0.constraint.measure == .loss }
        let wishes = objectives.filter { $0.objective.measure == .loss }
        if let losses, limits.isEmpty, wishes.isEmpty {
            problems.error(
                at: losses.location, "losses are given, and nothing is limited by them",
                hint: "add <constraint measure=\"loss\" at-most=\"…\"/>, or <objective measure=\"loss\"/>")
        }
        if losses == nil {
            for location in limits.map(\.location) + wishes.map(\.location) {
                problems.error(
                    at: location, "nothing in this search says what its choices add to the loss",
                    hint:
                        "include what naxdse nas estimate or losses writes, by <xi:include href=\"FILE\"/> before the objectives"
                )
            }
        }
        if let accuracy {
            if wanted.isEmpty {
                problems.error(
                    at: accuracy.location, "accuracy is measured, and neither an objective nor a constraint",
                    hint: "add <objective measure=\"accuracy\"/>, or a constraint on it")
            }
            for choice in blocks + channels {
                problems.error(
                    at: choice.choice.location,
                    "the trained weights are of the blocks and channels that the network has",
                    hint: "leave out <blocks> and <channels>; `naxdse nas train` trains other networks")
            }
            for choice in layers.compactMap({ $0.choices[.kernel] }) {
                problems.error(
                    at: choice.location, "the trained weights are of the kernels that the network has",
                    hint: "leave out <kernel>; `naxdse nas` trains other kernels as well")
            }
        } else {
            for location in wanted {
                problems.error(
                    at: location, "nothing in this search measures accuracy",
                    hint:
                        "add <accuracy data=\"FOLDER\"/> and name a trained network, or search by energy, delay, area, edp or edap"
                )
            }
        }
        try problems.throwIfAny()
    }

    /// What is unknown cannot be compared.
    private func checkLeakage(of architecture: Architecture) throws(InvalidInput) {
        let unknown = architecture.partsOfUnstatedLeakage(withIO: withIO).filter { $0.leakageBasis == .unknown }
        guard let first = unknown.first else { return }
        var problems = Problems()
        let places =
            objectives.map { ($0.objective.measure, $0.location) }
            + constraints.map { ($0.constraint.measure, $0.location) }
        for (measure, location) in places where measure.containsLeakage {
            problems.error(
                at: location,
                "\(measure) has leakage in it, and that of '\(first.id)'\(unknown.count > 1 ? " and \(unknown.count - 1) more parts" : "") is unknown",
                hint: "let the hardware file assume it: <assume leakage=\"10 %\" because=\"…\"/>")
        }
        try problems.throwIfAny()
    }

    private func checkCopies(_ specification: MappingSpecification) throws(InvalidInput) {
        guard specification.areaBudget != nil else { return }
        var problems = Problems()
        for choice in layers.compactMap({ $0.choices[.duplication] }) {
            problems.error(
                at: choice.location,
                "mapping '\(specification.name)' chooses the copies of each layer itself, by <balance>",
                hint: "leave out <duplication>, or name a mapping without <balance>")
        }
        try problems.throwIfAny()
    }
}

extension LayerChoices {
    fileprivate func applies(to layer: Layer) -> Bool {
        LayerRule(pattern: pattern.text, sort: sort, change: SettingsChange()).applies(to: layer)
    }
}

extension Domain {
    /// All values of a list, the ends of a range.
    fileprivate var representatives: [Value] {
        switch self {
        case .categories(let names): names.indices.map { .category($0) }
        case .integers(let range, _, _):
            range.count == 1 ? [.integer(range.lowerBound)] : [.integer(range.lowerBound), .integer(range.upperBound)]
        case .reals(let range, _): [.real(range.lowerBound), .real(range.upperBound)]
        }
    }
}
