import Foundation
import Testing

@Suite struct InstallTests {
    /// A folder into which the tests' own build was installed.
    private static func installed<T>(_ body: (URL, [String: String]) throws -> T) throws -> T {
        try withTemporaryFolder { folder in
            let prefix = folder.appending(path: "prefix")
            let environment = ["NAXDSE_PROGRAM": try Tool.executable.path, "NAXDSE_HOME": ""]
            let install = try Tool.run(
                repository.appending(path: "Scripts/install"), [prefix.path], in: folder, environment: environment)
            #expect(
                install.status == 0 && install.output.contains("is installed: \(prefix.path)/bin/naxdse"),
                "\(install.errors)")
            return try body(prefix, environment)
        }
    }

    private func files(below folder: URL) -> [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    @Test func itWorksFromItsPlaceMovedLinkedAndReadOnly() throws {
        try Self.installed { prefix, environment in
            let elsewhere = prefix.deletingLastPathComponent().appending(path: "elsewhere")
            try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
            func check(_ program: URL) throws {
                let tool = try Tool.run(
                    program, ["evaluate", "isaac", "-n", "lenet5", "--quiet"], in: elsewhere, environment: environment)
                #expect(tool.status == 0 && tool.output.hasPrefix("lenet5 on isaac"), "\(program.path): \(tool.errors)")
            }
            try check(prefix.appending(path: "bin/naxdse"))
            let link = elsewhere.appending(path: "link")
            try FileManager.default.createSymbolicLink(
                at: link, withDestinationURL: prefix.appending(path: "bin/naxdse"))
            try check(link)
            let moved = prefix.deletingLastPathComponent().appending(path: "moved to another place")
            try FileManager.default.moveItem(at: prefix, to: moved)
            #expect(try Tool.run(URL(filePath: "/bin/chmod"), ["-R", "a-w", moved.path], in: elsewhere).status == 0)
            try check(moved.appending(path: "bin/naxdse"))
            #expect(try Tool.run(URL(filePath: "/bin/chmod"), ["-R", "u+w", moved.path], in: elsewhere).status == 0)
        }
    }

    /// What validate and show need is in the program: it reads a user's files without the shipped ones.
    @Test func theProgramAloneReadsFilesOfOnesOwn() throws {
        try withTemporaryFolder { folder in
            let program = folder.appending(path: "naxdse")
            try FileManager.default.copyItem(at: Tool.executable, to: program)
            for kind in ["hardware", "mapping", "network", "search"] {
                #expect(try Tool.run("new", kind, kind, in: folder).status == 0)
            }
            let alone = ["NAXDSE_HOME": ""]
            func run(_ arguments: String...) throws -> Tool {
                try Tool.run(program, arguments, in: folder, environment: alone)
            }
            let valid = try run("validate", "hardware.xml", "mapping.xml", "network.xml", "search.xml")
            #expect(valid.status == 0 && valid.errors.isEmpty, "\(valid.errors)")
            let shown = try run("show", "hardware.xml")
            #expect(shown.status == 0 && shown.output.contains("a first draft"), "\(shown.errors)")
            let figures = try run("evaluate", "hardware.xml", "-n", "network.xml", "--mapping", "mapping.xml")
            #expect(figures.status == 0 && figures.output.contains("energy"), "\(figures.errors)")
            let named = try run("show", "isaac")
            #expect(named.status == 1)
            #expect(
                named.errors
                    == "naxdse: error: there is no file 'isaac', and the files that come with naxdse are not found; name a file, or set NAXDSE_HOME to the folder that holds hardware/\n"
            )
        }
    }

    @Test func uninstallLeavesWhatWasThereBefore() throws {
        try withTemporaryFolder { folder in
            let own = folder.appending(path: "share/man/man1/other.1")
            try FileManager.default.createDirectory(
                at: own.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: own)
            let environment = ["NAXDSE_PROGRAM": try Tool.executable.path, "NAXDSE_HOME": ""]
            for _ in 0..<2 {
                #expect(
                    try Tool.run(
                        repository.appending(path: "Scripts/install"), [folder.path], in: folder,
                        environment: environment
                    ).status == 0)
            }
            let installed = files(below: folder)
            for file in [
                "bin/naxdse", "share/naxdse/hardware/isaac.xml", "share/naxdse/hardware/schema/hardware.xsd",
                "share/bash-completion/completions/naxdse",
                "share/zsh/site-functions/_naxdse", "share/fish/vendor_completions.d/naxdse.fish",
                "share/man/man1/naxdse.1", "share/man/man1/naxdse-search-run.1",
            ] { #expect(installed.contains(file), "\(file)") }
            let uninstall = try Tool.run(repository.appending(path: "Scripts/uninstall"), [folder.path], in: folder)
            #expect(uninstall.status == 0, "\(uninstall.errors)")
            #expect(files(below: folder) == ["share", "share/man", "share/man/man1", "share/man/man1/other.1"])
            #expect(
                try Tool.run(repository.appending(path: "Scripts/uninstall"), [folder.path], in: folder).status == 1)
        }
    }

    @Test func everyCommandHasAManualPageThatRoffTakes() throws {
        try withTemporaryFolder { folder in
            #expect(try Tool.run("manual", folder.appending(path: "man1").path).status == 0)
            let pages = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "man1").path)
            #expect(pages.contains("naxdse.1") && pages.contains("naxdse-nas-run.1") && pages.count > 25)
            let compare = try String(contentsOf: folder.appending(path: "man1/naxdse-compare.1"), encoding: .utf8)
            #expect(compare.contains("\\fB\\-\\-baseline\\fR") && compare.contains("Compare architectures"))
            // No line that roff would take for a request but those that are.
            let requests: Set<Substring> = [".TH", ".SH", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".nh", ".hy"]
            for page in pages {
                let text = try String(contentsOf: folder.appending(path: "man1/\(page)"), encoding: .utf8)
                for line in text.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
                    #expect(requests.contains(line.prefix { $0 != " " }), "\(page): \(line)")
                }
            }
            let groff = URL(filePath: "/usr/bin/groff")
            guard FileManager.default.isExecutableFile(atPath: groff.path) else { return }
            for page in pages {
                let run = try Tool.run(
                    groff, ["-man", "-Tutf8", "-ww", folder.appending(path: "man1/\(page)").path], in: folder)
                #expect(run.status == 0 && run.errors.isEmpty, "\(page): \(run.errors)")
            }
        }
    }
}
