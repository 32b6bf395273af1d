import Dispatch
import Synchronization

/// Work that another thread does meanwhile.
///
/// ```swift
/// let pixels = Ahead { augmented(images) }
/// …                                       // something else
/// use(pixels.value)                       // waits where it is not done yet
/// ```
public final class Ahead<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let end = DispatchSemaphore(value: 0)

    public init(_ work: @escaping @Sendable () -> Value) {
        DispatchQueue.global().async { [self] in
            let value = work()
            result.withLock { $0 = value }
            end.signal()
        }
    }

    /// What the work gave; waits for its end.
    public var value: Value {
        end.wait()
        // For whoever asks next.
        end.signal()
        return result.withLock { $0! }
    }
}
