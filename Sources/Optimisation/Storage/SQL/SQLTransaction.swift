/// A value as SQL databases keep it.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])

    static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
}

/// A row of an answer; its columns are read by position, as what they have to be.
struct SQLRow: Sendable {
    var values: [SQLValue]

    init(_ values: [SQLValue]) { self.values = values }

    func integer(_ column: Int) throws(UnexpectedValue) -> Int {
        guard case .integer(let value) = values[column], let result = Int(exactly: value) else {
            throw UnexpectedValue("a whole number", values[column])
        }
        return result
    }

    func real(_ column: Int) throws(UnexpectedValue) -> Double {
        switch values[column] {
        case .real(let value): return value
        case .integer(let value): return Double(value)
        default: throw UnexpectedValue("a number", values[column])
        }
    }

    func text(_ column: Int) throws(UnexpectedValue) -> String {
        guard case .text(let value) = values[column] else { throw UnexpectedValue("a text", values[column]) }
        return value
    }

    /// nil for NULL.
    func optionalText(_ column: Int) throws(UnexpectedValue) -> String? {
        values[column] == .null ? nil : try text(column)
    }

    func bytes(_ column: Int) throws(UnexpectedValue) -> [UInt8] {
        guard case .bytes(let value) = values[column] else { throw UnexpectedValue("bytes", values[column]) }
        return value
    }
}

/// A value that no version of the tool has written: the database is damaged.
struct UnexpectedValue: Error, CustomStringConvertible {
    let description: String

    init(_ wanted: String, _ value: SQLValue) {
        let found =
            switch value {
            case .null: "nothing"
            case .integer: "a whole number"
            case .real: "a number"
            case .text: "a text"
            case .bytes: "bytes"
            }
        description = "\(found) where \(wanted) should be"
    }
}

/// What may be done within one transaction.
protocol SQLTransaction {
    /// Whether an earlier attempt at the same transaction may have been committed: the connection was lost before the
    /// database's answer came.
    var isRetry: Bool { get }

    /// Runs a statement.
    /// - Parameters:
    ///   - sql: with parameters `$1`, `$2`, …
    ///   - values: of the parameters.
    /// - Returns: the answer's rows; none where the statement has no answer.
    @discardableResult
    func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow]
}
