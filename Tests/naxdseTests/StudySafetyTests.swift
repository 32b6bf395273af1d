import Diagnostics
import Foundation
import Testing

/// What happens to a study's files, and to those that it was made from.
@Suite struct StudySafetyTests {
    private func succeed(
        _ arguments: String..., in folder: URL, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws -> String {
        let tool = try Tool.run(arguments, in: folder)
        try #require(tool.status == 0, "\(arguments): \(tool.errors)", sourceLocation: sourceLocation)
        return tool.output
    }

    /// A shipped file in a folder, changed.
    private func write(_ shipped: String, as name: String, in folder: URL, _ changes: [(String, String)] = []) throws {
        var text = try String(contentsOf: repository.appending(path: shipped), encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "\(shipped): \(old)")
            text = text.replacing(old, with: new)
        }
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    @Test("after exit 0 a copy of the file alone has all trials, also under load")
    func theFileAloneIsWhole() throws {
        try withTemporaryFolder { folder in
            for _ in 0..<3 {
                let processes = try (0..<4).map { index in
                    try Tool.start(
                        [
                            "search", "run", "resnet20-crossbars", "--study", "s", "--storage", "\(index).sqlite",
                            "--trials", "200",
                        ], in: folder)
                }
                for (index, process) in processes.enumerated() {
                    process.waitUntilExit()
                    #expect(process.terminationStatus == 0)
                    try FileManager.default.copyItem(
                        at: folder.appending(path: "\(index).sqlite"), to: folder.appending(path: "copy.sqlite"))
                    #expect(
                        try succeed("search", "show", "s", "--storage", "copy.sqlite", in: folder).contains(
                            "trials       200"))
                    for name in ["copy.sqlite", "\(index).sqlite"] {
                        for suffix in ["", "-wal", "-shm"] {
                            try? FileManager.default.removeItem(at: folder.appending(path: name + suffix))
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: ["rm s.sqlite*", "mv s.sqlite t.sqlite", "cp s.sqlite t.sqlite && mv t.sqlite s.sqlite"])
    func aRunNoticesThatItsFileIsGone(how: String) throws {
        try withTemporaryFolder { folder in
            let script = """
                "$0" search run resnet20-converters --study s --storage s.sqlite --trials 1000000 2>errors & run=$!
                for wait in $(seq 600); do [ -s s.sqlite ] && [ -e s.sqlite-wal ] && break; sleep 0.05; done
                sleep 1; \(how); wait $run; echo $? >status
                """
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", script, try Tool.executable.path]
            shell.currentDirectoryURL = folder
            shell.standardOutput = FileHandle.nullDevice
            try shell.run()
            shell.waitUntilExit()
            let status = try String(contentsOf: folder.appending(path: "status"), encoding: .utf8)
            let errors = try String(contentsOf: folder.appending(path: "errors"), encoding: .utf8)
            #expect(status == "1\n" && errors.contains("while this process worked on it; "), "\(status)\(errors)")
        }
    }

    @Test func deletingIsToldAndWantsToBeMeant() throws {
        try withTemporaryFolder { folder in
            _ = try succeed("search", "run", "resnet20-crossbars", "--study", "s", "--trials", "30", in: folder)
            let refused = try Tool.run("search", "delete", "s", in: folder)
            #expect(
                refused.status == 1
                    && refused.errors.contains("study 's' with 30 trials in studies.sqlite is not deleted")
                    && refused.errors.contains("add --yes"))
            #expect(try succeed("search", "list", "--csv", in: folder).contains("s,nsga2"))
            #expect(
                try succeed("search", "delete", "s", "--yes", in: folder)
                    == "deleted study 's' with 30 trials from studies.sqlite\n")
            #expect(try succeed("search", "list", "--json", in: folder) == "[]\n")
        }
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "no script(1), which makes a terminal")
    )
    func onATerminalItIsAsked() throws {
        try withTemporaryFolder { folder in
            _ = try succeed("search", "run", "resnet20-crossbars", "--study", "s", "--trials", "30", in: folder)
            func answer(_ word: String) throws -> (status: Int32, said: String) {
                let process = Process(), input = Pipe(), output = Pipe()
                process.executableURL = URL(filePath: "/usr/bin/script")
                process.arguments = ["-qec", "'\(try Tool.executable.path)' search delete s", "/dev/null"]
                process.currentDirectoryURL = folder
                (process.standardInput, process.standardOutput) = (input, output)
                try process.run()
                input.fileHandleForWriting.write(Data("\(word)\n".utf8))
                let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                return (process.terminationStatus, said)
            }
            let no = try answer("n")
            #expect(
                no.status == 1
                    && no.said.contains("Delete study 's' with 30 trials from studies.sqlite for ever? [y/N]")
                    && no.said.contains("was not deleted"), "\(no.said)")
            let yes = try answer("y")
            #expect(yes.status == 0 && yes.said.contains("deleted study 's' with 30 trials"), "\(yes.said)")
        }
    }

    /// The usual line of cron: the folder is locked by the one who starts the tool.
    @Test func underALockOfTheFolderItGoesOn() throws {
        try withTemporaryFolder { folder in
            let flock = Process()
            flock.executableURL = URL(filePath: "/usr/bin/env")
            flock.arguments = [
                "timeout", "60", "flock", ".", try Tool.executable.path, "search", "run", "resnet20-crossbars",
                "--study", "s", "--trials", "10",
            ]
            flock.currentDirectoryURL = folder
            flock.standardOutput = FileHandle.nullDevice
            try flock.run()
            flock.waitUntilExit()
            #expect(flock.terminationStatus == 0)
            #expect(try succeed("search", "show", "s", in: folder).contains("trials       10"))
            // A lock that is not handed on is another program's.
            let other = Process()
            other.executableURL = URL(filePath: "/usr/bin/env")
            other.arguments =
                ["timeout", "60", "flock", "--close", "."] + [
                    try Tool.executable.path, "search", "run", "resnet20-crossbars", "--study", "t", "--patience", "1",
                ]
            other.currentDirectoryURL = folder
            let errors = Pipe()
            other.standardError = errors
            try other.run()
            let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            other.waitUntilExit()
            #expect(other.terminationStatus == 1 && said.contains("has held a lock on folder"), "\(said)")
        }
    }

    // MARK: What inputs mean

    private func prepareInputs(in folder: URL) throws {
        try write(
            "search/resnet20-converters.xml", as: "mine.xml", in: folder,
            [("hardware=\"nax-heterogeneous\"", "hardware=\"chip.xml\"")])
        let components = folder.appending(path: "components")
        try FileManager.default.copyItem(at: repository.appending(path: "hardware/components"), to: components)
        try write("hardware/nax-heterogeneous.xml", as: "chip.xml", in: folder)
    }

    @Test func aCommentOrASpaceIsNoChange() throws {
        try withTemporaryFolder { folder in
            try prepareInputs(in: folder)
            _ = try succeed("search", "run", "mine.xml", "--study", "s", "--trials", "20", in: folder)
            for name in ["mine.xml", "chip.xml"] {
                let file = folder.appending(path: name)
                let text = try String(contentsOf: file, encoding: .utf8)
                try text.replacing("/>", with: "  /><!-- a word -->").write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try succeed("search", "resume", "s", "--trials", "40", in: folder).contains("trials       40"))
            // Nor does it matter where a file is.
            try FileManager.default.createDirectory(
                at: folder.appending(path: "moved"), withIntermediateDirectories: true)
            for name in ["mine.xml", "chip.xml", "components"] {
                try FileManager.default.moveItem(
                    at: folder.appending(path: name), to: folder.appending(path: "moved/\(name)"))
            }
            #expect(
                try succeed("search", "resume", "s", "--trials", "60", "--search", "moved/mine.xml", in: folder)
                    .contains("trials       60"))
            _ = try succeed("search", "run", "moved/mine.xml", "--study", "whole", "--trials", "60", in: folder)
            let exports = try ["s", "whole"].map { try succeed("search", "export", $0, "--csv", in: folder) }
            #expect(exports[0] == exports[1])
        }
    }

