import Reports
import Workbench

extension Server {
    /// What can be named: `names` of a kind, or of all, each with a line.
    func list(_ parameters: inout RequestParameters) throws -> JSON {
        let word = try parameters.text("kind"), storage = try parameters.text("storage")
        try parameters.finish()
        var kinds = NameKind.allCases
        if let word {
            guard let kind = NameKind(argument: word) else {
                let all = NameKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw RPCError(.invalidParameters, "list: 'kind' is '\(word)'; give one of \(all)")
            }
            kinds = [kind]
        }
        let names = KnownNames(bench: try bench(), storage: .init(name: storage ?? "studies.sqlite"))
        return [
            "names": .array(
                try kinds.flatMap { kind in
                    try names.all(kind).map {
                        ["kind": .string(kind.rawValue), "name": .string($0.name), "summary": .string($0.summary)]
                    }
                })
        ]
    }
}
