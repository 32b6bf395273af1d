/// A connection to a database; used by one thread at a time.
final class PostgreSQLConnection {
    private let library: LibPQ
    private let url: PostgreSQLURL
    private let connection: LibPQ.Connection?

    /// Connects. Where the URL says nothing else, it takes at most ten seconds.
    init(_ url: PostgreSQLURL, _ library: LibPQ) throws(StorageError) {
        self.library = library
        self.url = url
        // What comes later overrides: the URL may say otherwise.
        let parameters = [("connect_timeout", "10"), ("fallback_application_name", "naxdse"), ("keepalives_idle", "30"), ("dbname", url.text)]
        connection = withTexts(parameters.map(\.0)) { names in
            withTexts(parameters.map(\.1)) { values in library.connect(names, values, 1) }
        }
        guard library.status(connection) == LibPQ.isConnected else { throw connectionError() }
        _ = library.setNoticeProcessor(connection, { _, _ in }, nil)
    }

    deinit { library.finish(connection) }

    var isAlive: Bool { library.status(connection) == LibPQ.isConnected }

    /// Runs several statements without parameters, in one message to the server.
    func run(_ sql: String) throws(PostgreSQLFailure) {
        let result = library.executeSeveral(connection, sql)
        defer { library.clear(result) }
        try check(result)
    }

    /// Runs one statement.
    func rows(_ sql: String, _ values: [SQLValue] = []) throws(PostgreSQLFailure) -> [SQLRow] {
        let parameters = values.map(Argument.init)
        // The texts of all parameters, one after the other, so that their addresses hold while they are used.
        var bytes: [CChar] = [], starts: [Int?] = []
        for parameter in parameters {
            starts.append(parameter.bytes.map { _ in bytes.count })
            bytes += (parameter.bytes ?? []) + [0]
        }
        let result = bytes.withUnsafeBufferPointer { buffer in
            let places = starts.map { start in start.map { buffer.baseAddress! + $0 } }
            return library.execute(
                connection, sql, CInt(parameters.count), parameters.map(\.type), places, parameters.map { CInt($0.bytes?.count ?? 0) },
                parameters.map(\.format), 1)
        }
        defer { library.clear(result) }
        try check(result)
        let columns = library.columns(result)
        return (0..<library.rows(result)).map { row in SQLRow((0..<columns).map { value(result, row, $0) }) }
    }

    private func check(_ result: LibPQ.Result?) throws(PostgreSQLFailure) {
        let status = library.resultStatus(result)
        if status == LibPQ.commandDone || status == LibPQ.rowsThere { return }
        let state = library.resultField(result, CInt(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        let said = library.resultField(result, CInt(UInt8(ascii: "M"))).map { String(cString: $0) } ?? errorText()
        // A failure without a state is libpq's own. Where it could not send, it takes the connection for sound until it reads from it.
        let isLost = !isAlive || state.isEmpty || state.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(state)
        throw PostgreSQLFailure(state: state, message: url.scrubbed(said), isConnectionLost: isLost)
    }

    /// Binary formats of the types that our statements answer with (types' numbers: `pg_type`).
    private func value(_ result: LibPQ.Result?, _ row: CInt, _ column: CInt) -> SQLValue {
        guard library.isNull(result, row, column) == 0, let start = library.value(result, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(library.length(result, row, column)))
        func word() -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return switch library.type(result, column) {
        case 16: .integer(Int64(word()))
        case 20: .integer(Int64(bitPattern: word()))
        case 23: .integer(Int64(Int32(truncatingIfNeeded: word())))
        case 701: .real(Double(bitPattern: word()))
        case 17: .bytes([UInt8](bytes))
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func errorText() -> String {
        let said = library.errorMessage(connection).map { String(cString: $0) } ?? "out of memory"
        return said.split { $0.isWhitespace }.joined(separator: " ")
    }

    private func connectionError() -> StorageError {
        let hint = if library.needsPassword(connection) != 0 || library.usedPassword(connection) != 0 {
            "give the right password in ~/.pgpass or in the variable PGPASSWORD, which nobody else can read"
        } else {
            "check the URL, and that the server runs and lets you in: `psql '\(url)'` should connect"
        }
        return StorageError(.inaccessible, "\(url) cannot be opened (\(url.scrubbed(errorText())))", hint: hint)
    }
}

/// What PostgreSQL said of a statement that failed.
struct PostgreSQLFailure: Error, Hashable {
    /// Its class and kind: five characters, "PostgreSQL Error Codes" in the manual; empty where the server said nothing.
    var state: String
    var message: String
    var isConnectionLost: Bool

    /// Whether the same transaction may well succeed if it is tried again at once.
    var isPassing: Bool { ["40001", "40P01"].contains(state) }
}

/// A parameter as `PQexecParams` takes it.
private struct Argument {
    var type: UInt32
    /// 1 where the bytes are the value itself and no text.
    var format: CInt = 0
    /// Nil for NULL.
    var bytes: [CChar]?

    init(_ value: SQLValue) {
        switch value {
        case .null: (type, bytes) = (0, nil)
        case .integer(let number): (type, bytes) = (20, Self.characters("\(number)"))
        case .real(let number): (type, bytes) = (701, Self.characters("\(number)"))
        case .text(let text): (type, bytes) = (25, Self.characters(text))
        case .bytes(let content): (type, format, bytes) = (17, 1, content.map { CChar(bitPattern: $0) })
        }
    }

    private static func characters(_ text: String) -> [CChar] { text.utf8.map { CChar(bitPattern: $0) } }
}

/// The texts as C takes a list of them: closed by nil.
private func withTexts<T>(_ texts: [String], _ action: (LibPQ.Texts) -> T) -> T {
    func next(_ rest: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?]) -> T {
        guard let text = rest.first else { return (pointers + [nil]).withUnsafeBufferPointer { action($0.baseAddress!) } }
        return text.withCString { next(rest.dropFirst(), pointers + [$0]) }
    }
    return next(texts[...], [])
}
