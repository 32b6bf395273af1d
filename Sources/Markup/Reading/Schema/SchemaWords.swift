internal import CLibXML2
import Diagnostics
import Registration

/// Says what libxml2's complaints about a tree mean, and what the schema would have instead.
struct SchemaWords {
    private let outline: SchemaOutline

    init(_ outline: SchemaOutline) {
        self.outline = outline
    }

    func diagnostics(for complaint: ParsingContext.Complaint, at node: xmlNodePtr, _ tag: Tag) -> [Diagnostic] {
        let declaration = outline.declaration(of: path(of: node))
        if let name = complaint.attributeName {
            return [attributeDiagnostic(complaint, name, at: node, tag, declaration)]
        }
        func say(_ message: String, _ hint: String) -> [Diagnostic] {
            [Diagnostic(at: tag.location, message, hint: hint)]
        }
        switch xmlParserErrors(rawValue: UInt32(clamping: complaint.code)) {
        case XML_SCHEMAV_CVC_ELT_1:
            return say(rootProblem(of: node, tag).message, rootProblem(of: node, tag).hint)
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
            let name = complaint.quoted(after: "attribute ") ?? ""
            return say("<\(tag.name)> has no \(name)", "add \(name)=\"…\"")
        case XML_SCHEMAV_ELEMENT_CONTENT where complaint.isOfMisplacedElement:
            return misplaced(complaint, node, tag)
        case XML_SCHEMAV_ELEMENT_CONTENT:
            return say("<\(tag.name)> is not complete", "add " + missing(complaint, in: node, declaration))
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
            return say("<\(tag.name)> holds text", "it takes elements alone: take the text out")
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
            let hasElement = complaint.message.contains("Element content")
            return say(
                "<\(tag.name)> holds \(hasElement ? "elements" : "text")",
                "it takes attributes alone: write <\(tag.name) …/>")
        case XML_SCHEMAV_CVC_ELT_3_1:
            return say("<\(tag.name)> has xsi:nil", "take it out")
        case XML_SCHEMAV_CVC_TYPE_3_1_2:
            return say("<\(tag.name)> holds elements", "it takes text alone")
        default:
            if let declaration, outline.isSimple(declaration) {
                let value = text(of: node)
                return say("<\(tag.name)> is '\(value)'", outline.values(of: declaration).hint(for: value))
            }
            return say("<\(tag.name)> is not valid (\(complaint.message))", "write it as the schema has it")
        }
    }

    private func attributeDiagnostic(
        _ complaint: ParsingContext.Complaint, _ name: String, at node: xmlNodePtr, _ tag: Tag, _ declaration: Element?
    ) -> Diagnostic {
        let attribute = attributes(of: node).first { $0.name == name || $0.name.hasSuffix(":" + name) }
        let place = tag.attribute(attribute?.name ?? name)
        let known = declaration.map(outline.attributes) ?? []
        if complaint.code == Int(XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1.rawValue) {
            let taken = attributes(of: node).map(\.name)
            let names = known.compactMap { $0.attribute("name")?.value }.filter { !taken.contains($0) }
            return Diagnostic(
                at: place?.location ?? tag.location, "<\(tag.name)> has no attribute '\(attribute?.name ?? name)'",
                hint: names.isEmpty ? "take it out" : suggestion(for: name, among: names))
        }
        let value = attribute?.value ?? ""
        let space = known.first { $0.attribute("name")?.value == name }.map(outline.values)
        return Diagnostic(
            at: place?.valueLocation ?? tag.location, "\(name) is '\(value)'",
            hint: space?.hint(for: value) ?? "write it as the schema has it")
    }

