import Markup

/// The reference of one kind of file: each element with its attributes, values, defaults and meaning.
struct SchemaPage {
    private let outline: SchemaOutline
    private let kind: String
    private let schema: String
    /// In the order in which they are met from the root on, each once.
    private var entries: [Entry] = []

    private struct Entry {
        var declaration: Element
        var identity: String
        /// "`<component>` in `<level>`" where another element has the name as well.
        var title: String
    }

    init(_ outline: SchemaOutline, kind: String, schema: String) {
        self.outline = outline
        self.kind = kind
        self.schema = schema
        for root in outline.roots { outline.declaration(of: [root]).map { meet($0, in: nil) } }
    }

    private mutating func meet(_ declaration: Element, in parent: String?) {
        let identity = outline.identity(of: declaration)
        guard !entries.contains(where: { $0.identity == identity }) else { return }
        let name = tag(declaration)
        let isTaken = entries.contains { $0.title == name }
        entries.append(
            Entry(declaration: declaration, identity: identity, title: isTaken ? "\(name) in \(parent ?? "")" : name))
        for child in outline.children(of: declaration) { meet(child, in: name) }
    }

    var text: String {
        "# \(kind.capitalized) files: every element and attribute\n"
            + Reference.note(source: "[`\(schema)`](../../\(schema))") + "\n"
            + (outline.targetNamespace.map { "The namespace is `\($0)`. " } ?? "")
            + "In values, a number with a unit may have any unit of its dimension, with or without a prefix.\n"
            + entries.map(section).joined()
    }

    private func section(_ entry: Entry) -> String {
        let holds = outline.children(of: entry.declaration)
        let required = Set(outline.requiredChildren(of: entry.declaration))
        func links(_ wanted: Bool) -> String {
            holds.filter { required.contains(name($0)) == wanted }.map(link).joined(separator: ", ")
        }
        let attributes = outline.attributes(of: entry.declaration).map { attribute in
            [
                Markdown.code(name(attribute)), values(of: attribute), standard(attribute),
                Markdown.escaped(outline.documentation(of: attribute) ?? ""),
            ]
        }
        let content = [("Holds", links(true)), (required.isEmpty ? "May hold" : "and may hold", links(false))]
            .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }.joined(separator: "; ")
        let paragraphs = [
            Markdown.escaped(outline.documentation(of: entry.declaration) ?? "") + "\n",
            Markdown.table(["attribute", "value", "default", "meaning"], attributes),
            content.isEmpty ? "" : content + ".\n",
        ]
        return "\n## \(entry.title)\n" + paragraphs.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func values(of attribute: Element) -> String {
        let space = outline.values(of: attribute)
        if !space.words.isEmpty { return space.words.map(Markdown.code).joined(separator: ", ") }
        var words = space.wanted.replacing("'", with: "`")
        if words.hasSuffix(",") { words.removeLast() }
        return Markdown.escaped(words)
    }

    private func standard(_ attribute: Element) -> String {
        if let value = attribute.attribute("default")?.value { return Markdown.code(value) }
        return attribute.attribute("use")?.value == "required" ? "**required**" : "–"
    }

    private func link(_ declaration: Element) -> String {
        let title = entries.first { $0.identity == outline.identity(of: declaration) }?.title ?? ""
        let anchor = title.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }.replacing(" ", with: "-")
        return "[\(tag(declaration))](#\(anchor))"
    }

    private func name(_ declaration: Element) -> String { declaration.attribute("name")?.value ?? "" }
    private func tag(_ declaration: Element) -> String { Markdown.code("<\(name(declaration))>") }
}
