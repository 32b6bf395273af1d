/// Runs steps that do not need each other and tells all their errors together.
///
/// ```swift
/// var gathering = Gathering()
/// let mapping = try gathering.attempt { try inputs.mapping("mine.xml") }
/// let network = try gathering.attempt { try inputs.network("theirs.xml") }
/// try gathering.finish()          // throws what was wrong with either
/// ```
public struct Gathering {
    private var errors: [any BadInput] = []

    public init() {}

    /// The step's result, or nil when it threw bad input; anything else it threw is thrown on.
    public mutating func attempt<T>(_ step: () throws -> T) throws -> T? {
        do {
            return try step()
        } catch let error as any BadInput {
            errors.append(error)
            return nil
        }
    }

    /// - Throws: the errors so far, where there are any.
    public func finish() throws {
        if !errors.isEmpty { throw BadInputs(errors: errors) }
    }
}

/// Several errors at once.
public struct BadInputs: BadInput {
    public var errors: [any BadInput]

    public init(errors: [any BadInput]) { self.errors = errors }

    /// Each once: two commands' worth of the same broken library says nothing more.
    public var faults: [Fault] {
        var seen: Set<Fault> = []
        return errors.flatMap(\.faults).filter { seen.insert($0).inserted }
    }
}
