import Diagnostics

/// What a schema allows where: the children, attributes and values of each element, for hints and for the reference in
/// `docs/`.
///
/// It reads the part of XML Schema that our schemas are written in: named and local types, references,
/// groups, extensions; validation itself is libxml2's.
package struct SchemaOutline {
    private let schema: Element

    /// - Parameter path: of the XSD.
    /// - Throws: when it cannot be read.
    package init(reading path: String) throws(InvalidInput) {
        try self.init(reading: SourceText(path: path, bytes: try XMLReader.bytes(of: path)))
    }

    /// - Throws: when the text is no XML.
    init(reading schema: SourceText) throws(InvalidInput) {
        var builder = TreeBuilder(tags: startTags(of: schema))
        let tree = LibXML2Tree.parsed(schema.bytes, named: "schema").tree
        guard let root = tree?.withRoot({ builder.element(of: $0) }) ?? nil else {
            throw InvalidInput([
                Diagnostic(
                    at: schema.start, "the schema cannot be read", hint: "restore the file that came with naxdse")
            ])
        }
        self.schema = root
    }

    /// The namespace of the documents it describes.
    package var targetNamespace: String? { schema.attribute("targetNamespace")?.value }

    /// The names a root element may have.
    package var roots: [String] { schema.children(named: "element").compactMap { $0.attribute("name")?.value } }

    /// The declaration of the element that is reached by these names from the root, or nil.
    package func declaration(of path: [String]) -> Element? {
        guard let first = path.first else { return nil }
        var declaration = global("element", first)
        for name in path.dropFirst() {
            declaration = declaration.flatMap { parent in
                children(of: parent).first { $0.attribute("name")?.value == name }
            }
        }
        return declaration
    }

    /// The declarations of the elements that may stand in an element.
    package func children(of declaration: Element) -> [Element] {
        guard let type = type(of: declaration) else { return [] }
        return particles(of: type)
    }

    /// The names of the elements that have to stand in an element: those outside every choice.
    package func requiredChildren(of declaration: Element) -> [String] {
        func required(in element: Element) -> [String] {
            element.children.flatMap { child -> [String] in
                guard child.attribute("minOccurs")?.value != "0" else { return [] }
                switch child.name {
                case "element":
                    return [child.attribute("name") ?? child.attribute("ref")].compactMap {
                        $0.map { localName($0.value) }
                    }
                case "group": return child.attribute("ref").flatMap { global("group", $0.value) }.map(required) ?? []
                case "extension":
                    let base = child.attribute("base").flatMap { global("complexType", $0.value) }
                    return (base.map(required) ?? []) + required(in: child)
                case "sequence", "all", "complexContent": return required(in: child)
                default: return []
                }
            }
        }
        return type(of: declaration).map(required) ?? []
    }

    /// Whether an element holds a value and nothing else.
    func isSimple(_ declaration: Element) -> Bool { type(of: declaration) == nil }

    /// The declarations of the attributes an element may have.
    package func attributes(of declaration: Element) -> [Element] {
        guard let type = type(of: declaration) else { return [] }
        return attributeDeclarations(in: type)
    }

    /// What the schema's author says of an element or attribute: at its declaration, or else at the element's type.
    package func documentation(of declaration: Element) -> String? {
        [declaration, type(of: declaration)].lazy.compactMap { $0?.child("annotation")?.child("documentation")?.text }
            .first
    }

    /// What tells a declaration from others of its name: the same in all places where the same is declared.
    package func identity(of declaration: Element) -> String {
        let place = type(of: declaration) ?? declaration
        return "\(declaration.attribute("name")?.value ?? "") \(place.location)"
    }

    /// What the value of an attribute, or the text of an element, may be.
    package func values(of declaration: Element) -> ValueSpace {
        if let local = declaration.child("simpleType") { return valueSpace(of: local) }
        return valueSpace(named: declaration.attribute("type")?.value ?? "string")
    }

    private func global(_ kind: String, _ name: String) -> Element? {
        let name = localName(name)
        return schema.children.first { $0.name == kind && $0.attribute("name")?.value == name }
    }

    private func type(of declaration: Element) -> Element? {
        declaration.child("complexType") ?? declaration.attribute("type").flatMap { global("complexType", $0.value) }
    }

    private func particles(of element: Element) -> [Element] {
        element.children.flatMap { child -> [Element] in
            switch child.name {
            case "element":
                if let reference = child.attribute("ref") {
                    return global("element", reference.value).map { [$0] } ?? []
                }
                return [child]
            case "group": return child.attribute("ref").flatMap { global("group", $0.value) }.map(particles) ?? []
            case "sequence", "choice", "all", "complexContent": return particles(of: child)
            case "extension", "restriction":
                let base = child.attribute("base").flatMap { global("complexType", $0.value) }
                return (base.map(particles) ?? []) + particles(of: child)
            default: return []
            }
        }
    }

    private func attributeDeclarations(in element: Element) -> [Element] {
        element.children.flatMap { child -> [Element] in
            switch child.name {
            case "attribute": return [child]
            case "attributeGroup":
                return child.attribute("ref").flatMap { global("attributeGroup", $0.value) }.map(attributeDeclarations)
                    ?? []
            case "complexContent", "simpleContent": return attributeDeclarations(in: child)
            case "extension", "restriction":
                let base = child.attribute("base").flatMap { global("complexType", $0.value) }
                return (base.map(attributeDeclarations) ?? []) + attributeDeclarations(in: child)
            default: return []
            }
        }
    }

    private func valueSpace(named name: String) -> ValueSpace {
        if let type = global("simpleType", name) { return valueSpace(of: type) }
        return ValueSpace(base: localName(name))
    }

    private func valueSpace(of type: Element) -> ValueSpace {
        var space: ValueSpace
        if let union = type.child("union") {
            space = ValueSpace(base: "union")
            space.alternatives = union.children(named: "simpleType").map(valueSpace)
            for name in union.attribute("memberTypes")?.value.split(separator: " ") ?? [] {
                space.alternatives.append(valueSpace(named: String(name)))
            }
        } else if let restriction = type.child("restriction") {
            space =
                restriction.child("simpleType").map(valueSpace)
                ?? valueSpace(named: restriction.attribute("base")?.value ?? "")
            let words = restriction.children(named: "enumeration").compactMap { $0.attribute("value")?.value }
            if !words.isEmpty { space.words = words }
            func facet(_ name: String) -> String? { restriction.child(name)?.attribute("value")?.value }
            space.least = facet("minInclusive") ?? space.least
            space.most = facet("maxInclusive") ?? space.most
            space.above = facet("minExclusive") ?? space.above
        } else {
            space = ValueSpace(base: "list")
        }
        if let note = type.child("annotation")?.child("documentation")?.text { space.note = note }
        return space
    }
}

/// The part behind the prefix: "count" of "h:count".
private func localName(_ name: String) -> String {
    name.split(separator: ":").last.map(String.init) ?? name
}
