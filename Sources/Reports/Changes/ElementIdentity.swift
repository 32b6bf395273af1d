import Markup

extension Element {
    /// The attribute that tells it from its siblings, where it has one: the id of a definition, the
    /// name of a level, an action or a network's layer, the definition that a placed part refers to, the layers that a
    /// rule is for, the measure that is wanted.
    var identity: Attribute? {
        attribute("id") ?? (isRoot ? nil : attribute("name")) ?? attribute("ref") ?? attribute("match")
            ?? attribute("measure")
    }

    private var isRoot: Bool { roots.contains(name) }

    /// How a path names it: `component[@id='adc-8b']`, `read`.
    var step: String {
        guard let identity else { return name }
        let mark = identity.value.contains("'") ? "\"" : "'"
        return "\(name)[@\(identity.name)=\(mark)\(identity.value)\(mark)]"
    }

    /// Whether a path can start with it: what stands below levels and definitions is named by way of them.
    var startsPaths: Bool { name == "hardware" || name == "level" || attribute("id") != nil }

    /// What is said of it apart from what it is called and where its figures are from: "kind adc, resolution 8".
    var summary: String? {
        let words = attributes.filter { $0.name != identity?.name && $0.name != "source" }.map {
            "\($0.name) \($0.value)"
        }
        let inside = children.isEmpty ? [] : ["with \(descendants) element\(descendants == 1 ? "" : "s") inside"]
        return words.isEmpty && inside.isEmpty ? nil : (words + inside).joined(separator: ", ")
    }

    private var descendants: Int { children.reduce(0) { $0 + 1 + $1.descendants } }

    /// The element with the definitions of the libraries that it includes as its own.
    var withoutLibraries: Element {
        guard children.contains(where: { $0.name == "library" }) else { return self }
        let flat = children.flatMap { child in
            child.name == "library" ? child.withoutLibraries.children.filter { $0.name != "description" } : [child]
        }
        return Element(name: name, attributes: attributes, children: flat, text: text, location: location)
    }
}

/// Elements that are whole files.
private let roots: Set = ["hardware", "library", "network", "mapping", "search"]

/// Whether no figure depends on an attribute.
func isWording(_ attribute: String, of element: String) -> Bool {
    // The source of wires is a resistance.
    attribute == "source" && element != "wires"
        || attribute == "name" && (roots.contains(element) || element == "level")
}
