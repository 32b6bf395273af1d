import Diagnostics
import System

import FoundationEssentials

/// Reads weights from a safetensors file (https://github.com/huggingface/safetensors, "Format").
///
///     let weights = try SafetensorsReader("resnet20.safetensors").read()
///     try weights.tensor("conv1.weight")
///
/// The header is checked as a whole: every tensor lies within the file, has as many bytes as its shape and type
/// say, and shares none with another. A file that naxdse wrote is as it was written (``Seal``). Values are read when asked for, in single precision.
public struct SafetensorsReader: Sendable {
    public let path: String

    /// - Parameter path: the file.
    public init(_ path: String) {
        self.path = path
    }

    /// - Throws: everything that is wrong with the file.
    public func read() throws(InvalidInput) -> Weights {
        try read(bytes: try BinaryFile(path).data)
    }

    func read(bytes: Data) throws(InvalidInput) -> Weights {
        let (header, data) = try parts(of: bytes)
        var problems = Problems()
        var tensors: [(name: String, entry: SafetensorsHeader.Entry, type: ElementType)] = []
        for (name, entry) in header.entries {
            do throws(ImportFailure) {
                tensors.append((name, entry, try entry.checked(dataSize: data.count)))
            } catch {
                problems.error(
                    at: SourceLocation(file: path), "tensor '\(name)': \(error.problem)", hint: error.hint)
            }
        }
        tensors.sort { ($0.entry.begin, $0.entry.end, $0.name) < ($1.entry.begin, $1.entry.end, $1.name) }
        for (first, second) in zip(tensors, tensors.dropFirst()) where second.entry.begin < first.entry.end {
            problems.error(
                at: SourceLocation(file: path),
                "tensor '\(second.name)': it begins at byte \(second.entry.begin), inside tensor '\(first.name)'",
                hint: "the file is damaged: write it again")
        }
        try problems.throwIfAny()
        var weights = Weights()
        for (name, entry, type) in tensors {
            let shape = Shape(entry.shape)
            let slice = data[data.startIndex + entry.begin..<data.startIndex + entry.end]
            weights.add(name, shape: shape) { Tensor(shape: shape, values: type.floats(slice)) }
        }
        return weights
    }

    /// The header, and the bytes behind it.
    private func parts(of bytes: Data) throws(InvalidInput) -> (SafetensorsHeader, Data) {
        guard bytes.count >= 8 else { throw failure("this is not a safetensors file: it has \(bytes.count) bytes") }
        let size = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard size <= SafetensorsHeader.sizeLimit, size <= UInt64(bytes.count - 8) else {
            throw failure("its header is said to have \(size) bytes, but \(bytes.count - 8) follow")
        }
        let start = bytes.startIndex + 8
        let end = start + Int(size)
        guard bytes.withUnsafeBytes({ Seal.state(of: $0, headerEnd: 8 + Int(size)) }) != .broken else {
            throw failure("it is damaged: its checksum (note naxdse:crc32) is wrong")
        }
        do {
            return (try JSONDecoder().decode(SafetensorsHeader.self, from: bytes[start..<end]), bytes[end...])
        } catch {
            throw failure("its header is not the JSON of a safetensors file")
        }
    }

    private func failure(_ problem: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: path), problem, hint: "write it again, or copy the whole file")])
    }
}