    @Test func aChangeOfMeaningIsToldByItsPath() throws {
        try withTemporaryFolder { folder in
            try prepareInputs(in: folder)
            _ = try succeed("search", "run", "mine.xml", "--study", "s", "--trials", "20", in: folder)
            let best = try succeed("search", "best", "s", "--json", in: folder)
            let chip = folder.appending(path: "chip.xml")
            let text = try String(contentsOf: chip, encoding: .utf8)
            let clock = try #require(text.firstMatch(of: #/clock="([^"]*)"/#)?.output)
            try text.replacing(clock.0, with: "clock=\"123 MHz\"").write(to: chip, atomically: true, encoding: .utf8)
            let refused = try Tool.run("search", "resume", "s", "--trials", "40", in: folder)
            #expect(
                refused.status == 1 && refused.errors.contains("hardware: hardware/@clock: \(clock.1) → 123 MHz"),
                "\(refused.errors)")
            #expect(refused.errors.contains("what it found can still be read and written"))
            try FileManager.default.removeItem(at: folder.appending(path: "mine.xml"))
            try FileManager.default.removeItem(at: chip)
            // What was found can be written when nothing is left of the files.
            #expect(try succeed("search", "best", "s", "--json", "--write", "found", in: folder) == best)
            let number = try #require(
                (JSONSerialization.jsonObject(with: Data(best.utf8)) as? [String: Any])?["energy_J"] as? Double)
            let again = try succeed(
                "evaluate", "found/hardware.xml", "-n", "found/network.xml", "-m", "found/mapping.xml", "--json",
                in: folder)
            #expect(
                (try JSONSerialization.jsonObject(with: Data(again.utf8)) as? [String: Any])?["energy_J"] as? Double
                    == number)
        }
    }

    /// The study as an earlier version would have left it, or one of another cost model.
    @Test(arguments: [
        ("NULL", "is of an earlier version", "an earlier version that kept no texts of its inputs, cost model 1,"),
        (
            "json_set(json_extract(record, '$.meaning'), '$.costModel', 999)",
            "was begun with version 999 of the cost model", "cost model 999,"
        ),
    ]) func anotherCostModelIsNamedAndNotGoneOnWith(meaning: String, refusal: String, shown: String) throws {
        try withTemporaryFolder { folder in
            _ = try succeed("search", "run", "resnet20-crossbars", "--study", "s", "--trials", "20", in: folder)
            try changeRecord(
                "json_set(record, '$.meaning', \(meaning == "NULL" ? "NULL" : "json(\(meaning))"))", in: folder)
            let refused = try Tool.run("search", "resume", "s", "--trials", "40", in: folder)
            #expect(refused.status == 1 && refused.errors.contains(refusal), "\(refused.errors)")
            #expect(
                try succeed("search", "show", "s", in: folder).contains("made by naxdse ")
                    && succeed("search", "show", "s", in: folder).contains(shown))
            #expect(try succeed("search", "best", "s", "--write", "found", in: folder).contains("trial"))
        }
    }

    /// Changes a study's record in its file, its seal included (CRC-32 of the record and whether it is finished).
    private func changeRecord(_ expression: String, in folder: URL) throws {
        let script = """
            import sqlite3, zlib
            db = sqlite3.connect("studies.sqlite")
            (record,) = db.execute("SELECT \(expression) FROM study").fetchone()
            db.execute("UPDATE study SET record = ?, seal = ?", (record, zlib.crc32(record.encode() + b"\\0")))
            db.commit()
            """
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", "-c", script]
        python.currentDirectoryURL = folder
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
    }

    @Test func pathsInASearchFileAreRelativeToIt() throws {
        try withTemporaryFolder { folder in
            let there = folder.appending(path: "there"), elsewhere = folder.appending(path: "elsewhere")
            for new in [there, elsewhere] {
                try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
            }
            try prepareInputs(in: there)
            #expect(
                try succeed("search", "run", "../there/mine.xml", "--study", "s", "--trials", "20", in: elsewhere)
                    .contains("trials       20"))
            let moved = folder.appending(path: "elsewhere/studies.sqlite")
            try FileManager.default.moveItem(at: moved, to: folder.appending(path: "studies.sqlite"))
            #expect(try succeed("search", "resume", "s", "--trials", "30", in: folder).contains("trials       30"))
            // As earlier versions took it, from the folder where the command runs: it is said what to write.
            try FileManager.default.moveItem(
                at: there.appending(path: "chip.xml"), to: folder.appending(path: "chip.xml"))
            let refused = try Tool.run("search", "run", "there/mine.xml", "--study", "t", in: folder)
            #expect(
                refused.status == 1 && refused.errors.hasPrefix("there/mine.xml:")
                    && refused.errors.contains("write '../chip.xml'"), "\(refused.errors)")
        }
    }

    // MARK: What cannot be built

    @Test func whyNothingCouldBeBuiltIsKeptCountedAndTold() throws {
        try withTemporaryFolder { folder in
            try prepareInputs(in: folder)
            // No unit for activations anywhere: no point of the search can be computed.
            let chip = folder.appending(path: "chip.xml")
            let text = try String(contentsOf: chip, encoding: .utf8)
            try text.replacing("<component ref=\"vector-alu\"/>", with: "").write(
                to: chip, atomically: true, encoding: .utf8)
            let run = try succeed("search", "run", "mine.xml", "--study", "s", "--trials", "20", in: folder)
            #expect(
                run.contains("20, 0 of them feasible, 20 that could not be built")
                    && run.contains("not built  20 of them: 'nax-heterogeneous' has no unit for the"), "\(run)")
            #expect(try succeed("search", "show", "s", in: folder).contains("has no unit for the"))
            let report = try #require(try Tool.run("search", "show", "s", "--json", in: folder).json as? [String: Any])
            #expect(
                (report["reasons"] as? [[String: Any]])?.first?["trials"] as? Int == 20
                    && report["not_built"] as? Int == 20)
            let best = try Tool.run("search", "best", "s", in: folder)
            #expect(
                best.status == 1
                    && best.errors.contains(
                        "none of the 20 trials of study 's' could be built: 'nax-heterogeneous' has no unit"),
                "\(best.errors)")
            #expect(!best.errors.contains("loosen"))
            let one = try Tool.run("search", "best", "s", "--trial", "3", "--json", in: folder)
            #expect(one.output.contains("\"reason\": \"'nax-heterogeneous' has no unit"), "\(one.output) \(one.errors)")
        }
    }

    @Test func adviceFitsTheCase() throws {
        try withTemporaryFolder { folder in
            try prepareInputs(in: folder)
            let file = folder.appending(path: "mine.xml")
            let text = try String(contentsOf: file, encoding: .utf8)
            let limited = text.replacing(#/<constraint[^>]*\/>/#, with: "").replacing(
                "</search>", with: "<constraint measure=\"area\" at-most=\"0.001 mm2\"/></search>")
            try limited.write(to: file, atomically: true, encoding: .utf8)
            _ = try succeed("search", "run", "mine.xml", "--study", "s", "--trials", "20", in: folder)
            let best = try Tool.run("search", "best", "s", in: folder)
            #expect(
                best.status == 1 && best.errors.contains("% beyond its limits; resume it, or loosen its constraints"),
                "\(best.errors)")
        }
    }

    /// A reading of the hardware for each of its values would take a minute: a long list is checked by its ends.
    @Test func aLongListOfValuesIsSearchedAtOnce() throws {
        try withTemporaryFolder { folder in
            let values = (100..<3000).map { "\($0)" }.joined(separator: " ")
            try """
            <?xml version="1.0" encoding="UTF-8"?>
            <search xmlns="urn:naxdse:search:1" name="many" network="resnet20" hardware="nax-heterogeneous">
              <parameter name="clock" path="hardware/@clock" unit="MHz" values="\(values)"/>
              <objective measure="energy"/>
            </search>
            """.write(to: folder.appending(path: "many.xml"), atomically: true, encoding: .utf8)
            let run = try Tool.run("search", "run", "many.xml", "--trials", "10", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let wrong = try String(contentsOf: folder.appending(path: "many.xml"), encoding: .utf8).replacing(
                "values=\"100 ", with: "values=\"-100 ")
            try wrong.write(to: folder.appending(path: "many.xml"), atomically: true, encoding: .utf8)
            let refused = try Tool.run("search", "run", "many.xml", "--study", "t", "--trials", "10", in: folder)
            #expect(refused.status == 1 && refused.errors.contains("many.xml:3:"), "\(refused.errors)")
        }
    }

    @Test func aLargeRangeOfCopiesIsSearchedAtOnce() throws {
        try withTemporaryFolder { folder in
            try """
            <?xml version="1.0" encoding="UTF-8"?>
            <search xmlns="urn:naxdse:search:1" name="many" network="resnet20" hardware="nax-heterogeneous">
              <layers match="*"><duplication from="1" to="1000000"/></layers>
              <objective measure="energy"/><objective measure="area"/>
            </search>
            """.write(to: folder.appending(path: "many.xml"), atomically: true, encoding: .utf8)
            let run = Process()
            run.executableURL = URL(filePath: "/usr/bin/env")
            run.arguments = ["timeout", "60", try Tool.executable.path, "search", "run", "many.xml", "--trials", "10"]
            run.currentDirectoryURL = folder
            run.standardOutput = FileHandle.nullDevice
            try run.run()
            run.waitUntilExit()
            #expect(run.terminationStatus == 0)
        }
    }
}
