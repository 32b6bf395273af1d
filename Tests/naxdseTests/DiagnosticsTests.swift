import Diagnostics
import Foundation
import Reports
import Testing

@testable import NaxdseCommand
@testable import Workbench

@Suite struct DiagnosticsTests {
    private func terminal(_ width: Int, style: Bool = false) -> Terminal {
        Terminal(isInteractive: true, width: width, hasStyle: style)
    }

    @Test func onATerminalTheLineStandsBelowWithACaret() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.xml")
            try Data("<a>\n\t<b c=\"µ\" d=\"5 ns\"/>\n</a>\n".utf8).write(to: file)
            let fault = Fault(
                "'5 ns' is a time", remedy: "an energy is wanted",
                at: SourceLocation(file: file.path, line: 2, column: 12))
            let text = FaultText([fault]).text(on: terminal(80))
            #expect(
                text == """
                    \(file.path):2:12: error: '5 ns' is a time; an energy is wanted
                        2 |  <b c="µ" d="5 ns"/>
                          |            ^
                    """)
            // Elsewhere there are lines alone.
            #expect(
                FaultText([fault]).text(on: .plain) == "\(file.path):2:12: error: '5 ns' is a time; an energy is wanted"
            )
            let coloured = Terminal.printable(FaultText([fault]).text(on: terminal(80, style: true)))
            #expect(
                coloured.contains("\u{1B}[1;31merror\u{1B}[0m: '5 ns'") && coloured.hasSuffix("\u{1B}[1;32m^\u{1B}[0m"))
        }
    }

    @Test(arguments: [40, 80, 100, 200])
    func aLongLineIsShownAroundThePlace(width: Int) throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.xml")
            let line = (0..<60).map { "word\($0)" }.joined(separator: " ")
            try Data(line.utf8).write(to: file)
            for column in [1, 30, 200, line.count - 3, line.count] {
                let place = SourceLocation(file: file.path, line: 1, column: column)
                let lines = FaultText([Fault("wrong", at: place)]).text(on: terminal(width)).split(separator: "\n")
                    .dropFirst()
                let (source, caret) = (Array(lines.first!), Array(lines.last!))
                #expect(source.count <= width && caret.last == "^", "\(lines)")
                let wanted = Array(line)[column - 1]
                #expect(source[caret.count - 1] == wanted || source[caret.count - 1] == "…", "\(column): \(lines)")
            }
        }
    }

    @Test func aFileThatIsGoneOrNoTextHasTheMessageAlone() {
        for place in [
            SourceLocation(file: "/nowhere/a.xml", line: 1, column: 1), SourceLocation(file: "model.onnx"),
            SourceLocation(file: "/proc/self/exe", line: 1, column: 1),
        ] {
            #expect(FaultText([Fault("wrong", at: place)]).text(on: terminal(80)) == "\(place): error: wrong")
        }
        #expect(FaultText([Fault("wrong", remedy: "right")]).text(on: terminal(80)) == "naxdse: error: wrong; right")
    }

    @Test func whatEveryLayerLacksIsOneCause() throws {
        func fault(_ layer: String, _ line: Int = 3) -> Fault {
            Fault(
                "'chip' has no unit for the additions of layer '\(layer)'", remedy: "add one",
                at: SourceLocation(file: "a.xml", line: line, column: 1))
        }
        #expect(
            FaultText([fault("a")]).text(on: .plain)
                == "a.xml:3:1: error: 'chip' has no unit for the additions of layer 'a'; add one")
        #expect(
            FaultText(["a", "b", "c", "d", "e"].map { fault($0) } + [fault("f", 4)]).text(on: .plain) == """
                a.xml:3:1: error: 'chip' has no unit for the additions of 5 layers, 'a', 'b', 'c' and 2 more; add one
                a.xml:4:1: error: 'chip' has no unit for the additions of layer 'f'; add one
                """)
    }

    @Test func aChipWithoutAnALUHasALineForEachThingThatItCannotDo() throws {
        try withTemporaryFolder { folder in
            #expect(try Tool.run("new", "hardware", "chip", in: folder).status == 0)
            let file = folder.appending(path: "chip.xml")
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing("<component ref=\"alu\"/>", with: "").write(to: file, atomically: true, encoding: .utf8)
            let tool = try Tool.run(
                "evaluate", "chip.xml", "-n", "resnet20", in: folder, environment: ["NAXDSE_HOME": repository.path])
            let lines = tool.errors.split(separator: "\n")
            #expect(
                tool.status == 1 && lines.count <= 3 && lines.allSatisfy { $0.contains("add a component of role") },
                "\(tool.errors)")
        }
    }

    @Test(arguments: [
        (
            ["show", "mappings/default.xml"],
            "mappings/default.xml:2:1: error: this is a mapping, and hardware is wanted; give it with --mapping mappings/default.xml"
        ),
        (
            ["evaluate", "isaac", "-n", "hardware/puma.xml"],
            "this is hardware, and a network is wanted; name hardware where the command says HARDWARE"
        ),
        (
            ["evaluate", "isaac", "-n", "lenet5", "-m", "networks/lenet5.xml"],
            "this is a network, and a mapping is wanted; give it with --network"
        ),
        (
            ["show", "search/resnet20-nax.xml"],
            "this is a search, and hardware is wanted; run it: naxdse search run search/resnet20-nax.xml"
        ),
        (
            ["show", "hardware/components/puma-32nm.xml"],
            "this is a library of components, and hardware is wanted; include it in a hardware file"
        ),
        (["search", "run", "hardware/puma.xml"], "this is hardware, and a search is wanted"),
    ])
    func aFileOfAnotherKindIsNamedAsWhatItIs(arguments: [String], words: String) throws {
        let tool = try Tool.run(arguments, in: repository)
        #expect(
            tool.status == 1 && tool.errors.contains(words) && tool.errors.split(separator: "\n").count == 1,
            "\(tool.errors)")
    }

    @Test(arguments: [
        ("model.pt", "a file of PyTorch", "torch.onnx.export"), ("model.PTH", "a file of PyTorch", "torch.onnx.export"),
        ("m.safetensors", "weights without a network", "--weights"),
        ("m.keras", "a file of Keras", "tf2onnx"), ("m.tflite", "a file of TensorFlow Lite", "tf2onnx"),
    ])
    func aModelThatIsNoONNXIsToldHowToBecomeOne(name: String, words: String, remedy: String) throws {
        try withTemporaryFolder { folder in
            try Data("PK".utf8).write(to: folder.appending(path: name))
            for arguments in [["evaluate", "isaac", "-n", name], ["validate", name]] {
                let tool = try Tool.run(arguments, in: folder, environment: ["NAXDSE_HOME": repository.path])
                #expect(
                    tool.status == 1 && tool.errors.contains(words) && tool.errors.contains(remedy), "\(tool.errors)")
            }
        }
    }
}
