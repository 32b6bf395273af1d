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
        public var name: String
        public var type: ElementType
        public var shape: [Int]
        /// Where its elements are, in bytes from the end of the header.
        var bytes: Range<Int>
    }

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
        var entries: [Entry] = []
        var size = 0
        for (name, tensor) in tensors {
            let bytes = tensor.count * tensor.type.size
            entries.append(Entry(name: name, type: tensor.type, shape: tensor.shape, bytes: size..<size + bytes))
            size += bytes
        }
        if let twice = firstRepeated(entries.map(\.name)) {
            throw SafeTensorsError(path, "two tensors are named '\(twice)'", hint: "give each its own name")
        }
        let stored = entries.map {
            SafetensorsHeader.Entry(name: $0.name, type: $0.type.stored, shape: $0.shape, bytes: $0.bytes)
        }
        let header = SafetensorsHeader.bytes(of: stored, notes: notes.merging(Seal.notes) { $1 })
        var file: [UInt8] = []
        file.reserveCapacity(header.count + size)
        file += header
        for (_, tensor) in tensors { file += try tensor.bytes() }
        Seal.close(&file, headerEnd: header.count)
        do throws(FileError) {
            try AtomicFile.write(bytes: file, to: path)
        } catch {
            throw SafeTensorsError(path, "it cannot be written: \(error.reason)", hint: error.hint)
        }
    }
}

private func firstRepeated(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
}

/// Why a file of tensors cannot be read or written.
public struct SafeTensorsError: Error, Hashable, Sendable, CustomStringConvertible {
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
