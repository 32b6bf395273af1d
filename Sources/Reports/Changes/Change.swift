import Diagnostics

/// One difference between two documents.
public struct Change: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        case attribute, text, added, removed, order
    }

    public var kind: Kind
    /// To the attribute or element, as `--set` and searches take it; by the names before the change.
    public var path: String
    /// An attribute's or a text's value before; nil where there was none.
    public var before: String?
    public var after: String?
    /// Where it stands: in the file after the change, or before it for what was removed.
    public var location: SourceLocation
    /// Whether it changes words alone (a name, a description, a source), which no figure depends on.
    public var isWording: Bool

    /// "component[@id='adc-8b']/@resolution: 8 → 6".
    public var description: String {
        switch kind {
        case .attribute, .text: "\(path): \(before ?? "not given") → \(after ?? "not given")"
        case .added: "\(path) added" + (after.map { ": \($0)" } ?? "")
        case .removed: "\(path) removed" + (before.map { ": \($0)" } ?? "")
        case .order: "\(path): the order of what it holds"
        }
    }

    public init(
        _ kind: Kind, path: String, before: String? = nil, after: String? = nil, location: SourceLocation,
        isWording: Bool = false
    ) {
        self.kind = kind
        self.path = path
        self.before = before
        self.after = after
        self.location = location
        self.isWording = isWording
    }
}

extension Change {
    /// `kind path from to place words_only`.
    public var json: JSON {
        [
            "kind": .string(kind.rawValue), "path": .string(path), "from": before.map(JSON.string) ?? .null,
            "to": after.map(JSON.string) ?? .null, "place": .string(location.description),
            "words_only": .boolean(isWording),
        ]
    }
}

extension DocumentChanges {
    /// A row for each change.
    public var csv: CSV {
        CSV(
            header: ["kind", "path", "from", "to", "place", "words_only"],
            rows: list.map { change in
                [
                    .text(change.kind.rawValue), .text(change.path), change.before.map { .text($0) } ?? .empty,
                    change.after.map { .text($0) } ?? .empty, .text(change.location.description),
                    .text("\(change.isWording)"),
                ]
            })
    }
}
