/// Names of files as text, whatever their bytes: a name on Linux need not be UTF-8.
///
/// ```swift
/// FileName.text([0x61, 0xE9])         // "a" and a stand-in for the byte
/// FileName.bytes(of: text)            // [0x61, 0xE9] again
/// ```
///
/// A byte that is no part of UTF-8 is stood in for by one of the last 128 scalars of private use (U+10FF80 to
/// U+10FFFF); a name that has such a scalar itself gets four stand-ins for it, so that each name has its own text.
/// Every function of this module that takes a path takes it so; where text is shown, `visible` shows the byte.
public enum FileName {
    /// The scalar that stands in for a byte from 0x80 on.
    private static func standIn(for byte: UInt8) -> Unicode.Scalar { Unicode.Scalar(0x10_FF00 + UInt32(byte))! }

    /// The byte that a scalar stands in for, or nil.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        (0x10_FF80...0x10_FFFF).contains(scalar.value) ? UInt8(scalar.value - 0x10_FF00) : nil
    }

    /// The text of a name, or of any argument of a program.
    public static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !mayHaveStandIns(text) { return text }
        var text = String.UnicodeScalarView()
        var rest = bytes[...]
        while !rest.isEmpty {
            var iterator = rest.makeIterator()
            var decoder = UTF8()
            guard case .scalarValue(let scalar) = decoder.decode(&iterator), byte(of: scalar) == nil else {
                let byte = rest.removeFirst()
                text.append(byte < 0x80 ? Unicode.Scalar(byte) : standIn(for: byte))
                continue
            }
            text.append(scalar)
            rest = rest.dropFirst(UTF8.width(scalar))
        }
        return String(text)
    }

    /// The bytes that a text was made of by ``text(_:)``; those of its UTF-8 where nothing stands in for a byte.
    public static func bytes(of text: String) -> [UInt8] {
        guard mayHaveStandIns(text) else { return Array(text.utf8) }
        return text.unicodeScalars.flatMap { scalar in byte(of: scalar).map { [$0] } ?? Array(String(scalar).utf8) }
    }

    /// Their UTF-8 begins so.
    private static func mayHaveStandIns(_ text: String) -> Bool { text.utf8.contains(0xF4) }
}

/// Gives a path to a function of the system.
func withPath<Result>(_ path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let bytes = FileName.bytes(of: path) + [0]
    return bytes.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
}

/// The text of a name that the system gave.
func text(ofName name: UnsafePointer<CChar>) -> String {
    var bytes: [UInt8] = []
    var at = name
    while at.pointee != 0 {
        bytes.append(UInt8(bitPattern: at.pointee))
        at += 1
    }
    return FileName.text(bytes)
}
