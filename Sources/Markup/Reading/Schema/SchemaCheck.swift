internal import CLibXML2
import Diagnostics

/// Checks a tree against a schema and says everything that is wrong, in our words.
struct SchemaCheck {
    let schema: SourceText
    let builder: TreeBuilder

    /// What is wrong, in the order in which it was found.
    ///
    /// libxml2 gives up on a parent at its first child that is out of place. Such children are taken
    /// out of the tree and the rest is looked at again, until nothing is out of place.
    ///
    /// - Throws: when the schema itself is not one.
    func diagnostics(of tree: LibXML2Tree) throws(InvalidInput) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var said: Set<Said> = []
        var words: SchemaWords?
        // A round looks at every element: of large documents with very much out of place, the first is told.
        for _ in 0..<max(2, min(Limits.complaints, 1_000_000 / max(1, builder.tags.count))) {
            let (complaints, schemaIsValid) = tree.validate(against: schema.bytes)
            guard schemaIsValid else {
                throw InvalidInput([
                    Diagnostic(
                        at: schema.start,
                        "the schema is not valid (\(complaints.first?.message ?? "it cannot be read"))",
                        hint: "restore the file that came with naxdse")
                ])
            }
            if complaints.isEmpty { return diagnostics }
            if words == nil { words = SchemaWords(try SchemaOutline(reading: schema)) }
            var misplaced: [xmlNodePtr] = []
            for complaint in complaints {
                guard let tag = builder.tag(of: complaint.node), let node = complaint.element else { continue }
                let found = words!.diagnostics(for: complaint, at: node, tag)
                for diagnostic in found where said.insert(Said(diagnostic)).inserted { diagnostics.append(diagnostic) }
                if complaint.isOfMisplacedElement { misplaced.append(node) }
            }
            if misplaced.isEmpty { return diagnostics }
            for node in misplaced {
                xmlUnlinkNode(node)
                xmlFreeNode(node)
            }
        }
        return diagnostics
    }
}

/// What is told once: something of one attribute, or the same of one element.
private struct Said: Hashable {
    var location: SourceLocation
    var message: String

    init(_ diagnostic: Diagnostic) { (location, message) = (diagnostic.location, diagnostic.message) }
}

extension ParsingContext.Complaint {
    /// The element it is about, or whose attribute it is about.
    var element: xmlNodePtr? {
        guard let common = node?.assumingMemoryBound(to: xmlNode.self) else { return nil }
        return common.pointee.type == XML_ATTRIBUTE_NODE ? common.pointee.parent : common
    }

    /// Whether an element stands where it may not.
    var isOfMisplacedElement: Bool {
        code == Int(XML_SCHEMAV_ELEMENT_CONTENT.rawValue) && message.contains("This element is not expected")
    }
}
