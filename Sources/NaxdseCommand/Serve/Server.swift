import Cost
import Registration
import Reports
import System
import Workbench

/// Answers requests, one after the other: JSON-RPC 2.0 with one message a line.
///
/// It keeps what it has read, as long as the files say the same, and the searches that were opened.
final class Server {
    /// Bytes of a request at most.
    static let longestLine = 64 << 20

    let allowsOutsideFiles: Bool
    let cache = ReadingCache()
    var healths = AnalogHealths()
    /// By the numbers under which they were opened.
    var searches: [Int: OpenSearch] = [:]
    var searchCount = 0

    /// - Throws: where the files that come with the tool are not there, which no request could do without.
    init(allowsOutsideFiles: Bool) throws {
        self.allowsOutsideFiles = allowsOutsideFiles
        _ = try Workbench.ofCommand(allowsOutsideFiles: allowsOutsideFiles)
    }

    /// What a request is answered by; each takes its parameters and gives its result.
    typealias Method = @Sendable (Server, inout RequestParameters, @escaping Report) throws -> JSON

    /// Tells the other side how far a request is, where it asked for that.
    typealias Report = @Sendable (_ done: Int, _ total: Int?, _ note: String) -> Void

    static let methods: [String: Method] = [
        "version": { server, parameters, _ in try server.tellVersion(&parameters) },
        "list": { server, parameters, _ in try server.list(&parameters) },
        "evaluate": { server, parameters, _ in try server.evaluate(&parameters) },
        "compare": { server, parameters, _ in try server.compare(&parameters) },
        "simulate": { server, parameters, report in try server.simulate(&parameters, report) },
        "search": { server, parameters, report in try server.search(&parameters, report) },
        "open": { server, parameters, _ in try server.open(&parameters) },
        "points": { server, parameters, _ in try server.points(&parameters) },
        "close": { server, parameters, _ in try server.close(&parameters) },
    ]

    /// The files that ship, with what was read from them before.
    func bench() throws -> Workbench { try .ofCommand(allowsOutsideFiles: allowsOutsideFiles, cache: cache) }

    var answerToTooLong: String {
        Self.message(
            .null,
            error: RPCError(
                .invalidRequest, "the line has more than \(Self.longestLine >> 20) MiB; ask for less at a time"))
    }

    /// The line that answers a line; nil for one that wants no answer.
    func answer(_ line: [UInt8]) -> String? {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
        let request: JSON
        do throws(JSONError) { request = try JSON(parsing: line) } catch {
            return Self.message(.null, error: RPCError(.parse, "the line is no JSON: \(error)"))
        }
        guard case .array(let requests) = request else { return answer(request)?.line }
        guard !requests.isEmpty else {
            return Self.message(.null, error: RPCError(.invalidRequest, "the batch is empty; give requests"))
        }
        let answers = requests.compactMap(answer)
        return answers.isEmpty ? nil : JSON.array(answers).line
    }

    private func answer(_ request: JSON) -> JSON? {
        let id = request["id"]
        do {
            guard case .object = request else {
                throw RPCError(.invalidRequest, "a request is an object with jsonrpc, id, method and params")
            }
            guard request["jsonrpc"] == "2.0" else {
                throw RPCError(.invalidRequest, "'jsonrpc' is not \"2.0\"; give that")
            }
            switch id {
            case nil, .null, .string, .integer, .number: break
            default: throw RPCError(.invalidRequest, "'id' is neither a number nor a string")
            }
            guard case .string(let name)? = request["method"] else {
                throw RPCError(.invalidRequest, "'method' is no string; name a method")
            }
            guard let method = Self.methods[name] else {
                let names = Self.methods.keys.sorted()
                let near = nearest(to: name, in: names).map { "did you mean '\($0)'? " } ?? ""
                throw RPCError(
                    .unknownMethod, "there is no method '\(name)'; \(near)there are \(names.joined(separator: ", "))")
            }
            // Each result names the files of its own request.
            let result = try ReadLog.$current.withValue(ReadLog()) {
                var parameters = try RequestParameters(request["params"], of: name)
                let wantsProgress = try parameters.flag("progress")
                return try method(self, &parameters) { done, total, note in
                    if wantsProgress, let id { Self.tell(id, done, total, note) }
                }
            }
            return id.map { Self.answer($0, .init("result", result)) }
        } catch let error as RPCError where error.code == .invalidRequest {
            return Self.answer(.null, .init("error", error.json))
        } catch {
            return id.map { Self.answer($0, .init("error", RPCError(error).json)) }
        }
    }

    private static func answer(_ id: JSON, _ member: JSON.Member) -> JSON {
        .object([.init("jsonrpc", "2.0"), .init("id", id), member])
    }

    private static func message(_ id: JSON, error: RPCError) -> String { answer(id, .init("error", error.json)).line }

    /// A notification of how far a request is.
    private static func tell(_ id: JSON, _ done: Int, _ total: Int?, _ note: String) {
        let params: JSON = [
            "id": id, "done": .integer(done), "total": total.map { .integer($0) } ?? .null, "note": .string(note),
        ]
        try? Output.writeLine((["jsonrpc": "2.0", "method": "progress", "params": params] as JSON).line)
    }

    private func tellVersion(_ parameters: inout RequestParameters) throws -> JSON {
        try parameters.finish()
        return [
            "version": .string(Workbench.version), "cost_model": .integer(CostModel.version),
            "methods": .array(Self.methods.keys.sorted().map { .string($0) }),
        ]
    }
}
