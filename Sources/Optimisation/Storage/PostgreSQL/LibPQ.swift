import System

/// PostgreSQL's client library, opened when a study first lives in a database: whoever keeps studies in files does
/// without it, to build and to run.
///
/// The functions are those of "libpq — C Library" in PostgreSQL's manual, which have not changed since version 9.
struct LibPQ: Sendable {
    typealias Connection = OpaquePointer
    typealias Result = OpaquePointer
    private typealias Text = UnsafePointer<CChar>
    typealias Texts = UnsafePointer<UnsafePointer<CChar>?>

    /// Gives ``Option``s, the last of them without a keyword.
    let parse:
        @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) ->
            UnsafeMutableRawPointer?
    let freeOptions: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let freeText: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let ping: @convention(c) (Texts, Texts, CInt) -> CInt
    let user: @convention(c) (Connection?) -> UnsafePointer<CChar>?
    let connect: @convention(c) (Texts, Texts, CInt) -> Connection?
    let status: @convention(c) (Connection?) -> CInt
    let errorMessage: @convention(c) (Connection?) -> UnsafePointer<CChar>?
    let needsPassword: @convention(c) (Connection?) -> CInt
    let usedPassword: @convention(c) (Connection?) -> CInt
    let finish: @convention(c) (Connection?) -> Void
    let setNoticeProcessor:
        @convention(c) (
            Connection?, (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void)?,
            UnsafeMutableRawPointer?
        ) -> (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void)?
    let execute:
        @convention(c) (
            Connection?, UnsafePointer<CChar>, CInt, UnsafePointer<UInt32>?, Texts?, UnsafePointer<CInt>?,
            UnsafePointer<CInt>?, CInt
        ) -> Result?
    let executeSeveral: @convention(c) (Connection?, UnsafePointer<CChar>) -> Result?
    let resultStatus: @convention(c) (Result?) -> CInt
    let resultField: @convention(c) (Result?, CInt) -> UnsafePointer<CChar>?
    let rows: @convention(c) (Result?) -> CInt
    let columns: @convention(c) (Result?) -> CInt
    let type: @convention(c) (Result?, CInt) -> UInt32
    let isNull: @convention(c) (Result?, CInt, CInt) -> CInt
    let value: @convention(c) (Result?, CInt, CInt) -> UnsafePointer<CChar>?
    let length: @convention(c) (Result?, CInt, CInt) -> CInt
    let clear: @convention(c) (Result?) -> Void

    /// `PQconninfoOption`
    struct Option {
        var keyword: UnsafePointer<CChar>?
        var environmentVariable, compiledDefault: UnsafePointer<CChar>?
        /// What the connection string says; nil where it says nothing.
        var value: UnsafePointer<CChar>?
        var label: UnsafePointer<CChar>?
        /// "*" for a password, "D" for what is not meant for users.
        var display: UnsafePointer<CChar>?
        var displaySize: CInt
    }

    /// `PQPING_OK`: a server is there and lets clients connect. `PQPING_REJECT`: it is there, and starts or stops.
    static let isServing: CInt = 0, isStartingOrStopping: CInt = 1
    /// `CONNECTION_OK`
    static let isConnected: CInt = 0
    /// `PGRES_COMMAND_OK` and `PGRES_TUPLES_OK`
    static let commandDone: CInt = 1, rowsThere: CInt = 2

    /// File names under which systems have the library.
    static let libraries = ["libpq.so.5", "libpq.so", "libpq.5.dylib", "libpq.dylib"]

    /// - Throws: `StorageError` where the library is not installed.
    init() throws(StorageError) {
        guard let library = DynamicLibrary(anyOf: Self.libraries) else {
            throw StorageError(
                .inaccessible,
                "studies in PostgreSQL need its client library, \(Self.libraries[0]), which is not installed",
                hint: "install it (Debian: libpq5), or keep the study in a file")
        }
        func function<F>(_ name: String, _ type: F.Type = F.self) throws(StorageError) -> F {
            guard let function = library.function(name, as: type) else {
                throw StorageError(
                    .inaccessible, "PostgreSQL's client library has no function \(name)",
                    hint: "install version 9 of it or later (Debian: libpq5)")
            }
            return function
        }
        parse = try function("PQconninfoParse")
        freeOptions = try function("PQconninfoFree")
        freeText = try function("PQfreemem")
        ping = try function("PQpingParams")
        user = try function("PQuser")
        connect = try function("PQconnectdbParams")
        status = try function("PQstatus")
        errorMessage = try function("PQerrorMessage")
        needsPassword = try function("PQconnectionNeedsPassword")
        usedPassword = try function("PQconnectionUsedPassword")
        finish = try function("PQfinish")
        setNoticeProcessor = try function("PQsetNoticeProcessor")
        execute = try function("PQexecParams")
        executeSeveral = try function("PQexec")
        resultStatus = try function("PQresultStatus")
        resultField = try function("PQresultErrorField")
        rows = try function("PQntuples")
        columns = try function("PQnfields")
        type = try function("PQftype")
        isNull = try function("PQgetisnull")
        value = try function("PQgetvalue")
        length = try function("PQgetlength")
        clear = try function("PQclear")
    }
}
