import Foundation
import Services
import Testing

/// The server of these tests.
enum Server {
    static let service = Service(script: "with-postgresql", variable: "NAXDSE_TEST_POSTGRESQL")
    static var reason: Comment { Comment(rawValue: service.reason) }
}

/// Where a test keeps its study.
enum StudyPlace: CaseIterable {
    case file, server
    static let all: [StudyPlace] = Server.service.isThere ? [.file, .server] : [.file]

    func storage(in folder: URL) -> String {
        self == .server ? Server.service.address! : folder.appending(path: "studies.sqlite").path
    }
}

@Suite struct WorkerCommandTests {
    private let name = "study \(UUID().uuidString)"

    /// Killed, told to end, or left to finish: what workers do is what one process does.
    @Test(arguments: StudyPlace.all) func workersComeGoAndAreKilled(place: StudyPlace) throws {
        try withTemporaryFolder { folder in
            let storage = place.storage(in: folder)
            let begun = try Tool.run(
                "search", "run", "resnet20-converters", "--study", name, "--storage", storage, "--trials", "0",
                "--seed", "3", in: folder)
            #expect(begun.status == 0, "\(begun.errors)")
            let arguments = ["worker", "--study", storage, "--study-name", name, "--threads", "1", "--trials"]
            let workers = try (0..<4).map { _ in try Tool.start(arguments + ["1000000"], in: folder) }
            defer { for worker in workers where worker.isRunning { worker.terminate() } }
            func show() throws -> (trials: Int, workers: [[String: Any]]) {
                let study = try #require(
                    try Tool.run("search", "show", name, "--storage", storage, "--json", in: folder).json
                        as? [String: Any])
                return (try #require(study["trials"] as? Int), try #require(study["workers"] as? [[String: Any]]))
            }
            // All of them are at work.
            while try show().workers.count(where: { $0["evaluated"] as? Int ?? 0 > 0 }) < 4,
                workers.allSatisfy(\.isRunning)
            { usleep(20_000) }
            for (worker, signal) in [SIGKILL, SIGTERM, SIGINT, SIGTERM].enumerated() {
                let before = try show().trials
                while try show().trials < before + 100, workers[3].isRunning { usleep(20_000) }
                kill(workers[worker].processIdentifier, signal)
            }
            for worker in workers { worker.waitUntilExit() }
            #expect(workers[0].terminationReason == .uncaughtSignal)
            #expect(workers[1...].allSatisfy { $0.terminationReason == .exit && $0.terminationStatus == 0 })
            let target = try show().trials + 200
            #expect(try Tool.run(arguments + ["\(target)"], in: folder).status == 0)
            _ = try Tool.run(
                "search", "run", "resnet20-converters", "--study", "alone", "--storage", "alone.sqlite", "--trials",
                "\(target)", "--seed", "3", in: folder)
            let export = try Tool.run("search", "export", name, "--storage", storage, "--csv", in: folder)
            #expect(
                try export.output
                    == Tool.run("search", "export", "alone", "--storage", "alone.sqlite", "--csv", in: folder).output)
            let records = try show().workers
            #expect(records.compactMap { $0["evaluated"] as? Int }.reduce(0, +) == target)
            let states = records.compactMap { $0["state"] as? String }
            #expect(
                states.count(where: { $0 == "lost" }) == 1 && states.count(where: { $0 == "left" }) == 4, "\(states)")
            #expect(try Tool.run("search", "delete", name, "--yes", "--storage", storage, in: folder).status == 0)
        }
    }

    @Test(.enabled(if: Server.service.isThere, Server.reason)) func aServerThatStaysAwayEndsAWorkerAndNotTheStudy()
        throws
    {
        try withTemporaryFolder { folder in
            let server = try MortalServer()
            let begun = try Tool.run(
                "search", "run", "resnet20-converters", "--study", name, "--storage", server.url, "--trials", "0",
                in: folder)
            #expect(begun.status == 0, "\(begun.errors)")
            @Sendable func trials() throws -> Int? {
                (try? Tool.run("search", "show", name, "--storage", server.url, "--json", in: folder).json
                    as? [String: Any])?["trials"] as? Int
            }
            let ending = Thread {
                while ((try? trials()) ?? nil) ?? 0 < 300, !Thread.current.isCancelled { usleep(20_000) }
                try? server.end(by: SIGQUIT)
            }
            ending.start()
            let work = ["worker", "--study", server.url, "--patience", "1", "--trials"]
            let worker = try Tool.run(work + ["1000000"], in: folder)
            ending.cancel()
            #expect(worker.status == 1, "\(worker.errors)")
            #expect(
                worker.errors.contains(
                    "naxdse: error: the server of \(server.url) went away and has not come back for 1.0 s ("),
                "\(worker.errors)")
            #expect(
                worker.errors.contains("; start the server and resume; nothing that was stored is lost"),
                "\(worker.errors)")

            try server.start(after: 0)
            var found: Int?
            for _ in 0..<600 {
                found = try trials()
                if found != nil { break }
                usleep(100_000)
            }
            let stored = try #require(found)
            #expect(stored >= 300)
            #expect(try Tool.run(work + ["\(stored + 300)"], in: folder).status == 0)
            _ = try Tool.run(
                "search", "run", "resnet20-converters", "--study", "alone", "--storage", "alone.sqlite", "--trials",
                "\(stored + 300)", in: folder)
            let export = try Tool.run("search", "export", name, "--storage", server.url, "--csv", in: folder)
            #expect(
                try export.output
                    == Tool.run("search", "export", "alone", "--storage", "alone.sqlite", "--csv", in: folder).output)
        }
    }

    @Test func whatCannotBeIsRefused() throws {
        try withTemporaryFolder { folder in
            func refused(_ arguments: [String], says words: String, status: Int32 = 1) throws {
                let tool = try Tool.run(arguments, in: folder)
                #expect(
                    tool.status == status && tool.errors.contains(words), "\(arguments): \(tool.status) \(tool.errors)")
            }
            try refused(["worker", "--study", "absent.sqlite"], says: "there is no file absent.sqlite")
            try refused(["worker", "--study", "a.sqlite", "--lease", "0"], says: "--lease is 0.0", status: 64)
            try refused(["worker", "--study", "a.sqlite", "--patience", "0"], says: "--patience is 0.0", status: 64)
            for study in ["a", "b"] {
                _ = try Tool.run(
                    "search", "run", "resnet20-crossbars", "--study", study, "--storage", "a.sqlite", "--trials", "0",
                    in: folder)
            }
            try refused(["worker", "--study", "a.sqlite"], says: "say which with --study-name: 'a', 'b'")
            try refused(["worker", "--study", "a.sqlite", "--study-name", "c"], says: "has no study 'c'")
            try refused(
                ["worker", "--study", "postgresql://me:hush@/x?host=/nowhere", "--patience", "1"],
                says: "the server of postgresql://me@/x?host=/nowhere has not let anybody in for 1.0 s")
            try refused(["submit", "--study", "a.sqlite", "--study-name", "a"], says: "--slurm", status: 64)
            try refused(
                ["submit", "--slurm", "--study", "postgresql://me:hush@server/x"], says: "the URL holds a password")
            let hush = try Tool.run(
                "worker", "--study", "postgresql://me:hush@/x?host=/nowhere", "--patience", "1", in: folder)
            #expect(!hush.errors.contains("hush"))
        }
    }

    /// A study's name is only ever a name, whatever the shell would make of it.
    @Test func theScriptIsWrittenAsASchedulerReadsIt() throws {
        try withTemporaryFolder { folder in
            let name = "it's $(touch pwned) `touch pwned` \"x\"; touch pwned"
            _ = try Tool.run("search", "run", "resnet20-crossbars", "--study", name, "--trials", "0", in: folder)
            let tool = try Tool.run(
                "submit", "--slurm", "--study", "studies.sqlite", "--workers", "7", "--trials", "500", "--cores", "2",
                "--time", "1:00:00", "--memory", "4G",
                "--partition", "long", "--sbatch=--nice=100", "--dry-run", in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let lines = tool.output.split(separator: "\n")
            for option in [
                "--array=1-7", "--cpus-per-task=2", "--time=1:00:00", "--mem=4G", "--partition=long", "--nice=100",
                "--requeue",
            ] {
                #expect(lines.contains("#SBATCH \(option)"), "\(option)")
            }
            #expect(
                !FileManager.default.fileExists(atPath: folder.appending(path: "slurm").path),
                "a dry run writes nothing")
            // What the shell makes of the last line: with echo in the worker's place.
            let command = try String(#require(lines.last { $0.hasPrefix("exec ") })).replacing(
                #/^exec [^ ]+/#, with: "printf '%s\\n'")
            let shell = Process(), output = Pipe()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", command]
            shell.currentDirectoryURL = folder
            shell.standardOutput = output
            try shell.run()
            let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(
                separator: "\n"
            ).map(String.init)
            shell.waitUntilExit()
            let file = folder.appending(path: "studies.sqlite").path
            #expect(
                words == [
                    "worker", "--study", file, "--study-name", name, "--lease", "30.0", "--patience", "60.0",
                    "--trials", "500", "--threads", "2",
                ])
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "pwned").path))
        }
    }
}

