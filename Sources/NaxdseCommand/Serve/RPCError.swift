import Diagnostics
import Reports
import System
import Workbench

/// Why a request has no result, as JSON-RPC 2.0 tells it.
struct RPCError: Error {
    var code: Code
    var message: String
    /// What is wrong, one by one.
    var faults: [Fault] = []

    enum Code: Int {
        case parse = -32700
        case invalidRequest = -32600
        case unknownMethod = -32601
        case invalidParameters = -32602
        case bug = -32603
        /// A file, a name or a value of the user's is wrong: what the command line ends with exit code 1 for.
        case badInput = 1
    }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// - Parameter error: anything that was thrown by work on a request.
    init(_ error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case let error as any BadInput:
            self.init(
                .badInput,
                error.faults.map { $0.place == nil ? $0.words.visibleOnOneLine : $0.line }.joined(separator: "\n"))
            faults = error.faults
        default: self.init(.bug, "internal error: \(error); please report this, with the request and its files")
        }
    }

    /// `code message data`; `data.problems` has severity, file, line, column, message and hint of each thing that is
    /// wrong.
    var json: JSON {
        var members: [JSON.Member] = [.init("code", .integer(code.rawValue)), .init("message", .string(message))]
        if !faults.isEmpty { members.append(.init("data", ["problems": .array(faults.map(\.json))])) }
        return .object(members)
    }
}

extension Fault {
    /// As `validate --json` writes a diagnostic; file, line and column are null for what stands in no file or has no
    /// lines.
    var json: JSON {
        let hasLine = (place?.line ?? 0) > 0
        return [
            "severity": .string(severity.rawValue), "file": place.map { .string($0.file) } ?? .null,
            "line": hasLine ? .integer(place!.line) : .null, "column": hasLine ? .integer(place!.column) : .null,
            "message": .string(problem), "hint": .string(remedy),
        ]
    }
}
