import CTensorsABI

/// Where a tensor's elements are.
public enum Device: Hashable, Sendable, CustomStringConvertible {
    case cpu
    case cuda(Int)

    /// `cpu`, `cuda` (the first), or `cuda:1`; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "cpu": self = .cpu
        case "cuda": self = .cuda(0)
        default:
            guard text.hasPrefix("cuda:"), let index = UInt8(text.dropFirst(5)) else { return nil }
            self = .cuda(Int(index))
        }
    }

    /// `cpu`, `cuda` or `cuda:1`; ``init(_:)`` reads it back.
    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .cuda(let index): index == 0 ? "cuda" : "cuda:\(index)"
        }
    }

    init(code: Int32) { self = code == Int32(NAXDSE_CPU) ? .cpu : .cuda(Int(code)) }

    var code: Int32 {
        switch self {
        case .cpu: Int32(NAXDSE_CPU)
        case .cuda(let index): Int32(index)
        }
    }
}
