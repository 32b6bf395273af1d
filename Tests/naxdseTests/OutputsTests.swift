import Foundation
import Testing

/// No output replaces what a command reads, and none whose name the user did not give replaces what is not naxdse's.
@Suite struct OutputsTests {
    private func write(_ text: String, _ name: String, in folder: URL) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func text(_ name: String, in folder: URL) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// Copies of shipped files, of a model with tensors beside it, and of a crossbar, under names that figures and
    /// pages may have.
    private func prepare(_ folder: URL) throws {
        for (name, file) in [
            ("chip.svg", "hardware/isaac.xml"), ("chip.html", "hardware/isaac.xml"),
            ("map.svg", "mappings/default.xml"),
            ("map.html", "mappings/default.xml"), ("net.svg", "networks/lenet5.xml"),
            ("net.html", "networks/lenet5.xml"),
        ] {
            try FileManager.default.copyItem(at: repository.appending(path: file), to: folder.appending(path: name))
        }
        try FileManager.default.copyItem(
            at: repository.appending(path: "hardware/components"), to: folder.appending(path: "components"))
        _ = try writeModel(in: folder)
        try write("1e-3,3e-3\n0,0\n", "g.csv", in: folder)
        try write("1,5\n", "v.csv", in: folder)
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "link.svg").path, withDestinationPath: "chip.svg")
    }

    /// A command, and the file that it would replace.
    static let refused: [(arguments: [String], path: String)] = [
        (["report", "chip.svg", "-n", "lenet5", "-o", "chip.svg"], "chip.svg"),
        (["report", "chip.svg", "-n", "lenet5", "-o", "link.svg"], "link.svg"),
        (["report", "link.svg", "-n", "lenet5", "-o", "./chip.svg"], "./chip.svg"),
        (["report", "isaac", "-n", "net.svg", "-o", "net.svg"], "net.svg"),
        (["report", "isaac", "-n", "lenet5", "-m", "map.svg", "-o", "map.svg"], "map.svg"),
        (["report", "chip.html", "-n", "lenet5", "--html", "chip.html"], "chip.html"),
        (["sweep", "chip.svg", "hardware/@clock=1 GHz,2 GHz", "-n", "lenet5", "-o", "chip.svg"], "chip.svg"),
        (["sweep", "chip.html", "hardware/@clock=1 GHz,2 GHz", "-n", "lenet5", "--html", "chip.html"], "chip.html"),
        (["diff", "isaac", "chip.svg", "-n", "lenet5", "-o", "chip.svg"], "chip.svg"),
        (["diff", "chip.html", "puma", "--html", "chip.html"], "chip.html"),
        (["compare", "puma", "chip.html", "-n", "lenet5", "--html", "chip.html"], "chip.html"),
        (["compare", "puma", "isaac", "-n", "net.html", "--html", "net.html"], "net.html"),
        (["crossbar", "--conductances", "g.csv", "--voltages", "v.csv", "-o", "g.svg"], "g.csv"),
        (["crossbar", "--conductances", "v.csv", "--read-voltage", "1 V", "--effective-matrix", "v.csv"], "v.csv"),
        (["crossbar", "--conductances", "g.csv", "--voltages", "v.csv", "--spice", "g.csv"], "g.csv"),
        (["crossbar", "train-surrogate", "--hardware", "chip.svg", "-o", "chip.svg"], "chip.svg"),
        (
            ["crossbar", "train-surrogate", "--hardware", "chip.svg", "-o", "components/isaac-32nm.xml"],
            "components/isaac-32nm.xml"
        ),
        (["import", "model.onnx", "-o", "model.onnx"], "model.onnx"),
        (["import", "model.onnx", "-o", "weights.bin"], "weights.bin"),
    ]

    @Test(arguments: refused) func anInputIsNeverReplaced(arguments: [String], path: String) throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let before = try Data(contentsOf: folder.appending(path: path))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            let tool = try Tool.run(arguments, in: folder)
            #expect(tool.status == 1, "\(tool.output) \(tool.errors)")
            #expect(
                tool.errors.contains(
                    "\(path): error: cannot be written: this command reads that file; write to another file"))
            #expect(tool.output.isEmpty)
            #expect(try Data(contentsOf: folder.appending(path: path)) == before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names, "nothing is written"
            )
        }
    }

    @Test func aDerivedNameReplacesOnlyWhatNaxdseWrote() throws {
        try withTemporaryFolder { folder in
            try write("my,own\r\n", "loss.csv", in: folder)
            let arguments = [
                "crossbar", "--rows", "4", "--columns", "4", "--cell-resistance", "100 kΩ", "--read-voltage", "0.2 V",
            ]
            let refused = try Tool.run(arguments + ["-o", "loss.svg"], in: folder)
            #expect(
                refused.status == 1
                    && refused.errors.contains(
                        "loss.csv: error: cannot be written: there is a file of that name that naxdse did not write")
            )
            #expect(refused.errors.contains("--force"))
            #expect(try text("loss.csv", in: folder) == "my,own\r\n")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "loss.svg").path))
            #expect(try Tool.run(arguments + ["-o", "loss.svg", "--force"], in: folder).status == 0)
            #expect(try text("loss.csv", in: folder).hasPrefix("# naxdse: data of loss.svg\r\n"))
            // Its own it replaces, and what the user named.
            try write("my own", "loss.svg", in: folder)
            #expect(try Tool.run(arguments + ["-o", "loss.svg", "-o", "loss.png"], in: folder).status == 0)
            #expect(try text("loss.svg", in: folder).contains("<metadata>naxdse</metadata>"))
        }
    }

    @Test func twoResultsNeedTwoNamesAndAFolderHasToBeThere() throws {
        try withTemporaryFolder { folder in
            let arguments = [
                "crossbar", "--rows", "4", "--columns", "4", "--cell-resistance", "100 kΩ", "--read-voltage", "0.2 V",
            ]
            let twice = try Tool.run(arguments + ["-o", "m.svg", "--effective-matrix", "m.csv"], in: folder)
            #expect(
                twice.status == 1
                    && twice.errors.contains("m.csv: error: cannot be written: two results would be written there"))
            let missing = try Tool.run(arguments + ["-o", "none/m.svg"], in: folder)
            #expect(missing.status == 1 && missing.errors.contains("No such file or directory; make its folder first"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            #expect(
                try Tool.run(arguments + ["-o", "/dev/null", "--effective-matrix", "/dev/null"], in: folder).status == 0
            )
        }
    }
}
