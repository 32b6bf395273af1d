import Diagnostics
import FoundationEssentials
import System

/// The header of a safetensors file: which tensors it has, and where their elements are.
///
/// Format: https://github.com/huggingface/safetensors, "Format": a length of 8 bytes, a JSON object, the elements. The
/// header is checked as a whole: every tensor lies within the file, has as many bytes as its shape and type say, and
/// shares none with another. A file that naxdse wrote is as it was written (`Seal`).
public struct SafetensorsHeader: Hashable, Sendable {
    /// One tensor of the file.
    public struct Entry: Hashable, Sendable {
        public var name: String
        public var type: StoredType
        public var shape: [Int]
        /// Where its elements are, in bytes from the end of the header.
        public var bytes: Range<Int>

        public init(name: String, type: StoredType, shape: [Int], bytes: Range<Int>) {
            self.name = name
            self.type = type
            self.shape = shape
            self.bytes = bytes
        }
    }

    /// In the order of their elements in the file.
    public let entries: [Entry]
    /// Texts that the file has beside the tensors.
    public let notes: [String: String]
    /// Where the elements begin.
    public let end: Int

    /// Bytes of the longest header that is read, the limit of the reference implementation.
    public static let sizeLimit = 100_000_000

    /// - Parameters:
    ///   - file: all of it.
    ///   - path: its path, for messages.
    /// - Throws: everything that is wrong with it.
    public init(_ file: UnsafeRawBufferPointer, path: String) throws(InvalidInput) {
        func failure(_ problem: String) -> InvalidInput {
            InvalidInput([
                Diagnostic(at: SourceLocation(file: path), problem, hint: "write it again, or copy the whole file")
            ])
        }
        guard file.count >= 8 else { throw failure("this is not a safetensors file: it has \(file.count) bytes") }
        let size = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
        guard size <= Self.sizeLimit, size <= UInt64(file.count - 8) else {
            throw failure("its header is said to have \(size) bytes, but \(file.count - 8) follow")
        }
        end = 8 + Int(size)
        guard Seal.state(of: file, headerEnd: end) != .broken else {
            throw failure("it is damaged: its checksum (note naxdse:crc32) is wrong")
        }
        let fields: Fields
        do { fields = try JSONDecoder().decode(Fields.self, from: Data(file[8..<end])) } catch {
            throw failure("its header is not the JSON of a safetensors file")
        }
        notes = fields.notes
        var problems = Problems()
        var entries: [Entry] = []
        for (name, tensor) in fields.tensors {
            do throws(Fault) { entries.append(try tensor.entry(name, dataSize: file.count - end)) } catch {
                problems.error(at: SourceLocation(file: path), "tensor '\(name)': \(error.problem)", hint: error.remedy)
            }
        }
        entries.sort {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
        }
        for (first, second) in zip(entries, entries.dropFirst()) where second.bytes.lowerBound < first.bytes.upperBound
        {
            problems.error(
                at: SourceLocation(file: path),
                "tensor '\(second.name)': it begins at byte \(second.bytes.lowerBound), inside tensor '\(first.name)'",
                hint: "the file is damaged: write it again")
        }
        try problems.throwIfAny()
        self.entries = entries
    }

    /// The header of a file that is in memory.
    public init(_ file: [UInt8], path: String) throws(InvalidInput) {
        self = try file.withUnsafeBytes { bytes in
            Result { () throws(InvalidInput) in try SafetensorsHeader(bytes, path: path) }
        }.get()
    }

    /// What is wrong with a tensor, and what would be right.
    private struct Fault: Error {
        var problem: String
        var remedy: String
    }

    /// The header's object.
    private struct Fields: Decodable {
        var notes: [String: String] = [:]
        /// In the order of their names.
        var tensors: [(name: String, tensor: Tensor)]

        struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
            static let notes = Name(stringValue: "__metadata__")
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Name.self)
            notes = try container.decodeIfPresent([String: String].self, forKey: .notes) ?? [:]
            tensors = try container.allKeys.filter { $0.stringValue != Name.notes.stringValue }.map {
                (name: $0.stringValue, tensor: try container.decode(Tensor.self, forKey: $0))
            }.sorted { $0.name < $1.name }
        }
    }

    /// A tensor as the header has it.
    private struct Tensor: Decodable {
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
                throw DecodingError.dataCorruptedError(
                    forKey: .offsets, in: container, debugDescription: "two are wanted")
            }
            (begin, end) = (offsets[0], offsets[1])
        }

        /// The entry, where shape, type and place agree.
        func entry(_ name: String, dataSize: Int) throws(Fault) -> Entry {
            guard let element = StoredType(rawValue: type) else {
                let all = StoredType.allCases.map(\.rawValue).sorted().joined(separator: ", ")
                throw Fault(problem: "its type is '\(type)'", remedy: "use one of \(all)")
            }
            guard shape.count <= TensorLimits.rank, shape.allSatisfy({ $0 >= 0 }), let count = TensorLimits.count(shape)
            else {
                throw Fault(
                    problem: "its shape is \(shape)",
                    remedy: "at most \(TensorLimits.rank) extents and \(TensorLimits.elements) elements are supported")
            }
            guard begin >= 0, begin <= end, end <= dataSize else {
                throw Fault(
                    problem: "it takes the bytes \(begin) to \(end) of \(dataSize)",
                    remedy: "the file is cut off or damaged: copy it again")
            }
            guard end - begin == count * element.size else {
                throw Fault(
                    problem: "its \(count) elements of \(element.size) bytes do not take \(end - begin) bytes",
                    remedy: "the file is damaged: write it again")
            }
            return Entry(name: name, type: element, shape: shape, bytes: begin..<end)
        }
    }
}
