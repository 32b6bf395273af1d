import Dispatch
import Synchronization

/// Results of `body` for 0 ..< count, worked out by several threads at once, each taking the next number that is left.
///
/// - Parameter threads: at least 1; 1 stays on the calling thread.
public func inParallel<Result: Sendable>(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    guard threads > 1, count > 1 else { return (0..<count).map(body) }
    let next = Atomic<Int>(0)
    let found = Mutex<[(Int, Result)]>([])
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        var mine: [(Int, Result)] = []
        while true {
            let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard number < count else { break }
            mine.append((number, body(number)))
        }
        found.withLock { $0 += mine }
    }
    return found.withLock { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
}
