import CoSearch
import DesignSearch
import Diagnostics
import Mapping
import Optimisation

extension NasSession {
    /// The best design of a study, by its first objective.
    /// - Throws: where the study's space is another one, or nothing in it keeps to its constraints.
    package func choices(ofStudy name: String, in storage: any StudyStorage) throws -> [Int] {
        let study = try storage.study(named: name)
        guard study.record.space == problem.setup.problem.space else {
            throw InputError(
                "study '\(name)' is of another space than this search",
                hint: "give a study whose search file has the same network and choices")
        }
        let results = try StudyResults(of: study, in: storage)
        guard let best = results.best[0] else { throw noDesign(in: study, results) }
        return problem.choices(at: best.point)
    }

    /// The candidates that leave the network as it is, all on one kind of crossbar; blocks are there, and channels as
    /// many as its file says.
    /// - Throws: where a layer has no such candidate.
    package func uniformChoices(_ crossbar: String) throws -> [Int] {
        let design = problem.setup.design
        let layers = try problem.plan.graph.stages.map { stage in
            let layer = design.network.layers[stage.anchor]
            let options = design.options(of: stage.anchor)
            guard
                let index = options.firstIndex(where: { option in
                    (option.kernel == nil || option.kernel == layer.convolution?.kernel)
                        && (option.crossbar ?? crossbar) == crossbar
                        && (option.duplication ?? 1) == 1
                })
            else {
                let kinds = options.compactMap(\.crossbar)
                throw InputError(
                    "layer '\(layer.name)' cannot stay as it is on crossbar '\(crossbar)' in this search",
                    hint: kinds.isEmpty
                        ? "the search leaves crossbars to the mapping"
                        : "its crossbars are \(Array(Set(kinds)).sorted().joined(separator: ", "))")
            }
            return index
        }
        return try layers
            + problem.plan.shapes.map { shape in
                switch shape {
                case .channels(let layers, let counts):
                    let convolution = layers.lazy.compactMap { design.network.layers[$0].convolution }.first!
                    guard let index = counts.firstIndex(of: convolution.outputChannels) else {
                        throw InputError(
                            "the network as it is has \(convolution.outputChannels) channels where this search has \(counts.map { "\($0)" }.joined(separator: ", "))",
                            hint: "let the search choose among its own channels too: a share of 1")
                    }
                    return index
                case .block(let block, let isThere):
                    guard let index = isThere.firstIndex(of: true) else {
                        throw InputError(
                            "this search never has block '\(block.name)' of its network",
                            hint: "let it be kept, too: values=\"keep none\"")
                    }
                    return index
                }
            }
    }
}

extension NasSession {
    /// The kinds of crossbar that layers choose among; one empty word where the mapping names them.
    package var chosenCrossbars: [String] {
        let design = problem.setup.design
        var kinds: [String] = []
        for stage in problem.plan.graph.stages {
            for kind in design.options(of: stage.anchor).compactMap(\.crossbar) where !kinds.contains(kind) {
                kinds.append(kind)
            }
        }
        return kinds.isEmpty ? [""] : kinds
    }
}

extension RunFolder {
    /// The choices of a search as far as it has come, or those that are being retrained.
    /// - Throws: where there are none yet, or files have changed.
    package func foundChoices(_ session: any RunSession) throws -> [Int] {
        let record = try record()
        try session.check(record, in: path)
        guard let choices = try record.choices ?? notes()?.reports.last?.choices else {
            throw InputError(
                "the search in '\(path)' has not ended an epoch", hint: "go on with it: naxdse nas resume \(path)")
        }
        try session.check(choices, in: path)
        return choices
    }
}
