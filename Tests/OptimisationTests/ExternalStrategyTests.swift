import Foundation
import Random
import Testing

@testable import Optimisation

@Suite struct ExternalStrategyTests {
    private let folder: TemporaryFolder
    private let problem: Problem

    init() throws {
        folder = try TemporaryFolder()
        problem = try sampleProblem(layers: 3)
    }

    /// The strategy of a Python script's text.
    private func script(_ text: String, settings: [String] = []) throws -> StrategyPlugin {
        let path = folder["s\(UInt32.random(in: 0 ... .max)).py"]
        try ("#!/usr/bin/env python3\nimport json, sys, time, os, random, signal\n" + text).write(
            toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return StrategyPlugin(external: "exec:" + path, settings: settings)
    }

    private func run(
        _ plugin: StrategyPlugin, in storage: SQLiteStorage, until target: Int = 60, problem: Problem? = nil,
        settings: [String: String] = [:]
    ) throws -> StudyRunner.Ending {
        let problem = problem ?? self.problem
        let study = try storage.study(named: "s", orCreate: StudyRecord("s", problem, plugin, settings: settings))
        return try StudyRunner(study, in: storage, problem: problem, strategy: plugin, evaluator: TableEvaluator()).run(
            until: target)
    }

    private func complaint(_ text: String, timeout: String = "20") -> String {
        do {
            _ = try run(script(text), in: .inMemory(), settings: ["timeout": timeout])
            return "none"
        } catch { return "\(error)" }
    }

    private let preamble = """
        space = json.loads(sys.stdin.readline())["start"]["space"]
        print(json.dumps({"ready": "test"}), flush=True)
        def value(p):
            return random.choice(p["values"]) if p["type"] == "category" else random.randrange(p["from"], p["to"] + 1, p["step"])
        def point():
            return {p["name"]: value(p) for p in space}

        """

    @Test func aProgramSearchesAndItsStudyIsResumed() throws {
        let text =
            preamble + """
                for line in sys.stdin:
                    message = json.loads(line)
                    if "ask" in message:
                        random.seed(message["seed"])
                        print("thinking", file=open(os.devnull, "w"))
                        print(json.dumps({"points": [point() for _ in range(min(7, message["ask"]))]}), flush=True)
                """
        let plugin = try script(text)
        let whole = try SQLiteStorage.inMemory(), pieces = try SQLiteStorage.inMemory()
        #expect(try run(plugin, in: whole) == .reachedTarget)
        for target in [5, 30, 60] { _ = try run(plugin, in: pieces, until: target) }
        #expect(try whole.sequence(of: "s") == pieces.sequence(of: "s"))
        #expect(try whole.sequence(of: "s").count == 60)
    }

    @Test func everyResultIsTold() throws {
        let file = folder["told"]
        let plugin = try script(
            preamble + """
                told = open(\(String(reflecting: file)), "w")
                asks = 0
                for line in sys.stdin:
                    message = json.loads(line)
                    if "tell" in message:
                        told.writelines(json.dumps(result) + "\\n" for result in message["tell"])
                        told.flush()
                    elif asks < 3:
                        asks += 1
                        random.seed(message["seed"])
                        print(json.dumps({"points": [point() for _ in range(4)]}), flush=True)
                    else:
                        print(json.dumps({"points": []}), flush=True)
                """)
        let storage = try SQLiteStorage.inMemory()
        #expect(try run(plugin, in: storage) == .finished)
        let study = try storage.study(named: "s")
        let codec = TrialCodec(space: problem.space, objectives: problem.objectives)
        let trials = try storage.blocks(of: study, startingIn: 0..<100).flatMap { try codec.trials(of: $0) }
        struct Told: Decodable {
            var number: Int
            var values: [Double]
            var excess: Double
        }
        let told = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
        #expect(told.map(\.number) == trials.map(\.number) && trials.count == 12)
        #expect(told.map(\.values) == trials.map(\.outcome.values))
        #expect(told.map(\.excess) == trials.map(\.outcome.excess))
    }

    @Test func valuesOfEverySortArrive() throws {
        let space = try Space([
            Parameter("a", .categories(["1", "two"])), Parameter("b", .integers(4...8, step: 2)),
            Parameter("c", .reals(0...1), condition: .init(parameter: 0, values: [.category(1)])),
        ])
        let problem = Problem(space: space, objectives: [Objective(.energy)])
        let plugin = try script(
            """
            start = json.loads(sys.stdin.readline())["start"]
            assert start["space"][2]["when"] == {"parameter": "a", "values": ["two"]}, start
            assert start["settings"] == {"mood": "good"}, start
            print(json.dumps({"ready": "test"}), flush=True)
            sys.stdin.readline()
            print('{"points": [{"a": 1, "b": 6}, {"a": "two", "b": 4, "c": 1}, {"a": "two", "b": 8, "c": 0.25}, {"a": "1", "b": 8, "c": 7}]}', flush=True)
            sys.stdin.readline()
            """, settings: ["mood"])
        let strategy = try plugin.make(for: problem, settings: ["mood": "good"])
        var copy = strategy, random = SeededRandom(seed: 1)
        #expect(
            try copy.ask(10, problem: problem, random: &random).map(\.compact) == [
                "c0 i6 -", "c1 i4 r1.0", "c1 i8 r0.25", "c0 i8 -",
            ])
    }

