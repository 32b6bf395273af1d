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

/// A file or a name of another kind is told as what it is, and where it goes.
@Suite struct WrongKindTests {
    /// The beginnings are those that PyTorch 2.8, h5py 3, TensorFlow 2 and safetensors 0.6 write.
    @Test(arguments: [
        ("m.onnx", "PK\u{3}\u{4}\0\0\u{8}\u{8}\0\0archive/data.pkl", "a file of PyTorch"),
        ("m.bin", "PK\u{3}\u{4}\0\0\u{8}\u{8}\0\0resnet20/data.pkl", "a file of PyTorch"),
        ("m.pt", "anything", "a file of PyTorch"), ("m.onnx", "\u{1C}\0\0\0TFL3\u{14}", "a file of TensorFlow Lite"),
        ("w.onnx", "\u{2}\0\0\0\0\0\0\0{}", "a file of weights without a network"),
    ])
    func aModelThatIsNoONNXIsToldByWhatItBeginsWith(name: String, content: String, words: String) throws {
        try withTemporaryFolder { folder in
            try content.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            for command in [["import", name], ["evaluate", "isaac", "-n", name], ["validate", name]] {
                let tool = try Tool.run(command, in: folder)
                #expect(tool.status == 1)
                #expect(tool.errors.hasPrefix("\(name): error: this is \(words), and no ONNX file; "), "\(tool.errors)")
            }
            let shown = try Tool.run("show", name, in: folder)
            #expect(shown.status == 1)
            #expect(
                shown.errors.hasPrefix("\(name): error: this is \(words), and hardware is wanted; "), "\(shown.errors)")
        }
    }

    @Test func whatIsAStudyOrAModelIsNoHardware() throws {
        try withTemporaryFolder { folder in
            try "SQLite format 3\0 and more".write(
                to: folder.appending(path: "s.sqlite"), atomically: true, encoding: .utf8)
            try "model".write(to: folder.appending(path: "m.onnx"), atomically: true, encoding: .utf8)
            let study = try Tool.run("show", "s.sqlite", in: folder)
            #expect(study.status == 1)
            #expect(
                study.errors
                    == "s.sqlite: error: this is a file of studies, and hardware is wanted; give it with --storage: naxdse search list --storage s.sqlite\n"
            )
            let model = try Tool.run("show", "m.onnx", in: folder)
            #expect(model.status == 1)
            #expect(
                model.errors
                    == "m.onnx: error: this is an ONNX model, and hardware is wanted; give it with --network m.onnx\n")
        }
    }

    @Test(arguments: [
        (["show", "pipelined-8b"], "'pipelined-8b' is a mapping, and hardware is wanted; give it with --mapping"),
        (["show", "resnet20"], "'resnet20' is a network, and hardware is wanted; give it with --network"),
        (["evaluate", "isaac", "-n", "puma"], "'puma' is hardware, and a network is wanted; name hardware where"),
        (["evaluate", "isaac", "-n", "resnet20", "--mapping", "puma"], "'puma' is hardware, and a mapping is wanted"),
        (["search", "run", "resnet20"], "'resnet20' is a network, and a search is wanted; give it with --network"),
    ])
    func aNameOfAnotherKindIsToldAsWhatItIs(command: [String], text: String) throws {
        let tool = try Tool.run(command)
        #expect(tool.status == 1)
        #expect(tool.errors.hasPrefix("naxdse: error: \(text)"), "\(tool.errors)")
    }
}
