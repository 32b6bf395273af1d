import Foundation
import Testing

@Suite struct ImportTests {
    @Test func theFileThatIsWrittenIsTheSameNetwork() throws {
        try withTemporaryFolder { folder in
            let model = try writeModel(in: folder)
            let tool = try Tool.run("import", model, "-o", "net.xml", in: folder)
            #expect(tool.status == 0 && tool.output.hasPrefix("net.xml: ") && tool.output.contains("MACs an inference"))
            #expect(try Tool.run("validate", "net.xml", in: folder).status == 0)
            func numbers(_ network: String) throws -> ArraySlice<Substring> {
                let rows = try Tool.run("compare", "puma", "-n", network, "--csv", in: folder).output.components(separatedBy: "\r\n")
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
            let root = try #require(try Tool.run("import", writeModel(in: folder), "-o", "net.xml", "--json", in: folder).json as? [String: Any])
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
}
