extension StringProtocol {
    /// Columns that the text takes on a terminal: none for marks that combine with the
    /// letter before, two for East Asian wide characters and emoji, one for all others.
    public var displayWidth: Int {
        reduce(0) { $0 + $1.displayWidth }
    }
}

extension Character {
    /// Columns of the character: those of its widest scalar, so that marks and joined emoji add nothing.
    var displayWidth: Int {
        unicodeScalars.reduce(0) { max($0, $1.displayWidth) }
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return wideRanges.contains { $0.contains(value) } || properties.isEmojiPresentation ? 2 : 1
    }
}

/// The blocks that are wide throughout (Unicode Standard Annex 11, `W` and `F`).
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x20000...0x3FFFD,
]

extension String {
    /// The text with spaces on its right up to a width.
    func padded(to width: Int) -> String { self + spaces(width - displayWidth) }

    /// The text with spaces on its left up to a width.
    func indented(to width: Int) -> String { spaces(width - displayWidth) + self }

    /// The text, or its beginning and "…" where it is wider than that.
    func shortened(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var kept = ""
        var used = 1
        for character in self {
            used += character.displayWidth
            if used > width { break }
            kept.append(character)
        }
        return kept + "…"
    }
}

/// So many spaces; none for a negative number.
func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
