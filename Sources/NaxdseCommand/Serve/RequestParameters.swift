import Quantities
import Registration
import Reports
import Workbench

/// The parameters of one request, each taken once by its name and type; ``finish()`` tells those that nothing took.
struct RequestParameters {
    private let method: String
    private let values: [String: JSON]
    private var taken: Set<String> = []

    /// - Throws: `RPCError` where they are no object, or one comes twice.
    init(_ json: JSON?, of method: String) throws {
        self.method = method
        guard let json, json != .null else {
            values = [:]
            return
        }
        guard case .object(let members) = json else {
            throw RPCError(.invalidParameters, "the params of \(method) are no object; give them by name")
        }
        values = try members.reduce(into: [:]) { values, member in
            guard values.updateValue(member.value, forKey: member.key) == nil else {
                throw RPCError(.invalidParameters, "\(method) has two params '\(member.key)'; give one")
            }
        }
    }

    /// - Throws: `RPCError` for the first name that the request has and the method does not know.
    func finish() throws {
        for name in values.keys.sorted() where !taken.contains(name) {
            let near = nearest(to: name, in: taken.sorted()).map { "did you mean '\($0)'? " } ?? ""
            throw RPCError(
                .invalidParameters,
                "\(method) has no param '\(name)'; " + near
                    + (taken.isEmpty ? "it takes none" : "it takes " + taken.sorted().joined(separator: ", ")))
        }
    }

    private mutating func value<T>(_ name: String, _ wanted: String, _ convert: (JSON) -> T?) throws -> T? {
        taken.insert(name)
        guard let given = values[name], given != .null else { return nil }
        guard let value = convert(given) else {
            let shown = given.line
            throw RPCError(
                .invalidParameters,
                "\(method): '\(name)' is \(shown.count > 80 ? shown.prefix(79) + "…" : shown[...]); give \(wanted)")
        }
        return value
    }

    private func missing(_ name: String, _ wanted: String) -> RPCError {
        // What is misspelt is most often what is missing.
        if let given = values.keys.sorted().first(where: { !taken.contains($0) && nearest(to: $0, in: [name]) != nil })
        {
            return RPCError(.invalidParameters, "\(method) has no param '\(given)'; did you mean '\(name)'?")
        }
        return RPCError(.invalidParameters, "\(method): '\(name)' is missing; give \(wanted)")
    }

    mutating func text(_ name: String) throws -> String? { try value(name, "a string", \.text) }

    mutating func needed(_ name: String, _ wanted: String) throws -> String {
        guard let text = try value(name, wanted, \.text) else { throw missing(name, wanted) }
        return text
    }

    /// One string, or several.
    mutating func texts(_ name: String) throws -> [String] {
        try value(name, "a string, or an array of strings") { json in
            if let text = json.text { return [text] }
            guard case .array(let elements) = json else { return nil }
            let texts = elements.compactMap(\.text)
            return texts.count == elements.count ? texts : nil
        } ?? []
    }

    mutating func flag(_ name: String) throws -> Bool {
        try value(name, "true or false") { if case .boolean(let value) = $0 { value } else { nil } } ?? false
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        let end = range.upperBound == .max ? " or more" : " to \(range.upperBound)"
        return try value(name, "a whole number, \(range.lowerBound)" + end) { json in
            if case .integer(let value) = json, range.contains(value) { value } else { nil }
        }
    }

    mutating func needed(_ name: String, in range: ClosedRange<Int>, _ wanted: String) throws -> Int {
        guard let value = try integer(name, in: range) else { throw missing(name, wanted) }
        return value
    }

    mutating func seed(_ name: String) throws -> UInt64? {
        try value(name, "a whole number, 0 to 2⁶⁴ − 1, which may be a string") { json in
            switch json {
            case .integer(let value): UInt64(exactly: value)
            case .string(let text): UInt64(text)
            default: nil
            }
        }
    }

    mutating func share(_ name: String) throws -> Percentage? {
        try value(name, "a share as text, from \"0%\" to below \"100%\"") { json in
            json.text.flatMap { Percentage($0) }.flatMap { (0..<1).contains($0.share) ? $0 : nil }
        }
    }

    mutating func array(_ name: String, _ wanted: String) throws -> [JSON] {
        guard let array = try value(name, wanted, { if case .array(let elements) = $0 { elements } else { nil } })
        else {
            throw missing(name, wanted)
        }
        return array
    }

    /// Names with texts or numbers, in the order in which they are given.
    mutating func assignments(_ name: String) throws -> [(name: String, value: String)] {
        try value(name, "an object of strings and numbers") { json -> [(name: String, value: String)]? in
            guard case .object(let members) = json else { return nil }
            let texts = members.compactMap { member -> (name: String, value: String)? in
                switch member.value {
                case .string(let text): (member.key, text)
                case .integer, .number, .boolean: (member.key, member.value.line)
                default: nil
                }
            }
            return texts.count == members.count ? texts : nil
        } ?? []
    }

    /// What is counted, as `evaluate` and `compare` have it in their options.
    mutating func convention() throws -> Convention {
        Convention(
            fullChip: try flag("full_chip"), withIO: try flag("with_io"), assumedLeakage: try share("assume_leakage"))
    }
}

extension JSON {
    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}
