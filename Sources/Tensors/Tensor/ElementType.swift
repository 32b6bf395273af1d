import CTensorsABI

/// The type of a tensor's elements.
public enum ElementType: Int32, Hashable, Sendable, CaseIterable {
    case float32, float64, bfloat16, int64, uint8, bool

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .uint8, .bool: 1
        case .bfloat16: 2
        case .float32: 4
        case .float64, .int64: 8
        }
    }
}

/// A type of Swift whose values are elements of tensors as they are in memory.
public protocol TensorElement: BitwiseCopyable, Sendable {
    static var elementType: ElementType { get }
    /// What new arrays are filled with before the elements are written to them.
    static var filler: Self { get }
}

extension Float: TensorElement {
    public static var elementType: ElementType { .float32 }
    public static var filler: Float { 0 }
}
extension Double: TensorElement {
    public static var elementType: ElementType { .float64 }
    public static var filler: Double { 0 }
}
extension Int64: TensorElement {
    public static var elementType: ElementType { .int64 }
    public static var filler: Int64 { 0 }
}
extension UInt8: TensorElement {
    public static var elementType: ElementType { .uint8 }
    public static var filler: UInt8 { 0 }
}
extension Bool: TensorElement {
    public static var elementType: ElementType { .bool }
    public static var filler: Bool { false }
}
