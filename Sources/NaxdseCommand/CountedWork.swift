import Reports

/// Work that tells how many of something are done, on a line of a terminal.
enum CountedWork {
    /// - Parameters:
    ///   - noun: what is counted, in the plural.
    ///   - work: is given what to tell: how many are done, and of how many. Those of the first time were done before.
    static func shown<T>(of noun: String, _ work: ((_ done: Int, _ of: Int) -> Void) throws -> T) rethrows -> T {
        var line: ProgressLine?
        defer { line?.finish() }
        return try work { done, total in
            if line == nil {
                line = ProgressLine(of: noun, total: total, alreadyDone: done)
            }
            line?.update(done: done)
        }
    }
}
