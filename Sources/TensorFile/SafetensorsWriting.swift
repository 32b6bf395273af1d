import System

extension SafetensorsHeader {
    /// The beginning of a file with these tensors and notes: the length, and the header padded so that the elements
    /// begin at a multiple of 8. The same tensors and notes give the same bytes.
    ///
    /// - Parameter entries: in the order of their elements, which lie one after the other.
    public static func bytes(of entries: [Entry], notes: [String: String]) -> [UInt8] {
        var header = Array(json(entries, notes).utf8)
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
    }

    /// The header's text: notes by name, then the tensors in their order.
    private static func json(_ entries: [Entry], _ notes: [String: String]) -> String {
        var fields: [String] = []
        if !notes.isEmpty {
            let texts = notes.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        fields += entries.map { entry in
            let shape = entry.shape.map(String.init).joined(separator: ",")
            return "\(quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],"
                + "\"data_offsets\":[\(entry.bytes.lowerBound),\(entry.bytes.upperBound)]}"
        }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
