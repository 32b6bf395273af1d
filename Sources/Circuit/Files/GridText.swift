import Diagnostics
import Quantities

/// Comma-separated text, taken apart line by line.
struct GridText {
    /// Errors after which reading is given up: a file of another format has one at every value.
    static let problemLimit = 20

    /// What is wrong with a value.
    struct Problem: Error {
        var message: String
        var hint: String
    }

    var problems = Problems()
    private(set) var isGivenUp = false
    private let bytes: [UInt8]
    private let path: String
    private var position = 0
    private var line = 0

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// One value with where it stands.
    struct Field {
        var text: String
        var line: Int
        /// Of the first character that is no space, from 1, in Unicode scalars.
        var column: Int
    }

    mutating func problem(at field: Field, _ message: String, hint: String) {
        let location = SourceLocation(file: path, line: field.line, column: field.column)
        problems.error(at: location, message, hint: hint)
        if problems.diagnostics.count == Self.problemLimit {
            problems.error(
                at: location, "reading is given up after \(Self.problemLimit) errors", hint: "correct these first")
            isGivenUp = true
        }
    }

    /// The fields of the next line that holds any; nil at the end. Lines end with LF, CR LF or CR.
    mutating func nextLine() -> [Field]? {
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
            let content = bytes[start..<position]
            if position < bytes.count {
                position += bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 2 : 1
            }
            line += 1
            guard let first = content.first(where: { !isSpace($0) }), first != UInt8(ascii: "#") else { continue }
            return fields(of: content)
        }
        return nil
    }

    private func fields(of content: ArraySlice<UInt8>) -> [Field] {
        var column = 1
        return content.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { part in
            let leading = part.prefix(while: isSpace)
            var text = part[leading.endIndex...]
            while let last = text.last, isSpace(last) { text.removeLast() }
            let field = Field(
                text: String(decoding: text, as: UTF8.self), line: line, column: column + leading.count)
            // Bytes that continue a scalar do not count.
            column += part.count { $0 & 0xC0 != 0x80 } + 1
            return field
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension GridText.Field {
    /// The number that the field writes, in the SI unit.
    func value<D: Dimension>(of dimension: D.Type, atLeast least: Quantity<D>?) throws(GridText.Problem) -> Double {
        var text = text[...]
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = text.dropFirst().dropLast() }
        guard !text.isEmpty else {
            throw GridText.Problem(
                message: "a value is missing", hint: "\(D.name) is wanted, such as \(example(D.self))")
        }
        let value: Double
        // Double also reads "nan" and hexadecimal numbers.
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }), let number = Double(text)
        {
            value = number
        } else {
            do {
                value = try Quantity<D>(parsing: String(text)).si
            } catch {
                let shown = text.count > 40 ? text.prefix(40) + "…" : text
                let message =
                    error.reason == .noNumber || error.reason == .noUnit || text.count > 40
                    ? "'\(shown)' is not a number" : error.message
                throw GridText.Problem(message: message, hint: "\(D.name) is wanted, such as \(example(D.self))")
            }
        }
        guard value.isFinite else {
            throw GridText.Problem(
                message: "'\(text)' is beyond what can be computed with", hint: "give a finite number")
        }
        if let least, value < least.si {
            throw GridText.Problem(
                message: "'\(text)' is below \(least)", hint: "\(D.name) of at least \(least) is wanted here")
        }
        return value
    }

    /// "'1e-05' (in S) or '10 µS'": zero is printed in the unit without a prefix.
    private func example<D: Dimension>(_ dimension: D.Type) -> String {
        guard let quantity = try? Quantity<D>(parsing: D.example) else { return "'\(D.example)'" }
        return "'\(quantity.si)' (in \(Quantity<D>.zero.formatted().dropFirst(2))) or '\(D.example)'"
    }
}