/// A real Slurm of one node.
private enum Cluster {
    static let service = Service(script: "with-slurm", variable: "SLURM_CONF")
    static var reason: Comment { Comment(rawValue: service.reason) }
}

@Suite(.serialized, .enabled(if: Cluster.service.isThere, Cluster.reason)) struct SlurmTests {
    private let name = "study-\(UUID().uuidString)"
    private var environment: [String: String] { ["SLURM_CONF": Cluster.service.address!] }

    private func begin(_ storage: String, in folder: URL) throws {
        let begun = try Tool.run(
            "search", "run", "resnet20-converters", "--study", name, "--storage", storage, "--trials", "0", in: folder)
        #expect(begun.status == 0, "\(begun.errors)")
    }

    private func submission(_ storage: String, workers: Int, trials: Int) -> [String] {
        [
            "submit", "--slurm", "--study", storage, "--study-name", name, "--workers", "\(workers)", "--cores", "1",
            "--trials", "\(trials)", "--lease", "5",
        ]
    }

    private func show(_ storage: String, in folder: URL) throws -> [String: Any] {
        try #require(
            try Tool.run("search", "show", name, "--storage", storage, "--json", in: folder).json as? [String: Any])
    }

    private func expectAsAlone(_ storage: String, trials: Int, in folder: URL) throws {
        _ = try Tool.run(
            "search", "run", "resnet20-converters", "--study", "alone", "--storage", "alone.sqlite", "--trials",
            "\(trials)", in: folder)
        let alone = try Tool.run("search", "export", "alone", "--storage", "alone.sqlite", "--csv", in: folder).output
        #expect(try Tool.run("search", "export", name, "--storage", storage, "--csv", in: folder).output == alone)
    }

    private func slurm(_ words: String...) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        try process.run()
        defer { process.waitUntilExit() }
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    @Test(arguments: StudyPlace.all) func aJobArrayDoesTheStudyAlsoWhenAWorkerIsKilled(place: StudyPlace) throws {
        try withTemporaryFolder { folder in
            let storage = place.storage(in: folder)
            try begin(storage, in: folder)
            let killer = Thread { [self] in
                // The process that is at work and has done the most.
                while true {
                    let workers = (try? show(storage, in: folder)["workers"] as? [[String: Any]]) ?? []
                    let busy = workers.filter {
                        $0["state"] as? String == "working" && $0["evaluated"] as? Int ?? 0 > 0
                    }
                    if busy.count > 1, let process = busy[0]["process"] as? Int {
                        kill(pid_t(process), SIGKILL)
                        return
                    }
                    if Thread.current.isCancelled { return }
                    usleep(50_000)
                }
            }
            killer.start()
            let tool = try Tool.run(submission(storage, workers: 3, trials: 1500), in: folder, environment: environment)
            killer.cancel()
            #expect(tool.status == 0, "\(tool.output)\(tool.errors)")
            #expect(
                tool.output.contains("study \(name): 1500 trials") && tool.output.contains("1 of them lost"),
                "\(tool.output)\(tool.errors)")
            #expect(tool.errors.contains("is lost; "), "\(tool.errors)")
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "slurm/\(name).sbatch").path))
            try expectAsAlone(storage, trials: 1500, in: folder)
        }
    }

    /// The controller takes the node for dead: the tasks are put back into the queue, and started anew when it is back.
    @Test func aLostNodesTasksAreStartedAnew() throws {
        try withTemporaryFolder { folder in
            let storage = StudyPlace.file.storage(in: folder)
            try begin(storage, in: folder)
            let following = try Tool.start(
                submission(storage, workers: 2, trials: 3000), in: folder, environment: environment)
            while try show(storage, in: folder)["trials"] as? Int ?? 0 < 100, following.isRunning { usleep(50_000) }
            let node = try slurm("sinfo", "--noheader", "--format=%n").trimmingCharacters(in: .whitespacesAndNewlines)
            _ = try slurm("scontrol", "update", "NodeName=\(node)", "State=DOWN", "Reason=test")
            while try slurm("squeue", "--noheader", "--array", "--format=%T").contains("RUNNING"), following.isRunning {
                usleep(50_000)
            }
            // A task that is started anew while the daemon still has its first one drains the node.
            let deadline = ContinuousClock.now + .seconds(30)
            while try Tool.run(URL(filePath: "/usr/bin/env"), ["pgrep", "-x", "slurmstepd"], in: nil).status == 0,
                ContinuousClock.now < deadline
            {
                usleep(100_000)
            }
            sleep(2)
            _ = try slurm("scontrol", "update", "NodeName=\(node)", "State=RESUME")
            // A task that is put back waits for two minutes, unless its begin is set.
            for task in try slurm("squeue", "--noheader", "--array", "--format=%i").split(
                whereSeparator: \.isWhitespace)
            {
                _ = try slurm("scontrol", "update", "JobId=\(task)", "StartTime=now")
            }
            following.waitUntilExit()
            #expect(following.terminationStatus == 0)
            try expectAsAlone(storage, trials: 3000, in: folder)
            #expect(
                try #require(show(storage, in: folder)["workers"] as? [[String: Any]]).count >= 4,
                "two at first, two anew")
        }
    }

    @Test func interruptingLeavesTheJobUnlessAsked() throws {
        try withTemporaryFolder { folder in
            let storage = StudyPlace.file.storage(in: folder)
            try begin(storage, in: folder)
            for cancels in [false, true] {
                let following = try Tool.start(
                    submission(storage, workers: 1, trials: 1_000_000) + (cancels ? ["--cancel-on-interrupt"] : []),
                    in: folder, environment: environment)
                while try slurm("squeue", "--noheader", "--array", "--name=\(name)", "--format=%T").isEmpty,
                    following.isRunning
                { usleep(50_000) }
                // It has submitted; that it follows is a moment later.
                usleep(500_000)
                kill(following.processIdentifier, SIGINT)
                following.waitUntilExit()
                #expect(following.terminationReason == .exit && following.terminationStatus == 0)
                let left = try slurm(
                    "squeue", "--noheader", "--array", "--name=\(name)", "--states=PENDING,RUNNING", "--format=%i"
                ).split(whereSeparator: \.isWhitespace)
                #expect(left.count == (cancels ? 0 : 1))
                for task in left { _ = try slurm("scancel", String(task)) }
                // A job that is ending still has its name: the next round would take it for its own.
                for _ in 0..<600 {
                    if try slurm("squeue", "--noheader", "--array", "--name=\(name)", "--format=%T").isEmpty { break }
                    usleep(50_000)
                }
            }
        }
    }
}
