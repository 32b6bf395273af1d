internal import CLibXML2

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
        var words: SchemaWords?
        while true {
            let (complaints, schemaIsValid) = tree.validate(against: schema.bytes)
            guard schemaIsValid else {
                throw InvalidInput([
                    Diagnostic(
                        at: schema.start, "the schema is not valid (\(complaints.first?.message ?? "it cannot be read"))",
                        hint: "restore the file that came with naxdse")
                ])
            }
            if complaints.isEmpty { return diagnostics }
            if words == nil { words = SchemaWords(try SchemaOutline(reading: schema)) }
            var misplaced: [xmlNodePtr] = []
            for complaint in complaints {
                guard let tag = builder.tag(of: complaint.node), let node = complaint.element else { continue }
                let said = words!.diagnostics(for: complaint, at: node, tag)
                for diagnostic in said where !diagnostics.contains(where: { $0.isAlike(diagnostic) }) {
                    diagnostics.append(diagnostic)
                }
                if complaint.isOfMisplacedElement { misplaced.append(node) }
            }
            if misplaced.isEmpty { return diagnostics }
            for node in misplaced {
                xmlUnlinkNode(node)
                xmlFreeNode(node)
            }
        }
    }
}

extension Diagnostic {
    /// Whether both say something of the same attribute, or the same of the same element.
    fileprivate func isAlike(_ other: Diagnostic) -> Bool {
        location == other.location && message == other.message
    }
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
