import Diagnostics

/// Entries that users refer to by name: mappers, strategies, component models.
///
/// ```swift
/// var mappers = Registry<any Mapper.Type>(of: "mapper")
/// try mappers.register(DenseMapper.self, as: "dense")
/// let mapper = try mappers["dense"]
/// ```
///
/// A name belongs to one entry: registering it twice is an error, and so is asking for
/// a name that nobody registered; that error tells the nearest name and all the others.
public struct Registry<Entry> {
    /// What the entries are, in the singular, for messages: "mapper".
    public let kind: String
    private var order: [String] = []
    private var entriesByName: [String: Entry] = [:]

    /// An empty registry of things called `kind`.
    public init(of kind: String) {
        self.kind = kind
    }

    /// Names in the order of registration.
    public var names: [String] { order }

    /// Names and entries in the order of registration.
    public var entries: [(name: String, entry: Entry)] {
        order.map { ($0, entriesByName[$0]!) }
    }

    /// Adds an entry. Throws when the name is taken or is not a name
    /// (lower-case letters, digits and hyphens, starting with a letter).
    public mutating func register(_ entry: Entry, as name: String) throws(RegistrationError) {
        guard isPlainName(name) else { throw .badName(kind: kind, name: name) }
        guard entriesByName[name] == nil else { throw .taken(kind: kind, name: name) }
        entriesByName[name] = entry
        order.append(name)
    }

    /// The entry of that name. Throws ``RegistrationError/unknown(kind:name:names:)`` when there is none.
    public subscript(name: String) -> Entry {
        get throws(RegistrationError) {
            guard let entry = entriesByName[name] else {
                throw .unknown(kind: kind, name: name, names: order)
            }
            return entry
        }
    }
}

extension Registry: Sendable where Entry: Sendable {}

/// Why a name could not be registered or found.
public enum RegistrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name has other characters than lower-case letters, digits and hyphens.
    case badName(kind: String, name: String)
    /// Another entry has the name.
    case taken(kind: String, name: String)
    /// No entry has the name; `names` are those that exist.
    case unknown(kind: String, name: String, names: [String])

    /// What is wrong.
    public var message: String {
        switch self {
        case .badName(let kind, let name): "'\(name)' cannot be the name of a \(kind)"
        case .taken(let kind, let name): "there is a \(kind) named '\(name)' already"
        case .unknown(let kind, let name, _): "no \(kind) is named '\(name)'"
        }
    }

    /// What would be right.
    public var hint: String {
        switch self {
        case .badName: "use lower-case letters, digits and hyphens, with a letter first"
        case .taken: "give one of the two another name"
        case .unknown(let kind, let name, let names):
            if let near = nearest(to: name, in: names) {
                "did you mean '\(near)'?"
            } else if names.isEmpty {
                "no \(kind) is registered at all"
            } else {
                "there are " + names.map { "'\($0)'" }.joined(separator: ", ")
            }
        }
    }

    public var description: String { "\(message); \(hint)" }
}

/// Whether the text is lower-case ASCII letters, digits and hyphens with a letter first.
private func isPlainName(_ name: String) -> Bool {
    guard let first = name.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else { return false }
    return name.utf8.allSatisfy {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
            || $0 == UInt8(ascii: "-")
    }
}

extension RegistrationError: BadInput {
    public var faults: [Fault] { [Fault(message, remedy: hint)] }
}
