import System
import Workbench

/// Standard input, line by line, with a limit on how long a line is.
struct InputLines {
    enum Next {
        /// Without its end.
        case line([UInt8])
        /// A line beyond the limit, which is passed over.
        case tooLong
        case end
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// Of what is in the buffer, how much was taken, and how much is known to have no end of a line.
    private var taken = 0, searched = 0
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    private var isAtEnd = false

    init(limit: Int) { self.limit = limit }

    mutating func next() -> Next {
        var isPassedOver = false
        while true {
            if let end = buffer[max(searched, taken)...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[taken..<end]
                (taken, searched) = (end + 1, end + 1)
                if isPassedOver || line.count > limit { return .tooLong }
                return .line(Array(line))
            }
            if isAtEnd {
                let rest = buffer[taken...]
                guard !rest.isEmpty else { return isPassedOver ? .tooLong : .end }
                (taken, searched) = (buffer.count, buffer.count)
                return isPassedOver ? .tooLong : .line(Array(rest))
            }
            // What was taken is let go before more is read; and what is too long is let go, too.
            buffer.removeSubrange(..<taken)
            taken = 0
            if buffer.count > limit {
                isPassedOver = true
                buffer.removeAll(keepingCapacity: true)
            }
            searched = buffer.count
            fill()
        }
    }

    private mutating func fill() {
        let count = readStandardInput(into: &chunk)
        if count > 0 { buffer += chunk[..<count] } else { isAtEnd = true }
    }
}
