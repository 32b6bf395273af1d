import FoundationEssentials

/// A tensor of the file: its extents and type checked, its values decoded when asked for.
struct StoredTensor: Sendable {
    let name: String
    let dims: [Int]
    let type: ElementType
    private var storage: Storage

    private enum Storage: Sendable {
        case bytes(Data)
        /// Values in the typed fields of the message.
        case fields(Onnx_TensorProto)
    }

    /// Checks that there are as many values as the extents say.
    init(_ tensor: Onnx_TensorProto, _ external: inout ExternalData) throws(ImportFailure) {
        name = tensor.name
        var dims: [Int] = []
        for extent in tensor.dims {
            guard extent >= 0, extent <= Limits.elements else {
                throw ImportFailure("it has an extent of \(extent)", "extents are 0 to \(Limits.elements)")
            }
            dims.append(Int(extent))
        }
        guard let count = Strides.count(dims) else {
            throw ImportFailure("it has more than \(Limits.elements) elements", "export the model again")
        }
        self.dims = dims
        type = try Self.type(tensor.dataType)
        let found: Int
        if tensor.dataLocation == .external {
            let data = try external.bytes(tensor.externalData)
            storage = .bytes(data)
            found = data.count
        } else if tensor.hasRawData {
            storage = .bytes(tensor.rawData)
            found = tensor.rawData.count
        } else {
            storage = .fields(tensor)
            found = Self.fieldCount(tensor, type) * type.size
        }
        if type == .int4 || type == .uint4 {
            guard found == (count + 1) / 2 else {
                throw ImportFailure(
                    "its \(count) elements of 4 bits take \((count + 1) / 2) bytes, but there are \(found)",
                    "the file is damaged: export the model again")
            }
            storage = .bytes(Self.unpacked(storage, count: count, isSigned: type == .int4))
            return
        }
        guard found == count * type.size else {
            throw ImportFailure(
                "its \(count) elements of \(type.size) bytes take \(count * type.size) bytes, but there are \(found)",
                "the file is damaged: export the model again")
        }
    }

    var integers: [Int] {
        switch storage {
        case .bytes(let data): type.integers(data)
        case .fields(let tensor):
            switch type {
            case .int64: tensor.int64Data.map { Int($0) }
            case .uint32, .uint64: tensor.uint64Data.map { Int(clamping: $0) }
            case .float32, .float64, .float16, .bfloat16: []
            default: tensor.int32Data.map { Int($0) }
            }
        }
    }

    var reals: [Double] {
        switch storage {
        case .bytes(let data): type.reals(data)
        case .fields(let tensor):
            switch type {
            case .float32: tensor.floatData.map { Double($0) }
            case .float64: tensor.doubleData
            case .float16: tensor.int32Data.map { Double(ElementType.float(half: UInt16(truncatingIfNeeded: $0))) }
            case .bfloat16: tensor.int32Data.map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0) << 16)) }
            default: integers.map(Double.init)
            }
        }
    }

    var floats: [Float] {
        switch storage {
        case .bytes(let data): type.floats(data)
        case .fields(let tensor): type == .float32 ? tensor.floatData : reals.map { Float($0) }
        }
    }

    /// Two elements of 4 bits to a byte, the low half first.
    private static func unpacked(_ storage: Storage, count: Int, isSigned: Bool) -> Data {
        let bytes =
            switch storage {
            case .bytes(let data): [UInt8](data)
            case .fields(let tensor): tensor.int32Data.map { UInt8(truncatingIfNeeded: $0) }
            }
        return Data(
            (0..<count).map { index in
                let half = bytes[index / 2] >> (index % 2 == 0 ? 0 : 4) & 15
                return isSigned && half >= 8 ? half | 0xF0 : half
            })
    }

    private static func fieldCount(_ tensor: Onnx_TensorProto, _ type: ElementType) -> Int {
        switch type {
        case .float32: tensor.floatData.count
        case .float64: tensor.doubleData.count
        case .int64: tensor.int64Data.count
        case .uint32, .uint64: tensor.uint64Data.count
        default: tensor.int32Data.count
        }
    }

    static func type(_ code: Int32) throws(ImportFailure) -> ElementType {
        switch Onnx_TensorProto.DataType(rawValue: Int(code)) {
        case .float: return .float32
        case .double: return .float64
        case .float16: return .float16
        case .bfloat16: return .bfloat16
        case .int4: return .int4
        case .uint4: return .uint4
        case .int8: return .int8
        case .uint8: return .uint8
        case .int16: return .int16
        case .uint16: return .uint16
        case .int32: return .int32
        case .uint32: return .uint32
        case .int64: return .int64
        case .uint64: return .uint64
        case .bool: return .bool
        case let other:
            let name = other.map { "\($0)" } ?? "number \(code)"
            throw ImportFailure(
                "its elements have the type \(name), which is not supported", "export the model in float32")
        }
    }
}
