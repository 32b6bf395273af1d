import Foundation
import Testing

@testable import NaxdseCommand
@testable import Workbench

@Suite struct PluginTests {
    /// A folder with the repository's manifest and nothing else.
    private func withCheckout<T>(_ body: (URL) throws -> T) throws -> T {
        try withTemporaryFolder { folder in
            try FileManager.default.copyItem(
                at: repository.appending(path: "Package.swift"), to: folder.appending(path: "Package.swift"))
            return try body(folder)
        }
    }

    private func paths(_ folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    }

    private func manifest(_ folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8)
    }

    @Test(arguments: ["strategy", "mapper", "model"])
    func newWritesAFolderATestAndOneLine(kind: String) throws {
        try withCheckout { folder in
            let before = try manifest(folder)
            let tool = try Tool.run("plugin", "new", "hill-climb", "--kind", kind, in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let type = "HillClimb" + kind.capitalized
            #expect(
                try paths(folder) == [
                    "Package.swift", "plugins", "plugins/hill-climb", "plugins/hill-climb/Sources",
                    "plugins/hill-climb/Sources/\(type).swift", "plugins/hill-climb/Tests",
                    "plugins/hill-climb/Tests/\(type)Tests.swift",
                ])
            let line = "    .\(kind)(\"hill-climb\"),\n"
            let after = try manifest(folder)
            #expect(after.replacing(line, with: "") == before && after != before)
            let entries = try #require(Manifest(after)?.entries)
            #expect(entries.contains("hill-climb") && entries.count == Manifest(before)!.entries.count + 1)
            #expect(tool.output.contains("swift test --filter HillClimbPluginTests"))
        }
    }

    @Test func theLineStandsAfterTheOthersOfItsKind() throws {
        func list(_ lines: [String]) -> String {
            (["let plugins: [NaxdsePlugin] = ["] + lines + ["]", ""]).joined(separator: "\n")
        }
        let manifest = try #require(Manifest(list(["    .mapper(\"a\"),", "    .strategy(\"b\"),  // both"])))
        #expect(manifest.entries == ["a", "b"])
        #expect(
            manifest.adding("c", .mapper)
                == list(["    .mapper(\"a\"),", "    .mapper(\"c\"),", "    .strategy(\"b\"),  // both"]))
        #expect(
            manifest.adding("c", .strategy)
                == list(["    .mapper(\"a\"),", "    .strategy(\"b\"),  // both", "    .strategy(\"c\"),"]))
        #expect(Manifest(list([]))?.adding("c", .mapper) == list(["    .mapper(\"c\"),"]))
        #expect(Manifest("let plugins: [NaxdsePlugin] = [\n") == nil)
    }

    @Test func aFolderInsideTheCheckoutWillDo() throws {
        try withCheckout { folder in
            let inner = folder.appending(path: "docs/deep")
            try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
            #expect(try Tool.run("plugin", "new", "climb", "--kind", "mapper", in: inner).status == 0)
            #expect(try manifest(folder).contains(".mapper(\"climb\")"))
        }
    }

    @Test(arguments: [
        ("Climb", "'Climb' cannot be the name of a plugin; use lower-case letters and digits"),
        ("2d", "'2d' cannot be the name of a plugin; use"),
        ("a--b", "'a--b' cannot be the name of a plugin; use"),
        ("../x", "'../x' cannot be the name of a plugin; use"),
        (
            "strategy",
            "'strategy' cannot be the name of a plugin: its module would be named as a type is; add a word: 'my-strategy'"
        ),
        ("random", "Package.swift lists 'random' already, with module RandomPlugin; choose another name"),
        ("one-slice", "Package.swift lists 'one-slice' already"),
        (
            "model",
            "'model' cannot be the name of a plugin: its module would be named as a type is; add a word: 'my-model'"
        ),
    ])
    func newRefusesBadAndTakenNames(name: String, message: String) throws {
        try withCheckout { folder in
            let before = try manifest(folder)
            let tool = try Tool.run("plugin", "new", name, "--kind", "strategy", in: folder)
            #expect(tool.status == 1)
            #expect(tool.errors.hasPrefix("naxdse: error: " + message))
            #expect(try paths(folder) == ["Package.swift"] && manifest(folder) == before)
        }
    }

    @Test func newRefusesAFolderThatIsThere() throws {
        try withCheckout { folder in
            let taken = folder.appending(path: "plugins/climb")
            try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: true)
            let tool = try Tool.run("plugin", "new", "climb", "--kind", "strategy", in: folder)
            #expect(
                tool.status == 1
                    && tool.errors
                        == "naxdse: error: there is a folder plugins/climb already; choose another name, or remove it\n"
            )
            #expect(try paths(folder) == ["Package.swift", "plugins", "plugins/climb"])
        }
    }

    @Test func newRefusesToRunOutsideACheckout() throws {
        try withTemporaryFolder { folder in
            let tool = try Tool.run("plugin", "new", "climb", "--kind", "strategy", in: folder)
            #expect(tool.status == 1 && tool.errors.contains("is not in a checkout of naxdse"))
            try "// a package of another kind\n".write(
                to: folder.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
            #expect(try Tool.run("plugin", "new", "climb", "--kind", "strategy", in: folder).status == 1)
            #expect(try paths(folder) == ["Package.swift"])
        }
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
    func nothingStaysWhenTheManifestCannotBeWritten() throws {
        try withCheckout { folder in
            let plugins = folder.appending(path: "plugins")
            try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
            #expect(try Tool.run("plugin", "new", "climb", "--kind", "strategy", in: folder).status == 1)
            #expect(try paths(folder) == ["Package.swift", "plugins"])
        }
    }

    @Test func anUnknownKindIsWrongUsage() throws {
        let tool = try Tool.run("plugin", "new", "climb", "--kind", "device")
        #expect(tool.status == 64 && tool.errors.contains("strategy"))
    }

    @Test func pluginsListsWhatTheBuildHas() throws {
        let text = try Tool.run("plugins")
        #expect(text.status == 0 && text.errors.isEmpty)
        for name in ["dense", "one-slice", "random", "survey-adc"] { #expect(text.output.contains(name)) }
        let list = try #require(try Tool.run("plugins", "--json").json as? [[String: Any]])
        #expect(list.contains { $0["name"] as? String == "random" && $0["kind"] as? String == "strategy" })
        let survey = try #require(list.first { $0["name"] as? String == "survey-adc" })
        #expect(
            (survey["source"] as? String)?.contains("Murmann") == true
                && (survey["range"] as? String)?.contains("10 GS/s") == true)
        #expect(
            (survey["parameters"] as? [[String: Any]])?.map { $0["name"] as? String } == [
                "resolution", "rate", "technology",
            ])
        let csv = try Tool.run("plugins", "--csv").output
        #expect(csv.hasPrefix("kind,name,summary\r\n") && csv.contains("strategy,random,uniformly random points\r\n"))
        #expect(try Tool.run("plugins", "--csv", "--json").status == 64)
    }
}
