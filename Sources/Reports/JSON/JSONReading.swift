import System

/// Why a text is no JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong there.
    public var problem: String
    /// The byte where it is wrong, from 1.
    public var column: Int

    public var description: String { "\(problem) at byte \(column)" }
}

extension JSON {
    /// Arrays and objects inside each other that are read.
    public static let mostDepth = 64

    /// Reads one value (RFC 8259), with nothing but white space around it.
    ///
    /// ```swift
    /// try JSON(parsing: Array(#"{"id": 1, "points": [[0, 2.5]]}"#.utf8))["points"]
    /// ```
    ///
    /// Whole numbers that an `Int` holds are ``integer(_:)``, all others ``number(_:)``. Of a name of a file that is no
    /// UTF-8, Python writes each such byte as an unpaired surrogate, U+DC80 to U+DCFF; it becomes the stand-in that
    /// `FileName` has for the byte. Objects keep the order of their keys, and a key that comes twice. O(bytes).
    ///
    /// - Throws: for anything else, arrays and objects deeper than ``mostDepth``, and numbers beyond what a `Double`
    ///   holds.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes)
        self = try reader.document()
    }

    /// The value of an object's key; nil where this is no object, or has no such key.
    public subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

/// Reads from the beginning to the end, once.
private struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value()
        skipSpace()
        guard at == bytes.count else { throw wrong("something follows the value") }
        return value
    }

    private func wrong(_ problem: String) -> JSONError { JSONError(problem: problem, column: min(at, bytes.count) + 1) }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { at += 1 }
    }

    private mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        guard let next else { throw wrong("the text ends where a value is wanted") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw wrong("no value begins so")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let count = word.utf8CodeUnitCount
        guard at + count <= bytes.count, (0..<count).allSatisfy({ bytes[at + $0] == word.utf8Start[$0] }) else {
            throw wrong("no value begins so")
        }
        at += count
        return value
    }

    /// - Throws: where it is one level too deep.
    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= JSON.mostDepth else { throw wrong("arrays and objects are more than \(JSON.mostDepth) deep") }
        at += 1
        skipSpace()
    }

    /// Behind an element: whether another follows.
    private mutating func goesOn(until end: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        switch next {
        case UInt8(ascii: ","):
            at += 1
            return true
        case end:
            at += 1
            depth -= 1
            return false
        default: throw wrong("'\(Character(Unicode.Scalar(end)))' or ',' is wanted")
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        var elements: [JSON] = []
        guard next != UInt8(ascii: "]") else {
            at += 1
            depth -= 1
            return .array([])
        }
        repeat { elements.append(try value()) } while try goesOn(until: UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        var members: [JSON.Member] = []
        guard next != UInt8(ascii: "}") else {
            at += 1
            depth -= 1
            return .object([])
        }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw wrong("a key in quotation marks is wanted") }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw wrong("':' is wanted") }
            at += 1
            members.append(JSON.Member(key, try value()))
        } while try goesOn(until: UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func digits() throws(JSONError) -> Range<Int> {
        let start = at
        while let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { at += 1 }
        guard at > start else { throw wrong("a digit is wanted") }
        return start..<at
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { at += 1 }
        let whole = try digits()
        guard whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else {
            at = whole.lowerBound
            throw wrong("a number begins with 0")
        }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            at += 1
            _ = try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            _ = try digits()
        }
        // 18 digits are always within 64 bits; -0 has no integer.
        if isWhole, whole.count <= 18, !(isNegative && bytes[whole.lowerBound] == UInt8(ascii: "0")) {
            let size = bytes[whole].reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
            return .integer(isNegative ? -size : size)
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, let integer = Int(text), integer != 0 { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            at = start
            throw wrong("the number is beyond what can be held")
        }
        return .number(number)
    }

    private mutating func string() throws(JSONError) -> String {
        at += 1
        let start = at
        while let next, next != UInt8(ascii: "\""), next != UInt8(ascii: "\\"), next >= 0x20 { at += 1 }
        // Most have nothing to be undone.
        if next == UInt8(ascii: "\"") {
            defer { at += 1 }
            return try text(start..<at)
        }
        var result = try text(start..<at)
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                return result
            case UInt8(ascii: "\\"):
                at += 1
                result.unicodeScalars.append(try escapedScalar())
            case 0..<0x20: throw wrong("a control character in a string; write it as \\u00XX")
            default:
                let start = at
                while let next, next != UInt8(ascii: "\""), next != UInt8(ascii: "\\"), next >= 0x20 { at += 1 }
                result += try text(start..<at)
            }
        }
        throw wrong("a string has no end")
    }

    private func text(_ range: Range<Int>) throws(JSONError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw JSONError(problem: "a string is not UTF-8", column: range.lowerBound + 1)
        }
        return text
    }

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let letter = next
        at += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            at -= 1
            throw wrong("no escape is written so")
        }
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if (0xD800..<0xDC00).contains(unit), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        {
            at += 2
            let second = try hexadecimal()
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        // A byte of a file's name.
        if (0xDC80...0xDCFF).contains(unit), let scalar = Unicode.Scalar(0x10_FF80 + unit - 0xDC80) { return scalar }
        throw wrong("half a surrogate pair")
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard at + 4 <= bytes.count, let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16),
            bytes[at] != UInt8(ascii: "+")
        else { throw wrong("four hexadecimal digits are wanted") }
        at += 4
        return unit
    }
}
