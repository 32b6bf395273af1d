import Diagnostics
import System
import TensorFile

/// Tensors by name in one file, in the safetensors format (``TensorFile/SafetensorsHeader``).
///
/// ```swift
/// try SafeTensors.write([("conv1.weight", weight)], notes: ["epoch": "7"], to: "checkpoint.safetensors")
/// let file = try SafeTensors("checkpoint.safetensors")
/// let read = try file.tensor("conv1.weight", on: .cpu, of: backend)
/// ```
///
/// Python reads what is written here, and the reverse.
public struct SafeTensors: Sendable {
    /// One tensor of the file.
    public struct Entry: Hashable, Sendable {
        /// Unique in the file.
        public var name: String
        /// Of its elements.
        public var type: ElementType
        /// Extents, the last varying fastest; none for a single number.
        public var shape: [Int]
        /// Where its elements are, in bytes from the end of the header.
        var bytes: Range<Int>
    }

    /// Of the file.
    public let path: String
    /// In the order of their elements in the file.
    public let entries: [Entry]
    /// Texts that the file has beside the tensors, without its seal.
    public let notes: [String: String]
    private let content: [UInt8]
    private let start: Int

    /// Reads a whole file.
    ///
    /// - Throws: ``SafeTensorsError`` when it cannot be read, or is not a file of this format: every length, offset
    ///   and shape is checked against the others; or when it was sealed (``write(_:notes:to:)``) and is not as it was.
    public init(_ path: String) throws(SafeTensorsError) {
        let content: [UInt8]
        do throws(ReadingError) {
            content = try RegularFile.bytes(of: path, as: .state)
        } catch {
            throw SafeTensorsError(path, "it \(error.reason)", hint: "give the path of a file")
        }
        let header: SafetensorsHeader
        do throws(InvalidInput) {
            header = try SafetensorsHeader(content, path: path)
        } catch {
            let first = error.diagnostics[0]
            throw SafeTensorsError(path, first.message, hint: first.hint)
        }
        self.path = path
        self.content = content
        start = header.end
        entries = try header.entries.map { entry throws(SafeTensorsError) in
            guard let type = ElementType(entry.type) else {
                throw SafeTensorsError(
                    path, "tensor '\(entry.name)' has elements of type \(entry.type.rawValue)",
                    hint: "convert it to one of \(ElementType.allCases.map(\.stored.rawValue).joined(separator: ", "))")
            }
            return Entry(name: entry.name, type: type, shape: entry.shape, bytes: entry.bytes)
        }
        notes = header.notes.filter { Seal.notes[$0.key] == nil }
    }

    /// The entry of that name, or nil.
    public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// - Throws: when the file has no tensor of that name, or the device no room for it.
    public func tensor(_ name: String, on device: Device, of backend: Backend) throws -> Tensor {
        guard let entry = entry(name) else {
            throw SafeTensorsError(
                path, "it has no tensor '\(name)'", hint: "it has \(entries.map(\.name).joined(separator: ", "))")
        }
        return try content.withUnsafeBytes { all in
            let bytes = UnsafeRawBufferPointer(
                rebasing: all[start + entry.bytes.lowerBound..<start + entry.bytes.upperBound])
            return try backend.tensor(bytes: bytes, entry.shape, type: entry.type, on: device)
        }
    }

    /// Writes a whole file, atomically: who reads the path sees the old content or the new.
    ///
    /// The file is sealed: any flipped bit in it is noticed when it is read (``Seal``).
    /// The same tensors and notes give the same bytes.
    /// - Throws: ``SafeTensorsError`` when the file cannot be written, or two tensors have one name; ``TensorError``
    ///   when elements cannot be fetched.
    public static func write(
        _ tensors: [(name: String, tensor: Tensor)], notes: [String: String] = [:], to path: String
    ) throws {
        if let twice = firstRepeated(tensors.map(\.name)) {
            throw SafeTensorsError(path, "two tensors are named '\(twice)'", hint: "give each its own name")
        }
        let file = try Self.file(
            of: tensors.map { ($0.name, $0.tensor.type, $0.tensor.shape, try $0.tensor.bytes()) }, notes: notes)
        do throws(FileError) {
            try AtomicFile.write(bytes: file, to: path)
        } catch {
            throw SafeTensorsError(path, "it cannot be written: \(error.reason)", hint: error.hint)
        }
    }

    /// The bytes of a file with some of this one's tensors, and with other notes. All of its tensors and its own notes
    /// give the file as it is, where ``write(_:notes:to:)`` wrote it.
    /// - Parameter isWanted: which tensors.
    public func bytes(of isWanted: (Entry) -> Bool, notes: [String: String]) -> [UInt8] {
        Self.file(
            of: entries.filter(isWanted).map { entry in
                (
                    entry.name, entry.type, entry.shape,
                    content[start + entry.bytes.lowerBound..<start + entry.bytes.upperBound]
                )
            }, notes: notes)
    }

    /// A sealed file of tensors, each with its elements' bytes.
    private static func file(
        of tensors: [(name: String, type: ElementType, shape: [Int], bytes: some Collection<UInt8>)],
        notes: [String: String]
    ) -> [UInt8] {
        var size = 0
        let entries = tensors.map { tensor in
            defer { size += tensor.bytes.count }
            return SafetensorsHeader.Entry(
                name: tensor.name, type: tensor.type.stored, shape: tensor.shape,
                bytes: size..<size + tensor.bytes.count)
        }
        let header = SafetensorsHeader.bytes(of: entries, notes: notes.merging(Seal.notes) { $1 })
        var file: [UInt8] = []
        file.reserveCapacity(header.count + size)
        file += header
        for tensor in tensors { file += tensor.bytes }
        Seal.close(&file, headerEnd: header.count)
        return file
    }
}

private func firstRepeated(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
}

/// Why a file of tensors cannot be read or written.
public struct SafeTensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Of the file.
    public var path: String
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    init(_ path: String, _ problem: String, hint: String) {
        self.path = path
        self.problem = problem
        self.hint = hint
    }

    public var description: String { "\(path): error: \(problem); \(hint)" }
}

extension SafeTensorsError: BadInput {
    public var faults: [Fault] { [Fault(problem, remedy: hint, at: SourceLocation(file: path))] }
}

extension ElementType {
    /// As files name it.
    fileprivate var stored: StoredType {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .bfloat16: .bfloat16
        case .int64: .int64
        case .uint8: .uint8
        case .bool: .bool
        }
    }

    /// Nil for a type that tensors here do not have.
    fileprivate init?(_ stored: StoredType) {
        guard let type = Self.allCases.first(where: { $0.stored == stored }) else { return nil }
        self = type
    }
}
