import Diagnostics

/// What has to hold before a text is given to the parser: that it is UTF-8, declares no other
/// encoding, and has no document type, so that there are no entities to expand or to fetch.
///
/// - Throws: one diagnostic at the first place where it does not hold.
func checkProlog(of text: SourceText) throws(InvalidInput) {
    func refuse(at offset: Int, _ message: String, hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: text.location(at: offset), message, hint: hint)])
    }
    if text.bytes.allSatisfy(isXMLSpace) {
        throw refuse(at: 0, "the file is empty", hint: "an XML document is wanted")
    }
    if let offset = firstByteThatIsNotUTF8(text.bytes) {
        throw refuse(at: offset, "the text is not UTF-8 here", hint: "save the file in UTF-8")
    }
    if let offset = text.bytes.firstIndex(of: 0) {
        throw refuse(at: offset, "a NUL byte is not text", hint: "save the file as XML text in UTF-8")
    }
    var cursor = SourceCursor(text.bytes)
    if cursor.isAt("<?xml"), let encoding = declaredEncoding(&cursor), encoding.name.uppercased() != "UTF-8" {
        throw refuse(
            at: encoding.offset, "the encoding is '\(encoding.name)'",
            hint: "save the file in UTF-8 and write encoding=\"UTF-8\"")
    }
    while true {
        cursor.skipSpace()
        if cursor.isAt("<!--") {
            cursor.advance(to: cursor.offset + 4)
            cursor.skip(past: "-->")
        } else if cursor.isAt("<?") {
            cursor.skip(past: "?>")
        } else if cursor.isAt("<!DOCTYPE") {
            throw refuse(at: cursor.offset, documentTypeRefused.message, hint: documentTypeRefused.hint)
        } else {
            return
        }
    }
}

/// Said wherever a document type turns up.
let documentTypeRefused = (
    message: "a document type (DOCTYPE) is refused, and with it entities",
    hint: "take it out; files are put together with <xi:include href=\"…\"/>"
)

/// The value of `encoding` in an XML declaration, or nil; the cursor ends behind the declaration.
private func declaredEncoding(_ cursor: inout SourceCursor) -> (name: String, offset: Int)? {
    var found: (name: String, offset: Int)?
    while !cursor.isAtEnd, !cursor.isAt("?>") {
        guard found == nil, cursor.isAt("encoding") else {
            cursor.advance()
            continue
        }
        cursor.advance(to: cursor.offset + 8)
        cursor.skipSpace()
        guard cursor.byte == UInt8(ascii: "=") else { continue }
        cursor.advance()
        cursor.skipSpace()
        let quote = cursor.byte
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
        cursor.advance()
        let start = cursor.offset
        while !cursor.isAtEnd, cursor.byte != quote, cursor.byte != UInt8(ascii: "\n") { cursor.advance() }
        found = (String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self), start)
    }
    cursor.skip(past: "?>")
    return found
}

/// Where the bytes stop being UTF-8 (RFC 3629), or nil when they are all of them.
private func firstByteThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
    var offset = 0
    while offset < bytes.count {
        // The length of the scalar, and what its second byte may be: no overlong forms, no surrogates.
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch bytes[offset] {
            case 0..<0x80: (1, 0...0)
            case 0xC2..<0xE0: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1..<0xF0: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1..<0xF4: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        guard length > 0, offset + length <= bytes.count else { return offset }
        if length > 1 {
            guard second.contains(bytes[offset + 1]) else { return offset }
            for index in offset + 2..<max(offset + 2, offset + length) where bytes[index] & 0xC0 != 0x80 {
                return offset
            }
        }
        offset += length
    }
    return nil
}
