/// A checksum that stands in a file itself: in the notes of a safetensors file, as `"naxdse:crc32":"cbf43926"`.
///
/// ```swift
/// // with Seal.notes among the notes of its header
/// Seal.close(&file, headerEnd: end)
/// file.withUnsafeBytes { Seal.state(of: $0, headerEnd: end) }        // .intact
/// ```
///
/// It is the CRC-32 of the whole file, with zeros where its own digits are. A second note says that it is there, at
/// the other end of notes in the order of their names, so that a file whose seal itself was hit is not taken for one
/// that never had any.
public enum Seal {
    public enum State: Hashable, Sendable {
        /// Another program wrote the file, or an early version.
        case absent
        case intact
        case broken
    }

    /// The notes of a file that is to be sealed, by name.
    public static let notes = ["naxdse:crc32": "00000000", "sealed-by": "naxdse:crc32"]

    private static let mark = Array("\"naxdse:crc32\":\"".utf8), second = Array("\"sealed-by\":\"naxdse:crc32\"".utf8)
    private static let digits = 8

    /// Writes the checksum over the zeros of a file's note.
    /// - Parameter headerEnd: where the notes end; what comes after is not searched for them.
    /// - Precondition: the file has both notes, written without spaces.
    public static func close(_ file: inout [UInt8], headerEnd: Int) {
        guard let place = file[..<headerEnd].firstRange(of: mark)?.upperBound else {
            preconditionFailure("the file has no place for its seal")
        }
        file.replaceSubrange(place..<place + digits, with: text(of: crc32(file)))
    }

    private static func text(of crc: UInt32) -> [UInt8] {
        let text = String(crc, radix: 16)
        return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
    }

    /// Whether a file is as it was sealed. O(bytes).
    /// - Parameter headerEnd: where the notes end.
    public static func state(of file: UnsafeRawBufferPointer, headerEnd: Int) -> State {
        let header = file[..<min(headerEnd, file.count)]
        let (place, said) = (header.firstRange(of: mark)?.upperBound, header.firstRange(of: second))
        guard let place else { return said == nil ? .absent : .broken }
        guard said != nil, place + digits <= header.count else { return .broken }
        var crc = crc32(UnsafeRawBufferPointer(rebasing: file[..<place]))
        crc = [UInt8](repeating: UInt8(ascii: "0"), count: digits).withUnsafeBytes { crc32($0, after: crc) }
        crc = crc32(UnsafeRawBufferPointer(rebasing: file[(place + digits)...]), after: crc)
        return file[place..<place + digits].elementsEqual(text(of: crc)) ? .intact : .broken
    }
}
