/// Comma-separated values as RFC 4180 has them: a header line, lines ended by CR LF, fields with a
/// comma, quotation mark or line break in quotation marks.
///
/// ```swift
/// CSV(header: ["hardware", "energy_J"], rows: [["isaac", .number(1.25e-5)]]).text
/// ```
public struct CSV: Hashable, Sendable {
    public var header: [String]
    /// Each with as many fields as the header.
    public var rows: [[Field]]

    public init(header: [String], rows: [[Field]]) {
        precondition(rows.allSatisfy { $0.count == header.count }, "a row has a field for each name of the header")
        self.header = header
        self.rows = rows
    }

    /// One value of a row.
    public enum Field: Hashable, Sendable, ExpressibleByStringLiteral {
        case text(String)
        /// Written so that reading it gives the same number; empty when it is not finite.
        case number(Double)
        case integer(Int)
        case empty

        public init(stringLiteral text: String) { self = .text(text) }
    }

    /// The whole file.
    public var text: String { Self.lines([header.map(Field.text)]) + body }

    /// The rows without the header, for a file that is written in pieces.
    public var body: String { Self.lines(rows) }

    private static func lines(_ rows: [[Field]]) -> String {
        rows.map { $0.map(\.written).joined(separator: ",") + "\r\n" }.joined()
    }
}

extension CSV.Field {
    /// Whether a spreadsheet would run the text as a formula. An apostrophe before it makes it text to all of them
    /// (OWASP, "CSV Injection"); a number stays a number.
    private static func isRun(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return false }
        return "=+-@\t\r".unicodeScalars.contains(first) && Double(text) == nil
    }

    fileprivate var written: String {
        switch self {
        case .text(let given):
            let text = Self.isRun(given) ? "'" + given : given
            // Scalars, not characters: CR LF is one character, and so is a quotation mark with an accent on it.
            let isPlain = !text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
            if isPlain, text == given { return text }
            var quoted = "\""
            for scalar in text.unicodeScalars { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
            return quoted + "\""
        case .number(let number): return number.isFinite ? "\(number + 0)" : ""
        case .integer(let number): return "\(number)"
        case .empty: return ""
        }
    }
}
