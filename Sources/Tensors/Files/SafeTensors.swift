/// Tensors by name in one file, in the safetensors format: a length of 8 bytes, a JSON header, the elements.
///
///     try SafeTensors.write([("conv1.weight", weight)], notes: ["epoch": "7"], to: "checkpoint.safetensors")
///     let file = try SafeTensors("checkpoint.safetensors")
///     let weight = try file.tensor("conv1.weight", on: .cpu, of: backend)
///
/// Format: https://github.com/huggingface/safetensors, "Format". Python reads what is written here, and the reverse.
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
    /// Texts that the file has beside the tensors.
    public let notes: [String: String]
    private let content: [UInt8]
    private let start: Int

    /// Reads a whole file.
    ///
    /// - Throws: ``SafeTensorsError`` when it cannot be read, or is not a file of this format: every length, offset
    ///   and shape is checked against the others.
    public init(_ path: String) throws(SafeTensorsError) {
        let content = try readFile(path)
        let header = try SafeTensorsHeader(content, path: path)
        self.path = path
        self.content = content
        start = header.end
        entries = header.entries
        notes = header.notes
    }

    /// The entry of that name, or nil.
    public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// - Throws: when the file has no tensor of that name, or the device no room for it.
    public func tensor(_ name: String, on device: Device, of backend: Backend) throws -> Tensor {
        guard let entry = entry(name) else {
            throw SafeTensorsError(path, "it has no tensor '\(name)'", hint: "it has \(entries.map(\.name).joined(separator: ", "))")
        }
        return try content.withUnsafeBytes { all in
            let bytes = UnsafeRawBufferPointer(rebasing: all[start + entry.bytes.lowerBound..<start + entry.bytes.upperBound])
            return try backend.tensor(bytes: bytes, entry.shape, type: entry.type, on: device)
        }
    }

    /// Writes a whole file, atomically: who reads the path sees the old content or the new.
    ///
    /// The same tensors and notes give the same bytes.
    /// - Throws: ``SafeTensorsError`` when the file cannot be written, or two tensors have one name; ``TensorError``
    ///   when elements cannot be fetched.
    public static func write(_ tensors: [(name: String, tensor: Tensor)], notes: [String: String] = [:], to path: String) throws {
        var entries: [Entry] = []
        var elements: [UInt8] = []
        elements.reserveCapacity(tensors.reduce(0) { $0 + $1.tensor.count * $1.tensor.type.size })
        for (name, tensor) in tensors {
            let first = elements.count
            elements += try tensor.bytes()
            entries.append(Entry(name: name, type: tensor.type, shape: tensor.shape, bytes: first..<elements.count))
        }
        if let twice = firstRepeated(entries.map(\.name)) {
            throw SafeTensorsError(path, "two tensors are named '\(twice)'", hint: "give each its own name")
        }
        var header = Array(SafeTensorsHeader.json(entries, notes).utf8)
        // The elements begin at a multiple of 8.
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        try writeFile([length, header, elements], to: path)
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
