import Foundation
import System
import Testing

/// Nothing that a file, a model or a name holds reaches a terminal as it is.
@Suite struct HostileTextTests {
    /// What a terminal would act on: all below 32 but the end of a line, 127, and 128 to 159.
    private func acted(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
    }

    private static let hostile = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{7F}"

    private func write(_ text: String, _ name: String, in folder: URL) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    @Test func aMessageShowsWhatAModelHolds() throws {
        try withTemporaryFolder { folder in
            // A model of one node, whose operator is hostile: field 7 (graph) of field 1 (node) of field 4 (type).
            func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
                [number << 3 | 2, UInt8(content.count)] + content
            }
            let node =
                field(1, Array("x".utf8)) + field(2, Array("y".utf8))
                + field(3, Array("n\u{1B}[2J\nforged: error".utf8)) + field(4, Array("\u{1B}]0;o\u{7}".utf8))
            let shape = field(1, [0x08, 1]) + field(1, [0x08, 8])
            let type = field(1, [0x08, 1] + field(2, shape))
            let input = field(1, Array("x".utf8)) + field(2, type), output = field(1, Array("y".utf8))
            let graph = field(1, node) + field(2, Array("g".utf8)) + field(11, input) + field(12, output)
            let model = [0x08, 8] + field(7, graph) + field(8, [0x10, 17])
            try Data(model).write(to: folder.appending(path: "m.onnx"))
            let tool = try Tool.run("import", "m.onnx", in: folder)
            #expect(tool.status == 1 && acted(tool.errors).isEmpty, "\(tool.errors.debugDescription)")
            #expect(tool.errors.contains("\\x1B]0;o\\x07") && tool.errors.contains("n\\x1B[2J\\nforged: error"))
        }
    }

    @Test func namesInFilesAndOfStudiesAreShown() throws {
        try withTemporaryFolder { folder in
            let hostile = "\u{9B}31m\u{7F}\u{85}\u{202E}"
            let chip = try String(contentsOf: repository.appending(path: "hardware/isaac.xml"), encoding: .utf8)
            try FileManager.default.copyItem(
                at: repository.appending(path: "hardware/components"), to: folder.appending(path: "components"))
            // A source may be any text.
            try write(chip.replacing(" source=\"", with: " source=\"\(hostile)"), "chip.xml", in: folder)
            let shown = try Tool.run("show", "chip.xml", in: folder)
            #expect(
                shown.status == 0 && acted(shown.output + shown.errors).isEmpty,
                "\(shown.output.debugDescription) \(shown.errors)")
            #expect(shown.output.contains("\\x9B31m\\x7F\\x85\\u{202E}") && !shown.output.contains("\u{202E}"))
            // A name may not, and is told.
            try write(chip.replacing(" name=\"isaac\"", with: " name=\"isaac\(hostile)\""), "named.xml", in: folder)
            for arguments in [
                ["show", "named.xml"], ["validate", "named.xml", "--json"], ["validate", "named.xml", "--csv"],
            ] {
                let tool = try Tool.run(arguments, in: folder)
                #expect(
                    tool.status == 1 && acted(tool.output + tool.errors).isEmpty,
                    "\(tool.output.debugDescription) \(tool.errors.debugDescription)")
            }
            for arguments in [
                ["search", "show", Self.hostile], ["evaluate", Self.hostile, "-n", "lenet5"], [Self.hostile],
                ["evaluate", "--\(Self.hostile)"],
            ] {
                let tool = try Tool.run(arguments, in: folder)
                #expect(tool.status != 0 && acted(tool.output + tool.errors).isEmpty, "\(tool.errors.debugDescription)")
            }
        }
    }

    @Test func aTableOfAStudyShowsItsName() throws {
        try withTemporaryFolder { folder in
            let run = try Tool.run(
                "search", "run", "resnet20-crossbars", "--study", "s\(Self.hostile)", "--trials", "4", in: folder)
            let list = try Tool.run("search", "list", in: folder)
            #expect(run.status == 0 && list.status == 0 && list.output.contains("s\\x1B]0;owned\\x07"))
            #expect(acted(run.output + run.errors + list.output).isEmpty)
        }
    }

    /// A name that is no UTF-8 is opened, and told with its bytes.
    @Test func aFileOfAnyNameIsRead() throws {
        try withTemporaryFolder { folder in
            let name = FileName.text(Array("caf".utf8) + [0xE9] + Array(".xml".utf8))
            let network = try String(contentsOf: repository.appending(path: "networks/lenet5.xml"), encoding: .utf8)
            try AtomicFile.write(network, to: folder.path + "/" + name)
            func run(_ command: String) throws -> Tool {
                try Tool.run(URL(filePath: "/bin/sh"), ["-c", command, Tool.executable.path], in: folder)
            }
            let evaluated = try run("exec \"$0\" evaluate isaac -n \"$(printf 'caf\\351.xml')\" --json")
            #expect(evaluated.status == 0 && evaluated.output.contains("caf\\\\xE9.xml"), "\(evaluated.errors)")
            let page = try run(
                "exec \"$0\" report isaac -n \"$(printf 'caf\\351.xml')\" --html \"$(printf 'caf\\351.html')\"")
            #expect(page.status == 0, "\(page.errors)")
            #expect(
                System.names(inFolder: folder.path).contains(
                    FileName.text(Array("caf".utf8) + [0xE9] + Array(".html".utf8))))
            let missing = try run("exec \"$0\" evaluate isaac -n \"$(printf 'the\\351.xml')\"")
            #expect(missing.status == 1 && missing.errors.contains("the\\xE9.xml"))
        }
    }
}

/// What once went on for minutes or for ever: an error, or an answer.
@Suite(.timeLimit(.minutes(60))) struct NeverForEverTests {
    @Test func currentsBeyondADoubleAreRefused() throws {
        try withTemporaryFolder { folder in
            try "1,1e10\n1,1\n".write(to: folder.appending(path: "g.csv"), atomically: true, encoding: .utf8)
            let tool = try Tool.run(
                "crossbar", "solve", "--conductances", "g.csv", "--read-voltage", "1e300V", "--json", in: folder)
            #expect(
                tool.status == 1
                    && tool.errors.contains("beyond what can be computed with; lower the voltages or the conductances"))
        }
    }

    @Test func aMillionCopiesAreSearchedWithoutATable() throws {
        try withTemporaryFolder { folder in
            try """
            <search xmlns="urn:naxdse:search:1" name="big" network="resnet20" hardware="nax-heterogeneous">
            <layers match="*"><duplication from="1" to="1000000"/></layers><objective measure="energy"/></search>
            """.write(to: folder.appending(path: "big.xml"), atomically: true, encoding: .utf8)
            let tool = try Tool.run("search", "run", "big.xml", "--trials", "10", in: folder)
            #expect(tool.status == 0 && tool.output.contains("10"), "\(tool.errors)")
        }
    }

    @Test func attributesByTheThousandAreRefused() throws {
        try withTemporaryFolder { folder in
            let attributes = (0..<10_000).map { " a\($0)=\"\"" }.joined()
            try "<hardware xmlns=\"urn:naxdse:hardware:1\"\(attributes)/>".write(
                to: folder.appending(path: "a.xml"), atomically: true, encoding: .utf8)
            let tool = try Tool.run("show", "a.xml", in: folder)
            #expect(
                tool.status == 1
                    && tool.errors
                        == "a.xml:1:1: error: <hardware> has more than 1000 attributes; leave out what is not needed\n"
            )
        }
    }
}
