import FoundationEssentials

/// The header of a safetensors file.
struct SafeTensorsHeader {
    let entries: [SafeTensors.Entry]
    let notes: [String: String]
    /// Where the elements begin.
    let end: Int

    /// The format's own limit for the length of a header.
    private static let longest = 100_000_000

    init(_ content: [UInt8], path: String) throws(SafeTensorsError) {
        func wrong(_ problem: String) -> SafeTensorsError {
            SafeTensorsError(path, "it is not a whole safetensors file: \(problem)", hint: "write it again, or check that it was copied whole")
        }
        guard content.count >= 8 else { throw wrong("it has \(content.count) bytes") }
        let length = content[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(min(Self.longest, content.count - 8)) else {
            throw wrong("its header would have \(length) bytes and the file has \(content.count)")
        }
        end = 8 + Int(length)
        let fields: [String: Field]
        do { fields = try JSONDecoder().decode([String: Field].self, from: Data(content[8..<end])) } catch {
            throw wrong("its header is not the JSON that it should be")
        }
        var entries: [SafeTensors.Entry] = []
        var notes: [String: String] = [:]
        for (name, field) in fields {
            switch field {
            case .notes(let texts): notes = texts
            case .tensor(let word, let shape, let offsets):
                guard let type = Self.words.first(where: { $0.value == word })?.key else {
                    throw SafeTensorsError(
                        path, "tensor '\(name)' has elements of type \(word)",
                        hint: "convert it to one of \(ElementType.allCases.map { Self.words[$0]! }.joined(separator: ", "))")
                }
                var bytes = type.size
                for extent in shape {
                    let (product, overflows) = bytes.multipliedReportingOverflow(by: extent)
                    guard extent >= 0, !overflows else { throw wrong("tensor '\(name)' has the shape \(shape)") }
                    bytes = product
                }
                guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1], offsets[1] <= content.count - end,
                    offsets[1] - offsets[0] == bytes, shape.count <= 8
                else { throw wrong("the place of tensor '\(name)' does not fit its shape or the file") }
                entries.append(SafeTensors.Entry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1]))
            }
        }
        self.entries = entries.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
        }
        self.notes = notes
    }

    /// A value of the header's object.
    private enum Field: Decodable {
        case notes([String: String])
        case tensor(String, shape: [Int], offsets: [Int])

        enum Key: String, CodingKey {
            case type = "dtype"
            case shape
            case offsets = "data_offsets"
        }

        init(from decoder: any Decoder) throws {
            if decoder.codingPath.last?.stringValue == "__metadata__" {
                self = .notes(try [String: String](from: decoder))
                return
            }
            let object = try decoder.container(keyedBy: Key.self)
            self = .tensor(
                try object.decode(String.self, forKey: .type), shape: try object.decode([Int].self, forKey: .shape),
                offsets: try object.decode([Int].self, forKey: .offsets))
        }
    }

    static let words: [ElementType: String] = [
        .float32: "F32", .float64: "F64", .bfloat16: "BF16", .int64: "I64", .uint8: "U8", .bool: "BOOL",
    ]

    /// The header's text: notes by name, then the tensors in their order.
    static func json(_ entries: [SafeTensors.Entry], _ notes: [String: String]) -> String {
        var fields: [String] = []
        if !notes.isEmpty {
            let texts = notes.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        fields += entries.map { entry in
            let shape = entry.shape.map(String.init).joined(separator: ",")
            return "\(quoted(entry.name)):{\"dtype\":\"\(words[entry.type]!)\",\"shape\":[\(shape)],"
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
