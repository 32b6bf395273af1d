import Synchronization

/// What models said of parameters they were asked before: a model runs once a set of parameters, however often a file
/// is read.
final class ModelMemory: Sendable {
    private struct Question: Hashable {
        let model: String
        let parameters: ModelParameters
    }

    /// More than any search varies of one file; beyond it the memory starts anew.
    private static let limit = 65536
    private let answers = Mutex<[Question: ModelFigures]>([:])
    private let runs = Mutex(0)

    /// How often a model was run.
    var count: Int { runs.withLock { $0 } }

    /// The figures of a model, run at the first question alone; what it refuses is not kept.
    func figures(
        of name: String, _ model: any FigureModel.Type, _ parameters: ModelParameters
    ) throws(ComponentModelError) -> ModelFigures {
        let question = Question(model: name, parameters: parameters)
        if let known = answers.withLock({ $0[question] }) { return known }
        let figures = try model.figures(parameters)
        runs.withLock { $0 += 1 }
        answers.withLock {
            if $0.count >= Self.limit { $0.removeAll() }
            $0[question] = figures
        }
        return figures
    }
}
