import FoundationEssentials

/// How a file stores the elements of a tensor: little-endian, one after the other.
enum ElementType: Hashable, Sendable, CaseIterable {
    case float32, float64, float16, bfloat16
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64, bool
    /// One to a byte here, two where they are stored.
    case int4, uint4

    /// Bytes of one element.
    var size: Int {
        switch self {
        case .int8, .uint8, .bool, .int4, .uint4: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    var isReal: Bool {
        switch self {
        case .float32, .float64, .float16, .bfloat16: true
        default: false
        }
    }

    /// Whether it holds integers in so many bits that sums and products do not wrap around.
    var isWide: Bool { self == .int32 || self == .int64 }

    /// The integers that it can hold; nil for real numbers.
    var range: ClosedRange<Int>? {
        switch self {
        case .int8: -128...127
        case .uint8: 0...255
        case .int16: -32768...32767
        case .uint16: 0...65535
        case .int32: Int(Int32.min)...Int(Int32.max)
        case .uint32: 0...Int(UInt32.max)
        case .int64: Int.min...Int.max
        case .uint64: 0...Int.max
        case .bool: 0...1
        case .int4: -8...7
        case .uint4: 0...15
        case .float32, .float64, .float16, .bfloat16: nil
        }
    }

    /// All whole elements of the bytes, as real numbers.
    func reals(_ data: Data) -> [Double] {
        switch self {
        case .float32: map(data) { Double(Float(bitPattern: $0)) }
        case .float64: map(data) { Double(bitPattern: $0) }
        case .float16: map(data) { Double(Self.float(half: $0)) }
        case .bfloat16: map(data) { (bits: UInt16) in Double(Float(bitPattern: UInt32(bits) << 16)) }
        default: integers(data).map(Double.init)
        }
    }

    /// All whole elements of the bytes, in single precision.
    func floats(_ data: Data) -> [Float] {
        switch self {
        case .float32: map(data) { Float(bitPattern: $0) }
        case .float16: map(data) { Self.float(half: $0) }
        default: reals(data).map { Float($0) }
        }
    }

    /// All whole elements of the bytes, as integers; real numbers give none.
    /// Unsigned 64-bit values beyond `Int.max` become `Int.max`.
    func integers(_ data: Data) -> [Int] {
        switch self {
        case .int8, .int4: map(data) { (bits: UInt8) in Int(Int8(bitPattern: bits)) }
        case .uint8, .bool, .uint4: map(data) { (bits: UInt8) in Int(bits) }
        case .int16: map(data) { (bits: UInt16) in Int(Int16(bitPattern: bits)) }
        case .uint16: map(data) { (bits: UInt16) in Int(bits) }
        case .int32: map(data) { (bits: UInt32) in Int(Int32(bitPattern: bits)) }
        case .uint32: map(data) { (bits: UInt32) in Int(bits) }
        case .int64: map(data) { (bits: UInt64) in Int(Int64(bitPattern: bits)) }
        case .uint64: map(data) { (bits: UInt64) in Int(clamping: bits) }
        case .float32, .float64, .float16, .bfloat16: []
        }
    }

    private func map<Bits: FixedWidthInteger & Sendable, Number>(_ data: Data, _ convert: (Bits) -> Number) -> [Number]
    {
        data.withUnsafeBytes { bytes in
            (0..<bytes.count / size).map { index in
                convert(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: index * size, as: Bits.self)))
            }
        }
    }

    /// IEEE 754 binary16 (not every platform has Swift's `Float16`).
    static func float(half bits: UInt16) -> Float {
        let sign = UInt32(bits >> 15) << 31
        let exponent = UInt32(bits >> 10) & 31
        let fraction = UInt32(bits) & 0x3FF
        switch exponent {
        case 0:
            let magnitude = Float(fraction) * 0x1p-24
            return sign == 0 ? magnitude : -magnitude
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
