import Cost
import Diagnostics
import Markup
import Optimisation
import Reports

/// What changed in the meaning of a study's inputs, or a run's, since it was begun.
package struct MeaningChanges {
    /// Each in a few words: "hardware: component[@id='adc-8b']/@resolution: 8 → 6".
    package let list: [String]

    /// - Throws: where a text cannot be read that was kept.
    package init(from then: StudyMeaning, to now: StudyMeaning) throws {
        var list: [String] = []
        for role in StudyMeaning.Role.allCases where then[role] != now[role] {
            guard let before = then[role], let after = now[role] else {
                list.append("\(role.rawValue): its text is kept in one of the two alone")
                continue
            }
            let changes = DocumentChanges(from: try role.document(before), to: try role.document(after))
            list += changes.list.filter { !$0.isWording && !Self.placesOfFiles.contains($0.path) }.map {
                "\(role.rawValue): \($0)"
            }
        }
        for name in Set(then.digests.keys).union(now.digests.keys).sorted()
        where then.digests[name] != now.digests[name] {
            list.append("\(name): other bytes than before")
        }
        self.list = list
    }

    /// Where a search file says where other files are, whose content is compared by itself.
    private static let placesOfFiles: Set = [
        "search/@network", "search/@hardware", "search/@mapping", "search/accuracy/@data", "search/accuracy/@weights",
    ]

    /// The first few, for an error.
    package var words: String {
        list.prefix(5).joined(separator: "; ") + (list.count > 5 ? "; and \(list.count - 5) more" : "")
    }
}

extension StudyMeaning.Role {
    /// The kind of file that the text is of.
    fileprivate var kind: FileKind {
        switch self {
        case .search: .search
        case .network: .network
        case .hardware: .hardware
        case .mapping: .mapping
        }
    }

    /// The document of a text that was kept.
    package func document(_ text: String) throws(InvalidInput) -> Document {
        // What a later schema has against it makes no difference to what it says.
        try XMLReader(schema: kind.schema).examine(bytes: Array(text.utf8), as: "the \(rawValue) that was kept")
            .document
    }
}
