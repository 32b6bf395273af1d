import FoundationEssentials
import GRDB

/// A transaction of SQLite, which never loses its connection.
struct SQLiteTransaction: SQLTransaction {
    let db: Database
    var isRetry: Bool { false }

    @discardableResult
    func rows(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        // SQLite numbers its parameters with another sign.
        let statement = try db.cachedStatement(sql: sql.replacing("$", with: "?"))
        let arguments = StatementArguments(values.map(\.databaseValue))
        if statement.columnCount == 0 {
            try statement.execute(arguments: arguments)
            return []
        }
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            SQLRow(row.databaseValues.map(SQLValue.init))
        }
    }
}

extension SQLValue {
    init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let bytes): .bytes([UInt8](bytes))
            }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
