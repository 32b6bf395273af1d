internal import CLibXML2
import Diagnostics

/// What a parser's complaint means, in our words, at the place it is about.
func syntaxDiagnostics(_ complaints: [ParsingContext.Complaint], in text: SourceText) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for complaint in complaints {
        let offset = complaint.place(in: text)
        let (message, hint) = complaint.syntaxWords(in: text, at: offset)
        let diagnostic = Diagnostic(at: text.location(at: offset), message, hint: hint)
        // The parser stumbles on over what it lost track of; the first word on a line is the one that counts.
        if !diagnostics.contains(where: { $0.location.line == diagnostic.location.line }) {
            diagnostics.append(diagnostic)
        }
    }
    return diagnostics
}

extension ParsingContext.Complaint {
    private var kind: xmlParserErrors { xmlParserErrors(rawValue: UInt32(clamping: code)) }

    /// The byte that the complaint is about; the parser has read further when it complains.
    fileprivate func place(in text: SourceText) -> Int {
        let noticed = min(offset ?? 0, text.bytes.count)
        func back(to byte: Character, from start: Int) -> Int {
            text.bytes[..<min(start, text.bytes.count)].lastIndex(of: byte.asciiValue!) ?? noticed
        }
        switch kind {
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            // "Namespace prefix x for a on b is not defined" is about an attribute, without "for" about an element.
            guard let first, let second, message.contains(" for \(second) on ") else {
                return back(to: "<", from: noticed)
            }
            return start(ofAttribute: first + ":" + second, before: noticed, in: text)
        case XML_ERR_TAG_NAME_MISMATCH, XML_NS_ERR_ATTRIBUTE_REDEFINED, XML_ERR_RESERVED_XML_NAME:
            return back(to: "<", from: noticed)
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_NAME_REQUIRED,
            XML_ERR_ENTITYREF_SEMICOL_MISSING,
            XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_CHAR:
            // Invalid characters also come bare, without a reference that could be gone back to.
            let reference = back(to: "&", from: noticed)
            let isNear = noticed - reference < 64 && !text.bytes[reference..<noticed].contains(UInt8(ascii: "\n"))
            return isNear ? reference : noticed
        case XML_ERR_ATTRIBUTE_REDEFINED:
            return first.map { start(ofAttribute: $0, before: noticed, in: text) } ?? noticed
        default:
            return noticed
        }
    }

    /// Where the last attribute of that name before a byte begins.
    private func start(ofAttribute name: String, before end: Int, in text: SourceText) -> Int {
        let wanted = Array(name.utf8)
        var at = end - wanted.count
        while at > 0 {
            if isXMLSpace(text.bytes[at - 1]), text.bytes[at...].starts(with: wanted) { return at }
            at -= 1
        }
        return end
    }

    fileprivate func syntaxWords(in text: SourceText, at offset: Int) -> (message: String, hint: String) {
        switch kind {
        case _ where code == documentTypeCode:
            return documentTypeRefused
        case XML_ERR_DOCUMENT_EMPTY:
            return ("there is no element here", "a document starts with '<'")
        case XML_ERR_DOCUMENT_END:
            return (
                "something stands behind the end of the root element",
                "a document has one root element that holds all others"
            )
        case XML_ERR_TAG_NAME_MISMATCH:
            let name = first ?? ""
            return ("</\(second ?? "")> does not close <\(name)> of line \(number)", "write </\(name)>")
        case XML_ERR_TAG_NOT_FINISHED:
            let name = first ?? ""
            return ("the file ends inside <\(name)> of line \(number)", "close it with </\(name)>")
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY:
            return ("the entity '&\(first ?? "");' is not defined", "write the character itself, or '&amp;' for '&'")
        case XML_ERR_NAME_REQUIRED, XML_ERR_ENTITYREF_SEMICOL_MISSING:
            return ("'&' starts an entity that is not complete", "write '&amp;' for '&'")
        case XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_CHAR:
            return ("there is a character here that XML does not allow", "take it out")
        case XML_ERR_LT_IN_ATTRIBUTE:
            return (
                "'<' stands in the value of an attribute", "write '&lt;', or close the value with its quotation mark"
            )
        case XML_ERR_ATTRIBUTE_NOT_STARTED:
            return ("the value of an attribute does not start with a quotation mark", "write name=\"value\"")
        case XML_ERR_ATTRIBUTE_NOT_FINISHED:
            return ("the value of an attribute is not closed", "add a quotation mark at its end")
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
            return ("an attribute has no value", "write name=\"value\"")
        case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED:
            return ("the attribute '\(first ?? "")' is given twice", "take one of the two out")
        case XML_ERR_SPACE_REQUIRED:
            return ("a space is missing between attributes", "write a space here")
        case XML_ERR_GT_REQUIRED:
            return ("a tag is not closed", "write '>' or '/>' here")
        case XML_ERR_LTSLASH_REQUIRED:
            return ("a closing tag is not complete", "write </name>")
        case XML_ERR_COMMENT_NOT_FINISHED:
            return ("a comment is not closed", "close it with '-->'")
        case XML_ERR_HYPHEN_IN_COMMENT:
            return ("'--' stands inside a comment", "comments end with '-->' and hold no other '--'")
        case XML_ERR_PI_NOT_FINISHED, XML_ERR_XMLDECL_NOT_FINISHED:
            return ("'<?' is not closed", "close it with '?>'")
        case XML_ERR_CDATA_NOT_FINISHED:
            return ("a CDATA section is not closed", "close it with ']]>'")
        case XML_ERR_RESERVED_XML_NAME:
            return ("an XML declaration stands inside the document", "move it to the first line")
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            let prefix = first ?? ""
            let space = prefix == "xi" ? xincludeNamespace : "…"
            return ("the prefix '\(prefix)' is not declared", "add xmlns:\(prefix)=\"\(space)\" to the root element")
        case XML_ERR_INTERNAL_ERROR where message.contains("depth"):
            return ("elements stand inside each other more than \(Limits.depth) deep", "make the document flatter")
        default:
            return ("this is not well-formed XML (\(message))", "write it as XML 1.0 asks")
        }
    }
}
