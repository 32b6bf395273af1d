/// A connection to a database; used by one thread at a time.
final class PostgreSQLConnection {
    private let library: LibPQ
    private let url: PostgreSQLURL
    private let connection: LibPQ.Connection?

    /// Connects. Where the URL says nothing else, it takes at most ten seconds.
    /// - Throws: `StorageError` for what does not pass by itself; a `PostgreSQLFailure` of a lost connection where the
    ///   server is not there, starts, stops, or has no connection free.
    init(_ url: PostgreSQLURL, _ library: LibPQ) throws {
        self.library = library
        self.url = url
        if let problem = url.problem {
            throw StorageError(.inaccessible, "the URL \(url) \(problem.what)", hint: problem.hint)
        }
        // What comes later overrides: the URL may say otherwise.
        let parameters =
            [("connect_timeout", "10"), ("fallback_application_name", "naxdse"), ("keepalives_idle", "30")]
            + url.options.map { ($0.name, $0.value) }
        connection = try withTexts(parameters.map(\.0)) { names in
            try withTexts(parameters.map(\.1)) { values in try Self.connected(url, library, names, values) }
        }
        _ = library.setNoticeProcessor(connection, { _, _ in }, nil)
    }

    private static func connected(
        _ url: PostgreSQLURL, _ library: LibPQ, _ names: LibPQ.Texts, _ values: LibPQ.Texts
    ) throws -> LibPQ.Connection? {
        // A server that refuses and then says that it lets clients connect may have come up in between.
        for attempt in 1...2 {
            let connection = library.connect(names, values, 0)
            if library.status(connection) == LibPQ.isConnected { return connection }
            defer { library.finish(connection) }
            let said = url.scrubbed(errorText(connection, library))
            let isServing = library.ping(names, values, 0) == LibPQ.isServing
            if isServing, attempt == 1, !isFull(said) { continue }
            // A name that nobody knows is most often mistyped.
            if !isServing && !said.contains("could not translate host name") || isFull(said) {
                throw PostgreSQLFailure(state: "", message: said, role: "", isConnectionLost: true)
            }
            let hint =
                if library.needsPassword(connection) != 0 || library.usedPassword(connection) != 0 {
                    "give the right password in ~/.pgpass or in the variable PGPASSWORD, which nobody else can read"
                } else {
                    "check the URL, and that the server lets you in: `psql '\(url)'` should connect"
                }
            throw StorageError(.inaccessible, "\(url) cannot be opened (\(said))", hint: hint)
        }
        preconditionFailure("the second attempt returns or throws")
    }

    /// Whether the server has no connection free, which passes. At this point it gives no code, only words; they are in
    /// English unless its administrator chose otherwise.
    private static func isFull(_ said: String) -> Bool {
        ["too many clients", "too many connections", "remaining connection slots"].contains(where: said.contains)
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
                connection, sql, CInt(parameters.count), parameters.map(\.type), places,
                parameters.map { CInt($0.bytes?.count ?? 0) },
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
        // A failure without a state is libpq's own. Where it could not send, it takes the connection for sound until it
        // reads from it.
        let isLost =
            !isAlive || state.isEmpty || state.hasPrefix("08")
            || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(state)
        throw PostgreSQLFailure(state: state, message: url.scrubbed(said), role: role, isConnectionLost: isLost)
    }

    /// Binary formats of the types that our statements answer with (types' numbers: `pg_type`).
    private func value(_ result: LibPQ.Result?, _ row: CInt, _ column: CInt) -> SQLValue {
        guard library.isNull(result, row, column) == 0, let start = library.value(result, row, column) else {
            return .null
        }
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

    /// As whom the database knows this process.
    var role: String { library.user(connection).map { String(cString: $0) } ?? "" }

    private func errorText() -> String { Self.errorText(connection, library) }

    private static func errorText(_ connection: LibPQ.Connection?, _ library: LibPQ) -> String {
        let said = library.errorMessage(connection).map { String(cString: $0) } ?? "out of memory"
        return said.split { $0.isWhitespace }.joined(separator: " ")
    }
}

/// What PostgreSQL said of a statement that failed.
struct PostgreSQLFailure: Error, Hashable {
    /// Its class and kind: five characters, "PostgreSQL Error Codes" in the manual; empty where the server said
    /// nothing.
    var state: String
    var message: String
    /// As whom the statement was run; empty where there was no connection.
    var role: String
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
private func withTexts<T>(_ texts: [String], _ action: (LibPQ.Texts) throws -> T) rethrows -> T {
    func next(_ rest: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?]) throws -> T {
        guard let text = rest.first else {
            return try (pointers + [nil]).withUnsafeBufferPointer { try action($0.baseAddress!) }
        }
        return try text.withCString { try next(rest.dropFirst(), pointers + [$0]) }
    }
    return try next(texts[...], [])
}
