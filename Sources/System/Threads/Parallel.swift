import Synchronization

/// Results of `body` for 0 ..< count, worked out by several threads at once, each taking the next number that is left.
///
/// - Parameter threads: at least 1; 1 stays on the calling thread.
/// - Throws: the error of the smallest number that has one, whatever the number of threads.
public func inParallel<Value: Sendable, Failure: Error>(
    _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
    guard threads > 1, count > 1 else {
        var values: [Value] = []
        values.reserveCapacity(count)
        for number in 0..<count { values.append(try body(number)) }
        return values
    }
    let next = Atomic<Int>(0)
    let found = Mutex<[(number: Int, result: Result<Value, Failure>)]>([])
    onThreads(min(threads, count)) {
        var mine: [(Int, Result<Value, Failure>)] = []
        while true {
            let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard number < count else { break }
            do throws(Failure) { mine.append((number, .success(try body(number)))) } catch {
                mine.append((number, .failure(error)))
                // Smaller numbers are all taken; no larger one decides anything.
                next.store(count, ordering: .relaxed)
            }
        }
        found.withLock { $0 += mine }
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for (_, result) in found.withLock({ $0 }).sorted(by: { $0.number < $1.number }) { values.append(try result.get()) }
    return values
}
