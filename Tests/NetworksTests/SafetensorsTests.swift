import Diagnostics
import Foundation
import System
import Testing

@testable import Networks

private func file(_ header: String, _ data: [UInt8] = []) -> Data {
    var bytes = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    return bytes + Data(header.utf8) + Data(data)
}

private func errors(_ bytes: Data) -> [String] {
    do throws(InvalidInput) {
        _ = try SafetensorsReader("w.safetensors").read(bytes: bytes)
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

/// The bytes are those of numpy's float16(1.5, -2), float32(0.1), int8(-3), and bfloat16(3.140625).
@Test func tensorsOfAllWidthsAreReadInSinglePrecision() throws {
    let header = """
        {"__metadata__":{"format":"pt"},
         "half":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]},
         "single":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
         "brain":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]},
         "byte":{"dtype":"I8","shape":[],"data_offsets":[10,11]}}
        """
    let bytes: [UInt8] = [0x00, 0x3E, 0x00, 0xC0, 0xCD, 0xCC, 0xCC, 0x3D, 0x49, 0x40, 0xFD]
    let weights = try SafetensorsReader("w.safetensors").read(bytes: file(header, bytes))
    #expect(weights.names == ["half", "single", "brain", "byte"])
    #expect(try weights.tensor("half") == Tensor(shape: Shape([1, 2]), values: [1.5, -2]))
    #expect(try weights.tensor("single")?.values == [0.1])
    #expect(try weights.tensor("brain")?.values == [3.140625])
    #expect(try weights.tensor("byte") == Tensor(shape: Shape([]), values: [-3]))
}

/// Corner cases of IEEE 754 binary16.
@Test func halfPrecisionIsExact() {
    let cases: [(UInt16, Float)] = [
        (0x0001, 0x1p-24), (0x03FF, 1023 * 0x1p-24), (0x0400, 0x1p-14), (0x7BFF, 65504), (0x8000, -0.0),
        (0xFC00, -.infinity), (0x3555, 0x1.554p-2),
    ]
    for (bits, value) in cases { #expect(ElementType.float(half: bits).bitPattern == value.bitPattern) }
    #expect(ElementType.float(half: 0x7E00).isNaN)
}

@Test func aSealedFileWithAFlippedBitIsTold() throws {
    let notes = Seal.notes.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
    let header = #"{"__metadata__":{\#(notes)},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    var good = [UInt8](file(header, [0, 0, 0x80, 0x3F]))
    Seal.close(&good, headerEnd: 8 + header.utf8.count)
    #expect(try SafetensorsReader("w.safetensors").read(bytes: Data(good)).tensor("a")?.values == [1])
    var bad = good
    bad[good.count - 1] ^= 0x40
    #expect(
        errors(Data(bad)) == [
            "w.safetensors: error: it is damaged: its checksum (note naxdse:crc32) is wrong; write it again, or copy the whole file"
        ])
}

@Test func brokenSafetensorsFilesAreToldExactly() {
    let again = "write it again, or copy the whole file"
    #expect(errors(Data([1, 2])) == ["w.safetensors: error: this is not a safetensors file: it has 2 bytes; \(again)"])
    #expect(
        errors(Data(repeating: 0xFF, count: 20)) == [
            "w.safetensors: error: its header is said to have 18446744073709551615 bytes, but 12 follow; \(again)"
        ])
    for header in [
        "not json", "[]", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
        #"{"a":{"shape":[1],"data_offsets":[0,4]}}"#,
    ] {
        #expect(
            errors(file(header, [0, 0, 0, 0])) == [
                "w.safetensors: error: its header is not the JSON of a safetensors file; \(again)"
            ])
    }
    let all = errors(
        file(
            """
            {"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]},
             "b":{"dtype":"F32","shape":[2],"data_offsets":[0,4]},
             "c":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]},
             "d":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,4]},
             "e":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},
             "f":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "g":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}
            """, Array(repeating: 0, count: 8)))
    #expect(
        all == [
            "w.safetensors: error: tensor 'a': its type is 'F31'; use one of BF16, BOOL, F16, F32, F64, I16, I32, I64, I8, U16, U32, U64, U8",
            "w.safetensors: error: tensor 'b': its 2 elements of 4 bytes do not take 4 bytes; the file is damaged: write it again",
            "w.safetensors: error: tensor 'c': its shape is [-1]; at most 8 extents and 68719476736 elements are supported",
            "w.safetensors: error: tensor 'd': its shape is [1099511627776, 1099511627776]; at most 8 extents and 68719476736 elements are supported",
            "w.safetensors: error: tensor 'e': it takes the bytes 4 to 12 of 8; the file is cut off or damaged: copy it again",
            "w.safetensors: error: tensor 'g': it begins at byte 4, inside tensor 'f'; the file is damaged: write it again",
        ])
}

@Test func damagedSafetensorsFilesGiveErrorsNotCrashes() throws {
    let seed = [UInt8](
        file(
            #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}"#,
            Array(0..<11)))
    var random = SplitMix(state: 3)
    var accepted = 0
    for _ in 0..<1000 {
        do throws(InvalidInput) {
            let weights = try SafetensorsReader("w.safetensors").read(bytes: Data(random.damaged(seed)))
            for name in weights.names { _ = try weights.tensor(name) }
            accepted += 1
        } catch {
            #expect(!error.diagnostics.isEmpty)
        }
    }
    #expect(accepted > 0 && accepted < 1000)
}
