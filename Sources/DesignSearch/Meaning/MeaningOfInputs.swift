import Cost
import Markup
import Networks
import Optimisation
import System

extension StudyMeaning {
    /// What inputs mean to this version's cost model (``Cost/CostModel/version``).
    public init(texts: [Role: String], digests: [String: String] = [:]) {
        self.init(costModel: CostModel.version, texts: texts, digests: digests)
    }

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
                Attribute(
                    name: $0.name, value: singleSpaced($0.value), location: $0.location, valueLocation: $0.valueLocation
                )
            },
            children: children.map(\.withSingleSpaces), text: singleSpaced(text), location: location)
    }
}

private func singleSpaced(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
