import Cost
import Markup
import Networks
import System

/// What decides a study's numbers, by what its inputs mean rather than by their bytes: a comment, a space or a file's
/// place changes nothing of it.
///
/// A study keeps it, so that it can say what changed in its inputs, goes on where nothing did, and writes any of its
/// designs when the files are long gone.
public struct StudyMeaning: Hashable, Sendable, Codable {
    /// An input whose text is kept.
    public enum Role: String, Hashable, Sendable, CaseIterable { case search, network, hardware, mapping }

    /// ``Cost/CostModel/version``.
    public var costModel: Int
    /// By roles, each as one XML file that reads as the input did: what it includes in place, without comments.
    public var texts: [String: String]
    /// SHA-256 of what is kept by its bytes alone, by what it is: "weights", "images".
    public var digests: [String: String]

    public init(costModel: Int = CostModel.version, texts: [Role: String], digests: [String: String] = [:]) {
        self.costModel = costModel
        self.texts = Dictionary(uniqueKeysWithValues: texts.map { ($0.rawValue, $1) })
        self.digests = digests
    }

    public subscript(_ role: Role) -> String? { texts[role.rawValue] }

    /// Keeps a network: as a text, or, where it has names that no file of ours can hold, by its files' bytes.
    public mutating func keep(_ network: Network, readFrom files: [InputFile]) {
        if let text = try? NetworkWriter().text(of: network) {
            texts[Role.network.rawValue] = text
        } else {
            digests[Role.network.rawValue] = files.map(\.sha256).joined(separator: " ")
        }
    }
}

extension Document {
    /// The document as the text of one file, with what it includes in place, without comments, and with one space
    /// wherever there are several.
    /// - Parameter namespace: of all elements.
    public func plainText(namespace: String) -> String {
        Document(root: root.withSingleSpaces, files: files).text(namespace: namespace)
    }
}

extension Element {
    fileprivate var withSingleSpaces: Element {
        Element(
            name: name,
            attributes: attributes.map {
                Attribute(name: $0.name, value: singleSpaced($0.value), location: $0.location, valueLocation: $0.valueLocation)
            },
            children: children.map(\.withSingleSpaces), text: singleSpaced(text), location: location)
    }
}

private func singleSpaced(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
