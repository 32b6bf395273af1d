/// Points as bytes: each parameter takes as many bits as its values need, each
/// point a whole number of bytes, all points of a space the same.
///
/// Twenty layers with 3 kernels, 4 crossbars and 4 duplications take 15 bytes a
/// point. Little-endian, the first parameter in the lowest bits.
public struct PointCodec: Sendable {
    fileprivate struct Field {
        var kind: Kind
        /// Bits of the value's index (64 for a real).
        var bits: Int
        /// Conditional parameters take one more bit in front: whether they are active.
        var isConditional: Bool
        var count: Int

        enum Kind { case category, integer(lower: Int, step: Int), real(ClosedRange<Double>) }
    }

    private let fields: [Field]
    /// Apart from the fields, which are copied about.
    private let conditions: [Parameter.Condition?]
    /// Bytes a point.
    public let stride: Int

    /// The layout is decided by the space alone, so equal spaces read each other's bytes.
    public init(_ space: Space) {
        fields = space.parameters.map { parameter in
            let kind: Field.Kind =
                switch parameter.domain {
                case .categories: .category
                case .integers(let range, let step, _): .integer(lower: range.lowerBound, step: step)
                case .reals(let range, _): .real(range)
                }
            let count = parameter.domain.count ?? 0
            let bits = parameter.domain.count.map { Int.bitWidth - ($0 - 1).leadingZeroBitCount } ?? 64
            return Field(kind: kind, bits: bits, isConditional: parameter.condition != nil, count: count)
        }
        conditions = space.parameters.map(\.condition)
        stride = (fields.reduce(0) { $0 + $1.bits + ($1.isConditional ? 1 : 0) } + 7) / 8
    }

    /// Adds a point's bytes. O(parameters).
    /// - Returns: false, having added nothing of use, where the point is none of
    ///   the space's: an active parameter without a value of its domain, or an
    ///   inactive one with a value.
    public func append(_ point: Point, to bytes: inout [UInt8]) -> Bool {
        guard point.values.count == fields.count else { return false }
        var writer = BitWriter()
        for index in fields.indices {
            let value = point.values[index]
            if fields[index].isConditional, let condition = conditions[index] {
                let isActive = condition.values.contains(point.values[condition.parameter])
                writer.write(isActive ? 1 : 0, bits: 1, to: &bytes)
                if !isActive {
                    guard value == .inactive else { return false }
                    writer.write(0, bits: fields[index].bits, to: &bytes)
                    continue
                }
            }
            guard let code = fields[index].code(of: value) else { return false }
            writer.write(code, bits: fields[index].bits, to: &bytes)
        }
        writer.flush(to: &bytes)
        return true
    }

    /// The point number `index` of those that were appended one after another.
    /// - Returns: nil where the bytes are no point of the space.
    public func point(at index: Int, in bytes: [UInt8]) -> Point? {
        guard (index + 1) * stride <= bytes.count else { return nil }
        var reader = BitReader(byte: index * stride)
        var values: [Value] = []
        values.reserveCapacity(fields.count)
        for field in fields {
            let isActive = !field.isConditional || reader.read(1, from: bytes) == 1
            let code = reader.read(field.bits, from: bytes)
            guard isActive else {
                values.append(.inactive)
                continue
            }
            guard let value = field.value(of: code) else { return nil }
            values.append(value)
        }
        return Point(values)
    }
}

extension PointCodec.Field {
    @inline(__always)
    func code(of value: Value) -> UInt64? {
        switch (kind, value) {
        case (.category, .category(let index)):
            return index >= 0 && index < count ? UInt64(index) : nil
        case (.integer(let lower, let step), .integer(let integer)):
            let (index, rest) =
                step == 1 ? (integer - lower, 0) : (integer - lower).quotientAndRemainder(dividingBy: step)
            return rest == 0 && index >= 0 && index < count ? UInt64(index) : nil
        case (.real(let range), .real(let real)):
            return range.contains(real) ? real.bitPattern : nil
        default: return nil
        }
    }

    func value(of code: UInt64) -> Value? {
        switch kind {
        case .real: .real(Double(bitPattern: code))
        case .category: code < UInt64(count) ? .category(Int(code)) : nil
        case .integer(let lower, let step): code < UInt64(count) ? .integer(lower + Int(code) * step) : nil
        }
    }
}

private struct BitWriter {
    private var pending: UInt64 = 0
    private var held = 0

    mutating func write(_ code: UInt64, bits: Int, to bytes: inout [UInt8]) {
        var code = code, bits = bits
        while bits > 0 {
            let taken = min(bits, 56 - held)
            pending |= (code & ((1 << UInt64(taken)) - 1)) << UInt64(held)
            held += taken
            code >>= UInt64(taken)
            bits -= taken
            while held >= 8 { pop(to: &bytes) }
        }
    }

    mutating func flush(to bytes: inout [UInt8]) {
        if held > 0 { pop(to: &bytes) }
        held = 0
    }

    private mutating func pop(to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        held -= 8
    }
}

private struct BitReader {
    private var bit: Int

    init(byte: Int) { bit = byte * 8 }

    mutating func read(_ bits: Int, from bytes: [UInt8]) -> UInt64 {
        var code: UInt64 = 0, got = 0
        while got < bits {
            let offset = bit & 7
            let taken = min(8 - offset, bits - got)
            let piece = UInt64(bytes[bit >> 3]) >> UInt64(offset) & ((1 << UInt64(taken)) - 1)
            code |= piece << UInt64(got)
            got += taken
            bit += taken
        }
        return code
    }
}
