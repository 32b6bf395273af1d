internal import CLibXML2
import Diagnostics
import System

/// What an `<xi:include>` asks for, when it asks for a whole XML file by a path.
struct IncludeRequest {
    /// As it is written.
    let href: String
    /// Relative to the folder of the including file, as that is shown.
    let path: String
    /// Of the value of `href`.
    let location: SourceLocation
    /// For the root of what is included.
    private(set) var given: [Attribute] = []

    /// The problem with paths as they are written in `href`, without the folder of the including file.
    func asWritten(_ problem: FileProblem) -> FileProblem {
        guard let base = path.firstRange(of: href)?.lowerBound, base > path.startIndex else { return problem }
        let start = "'" + path[..<base]
        return FileProblem(
            message: problem.message.replacing(start, with: "'"), hint: problem.hint.replacing(start, with: "'"))
    }

    /// - Throws: one diagnostic for what of XInclude is not supported, or is wrong.
    ///
    /// - Parameter passed: attributes that are handed on to what is included, by the names that they have there.
    init(_ node: xmlNodePtr, _ tag: Tag, in text: SourceText, passing passed: [String: String]) throws(InvalidInput) {
        func refuse(at location: SourceLocation, _ message: String, _ hint: String) -> InvalidInput {
            InvalidInput([Diagnostic(at: location, message, hint: hint)])
        }
        let namespace = node.pointee.ns.flatMap { $0.pointee.href.map { String(cString: $0) } } ?? ""
        let name = String(cString: node.pointee.name)
        guard namespace == xincludeNamespace else {
            throw refuse(
                at: tag.location, "the namespace of <\(tag.name)> is '\(namespace)'", "use '\(xincludeNamespace)'")
        }
        guard name == "include" else {
            throw refuse(at: tag.location, "<\(tag.name)> is not supported", "only <xi:include href=\"…\"/> is")
        }
        guard tag.depth > 1 else {
            throw refuse(
                at: tag.location, "the root element is <\(tag.name)>", "put it inside the element that it adds to")
        }
        for attribute in attributes(of: node) where attribute.name != "href" {
            let place = tag.attribute(attribute.name)
            if attribute.name == "parse", attribute.value == "xml" { continue }
            if let name = passed[attribute.name] {
                given.append(
                    Attribute(
                        name: name, value: attribute.value, location: place?.location ?? tag.location,
                        valueLocation: place?.valueLocation ?? tag.location))
                continue
            }
            throw refuse(
                at: place?.location ?? tag.location, "<\(tag.name)> with \(attribute.name) is not supported",
                "include a whole XML file with href"
                    + (passed.isEmpty
                        ? " alone" : "; \(passed.keys.sorted().joined(separator: ", ")) may stand beside it"))
        }
        if let child = node.pointee.children, hasElements(child) {
            throw refuse(
                at: tag.location, "<\(tag.name)> holds elements", "leave it empty: no alternative is taken in silence")
        }
        guard let href = attributes(of: node).first(where: { $0.name == "href" })?.value,
            let place = tag.attribute("href")
        else {
            throw refuse(at: tag.location, "<\(tag.name)> has no href", "add href=\"…\"")
        }
        location = place.valueLocation
        self.href = href
        guard !href.isEmpty else { throw refuse(at: location, "href is empty", "give the path of an XML file") }
        guard !href.contains("#") else {
            throw refuse(at: location, "'\(href)' names a part of a file", "include a whole XML file")
        }
        if let colon = href.firstIndex(of: ":"), !href[..<colon].contains("/") {
            throw refuse(at: location, "'\(href)' is an address", "give the path of an XML file; nothing is fetched")
        }
        var relative = withoutPercents(href)
        while relative.hasPrefix("./") { relative.removeFirst(2) }
        let base = folder(of: text.path)
        if relative.hasPrefix("/") || !text.path.contains("/") {
            path = relative
        } else {
            path = base == "/" ? "/" + relative : base + "/" + relative
        }
    }
}

private func hasElements(_ first: xmlNodePtr) -> Bool {
    var node: xmlNodePtr? = first
    while let current = node {
        if current.pointee.type == XML_ELEMENT_NODE { return true }
        node = current.pointee.next
    }
    return false
}

/// The text with "%20" and the like decoded; as it is when they are not UTF-8.
private func withoutPercents(_ text: String) -> String {
    guard text.contains("%") else { return text }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
            rest.count >= 2
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
