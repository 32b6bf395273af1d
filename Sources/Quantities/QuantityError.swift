/// Why a text is not the quantity that was wanted.
public struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the text.
    public enum Reason: Hashable, Sendable {
        case empty, noNumber, noUnit, outOfRange
        /// A unit of something else; `found` is its name with article, "a time".
        case wrongDimension(found: String)
        /// No unit at all; `near` is one that differs in case alone, of several the one that gives the likeliest size.
        case unknownUnit(String, near: String?)
        /// A comma in the number; `meant` are the ways to write what it may stand for: "1.5 pJ".
        case comma(meant: [String])
    }

    /// The text as it was written.
    public let text: String
    /// Decides what ``message`` and ``hint`` say.
    public let reason: Reason
    /// What was wanted, with its article: "an energy".
    public let wanted: String
    /// A value that would be right: "1.67 pJ".
    public let example: String

    /// What is wrong: "'64 ns' is a time".
    public var message: String {
        switch reason {
        case .empty: "no value is given"
        case .noNumber: "'\(text)' does not start with a number"
        case .noUnit: "'\(text)' has no unit"
        case .outOfRange: "'\(text)' is beyond what can be computed with"
        case .wrongDimension(let found): "'\(text)' is \(found)"
        case .unknownUnit(let unit, _): "'\(unit)' in '\(text)' is not a unit"
        case .comma: "'\(text)' has a comma in its number"
        }
    }

    /// What would be right: "an energy is wanted, such as '1.67 pJ'".
    public var hint: String {
        if case .unknownUnit(_, let near?) = reason { return "did you mean '\(near)'?" }
        if case .comma(let meant) = reason { return "write " + meant.map { "'\($0)'" }.joined(separator: " or ") }
        return "\(wanted) is wanted, such as '\(example)'"
    }

    public var description: String { "\(message); \(hint)" }
}
