extension StringProtocol {
    /// The text with what a terminal would act on made visible: control characters as `\x1B`, bytes of file names
    /// that are no UTF-8 as `\xE9`, and marks that turn the direction of text as `\u{202E}`.
    ///
    /// ```swift
    /// "\u{1B}[2Jnet".visible              // "\x1B[2Jnet"
    /// ```
    ///
    /// Ends of lines stay, as messages, tables and CSV (CR LF) have them; a CR alone, which goes back over a line, does
    /// not.
    public var visible: String { shown(keepingLines: true) }

    /// As ``visible``, on one line: what comes from a file may not look like a message of its own.
    public var visibleOnOneLine: String { shown(keepingLines: false) }

    private func shown(keepingLines: Bool) -> String {
        guard unicodeScalars.contains(where: { isActedOn($0, keepingLines) }) else { return String(self) }
        var text = String.UnicodeScalarView()
        for place in unicodeScalars.indices {
            let scalar = unicodeScalars[place]
            let next = unicodeScalars.index(after: place)
            let endsLine =
                keepingLines && scalar == "\r" && next < unicodeScalars.endIndex && unicodeScalars[next] == "\n"
            if endsLine || !isActedOn(scalar, keepingLines) {
                text.append(scalar)
            } else if let byte = FileName.byte(of: scalar) {
                text.append(contentsOf: hexadecimal(UInt32(byte)).unicodeScalars)
            } else {
                switch scalar {
                case "\n": text.append(contentsOf: "\\n".unicodeScalars)
                case "\t": text.append(contentsOf: "\\t".unicodeScalars)
                case "\r": text.append(contentsOf: "\\r".unicodeScalars)
                case _ where scalar.value < 0x100: text.append(contentsOf: hexadecimal(scalar.value).unicodeScalars)
                default:
                    text.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
                }
            }
        }
        return String(text)
    }
}

/// `\x0F`
private func hexadecimal(_ byte: UInt32) -> String {
    "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

private func isActedOn(_ scalar: Unicode.Scalar, _ keepingLines: Bool) -> Bool {
    switch scalar.value {
    case 0x0A: !keepingLines
    case 0..<0x20, 0x7F..<0xA0: true
    // Line and paragraph separators; embeddings, overrides and isolates of direction; what stands in for bytes.
    case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x10_FF80...0x10_FFFF: true
    default: false
    }
}
