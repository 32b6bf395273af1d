import CoSearch
import DesignSearch
import Diagnostics
import System

extension NasSession {
    /// The run that they are of may be a search with other candidates than this one: a search for kernels and crossbars
    /// has the weights of a search for crossbars alone.
    ///
    /// - Throws: where the checkpoint is not what it was, or has no path that computes what was chosen.
    package func inherit(_ record: RunRecord, _ training: TrainingRun) throws {
        guard let (folder, source, checkpoint) = try record.source, let choices = record.choices else { return }
        guard source.kind == .search else { return try training.begin(from: checkpoint) }
        let search = try NasSession(
            folder.search(source), tool, hasEffects: false, widths: widths, nested: source.recipe.nestsKernels,
            choosing: widths.isEmpty ? source.recipe.widths : nil)
        try search.check(source, in: folder.path)
        try training.inherit(
            from: checkpoint, of: search.problem.plan, choices: search.choices(like: choices, of: self),
            narrowed: !widths.isEmpty || !search.plan.shapes.isEmpty)
    }

    /// The paths that compute what choices of another search of the same network do: of the same kernel and bits, on
    /// the same kind of crossbar where both searches choose it, otherwise on the first; of the same channels and
    /// blocks.
    /// - Throws: where there is none, or the networks differ.
    package func choices(like choices: [Int], of other: NasSession) throws -> [Int] {
        let mine = problem.setup.design.network, theirs = other.problem.setup.design.network
        guard mine.layers == theirs.layers else {
            throw InputError(
                "the weights to begin with are of network '\(mine.name)', and '\(theirs.name)' is retrained",
                hint: "give a search of the same network")
        }
        let paths = try problem.plan.graph.stages.enumerated().map { stage, place in
            let path = other.problem.plan.paths[stage][choices[stage]]
            let option = other.problem.setup.design.options(of: place.anchor)[choices[stage]]
            let alike = problem.plan.paths[stage].indices.filter { index in
                problem.plan.paths[stage][index].kernel == path.kernel
                    && problem.plan.paths[stage][index].precision == path.precision
            }
            let options = problem.setup.design.options(of: place.anchor)
            guard
                let index = alike.first(where: { option.crossbar == nil || options[$0].crossbar == option.crossbar })
                    ?? alike.first
            else {
                throw InputError(
                    "the weights to begin with have no path for layer '\(mine.layers[place.anchor].name)' with \(option.words)",
                    hint: "give a search that has the chosen kernels and precisions")
            }
            return index
        }
        let parameters = problem.shapeParameters, others = other.problem.shapeParameters
        // What the other search has no choice of is as the network has it.
        return try paths
            + parameters.indices.map { number in
                let parameter = parameters[number]
                let value = others.firstIndex { $0.target == parameter.target }.map { place in
                    others[place].domain.text(
                        of: others[place].domain.value(at: choices[other.problem.plan.paths.count + place]))
                }
                let texts = (0..<problem.plan.shapes[number].options).map {
                    parameter.domain.text(of: parameter.domain.value(at: $0))
                }
                let own: Set = ["1", BlockChoice.keep.rawValue]
                guard let index = texts.firstIndex(where: { value == nil ? own.contains($0) : $0 == value }) else {
                    throw InputError(
                        "the weights to begin with have no \(parameter.name) of \(value ?? "the network's own")",
                        hint: "give a search that has it")
                }
                return index
            }
    }
}
