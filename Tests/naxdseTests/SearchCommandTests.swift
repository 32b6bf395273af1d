import Foundation
import Testing

@Suite struct SearchCommandTests {
    @Test func aStudyIsRunListedShownExportedAndDeleted() throws {
        try withTemporaryFolder { folder in
            func tool(_ arguments: String...) throws -> Tool { try Tool.run(["search"] + arguments, in: folder) }
            let run = try tool("run", "resnet20-crossbars", "--study", "a", "--trials", "300", "--seed", "7", "--json")
            #expect(run.status == 0 && run.errors.isEmpty)
            let report = try #require(try run.json as? [String: Any])
            #expect(report["trials"] as? Int == 300)
            #expect((report["space"] as? [String: Any])?["points"] as? String == "1099511627776")
            let provenance = try #require(report["provenance"] as? [String: Any])
            #expect((provenance["inputs"] as? [[String: String]])?.count == 5)

            let list = try tool("list", "--csv").output.components(separatedBy: "\r\n")
            #expect(
                list == [
                    "study,strategy,seed,trials,finished,objectives,points",
                    "a,nsga2,7,300,false,energy delay area,1099511627776", "",
                ])
            #expect(try tool("show", "a").output.contains("trials       300, 300 of them feasible"))

            let rows = try tool("export", "a", "--csv").output.components(separatedBy: "\r\n").dropLast()
            #expect(rows.count == 301 && rows[0].hasPrefix("trial,energy_J,delay_s,area_mm2,excess,conv1.crossbar,"))
            let lines = try tool("export", "a", "--json").output.split(separator: "\n")
            #expect(lines.count == 300)
            let energies = rows.dropFirst().map { Double($0.split(separator: ",")[1])! }
            let best = try #require(try tool("best", "a", "--json").json as? [String: Any])
            // Foundation's JSON reads some numbers one unit in the last place off.
            let least = try #require(energies.min())
            #expect(abs(try #require(best["energy_J"] as? Double) - least) < 1e-15 * least)
            #expect((best["parameters"] as? [String: String])?.count == 20)

            let front = try #require(try tool("front", "a", "--json").json as? [String: Any])
            let first = try #require((front["front"] as? [[String: Any]])?.first)
            #expect(first["trial"] as? Int == best["trial"] as? Int)
            #expect(try tool("delete", "a", "--yes").status == 0)
            #expect(try tool("list", "--json").output == "[]\n")
        }
    }

    @Test func aFrontIsDrawnBesideAnother() throws {
        try withTemporaryFolder { folder in
            for (name, trials) in [("few", "20"), ("many", "2000")] {
                _ = try Tool.run("search", "run", "resnet20-crossbars", "--study", name, "--trials", trials, in: folder)
            }
            let drawn = try Tool.run(
                "search", "front", "few", "-o", "f.svg", "--beside", "many", "--axes", "energy,area", in: folder)
            #expect(drawn.status == 0 && drawn.output.isEmpty)
            let svg = try String(contentsOf: folder.appending(path: "f.svg"), encoding: .utf8)
            #expect(svg.contains("few: nsga2, 20 trials") && svg.contains("many: nsga2, 2000 trials"))
            #expect(svg.contains("area, mm²") && svg.contains("<circle"))
            _ = try XMLDocumentCheck(svg)
        }
    }

    @Test func aTrialIsWrittenAsFilesThatEvaluateReads() throws {
        try withTemporaryFolder { folder in
            func evaluated(_ design: String) throws -> [String: Any] {
                let tool = try Tool.run(
                    "evaluate", "\(design)/hardware.xml", "-n", "\(design)/network.xml", "-m", "\(design)/mapping.xml",
                    "--json", in: folder)
                #expect(tool.status == 0, "\(tool.errors)")
                return try #require(tool.json as? [String: Any])
            }
            _ = try Tool.run(
                "search", "run", "resnet20-converters", "--study", "s", "--trials", "40", "--seed", "3", in: folder)
            for (arguments, name) in [
                (["--write", "best"], nil), (["--trial", "39", "--write", "last", "--name", "mine"], "mine"),
            ] as [([String], String?)] {
                let tool = try Tool.run(["search", "best", "s", "--json"] + arguments, in: folder)
                #expect(tool.status == 0, "\(tool.errors)")
                let trial = try #require(tool.json as? [String: Any])
                let number = try #require(trial["trial"] as? Int)
                let design = try #require(arguments.last == "mine" ? "last" : "best")
                let found = try evaluated(design)
                #expect(found["hardware"] as? String == name ?? "trial-\(number)")
                for key in ["energy_J", "delay_s", "area_mm2"] {
                    // The trial is looked up in a table, which adds the same numbers in another order.
                    let looked = try #require(trial[key] as? Double), now = try #require(found[key] as? Double)
                    #expect(abs(looked - now) <= 1e-12 * now, "\(key)")
                }
                let words = try String(contentsOf: folder.appending(path: "\(design)/README.md"), encoding: .utf8)
                #expect(
                    words.contains("Trial \(number) of study s") && words.contains("resnet20-converters.xml")
                        && words.contains("seed 3"))
            }
            let taken = try Tool.run("search", "best", "s", "--write", "best", in: folder)
            #expect(
                taken.status == 1 && taken.errors.contains("give a path where nothing is yet") && taken.output.isEmpty)
            let absent = try Tool.run("search", "best", "s", "--trial", "40", "--write", "none", in: folder)
            #expect(absent.status == 1 && absent.errors.contains("its trials are 0 to 39"))
            for wrong in [
                ["--name", "a"], ["--write", "w", "--name", "a b"], ["--trial", "1", "--objective", "energy"],
            ] {
                #expect(try Tool.run(["search", "best", "s"] + wrong, in: folder).status == 64)
            }
        }
    }

    @Test func theSameSeedWritesTheSameBytes() throws {
        try withTemporaryFolder { folder in
            let exports = try ["1", "2"].map { threads in
                _ = try Tool.run(
                    "search", "run", "resnet20-nax", "--study", threads, "--trials", "5000", "--threads", threads,
                    in: folder)
                return try Tool.run("search", "export", threads, "--csv", in: folder).output
            }
            #expect(exports[0] == exports[1])
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL]) func aSignalStopsAStudyThatCanBeResumed(signal: Int32) throws {
        try withTemporaryFolder { folder in
            let arguments = ["search", "run", "resnet20-converters", "--study", "s", "--trials", "1000000"]
            let process = try Tool.start(arguments, in: folder)
            defer { process.terminate() }
            // Until some trials are stored.
            while try trials(in: folder) < 30 {
                guard process.isRunning else { break }
                usleep(20_000)
            }
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            if signal == SIGKILL {
                #expect(process.terminationReason == .uncaughtSignal)
            } else {
                #expect(process.terminationReason == .exit && process.terminationStatus == 0)
            }
            let stored = try trials(in: folder)
            #expect(stored >= 30 && stored < 1_000_000)
            let target = "\(stored + 100)"
            let resumed = try Tool.run("search", "resume", "s", "--trials", target, in: folder)
            #expect(resumed.status == 0, "\(resumed.errors)")
            _ = try Tool.run("search", "run", "resnet20-converters", "--study", "whole", "--trials", target, in: folder)
            let exports = try ["s", "whole"].map { try Tool.run("search", "export", $0, "--csv", in: folder).output }
            #expect(exports[0] == exports[1])
        }
    }

    private func trials(in folder: URL) throws -> Int {
        let list = try Tool.run("search", "list", "--json", in: folder)
        return (try? list.json as? [[String: Any]])?.first?["trials"] as? Int ?? 0
    }

    @Test func whatCannotBeIsRefused() throws {
        try withTemporaryFolder { folder in
            func refused(_ arguments: String..., says words: String, status: Int32 = 1) throws {
                let tool = try Tool.run(["search"] + arguments, in: folder)
                #expect(
                    tool.status == status && tool.errors.contains(words), "\(arguments): \(tool.status) \(tool.errors)")
            }
            try refused("run", "resnet20-nacks", says: "did you mean 'resnet20-nax'?")
            try refused("run", "resnet20-nax", "--strategy", "randum", says: "did you mean 'random'?")
            try refused("run", "resnet20-nax", "--set", "depth=3", says: "the strategy has no setting 'depth'")
            try refused("run", "resnet20-nax", "--set", "depth", says: "--set", status: 64)
            try refused("run", "resnet20-nax", "--trials", "-1", says: "--trials", status: 64)
            try refused("run", "resnet20-nax", "--trials", "5", "--strategy", "exec:./none", says: "cannot be started")
            try refused("list", "--storage", "absent", says: "there is no file absent")
            #expect(
                try Tool.run("search", "run", "resnet20-nax", "--study", "s", "--trials", "5", in: folder).status == 0)
            try refused("run", "resnet20-nax", "--study", "s", says: "has a study 's' already")
            try refused("best", "t", says: "it has 's'")
            try refused("best", "s", "--objective", "energy", says: "its objectives are 'edap'")
            try refused("front", "s", "-o", "f.svg", says: "has one objective")
            try refused("front", "s", "--beside", "t", says: "--beside", status: 64)
            try refused("export", "s", says: "say how", status: 64)
        }
    }

    @Test func aStudyOfAProgramIsResumedByNamingIt() throws {
        try withTemporaryFolder { folder in
            let script = """
                #!/usr/bin/env python3
                import json, random, sys
                print("started", file=open("starts", "a"))
                space = json.loads(sys.stdin.readline())["start"]["space"]
                print(json.dumps({"ready": "random"}), flush=True)
                for line in sys.stdin:
                    message = json.loads(line)
                    if "ask" in message:
                        random.seed(message["seed"])
                        print(json.dumps({"points": [{p["name"]: random.choice(p["values"]) for p in space} for _ in range(10)]}), flush=True)
                """
            try script.write(to: folder.appending(path: "mine.py"), atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: "mine.py").path)
            let run = try Tool.run(
                "search", "run", "resnet20-crossbars", "--study", "s", "--strategy", "exec:./mine.py", "--trials", "25",
                in: folder)
            #expect(run.status == 0, "\(run.errors)")
            func starts() throws -> Int {
                try String(contentsOf: folder.appending(path: "starts"), encoding: .utf8).split(
                    whereSeparator: \.isNewline
                ).count
            }
            let before = try starts()
            for command in [["search", "resume", "s"], ["worker", "--study", "studies.sqlite"]] {
                let refused = try Tool.run(command + ["--trials", "50"], in: folder)
                #expect(
                    refused.status == 1 && refused.errors.contains("add --strategy 'exec:./mine.py' if you trust it"),
                    "\(refused.errors)")
            }
            for look in [["show", "s"], ["front", "s"], ["best", "s"], ["export", "s", "--csv"], ["list"]] {
                #expect(try Tool.run(["search"] + look, in: folder).status == 0)
            }
            #expect(try starts() == before, "nothing but its name on the command line starts it")
            let resumed = try Tool.run(
                "search", "resume", "s", "--trials", "50", "--strategy", "exec:./mine.py", in: folder)
            #expect(resumed.status == 0 && resumed.output.contains("trials       50"))
        }
    }

    @Test func changedInputsAreFoundOut() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "mine.xml")
            let text = try String(
                contentsOf: repository.appending(path: "search/resnet20-crossbars.xml"), encoding: .utf8)
            try text.write(to: file, atomically: true, encoding: .utf8)
            #expect(try Tool.run("search", "run", "mine.xml", "--study", "s", "--trials", "10", in: folder).status == 0)
            try text.replacing("<objective measure=\"area\"/>", with: "").write(
                to: file, atomically: true, encoding: .utf8)
            let resumed = try Tool.run("search", "resume", "s", "--trials", "20", in: folder)
            #expect(
                resumed.status == 1
                    && resumed.errors.contains(
                        "begun with other inputs: search: search/objective[@measure='area'] removed"),
                "\(resumed.errors)")
        }
    }
}

/// Whether a text is XML at all.
private struct XMLDocumentCheck {
    struct NotXML: Error {}
    init(_ text: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", "import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.buffer.read())",
        ]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw NotXML() }
    }
}
