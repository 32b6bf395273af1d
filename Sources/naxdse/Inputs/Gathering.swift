import Markup

/// Runs steps that do not need each other and tells all their errors together.
///
/// ```swift
/// var gathering = Gathering()
/// let mapping = gathering.attempt { try inputs.mapping("mine.xml") }
/// let network = gathering.attempt { try inputs.network("theirs.xml") }
/// try gathering.finish()          // throws what was wrong with either
/// ```
struct Gathering {
    private var errors: [any BadInput] = []

    /// The step's result, or nil when it threw bad input; anything else it threw is thrown on.
    mutating func attempt<T>(_ step: () throws -> T) throws -> T? {
        do {
            return try step()
        } catch let error as any BadInput {
            errors.append(error)
            return nil
        }
    }

    /// - Throws: the errors so far, where there are any.
    func finish() throws {
        if !errors.isEmpty { throw BadInputs(errors: errors) }
    }
}

/// Several errors at once.
struct BadInputs: BadInput {
    var errors: [any BadInput]

    /// Each once: two commands' worth of the same broken library says nothing more.
    var faults: [Fault] {
        var seen: Set<Fault> = []
        return errors.flatMap(\.faults).filter { seen.insert($0).inserted }
    }
}
