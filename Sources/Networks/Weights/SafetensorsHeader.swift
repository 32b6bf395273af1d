/// The header of a safetensors file: each tensor's type, shape and place.
struct SafetensorsHeader: Decodable {
    /// Bytes of the longest header that is read, the limit of the reference implementation.
    static let sizeLimit = 100_000_000

    struct Entry: Decodable {
        let type: String
        let shape: [Int]
        let begin: Int
        let end: Int

        private enum Key: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            type = try container.decode(String.self, forKey: .dtype)
            shape = try container.decode([Int].self, forKey: .shape)
            let offsets = try container.decode([Int].self, forKey: .offsets)
            guard offsets.count == 2 else {
                throw DecodingError.dataCorruptedError(forKey: .offsets, in: container, debugDescription: "two are wanted")
            }
            (begin, end) = (offsets[0], offsets[1])
        }

        /// The type of the elements, when shape, type and place agree.
        func checked(dataSize: Int) throws(ImportFailure) -> ElementType {
            guard let element = Self.types[type] else {
                throw ImportFailure("its type is '\(type)'", "use one of \(Self.types.keys.sorted().joined(separator: ", "))")
            }
            guard shape.count <= Limits.rank, shape.allSatisfy({ $0 >= 0 }), let count = Strides.count(shape) else {
                throw ImportFailure(
                    "its shape is \(shape)", "at most \(Limits.rank) extents and \(Limits.elements) elements are supported")
            }
            guard begin >= 0, begin <= end, end <= dataSize else {
                throw ImportFailure(
                    "it takes the bytes \(begin) to \(end) of \(dataSize)", "the file is cut off or damaged: copy it again")
            }
            guard end - begin == count * element.size else {
                throw ImportFailure(
                    "its \(count) elements of \(element.size) bytes do not take \(end - begin) bytes",
                    "the file is damaged: write it again")
            }
            return element
        }

        private static let types: [String: ElementType] = [
            "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I64": .int64, "U64": .uint64, "I32": .int32,
            "U32": .uint32, "I16": .int16, "U16": .uint16, "I8": .int8, "U8": .uint8, "BOOL": .bool,
        ]
    }

    /// In the order of their names.
    let entries: [(name: String, entry: Entry)]

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        entries = try container.allKeys.filter { $0.stringValue != "__metadata__" }.map {
            (name: $0.stringValue, entry: try container.decode(Entry.self, forKey: $0))
        }.sorted { $0.name < $1.name }
    }
}
