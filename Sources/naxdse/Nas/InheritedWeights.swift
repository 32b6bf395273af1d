import CoSearch
import Markup
import System

extension NasSession {
    /// The run that they are of may be a search with other candidates than this one: a search for kernels and crossbars has the weights of
    /// a search for crossbars alone.
    ///
    /// - Throws: where the checkpoint is not what it was, or has no path that computes what was chosen.
    func inherit(_ record: RunRecord, _ training: TrainingRun, _ input: InputOptions) throws {
        guard let (folder, source, checkpoint) = try record.source, let choices = record.choices else { return }
        guard source.kind == .search else { return try training.begin(from: checkpoint) }
        let search = try NasSession(folder.search(source), input, hasEffects: false, widths: widths, nested: source.recipe.nestsKernels)
        try search.check(source, in: folder.path)
        try training.inherit(
            from: checkpoint, of: search.problem.plan, choices: search.choices(like: choices, of: self), narrowed: !widths.isEmpty)
    }

    /// The paths that compute what choices of another search of the same network do: of the same kernel and bits, on the
    /// same kind of crossbar where both searches choose it, otherwise on the first.
    /// - Throws: where there is none, or the networks differ.
    func choices(like choices: [Int], of other: NasSession) throws -> [Int] {
        let mine = problem.setup.design.network, theirs = other.problem.setup.design.network
        guard mine.layers == theirs.layers else {
            throw InputError("the weights to begin with are of network '\(mine.name)', and '\(theirs.name)' is retrained", hint: "give a search of the same network")
        }
        return try problem.plan.graph.stages.enumerated().map { stage, place in
            let path = other.problem.plan.paths[stage][choices[stage]]
            let option = other.problem.setup.design.options(of: place.anchor)[choices[stage]]
            let alike = problem.plan.paths[stage].indices.filter { index in
                problem.plan.paths[stage][index].kernel == path.kernel && problem.plan.paths[stage][index].precision == path.precision
            }
            let options = problem.setup.design.options(of: place.anchor)
            guard let index = alike.first(where: { option.crossbar == nil || options[$0].crossbar == option.crossbar }) ?? alike.first else {
                throw InputError(
                    "the weights to begin with have no path for layer '\(mine.layers[place.anchor].name)' with \(option.words)",
                    hint: "give a search that has the chosen kernels and precisions")
            }
            return index
        }
    }
}
