/// A type of elements as safetensors files name it: little-endian, one element after the other.
public enum StoredType: String, Hashable, Sendable, CaseIterable {
    case float64 = "F64", float32 = "F32", float16 = "F16", bfloat16 = "BF16"
    case int64 = "I64", uint64 = "U64", int32 = "I32", uint32 = "U32", int16 = "I16", uint16 = "U16", int8 = "I8",
        uint8 = "U8"
    case bool = "BOOL"

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .float64, .int64, .uint64: 8
        case .float32, .int32, .uint32: 4
        case .float16, .bfloat16, .int16, .uint16: 2
        case .int8, .uint8, .bool: 1
        }
    }
}
