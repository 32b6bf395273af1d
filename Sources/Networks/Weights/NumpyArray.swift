import Diagnostics
import FoundationEssentials

/// An array of numbers as NumPy stores it: `numpy.save("image.npy", array)`.
///
/// ```swift
/// let image = try NumpyArray(reading: "image.npy")
/// image.shape          // [1, 3, 224, 224]
/// ```
///
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3.
public struct NumpyArray: Hashable, Sendable {
    /// None for a single number.
    public let shape: [Int]
    /// As many as the shape has elements, the last extent fastest, in single precision whatever the file has.
    public let values: [Float]

    public init(shape: [Int], values: [Float]) {
        precondition(shape.reduce(1, *) == values.count, "an array of \(shape) has as many numbers as its extents say")
        self.shape = shape
        self.values = values
    }

    /// - Throws: when the file is no array of real numbers in C order, or is damaged.
    public init(reading path: String) throws(InvalidInput) {
        try self.init(bytes: try BinaryFile(path).data, path: path)
    }

    init(bytes: Data, path: String) throws(InvalidInput) {
        func failure(_ problem: String, _ hint: String = "write it with numpy.save") -> InvalidInput {
            InvalidInput([Diagnostic(at: SourceLocation(file: path), problem, hint: hint)])
        }
        let start = bytes.startIndex
        guard bytes.count >= 12, bytes.prefix(6).elementsEqual(Self.magic), (1...3).contains(bytes[start + 6]) else {
            throw failure("this is no file of a NumPy array")
        }
        let isShort = bytes[start + 6] == 1
        let sizes = bytes[(start + 8)..<(start + (isShort ? 10 : 12))]
        let headerSize = sizes.reversed().reduce(0) { $0 << 8 | Int($1) }
        let data = start + (isShort ? 10 : 12) + headerSize
        guard headerSize <= 1 << 16, data <= bytes.endIndex else { throw failure("its header is damaged") }
        let header = String(decoding: bytes[sizes.endIndex..<data], as: UTF8.self)
        guard let kind = Self.entry("descr", in: header), let order = Self.entry("fortran_order", in: header),
            let extents = Self.entry("shape", in: header)
        else { throw failure("its header does not say what is in it") }
        guard let type = Self.types[kind.filter { $0 != "'" && $0 != "\"" }] else {
            throw failure(
                "its numbers are of type \(kind)", "save it as numbers of one type: array.astype(numpy.float32)")
        }
        guard order == "False" else { throw failure("its columns come first", "save numpy.ascontiguousarray(array)") }
        let parts = extents.filter { !"() ".contains($0) }.split(separator: ",")
        let shape = parts.compactMap { Int($0) }
        guard shape.count == parts.count, shape.count <= Limits.rank, shape.allSatisfy({ $0 >= 0 }),
            let count = Strides.count(shape), count * type.size == bytes.endIndex - data
        else {
            throw failure(
                "it has \(bytes.endIndex - data) bytes of numbers for the extents \(extents)",
                "save it again, or copy the whole file")
        }
        self.init(shape: shape, values: type.floats(bytes[data...]))
    }

    /// The bytes of a file, in single precision.
    public var fileBytes: [UInt8] {
        let extents = shape.map { "\($0), " }.joined()
        var header =
            "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape.count == 1 ? extents : String(extents.dropLast(2)))), }"
        // The numbers begin at a multiple of 64 bytes.
        header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
        var bytes =
            Self.magic + [1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
        bytes.reserveCapacity(bytes.count + 4 * values.count)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
        return bytes
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    private static let types: [String: ElementType] = [
        "<f2": .float16, "<f4": .float32, "<f8": .float64, "|i1": .int8, "|u1": .uint8, "<i2": .int16, "<u2": .uint16,
        "<i4": .int32,
        "<u4": .uint32, "<i8": .int64, "<u8": .uint64, "|b1": .bool,
    ]

    /// What stands behind a key of the header, a Python dictionary of three entries whose tuple may have commas.
    private static func entry(_ key: String, in header: String) -> String? {
        guard let place = header.range(of: "'\(key)':") else { return nil }
        let rest = header[place.upperBound...].drop { $0 == " " }
        let end =
            rest.first == "("
            ? rest.firstIndex(of: ")").map { rest.index(after: $0) } : rest.firstIndex { $0 == "," || $0 == "}" }
        return end.map { String(rest[..<$0]) }
    }
}
