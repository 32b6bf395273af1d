import Foundation
import Testing

@testable import NaxdseCommand
@testable import Workbench

@Suite struct ValidateTests {
    private func shippedFiles() throws -> [String] {
        try ["hardware", "mappings", "networks"].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: folder).path).filter {
                $0.hasSuffix(".xml")
            }
            .sorted().map { repository.appending(path: "\(folder)/\($0)").path }
        }
    }

    @Test func everyShippedFileIsValid() throws {
        let files = try shippedFiles()
        let tool = try Tool.run(["validate"] + files)
        #expect(tool.status == 0 && tool.errors.isEmpty, "\(tool.errors)")
        #expect(tool.output.split(separator: "\n").count == files.count && files.count > 10)
        #expect(
            tool.output.contains("isaac.xml: hardware isaac, valid\n")
                && tool.output.contains("default.xml: mapping default, valid\n"))
    }

    @Test func allErrorsOfAllFilesAreToldAndTheValidOnesPass() throws {
        try withTemporaryFolder { folder in
            func write(_ name: String, _ text: String) throws {
                try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            let mapping = try String(contentsOf: repository.appending(path: "mappings/default.xml"), encoding: .utf8)
            try write("good.xml", mapping)
            try write(
                "bad.xml",
                mapping.replacing("dataflow=\"layer-by-layer\"", with: "dataflow=\"sideways\"").replacing(
                    "weights=\"8\"", with: "weights=\"lots\""))
            try write("other.xml", "<?xml version=\"1.0\"?>\n<!-- <hardware> -->\n  <maping/>\n")
            try write("text.xml", "no XML at all\n")
            try write("model.onnx", "no ONNX at all\n")
            let tool = try Tool.run(
                "validate", "good.xml", "bad.xml", "other.xml", "text.xml", "none.xml", "model.onnx", in: folder)
            #expect(tool.status == 1)
            #expect(tool.output == "good.xml: mapping default, valid\n")
            let lines = tool.errors.split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("bad.xml:") }.count == 2, "\(tool.errors)")
            #expect(lines.contains("other.xml:3:3: error: the root element is <maping>; did you mean <mapping>?"))
            #expect(
                lines.contains { $0.hasPrefix("text.xml:1:") }
                    && lines.contains { $0.hasPrefix("none.xml") && $0.contains("no file") })

            #expect(lines.contains { $0.hasPrefix("model.onnx: error: this is not an ONNX model") })

            let json = try #require(
                try Tool.run("validate", "good.xml", "bad.xml", "--json", in: folder).json as? [[String: Any]])
            #expect(json.map { $0["valid"] as? Bool } == [true, false])
            let diagnostics = try #require(json[1]["diagnostics"] as? [[String: Any]])
            for key in ["severity", "file", "line", "column", "message", "hint"] {
                #expect(diagnostics[0][key] != nil, "\(key)")
            }
            let csv = try Tool.run("validate", "good.xml", "bad.xml", "--csv", in: folder).output
            #expect(csv.components(separatedBy: "\r\n").dropLast().count == 1 + 1 + 2)
        }
    }

    @Test(arguments: [
        ("<hardware>", "hardware", 1, 1),
        ("\u{FEFF}<?xml version='1.0'?><!-- <a> --><!DOCTYPE x>\n <n:network a='1'/>", "network", 2, 2),
        ("<?x a>b?><mapping", "mapping", 1, 10),
    ])
    func theRootIsTheFirstTag(text: String, name: String, line: Int, column: Int) {
        let root = RootElement(text)
        #expect(root?.name == name && root?.line == line && root?.column == column)
    }

    @Test(arguments: ["", "text", "<!-- <hardware>", "< a>", "<?xml <hardware>"])
    func whereThereIsNoTagThereIsNoRoot(text: String) {
        #expect(RootElement(text) == nil)
    }
}
