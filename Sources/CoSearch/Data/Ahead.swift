import Dispatch
import Synchronization

/// Work that another thread does meanwhile.
///
///     let pixels = Ahead { augmented(images) }
///     …                                       // something else
///     use(pixels.value)                       // waits where it is not done yet
final class Ahead<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let end = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () -> Value) {
        DispatchQueue.global().async { [self] in
            let value = work()
            result.withLock { $0 = value }
            end.signal()
        }
    }

    var value: Value {
        end.wait()
        // For whoever asks next.
        end.signal()
        return result.withLock { $0! }
    }
}
