import Diagnostics

/// The text of one file, and where in it each byte stands.
struct SourceText {
    /// As it is shown in diagnostics.
    let path: String
    let bytes: [UInt8]

    /// The line and column of a byte; one beyond the end is the end of the file.
    ///
    /// Complexity: O(offset); meant for diagnostics.
    func location(at offset: Int) -> SourceLocation {
        let (line, column) = bytes.withUnsafeBufferPointer { bytes in
            var (line, lineStart) = (1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
            let end = min(max(offset, lineStart), bytes.count)
            for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
                line += 1
                lineStart = index + 1
            }
            var column = 1
            for index in lineStart..<end where bytes[index] & 0xC0 != 0x80 { column += 1 }
            return (line, column)
        }
        return SourceLocation(file: path, line: line, column: column)
    }

    /// The start of the file, for what concerns all of it.
    var start: SourceLocation { SourceLocation(file: path, line: 1, column: 1) }
}

/// A place that moves forwards through UTF-8 text and knows its line and column.
///
/// Lines end with a line feed; columns count Unicode scalars from 1; a byte order mark counts nothing.
struct SourceCursor {
    let bytes: [UInt8]
    private(set) var offset = 0
    private(set) var line = 1
    private(set) var column = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    var isAtEnd: Bool { offset >= bytes.count }

    /// The byte here; 0 at the end.
    var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    /// Moves one byte on.
    mutating func advance() {
        guard offset < bytes.count else { return }
        let byte = bytes[offset]
        offset += 1
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if offset == bytes.count || bytes[offset] & 0xC0 != 0x80 {
            // The column moves on with the last byte of a scalar.
            column += 1
        }
    }

    /// Moves to a byte further on.
    mutating func advance(to end: Int) {
        while offset < end, !isAtEnd { advance() }
    }

    /// Whether the text here starts so.
    func isAt(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count else { return false }
        for index in 0..<count where bytes[offset + index] != text.utf8Start[index] { return false }
        return true
    }

    /// Moves behind the next such text, or to the end when there is none.
    mutating func skip(past text: StaticString) {
        while !isAtEnd, !isAt(text) { advance() }
        advance(to: offset + text.utf8CodeUnitCount)
    }

    /// Moves over white space.
    mutating func skipSpace() {
        while isXMLSpace(byte), !isAtEnd { advance() }
    }
}

/// Whether the byte is white space in XML.
func isXMLSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
}
