/// A JSON value whose objects keep the order in which their keys were given.
///
/// ```swift
/// let result: JSON = ["hardware": "isaac", "energy_J": .number(1.25e-5)]
/// print(result.text)
/// ```
///
/// Numbers are written so that reading them gives the same number; infinities and NaN, which JSON
/// cannot express, are written as null.
public enum JSON: Hashable, Sendable {
    case object([Member])
    case array([JSON])
    case string(String)
    case number(Double)
    case integer(Int)
    case boolean(Bool)
    case null

    /// One key of an object with its value.
    public struct Member: Hashable, Sendable {
        public var key: String
        public var value: JSON
        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }
}

extension JSON {
    /// A number of which every digit counts, such as a seed: an integer, or a string where readers of JSON would lose
    /// digits of it.
    public static func exact(_ number: UInt64) -> JSON {
        number <= 1 << 53 ? .integer(Int(number)) : .string("\(number)")
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    public init(dictionaryLiteral members: (String, JSON)...) { self = .object(members.map { Member($0.0, $0.1) }) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int) { self = .integer(number) }
    public init(floatLiteral number: Double) { self = .number(number) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(nilLiteral: ()) { self = .null }
}
