import Diagnostics
import Foundation
import Testing

@testable import Networks

/// A file as numpy.save writes it: the header padded to a multiple of 64 bytes.
private func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> Data {
    let start = version == 1 ? 10 : 12
    let padded = header + String(repeating: " ", count: (64 - (start + header.utf8.count + 1) % 64) % 64) + "\n"
    let size = [UInt8(padded.utf8.count & 255), UInt8(padded.utf8.count >> 8)] + (version == 1 ? [] : [0, 0])
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(padded.utf8) + data)
}

private func error(_ bytes: Data) -> String? {
    do throws(InvalidInput) {
        _ = try NumpyArray(bytes: bytes, path: "x.npy")
        return nil
    } catch {
        return error.diagnostics.first?.description
    }
}

/// The bytes are NumPy's: float32(1.5), float16(-2), int64(3), uint8(255).
@Test func arraysOfNumPyAreReadWhateverTheirType() throws {
    func read(_ type: String, _ shape: String, _ data: [UInt8], version: UInt8 = 1) throws -> NumpyArray {
        try NumpyArray(
            bytes: file("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }", data, version: version),
            path: "x.npy")
    }
    #expect(try read("<f4", "(1, 1)", [0, 0, 0xC0, 0x3F]) == NumpyArray(shape: [1, 1], values: [1.5]))
    #expect(try read("<f2", "(1,)", [0, 0xC0], version: 2) == NumpyArray(shape: [1], values: [-2]))
    #expect(try read("<i8", "()", [3, 0, 0, 0, 0, 0, 0, 0]) == NumpyArray(shape: [], values: [3]))
    #expect(try read("|u1", "(2, 0, 3)", []).values.isEmpty)
    #expect(try read("|u1", "(1, 2)", [255, 0], version: 3).values == [255, 0])
}

@Test func whatIsWrittenIsReadAgain() throws {
    for shape in [[], [3], [2, 3], [1, 2, 2, 2]] {
        let count = shape.reduce(1, *)
        let array = NumpyArray(shape: shape, values: (0..<count).map { Float($0) / 3 - 1 })
        let bytes = array.fileBytes
        #expect((bytes.count - 4 * count) % 64 == 0)
        #expect(try NumpyArray(bytes: Data(bytes), path: "x.npy") == array)
    }
}

@Test func whatIsNoArrayOfNumbersIsRefused() {
    let numbers = [UInt8](repeating: 0, count: 8)
    #expect(
        error(Data("nothing of the kind".utf8))
            == "x.npy: error: this is no file of a NumPy array; write it with numpy.save")
    #expect(
        error(file("{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }", numbers))?.contains(
            "its numbers are of type '<U3'") == true)
    #expect(
        error(file("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", numbers))?.contains(
            "ascontiguousarray") == true)
    #expect(
        error(file("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", numbers))?.contains(
            "8 bytes of numbers") == true)
    #expect(
        error(file("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }", numbers)) != nil)
    #expect(error(file("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }", numbers)) != nil)
    #expect(
        error(file("{'descr': '<f4', 'shape': (2,), }", numbers))
            == "x.npy: error: its header does not say what is in it; write it with numpy.save")
    // Cut off anywhere: an error, never a crash.
    let whole = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", numbers)
    #expect(error(whole) == nil)
    for count in 0..<whole.count { #expect(error(whole.prefix(count)) != nil) }
}
