internal import CLibXML2

/// Turns a tree of libxml2, with everything included, into elements with their places.
///
/// On the way it leaves in each node, as `_private`, the number of its tag, for what is said of the node later.
struct TreeBuilder {
    let tags: [Tag]
    private var next = 0

    init(tags: [Tag]) {
        self.tags = tags
    }

    /// The element of the root node; nil when tree and tags do not agree, which would be a bug.
    mutating func element(of root: xmlNodePtr) -> Element? {
        guard let element = build(root), next == tags.count else { return nil }
        return element
    }

    private mutating func build(_ node: xmlNodePtr) -> Element? {
        guard next < tags.count, qualifiedName(of: node) == tags[next].name else { return nil }
        let tag = tags[next]
        next += 1
        node.pointee._private = UnsafeMutableRawPointer(bitPattern: next)
        var children: [Element] = []
        var text = ""
        var child = node.pointee.children
        while let current = child {
            switch current.pointee.type {
            case XML_ELEMENT_NODE:
                guard let element = build(current) else { return nil }
                children.append(element)
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                if let content = current.pointee.content { text += String(cString: content) }
            default: break
            }
            child = current.pointee.next
        }
        let places =
            tag.attributes.count > 8
            ? Dictionary(tag.attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }) : nil
        let attributes = attributes(of: node).map { attribute in
            let place = places.map { $0[attribute.name] } ?? tag.attribute(attribute.name)
            return Attribute(
                name: attribute.name, value: attribute.value, location: place?.location ?? tag.location,
                valueLocation: place?.valueLocation ?? tag.location)
        }
        let others = attributes.filter { attribute in !tag.given.contains { $0.name == attribute.name } }
        return Element(
            name: String(cString: node.pointee.name), attributes: tag.given.isEmpty ? attributes : others + tag.given,
            children: children, text: trimmed(text),
            location: tag.location)
    }

    /// The tag of a node of the tree, or of the element that an attribute node belongs to.
    func tag(of node: UnsafeMutableRawPointer?) -> Tag? {
        guard let node else { return nil }
        // Attributes and elements begin alike: _private, type, name, children, last, parent.
        let common = node.assumingMemoryBound(to: xmlNode.self)
        let element = common.pointee.type == XML_ATTRIBUTE_NODE ? common.pointee.parent : common
        guard let number = element.map({ Int(bitPattern: $0.pointee._private) }), tags.indices.contains(number - 1)
        else {
            return nil
        }
        return tags[number - 1]
    }
}

/// The attributes of a node with their prefixes, without namespace declarations.
func attributes(of node: xmlNodePtr) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var attribute = node.pointee.properties
    while let current = attribute {
        var value = ""
        var part = current.pointee.children
        while let text = part {
            if let content = text.pointee.content { value += String(cString: content) }
            part = text.pointee.next
        }
        let prefix = current.pointee.ns.flatMap { $0.pointee.prefix.map { String(cString: $0) + ":" } } ?? ""
        result.append((prefix + String(cString: current.pointee.name), value))
        attribute = current.pointee.next
    }
    return result
}

private func qualifiedName(of node: xmlNodePtr) -> String {
    let prefix = node.pointee.ns.flatMap { $0.pointee.prefix.map { String(cString: $0) + ":" } } ?? ""
    return prefix + String(cString: node.pointee.name)
}

private func trimmed(_ text: String) -> String {
    var rest = text.utf8[...]
    while let byte = rest.first, isXMLSpace(byte) { rest.removeFirst() }
    while let byte = rest.last, isXMLSpace(byte) { rest.removeLast() }
    return String(Substring(rest))
}
