import Services
import System
import TensorFile
import Testing

@testable import Tensors

/// A whole file with the given header.
private func file(_ header: String, elements: Int) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    return length + Array(header.utf8) + [UInt8](repeating: 0, count: elements)
}

@Suite struct SafeTensorsFileTests {
    @Test("a file written elsewhere is read, its tensors in the order of their elements")
    func foreign() throws {
        // As the Python package writes it.
        let header =
            #"{"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"__metadata__":{"k":"v"},"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}"#
        try withTemporaryPath("x") { path in
            write(file(header, elements: 16), to: path)
            let read = try SafeTensors(path)
            #expect(read.entries.map(\.name) == ["a", "b"])
            #expect(read.entries.map(\.shape) == [[], [2]])
            #expect(read.notes == ["k": "v"])
        }
    }

    @Test(
        "a file that is cut off, or whose numbers contradict each other, is an error",
        arguments: [
            [], [1, 2, 3], [255, 255, 255, 255, 255, 255, 255, 127], file("{", elements: 0), file("[]", elements: 0),
            file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, elements: 7),
            file(#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, elements: 8),
            file(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}"#, elements: 8),
            file(#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, elements: 8),
            file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}"#, elements: 8),
            file(#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, elements: 8),
        ])
    func broken(_ bytes: [UInt8]) throws {
        try withTemporaryPath("x") { path in
            write(bytes, to: path)
            let error = #expect(throws: SafeTensorsError.self) { try SafeTensors(path) }
            #expect(error?.path == path)
        }
    }

    /// A checkpoint cut off anywhere, or with any bit flipped, is an error and never other weights.
    @Test("any flipped bit and any missing end of a sealed file is noticed")
    func sealed() throws {
        let entry = SafetensorsHeader.Entry(name: "weight", type: .float32, shape: [3], bytes: 0..<12)
        let header = SafetensorsHeader.bytes(of: [entry], notes: ["epoch": "3"].merging(Seal.notes) { $1 })
        var good = header + [UInt8](repeating: 0, count: 12)
        good[good.count - 2] = 0x80
        Seal.close(&good, headerEnd: header.count)
        try withTemporaryPath("x") { path in
            write(good, to: path)
            let notes = try SafeTensors(path).notes
            #expect(notes == ["epoch": "3"])
            for place in good.indices {
                for bit in 0..<8 {
                    var bad = good
                    bad[place] ^= 1 << UInt8(bit)
                    write(bad, to: path)
                    #expect(throws: SafeTensorsError.self, "byte \(place), bit \(bit)") { try SafeTensors(path) }
                }
                write(Array(good[..<place]), to: path)
                #expect(throws: SafeTensorsError.self, "\(place) bytes") { try SafeTensors(path) }
            }
        }
    }

    @Test("a path that leads nowhere, or to a folder, is an error")
    func noFile() {
        #expect(throws: SafeTensorsError.self) { try SafeTensors("/nowhere/x") }
        #expect(throws: SafeTensorsError.self) { try SafeTensors("/tmp") }
    }
}

extension WithBackend {
    @Suite struct SafeTensorsTests {
        @Test("what is saved is loaded: names, shapes, types, elements, notes")
        func roundTrip() throws {
            let backend = try TestBackend.open()
            let tensors: [(name: String, tensor: Tensor)] = [
                ("weight \"q\" \\ µ\n", try backend.normal([2, 3, 1])),
                ("steps", try backend.tensor([1 << 50] as [Int64], [])),
                ("half", try backend.normal([5]).converted(to: .bfloat16)),
                ("none", try backend.zeros([0, 4], type: .float64)),
                ("mask", try backend.tensor([true, false, true], [3])),
            ]
            try withTemporaryPath("x.safetensors") { path in
                try SafeTensors.write(tensors, notes: ["epoch": "3", "a": "b\tc"], to: path)
                let bytes = try RegularFile.bytes(of: path)
                try SafeTensors.write(tensors, notes: ["epoch": "3", "a": "b\tc"], to: path)
                #expect(try RegularFile.bytes(of: path) == bytes)
                let file = try SafeTensors(path)
                #expect(file.entries.map(\.name) == tensors.map(\.name))
                #expect(file.notes == ["epoch": "3", "a": "b\tc"])
                for (name, tensor) in tensors {
                    let loaded = try file.tensor(name, on: .cpu, of: backend)
                    #expect(loaded.shape == tensor.shape && loaded.type == tensor.type)
                    #expect(try loaded.bytes() == tensor.bytes())
                }
                #expect(throws: SafeTensorsError.self) { try file.tensor("other", on: .cpu, of: backend) }
            }
        }

        @Test("a file that cannot be written leaves what was there")
        func unwritable() throws {
            let backend = try TestBackend.open()
            #expect(throws: SafeTensorsError.self) {
                try SafeTensors.write([("a", backend.zeros([1]))], to: "/nowhere/x.safetensors")
            }
            #expect(throws: SafeTensorsError.self) {
                try SafeTensors.write(
                    [("a", backend.zeros([1])), ("a", backend.zeros([1]))], to: "/tmp/naxdse-twice.safetensors")
            }
            #expect(!listing(of: "/tmp").contains { $0.hasPrefix("naxdse-twice") })
        }
    }
}
