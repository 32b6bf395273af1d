import Foundation
import Networks
import Testing

@Suite struct ImportTests {
    @Test func theFileThatIsWrittenIsTheSameNetwork() throws {
        try withTemporaryFolder { folder in
            let model = try writeModel(in: folder)
            let tool = try Tool.run("import", model, "-o", "net.xml", in: folder)
            #expect(tool.status == 0 && tool.output.hasPrefix("net.xml: ") && tool.output.contains("MACs an inference"))
            #expect(try Tool.run("validate", "net.xml", in: folder).status == 0)
            func numbers(_ network: String) throws -> ArraySlice<Substring> {
                let rows = try Tool.run("compare", "puma", "-n", network, "--csv", in: folder).output.components(
                    separatedBy: "\r\n")
                return try #require(rows.dropFirst().first).split(separator: ",").dropFirst()
            }
            #expect(try numbers("net.xml") == numbers(model))
        }
    }

    @Test func withoutAFileItGoesToStandardOutput() throws {
        try withTemporaryFolder { folder in
            let tool = try Tool.run("import", writeModel(in: folder), in: folder)
            #expect(tool.status == 0 && tool.output.hasPrefix("<?xml") && tool.output.contains("opset 9"))
        }
    }

    @Test func jsonTellsWhatWasWrittenAndFromWhat() throws {
        try withTemporaryFolder { folder in
            let root = try #require(
                try Tool.run("import", writeModel(in: folder), "-o", "net.xml", "--json", in: folder).json
                    as? [String: Any])
            #expect(root["opset"] as? Int == 9 && root["macs"] as? Int ?? 0 > 0)
        }
    }

    @Test func aModelThatIsNoneWritesNothing() throws {
        try withTemporaryFolder { folder in
            try "no model".write(to: folder.appending(path: "bad.onnx"), atomically: true, encoding: .utf8)
            let tool = try Tool.run("import", "bad.onnx", "-o", "net.xml", in: folder)
            #expect(tool.status == 1 && tool.errors.hasPrefix("bad.onnx: error: this is not an ONNX model"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bad.onnx"])
            #expect(try Tool.run("import", "none.onnx", "-o", "net.xml", in: folder).status == 1)
        }
    }

    /// What a file leaves open is given to the command that reads it.
    @Test(arguments: [
        ["evaluate", "puma"], ["compare", "puma"], ["report", "puma"], ["show", "puma"],
        ["sweep", "puma", "component[@id='adc-8b']/@resolution=7,8"],
    ])
    func openExtentsAreOptionsOfEveryCommandThatTakesANetwork(_ command: [String]) throws {
        try withTemporaryFolder { folder in
            let fixture = repository.appending(path: "Tests/NetworksTests/Fixtures/open-extents.onnx")
            try FileManager.default.copyItem(at: fixture, to: folder.appending(path: "open.onnx"))
            let open = try Tool.run(command + ["-n", "open.onnx"], in: folder)
            #expect(open.status == 1 && open.errors.contains("give them: --extent H=N --extent W=N"))
            let given = try Tool.run(command + ["-n", "open.onnx", "--extent", "H=8", "--extent", "3=8"], in: folder)
            #expect(given.status == 0, "\(given.errors)")
            let zoo = try Tool.run(command + ["-n", "resnet20", "--extent", "H=8"], in: folder)
            #expect(zoo.status == 1 && zoo.errors.contains("network 'resnet20' is no ONNX file"))
        }
    }

    /// Of the network that the file becomes, whichever way it comes in.
    @Test func anOpenExtentGivenToEvaluateIsThatGivenToImport() throws {
        try withTemporaryFolder { folder in
            let fixture = repository.appending(path: "Tests/NetworksTests/Fixtures/open-extents.onnx")
            try FileManager.default.copyItem(at: fixture, to: folder.appending(path: "open.onnx"))
            let extents = ["--extent", "H=12", "--extent", "W=8"]
            #expect(try Tool.run(["import", "open.onnx", "-o", "open.xml"] + extents, in: folder).status == 0)
            func rows(_ arguments: [String]) throws -> String {
                try Tool.run(["evaluate", "puma", "--csv"] + arguments, in: folder).output
            }
            let direct = try rows(["-n", "open.onnx"] + extents)
            #expect(try !direct.isEmpty && direct == rows(["-n", "open.xml"]))
            #expect(try Tool.run(["validate", "open.onnx"] + extents, in: folder).status == 0)
        }
    }

    /// The trained ResNet-20 for two images, one of them twice: the same numbers for the same image.
    @Test func aNetworkIsRunOnNumbersOfOnesOwn() throws {
        try withTemporaryFolder { folder in
            let model = repository.appending(path: "Benchmarks/train-resnet20/resnet20.onnx").path
            let image: [Float] = (0..<3072).map { (k: Int) -> Float in Float(k % 97) / 48 - 1 }
            let other: [Float] = image.map { (x: Float) -> Float in -x }
            let images = NumpyArray(shape: [3, 3, 32, 32], values: [image, other, image].flatMap(\.self))
            try Data(images.fileBytes).write(to: folder.appending(path: "x.npy"))
            let tool = try Tool.run("infer", model, "--input", "x.npy", "-o", "y.npy", in: folder)
            #expect(tool.status == 0 && tool.output.hasPrefix("y.npy: 3×10 numbers\n"), "\(tool.errors)")
            let scores = try NumpyArray(reading: folder.appending(path: "y.npy").path)
            #expect(scores.shape == [3, 10] && scores.values.allSatisfy(\.isFinite))
            let rows: [[Float]] = (0..<3).map { row in Array(scores.values[row * 10..<row * 10 + 10]) }
            #expect(rows[0] == rows[2])
            #expect(rows[0] != rows[1])
            try Data(NumpyArray(shape: [2, 2], values: [1, 2, 3, 4]).fileBytes).write(
                to: folder.appending(path: "small.npy"))
            let small = try Tool.run("infer", model, "--input", "small.npy", in: folder)
            #expect(
                small.status == 1
                    && small.errors.contains("'small.npy' has the extents 2×2, the network's input 3×32×32"))
            let over = try Tool.run("infer", model, "--input", "x.npy", "-o", "x.npy", in: folder)
            #expect(over.status == 1 && over.errors.contains("x.npy"))
        }
    }
}
