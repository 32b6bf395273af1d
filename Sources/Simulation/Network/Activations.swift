/// The elements of one tensor while a network runs: integer codes of a format, or real numbers.
enum Activations {
    case codes([Int32], NumberFormat)
    case values([Double])

    /// What they stand for.
    var values: [Double] {
        switch self {
        case .codes(let codes, let format): codes.map { format.value(of: Int($0)) }
        case .values(let values): values
        }
    }

    var count: Int {
        switch self {
        case .codes(let codes, _): codes.count
        case .values(let values): values.count
        }
    }

    /// As codes of a format.
    func quantised(to format: NumberFormat) -> Activations {
        .codes(values.map { Int32(format.code(for: $0)) }, format)
    }

    func moved(_ movement: Movement) -> Activations {
        switch self {
        case .codes(let codes, let format):
            .codes(movement.sources.map { $0 < 0 ? Int32(format.code(for: movement.filler)) : codes[Int($0)] }, format)
        case .values(let values): .values(movement.sources.map { $0 < 0 ? movement.filler : values[Int($0)] })
        }
    }

    /// One after the other; as codes when all have the same format.
    static func joined(_ parts: [Activations]) -> Activations {
        if parts.count == 1 { return parts[0] }
        if case .codes(_, let format)? = parts.first {
            var all: [Int32] = []
            for part in parts {
                guard case .codes(let codes, format) = part else { return .values(parts.flatMap(\.values)) }
                all += codes
            }
            return .codes(all, format)
        }
        return .values(parts.flatMap(\.values))
    }
}