    @Test func whatAProgramDoesWrongIsSaid() {
        let ask = preamble + "sys.stdin.readline()\n"
        #expect(complaint("sys.exit(3)").contains("ended with exit code 3 before the study did"))
        #expect(complaint(ask + "os.kill(os.getpid(), signal.SIGKILL)").contains("was ended by signal 9"))
        #expect(
            complaint("print('hello', flush=True); sys.stdin.read()").contains(
                "wrote 'hello' in line 1, which is no message"))
        #expect(
            complaint("print('{}', flush=True); sys.stdin.read()").contains("did not say in line 1 that it is ready"))
        #expect(
            complaint("print(json.dumps({'error': 'no luck'}), flush=True); sys.stdin.read()").contains("says: no luck")
        )
        #expect(complaint("time.sleep(60)", timeout: "0.3").contains("did not answer within 0.3 s"))
        #expect(
            complaint(ask + "print('{\"ready\": \"x\"}', flush=True); sys.stdin.read()").contains(
                "did not answer an ask with points in line 2"))
        #expect(
            complaint(
                ask
                    + "p = point(); p['layer0.kernel'] = 4; print(json.dumps({'points': [p]}), flush=True); sys.stdin.read()"
            )
            .contains("gave 4 for 'layer0.kernel' (line 2); that is a whole number from 3 to 5 in steps of 2"))
        #expect(
            complaint(
                ask
                    + "p = point(); p['layer0.kernal'] = 3; print(json.dumps({'points': [p]}), flush=True); sys.stdin.read()"
            )
            .contains("'layer0.kernal', which the space does not have (line 2); did you mean 'layer0.kernel'?"))
        #expect(
            complaint(
                ask
                    + "p = point(); del p['layer0.kernel']; print(json.dumps({'points': [p]}), flush=True); sys.stdin.read()"
            )
            .contains("gave no value for 'layer0.kernel' in point 0 of its answer (line 2)"))
        #expect(
            complaint(ask + "print(json.dumps({'points': [point()] * 100}), flush=True); sys.stdin.read()").contains(
                "it may give fewer but not more"))
    }

    /// A second answer would be taken for the answer to the next ask.
    @Test(arguments: [
        (
            "twice from the start", "line 3",
            "print(json.dumps({'points': [point()]}), flush=True); "
                + "print(json.dumps({'points': [point()]}), flush=True)"
        ),
        (
            "twice in one piece", "line 3",
            "print(json.dumps({'points': [point()]}) + '\\n' + json.dumps({'points': [point()]}), flush=True)"
        ),
        (
            "twice later on", "line ",
            "asks += 1; [print(json.dumps({'points': [point()]}), flush=True) for _ in range(1 + (asks > 5))]"
        ),
        (
            "without an end", "line 3",
            "print(json.dumps({'points': [point()]}), flush=True); [print('x' * 99, flush=True) for _ in range(10**9)]"
        ),
        (
            "one line without an end", "line 3",
            "print(json.dumps({'points': [point()]}), flush=True); [sys.stdout.write('x' * 99) for _ in range(10**9)]"
        ),
    ]) func whatNothingAskedForIsRefusedByItsLine(what: String, line: String, answer: String) throws {
        let text =
            preamble + """
                asks = 0
                for line in sys.stdin:
                    if "ask" in json.loads(line):
                        \(answer)
                """
        let said = complaint(text)
        #expect(said.contains("in \(line)") && said.contains("which nothing asked for; answer"), "\(what): \(said)")
    }

    @Test func theReadyLineMayNotComeTwiceAndAnErrorMayComeAtAnyTime() {
        let twice = preamble + "print(json.dumps({'ready': 'again'}), flush=True); sys.stdin.read()"
        #expect(complaint(twice).contains("in line 2, which nothing asked for"))
        let late =
            preamble + """
                for line in sys.stdin:
                    message = json.loads(line)
                    if "ask" in message: print(json.dumps({'points': [point()]}), flush=True)
                    else: print(json.dumps({'error': 'no luck'}), flush=True)
                """
        #expect(complaint(late).contains("says: no luck"))
    }

    @Test func aProgramThatIsNotThereIsSaidToBe() throws {
        #expect(
            message(of: "exec:./no-such-program").contains(
                "cannot be started: No such file or directory; check its path"))
        #expect(message(of: "exec:").contains("names no program"))
        try "text".write(toFile: folder["plain"], atomically: false, encoding: .utf8)
        #expect(message(of: "exec:" + folder["plain"]).contains("make it executable with `chmod +x"))
    }

    /// What follows the program are its arguments, whatever a shell would make of them.
    @Test func theCommandIsSplitAtSpacesAndReadByNoShell() throws {
        let path = folder["arguments.py"]
        try
            "#!/usr/bin/env python3\nimport json, sys\nprint(json.dumps({'error': '|'.join(sys.argv[1:])}), flush=True)\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let words = [
            "$(touch", folder["pwned"] + ")", ";", "touch", folder["pwned"], "&&", "`id`", ">", folder["pwned"], "'a",
            "b'", "*", "$HOME",
        ]
        let said = message(of: "exec:\(path) " + words.joined(separator: " "))
        #expect(said.contains("says: " + words.joined(separator: "|")), "\(said)")
        #expect(!FileManager.default.fileExists(atPath: folder["pwned"]))
    }

    private func message(of name: String) -> String {
        do {
            _ = try StrategyPlugin(external: name).make(for: problem)
            return ""
        } catch { return "\(error)" }
    }

    @Test func muchOnStandardErrorAndADeafProgramDoNotBlock() throws {
        // A program that does not read while it is told much: 4000 results do not fit a pipe.
        let plugin = try script(
            preamble + """
                sys.stdin.readline()
                random.seed(1)
                print(json.dumps({"points": [point() for _ in range(4000)]}), flush=True)
                time.sleep(60)
                """)
        let storage = try SQLiteStorage.inMemory()
        let study = try storage.create(StudyRecord("s", problem, plugin, settings: ["timeout": "5"], batch: 4000))
        let error = #expect(throws: StrategyError.self) {
            try StudyRunner(study, in: storage, problem: problem, strategy: plugin, evaluator: TableEvaluator()).run(
                until: 8000)
        }
        #expect(error?.description.contains("does not read what it is sent") == true)
        #expect(try storage.study(named: "s").trials == 4000)
    }

    static let hasOptuna: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", "import optuna"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(.enabled(if: hasOptuna, "python3 has no module optuna: pip install optuna"), arguments: ["tpe", "nsga2"])
    func optunaLearns(sampler: String) throws {
        let problem = try sampleProblem(layers: 8, objectives: [Objective(.edap)])
        let plugin = StrategyPlugin(
            external: "exec:\(repository)/Scripts/strategies/optuna_tpe.py", settings: ["sampler", "population"])
        let storage = try SQLiteStorage.inMemory()
        _ = try run(
            plugin, in: storage, until: 90, problem: problem, settings: ["sampler": sampler, "population": "10"])
        let codec = TrialCodec(space: problem.space, objectives: problem.objectives)
        let outcomes = try storage.blocks(of: storage.study(named: "s"), startingIn: 0..<90).flatMap {
            try codec.outcomes(of: $0)
        }
        func median(_ outcomes: ArraySlice<Outcome>) -> Double {
            outcomes.map { $0.costs[0] }.sorted()[outcomes.count / 2]
        }
        #expect(median(outcomes.suffix(30)) < median(outcomes.prefix(30)), "later points are better")
        // Resumed, Optuna gives the same points again.
        #expect(try run(plugin, in: storage, until: 95, problem: problem) == .reachedTarget)
    }
}
