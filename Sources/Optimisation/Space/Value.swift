/// The value of one parameter at one point.
///
/// Written as a short string in JSON (`"-"`, `"c2"`, `"i8"`, `"r0.25"`), since a
/// study stores many of them.
public enum Value: Hashable, Sendable {
    /// The parameter's condition does not hold, so it has no value here.
    case inactive
    /// The index of a category.
    case category(Int)
    case integer(Int)
    case real(Double)

    /// The compact text; `init(compact:)` reads it back without loss.
    public var compact: String {
        switch self {
        case .inactive: "-"
        case .category(let index): "c\(index)"
        case .integer(let integer): "i\(integer)"
        case .real(let real): "r\(real)"
        }
    }

    /// - Returns: nil where the text is not one that `compact` writes.
    public init?(compact text: some StringProtocol) {
        let rest = text.dropFirst()
        switch text.first {
        case "-" where rest.isEmpty: self = .inactive
        case "c":
            guard let index = Int(rest) else { return nil }
            self = .category(index)
        case "i":
            guard let integer = Int(rest) else { return nil }
            self = .integer(integer)
        case "r":
            guard let real = Double(rest) else { return nil }
            self = .real(real)
        default: return nil
        }
    }
}

extension Value: Codable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(compact)
    }

    /// - Throws: `DecodingError` for a string that ``compact`` does not write.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Value(compact: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no parameter value")
        }
        self = value
    }
}

/// One point of a space: a value for each parameter, in the space's order.
public struct Point: Hashable, Sendable {
    /// One for each parameter of the space, in its order; ``Value/inactive`` where its condition does not hold.
    public var values: [Value]

    /// - Parameter values: one for each parameter; see ``Space/contains(_:)`` for whether they are a point of a space.
    public init(_ values: [Value]) { self.values = values }

    /// The value of a parameter, by its index in the space.
    public subscript(parameter: Int) -> Value {
        get { values[parameter] }
        set { values[parameter] = newValue }
    }

    /// All values in one line, as a study stores them: `"c0 c2 i8 -"`.
    public var compact: String { values.map(\.compact).joined(separator: " ") }

    /// - Returns: nil where the text is not one that `compact` writes.
    public init?(compact text: String) {
        values = []
        for part in text.split(separator: " ") {
            guard let value = Value(compact: part) else { return nil }
            values.append(value)
        }
    }
}

extension Point: Codable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(compact)
    }

    /// - Throws: `DecodingError` for a string that ``compact`` does not write.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let point = Point(compact: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no point")
        }
        self = point
    }
}
