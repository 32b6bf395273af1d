import Diagnostics
import FoundationEssentials
import TensorFile

/// Reads weights from a safetensors file (``TensorFile/SafetensorsHeader``).
///
/// ```swift
/// let weights = try SafetensorsReader("resnet20.safetensors").read()
/// try weights.tensor("conv1.weight")
/// ```
///
/// Values are read when asked for, in single precision.
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
        let header = try bytes.withUnsafeBytes { file in
            Result { () throws(InvalidInput) in try SafetensorsHeader(file, path: path) }
        }.get()
        let start = bytes.startIndex + header.end
        var weights = Weights()
        for entry in header.entries {
            let shape = Shape(entry.shape), type = ElementType(entry.type)
            let slice = bytes[start + entry.bytes.lowerBound..<start + entry.bytes.upperBound]
            weights.add(entry.name, shape: shape) { Tensor(shape: shape, values: type.floats(slice)) }
        }
        return weights
    }
}

extension ElementType {
    fileprivate init(_ stored: StoredType) {
        self =
            switch stored {
            case .float64: .float64
            case .float32: .float32
            case .float16: .float16
            case .bfloat16: .bfloat16
            case .int64: .int64
            case .uint64: .uint64
            case .int32: .int32
            case .uint32: .uint32
            case .int16: .int16
            case .uint16: .uint16
            case .int8: .int8
            case .uint8: .uint8
            case .bool: .bool
            }
    }
}
