import Diagnostics

/// A start tag as it stands in its file.
struct Tag {
    /// With its prefix: "xi:include".
    var name: String
    /// Of the `<`.
    var location: SourceLocation
    /// 1 for the root.
    var depth: Int
    var attributes: [TagAttribute]
    /// What the element that includes the file hands on to its root.
    var given: [Attribute] = []

    /// The attribute of that name, prefix included.
    func attribute(_ name: String) -> TagAttribute? { attributes.first { $0.name == name } }
}

/// An attribute as it stands in its file.
struct TagAttribute {
    /// With its prefix: "xmlns:xi".
    var name: String
    var location: SourceLocation
    /// Behind the quotation mark.
    var valueLocation: SourceLocation
    /// Bytes of the file between the quotation marks.
    var valueBytes: Range<Int>
}

/// The start tags of a text in their order, which is that of the elements in its tree.
///
/// libxml2 keeps the line of an element and nothing of its attributes; this scanner adds what it leaves out.
/// The text has to be well-formed XML without a document type, which libxml2 has made sure of before;
/// on any other text the result means nothing, but the scanner still comes to an end.
///
/// Complexity: O(bytes).
func startTags(of text: SourceText) -> [Tag] {
    var cursor = SourceCursor(text.bytes)
    var tags: [Tag] = []
    var depth = 0
    func here() -> SourceLocation {
        SourceLocation(file: text.path, line: cursor.line, column: cursor.column)
    }
    while !cursor.isAtEnd {
        guard cursor.byte == UInt8(ascii: "<") else {
            cursor.advance()
            continue
        }
        if cursor.isAt("<!--") {
            cursor.advance(to: cursor.offset + 4)
            cursor.skip(past: "-->")
        } else if cursor.isAt("<![CDATA[") {
            cursor.skip(past: "]]>")
        } else if cursor.isAt("<?") {
            cursor.skip(past: "?>")
        } else if cursor.isAt("</") {
            depth -= 1
            cursor.skip(past: ">")
        } else {
            depth += 1
            let location = here()
            cursor.advance()
            let name = takeName(&cursor)
            var attributes: [TagAttribute] = []
            while let attribute = takeAttribute(&cursor, in: text) { attributes.append(attribute) }
            tags.append(Tag(name: name, location: location, depth: depth, attributes: attributes))
            if cursor.byte == UInt8(ascii: "/") { depth -= 1 }
            cursor.skip(past: ">")
        }
    }
    return tags
}

/// The next attribute of a start tag, or nil when the tag ends.
private func takeAttribute(_ cursor: inout SourceCursor, in text: SourceText) -> TagAttribute? {
    func here() -> SourceLocation {
        SourceLocation(file: text.path, line: cursor.line, column: cursor.column)
    }
    cursor.skipSpace()
    guard !cursor.isAtEnd, cursor.byte != UInt8(ascii: ">"), cursor.byte != UInt8(ascii: "/") else { return nil }
    let location = here()
    let name = takeName(&cursor)
    cursor.skipSpace()
    guard cursor.byte == UInt8(ascii: "=") else { return nil }
    cursor.advance()
    cursor.skipSpace()
    let quote = cursor.byte
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    cursor.advance()
    let valueLocation = here()
    let start = cursor.offset
    while !cursor.isAtEnd, cursor.byte != quote { cursor.advance() }
    let end = cursor.offset
    cursor.advance()
    return TagAttribute(name: name, location: location, valueLocation: valueLocation, valueBytes: start..<end)
}

/// A name: everything up to white space or a delimiter.
private func takeName(_ cursor: inout SourceCursor) -> String {
    let start = cursor.offset
    let delimiters: [UInt8] = [UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "<")]
    while !cursor.isAtEnd, !isXMLSpace(cursor.byte), !delimiters.contains(cursor.byte) { cursor.advance() }
    return String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self)
}