    private func misplaced(_ complaint: ParsingContext.Complaint, _ node: xmlNodePtr, _ tag: Tag) -> [Diagnostic] {
        guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return [] }
        let parentName = String(cString: parent.pointee.name)
        let name = String(cString: node.pointee.name)
        let space = node.pointee.ns.flatMap { $0.pointee.href.map { String(cString: $0) } }
        let known = outline.declaration(of: path(of: parent)).map(outline.children) ?? []
        let names = known.compactMap { $0.attribute("name")?.value }
        let hint: String
        let message: String
        if names.contains(name), space == outline.targetNamespace {
            message = "<\(tag.name)> is out of place in <\(parentName)>"
            let expected = complaint.expectedNames.map { "<\($0)>" }
            hint =
                expected.isEmpty
                ? "it may stand there no more: take it out" : alternatives(expected) + " is expected here"
        } else if names.contains(name), let wanted = outline.targetNamespace {
            message = "<\(tag.name)> is of the namespace '\(space ?? "")'"
            hint = "'\(wanted)' is wanted"
        } else {
            message = "<\(tag.name)> is not known in <\(parentName)>"
            hint = suggestion(for: name, among: names)
        }
        return [Diagnostic(at: tag.location, message, hint: hint)]
    }

    private func rootProblem(of node: xmlNodePtr, _ tag: Tag) -> (message: String, hint: String) {
        let space = node.pointee.ns.flatMap { $0.pointee.href.map { String(cString: $0) } }
        guard let wanted = outline.targetNamespace, space != wanted else {
            return ("the root element is <\(tag.name)>", suggestion(for: tag.name, among: outline.roots))
        }
        if let space { return ("<\(tag.name)> is of the namespace '\(space)'", "'\(wanted)' is wanted") }
        return ("<\(tag.name)> is of no namespace", "add xmlns=\"\(wanted)\"")
    }

    /// The children that an element lacks.
    private func missing(_ complaint: ParsingContext.Complaint, in node: xmlNodePtr, _ declaration: Element?) -> String
    {
        var present: [String] = []
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_ELEMENT_NODE { present.append(String(cString: current.pointee.name)) }
            child = current.pointee.next
        }
        let required = (declaration.map(outline.requiredChildren) ?? []).filter { !present.contains($0) }
        if required.isEmpty { return alternatives(complaint.expectedNames.map { "<\($0)>" }) }
        return required.map { "<\($0)>" }.joined(separator: " and ")
    }

    private func alternatives(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "what is missing" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Names from the root to the node.
    private func path(of node: xmlNodePtr) -> [String] {
        var path: [String] = []
        var next: xmlNodePtr? = node
        while let current = next, current.pointee.type == XML_ELEMENT_NODE {
            path.append(String(cString: current.pointee.name))
            next = current.pointee.parent
        }
        return path.reversed()
    }

    private func text(of node: xmlNodePtr) -> String {
        var text = ""
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_TEXT_NODE, let content = current.pointee.content {
                text += String(cString: content)
            }
            child = current.pointee.next
        }
        return text
    }
}

extension ParsingContext.Complaint {
    /// The attribute that it is about. libxml2 says it in the message alone: "Element 'x', attribute 'y': …".
    fileprivate var attributeName: String? {
        guard message.hasPrefix("Element '"), let end = message.firstRange(of: "': ") else { return nil }
        let subject = message[..<end.lowerBound]
        guard let attribute = subject.firstRange(of: "', attribute '") else { return nil }
        return withoutNamespace(subject[attribute.upperBound...])
    }

    /// The text in quotation marks behind some words.
    fileprivate func quoted(after words: String) -> String? {
        guard let start = message.firstRange(of: words + "'") else { return nil }
        return withoutNamespace(message[start.upperBound...].prefix { $0 != "'" })
    }

    /// The elements that libxml2 expected: "Expected is one of ( {urn:x}a, {urn:x}b )."; it writes ten at most.
    fileprivate var expectedNames: [String] {
        guard let start = message.firstRange(of: "( "), message[..<start.lowerBound].contains("Expected is") else {
            return []
        }
        let names = message[start.upperBound...].prefix { $0 != ")" }
        return names.split(separator: ",").map { withoutNamespace($0.drop { $0 == " " }.prefix { $0 != " " }) }
            .filter { $0 != "..." }
    }
}

/// "name" of "{urn:x}name".
private func withoutNamespace(_ name: Substring) -> String {
    name.lastIndex(of: "}").map { String(name[name.index(after: $0)...]) } ?? String(name)
}
