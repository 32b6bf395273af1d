import Foundation
import Testing

/// A result names every file that it was made from: each command runs under a tracer, and the files that it opened
/// below the user's folder are those that its provenance names.
@Suite(.enabled(if: Tracer.isPossible, "strace is not installed, or may not trace")) struct ProvenanceTests {
    /// Files of every kind, none of them shipped ones.
    private func prepare(_ folder: URL) throws {
        try SimulateTests.prepare(folder)
        _ = try writeModel(in: folder)
        func copy(_ from: String, _ to: String) throws {
            try FileManager.default.copyItem(at: repository.appending(path: from), to: folder.appending(path: to))
        }
        try copy("mappings/default.xml", "map.xml")
        try copy("hardware/isaac.xml", "chip.xml")
        try copy("hardware/components/isaac-32nm.xml", "components/isaac-32nm.xml")
        for (name, text) in [
            ("g.csv", "1e-3,3e-3\n0,0\n"), ("v.csv", "1,5\n"),
            (
                "search.xml",
                """
                <search xmlns="urn:naxdse:search:1" name="mine" network="\(folder.path)/model.onnx" hardware="\(folder.path)/chip.xml" mapping="\(folder.path)/map.xml">
                  <layers match="*"><duplication values="1 2"/></layers><objective measure="energy"/>
                </search>
                """
            ),
        ] { try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8) }
    }

    static let commands: [[String]] = [
        ["evaluate", "chip.xml", "-n", "model.onnx", "-m", "map.xml", "--json"],
        ["report", "chip.xml", "-n", "model.onnx", "-m", "map.xml", "--json"],
        ["compare", "chip.xml", "hardware.xml", "-n", "small.xml", "-m", "map.xml", "--json"],
        ["sweep", "chip.xml", "hardware/@clock=1 GHz,2 GHz", "-n", "model.onnx", "-m", "map.xml", "--json"],
        ["diff", "chip.xml", "hardware.xml", "-n", "small.xml", "-m", "map.xml", "--json"],
        ["import", "model.onnx", "-o", "imported.xml", "--json"],
        ["crossbar", "--conductances", "g.csv", "--voltages", "v.csv", "--json"],
        ["crossbar", "--hardware", "hardware.xml", "--json"],
        [
            "simulate", "hardware.xml", "-n", "./small.xml", "--weights", "small.safetensors", "--data", ".", "-m",
            "map.xml",
            "--images", "2", "--calibration-images", "2", "--json",
        ],
        ["search", "run", "search.xml", "--trials", "4", "--json"],
    ]

    @Test(arguments: commands) func whatWasOpenedIsWhatIsNamed(arguments: [String]) throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let (tool, opened) = try Tracer.run(arguments, in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let named = files(in: try tool.json).map { $0.hasPrefix("/") ? $0 : folder.path + "/" + $0 }
                .map { URL(filePath: $0).standardizedFileURL.path }.filter { $0.hasPrefix(folder.path + "/") }
            let read = opened.filter { !$0.contains(".sqlite") }
            #expect(!read.isEmpty && Set(named) == read, "\(Set(named).symmetricDifference(read))")
        }
    }

    /// The kind of fault this began with: other tensors beside a model, and the same provenance.
    @Test func otherTensorsBesideAModelAreAnotherInput() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            func inputs() throws -> [[String: String]] {
                let result = try Tool.run("evaluate", "chip.xml", "-n", "model.onnx", "--json", in: folder)
                let provenance = try (result.json as? [String: Any])?["provenance"] as? [String: Any]
                return try #require(provenance?["inputs"] as? [[String: String]])
            }
            let before = try inputs()
            let handle = try FileHandle(forUpdating: folder.appending(path: "weights.bin"))
            try handle.write(contentsOf: Data([1]))
            try handle.close()
            let after = try inputs()
            #expect(before != after && before.map { $0["path"] } == after.map { $0["path"] })
        }
    }

    /// All that a result names as an input, wherever in it that is.
    private func files(in json: Any) -> [String] {
        if let list = json as? [Any] { return list.flatMap(files) }
        guard let object = json as? [String: Any] else { return [] }
        if object["sha256"] != nil, let path = object["path"] as? String ?? object["file"] as? String { return [path] }
        return object.values.flatMap(files)
    }
}

/// Runs the tool under strace.
enum Tracer {
    static let isPossible: Bool = {
        (try? Tool.run(URL(filePath: "/usr/bin/env"), ["strace", "-o", "/dev/null", "true"], in: nil).status) == 0
    }()

    /// - Returns: the outcome, and the regular files below the folder that were opened to be read.
    static func run(_ arguments: [String], in folder: URL) throws -> (tool: Tool, opened: Set<String>) {
        try withTemporaryFolder { scratch in
            let log = scratch.appending(path: "trace")
            let tool = try Tool.run(
                URL(filePath: "/usr/bin/env"),
                [
                    "strace", "-f", "-qq", "-s", "4096", "-e", "trace=open,openat,openat2", "-o", log.path,
                    Tool.executable.path,
                ] + arguments, in: folder)
            let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n")
            let paths = lines.compactMap { line -> String? in
                guard line.contains("O_RDONLY"), !line.contains("O_DIRECTORY"), !line.contains("= -1"),
                    let quote = line.firstIndex(of: "\"")
                else { return nil }
                let path = String(line[line.index(after: quote)...].prefix { $0 != "\"" })
                return URL(filePath: path.hasPrefix("/") ? path : folder.path + "/" + path).standardizedFileURL.path
            }
            var isFolder = ObjCBool(false)
            return (
                tool,
                Set(
                    paths.filter {
                        $0.hasPrefix(folder.path + "/")
                            && FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
                    })
            )
        }
    }
}
