import Diagnostics
import Foundation
import Optimisation
import Testing

/// What a user meets when the machine fails: a message and exit code 1, or the end of the process, and in any case a
/// study with everything that was stored, which goes on as if nothing had been.
@Suite struct FaultTests {
    /// The trials of a study that nothing happened to.
    private func undisturbed(_ trials: Int, in folder: URL) throws -> String {
        let run = try Tool.run(
            "search", "run", "resnet20-crossbars", "--study", "s", "--storage", "whole.sqlite", "--trials", "\(trials)",
            in: folder)
        #expect(run.status == 0, "\(run.errors)")
        return try Tool.run("search", "export", "s", "--storage", "whole.sqlite", "--csv", in: folder).output
    }

    /// Goes on with what is stored and compares it with the undisturbed study.
    private func expectGoesOn(
        _ storage: String, in folder: URL, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let stored =
            try Tool.run("search", "export", "s", "--storage", storage, "--csv", in: folder).output.split(
                separator: "\r\n"
            ).count - 1
        let target = max(stored, 0) + 300
        let resumed = try Tool.run("search", "resume", "s", "--storage", storage, "--trials", "\(target)", in: folder)
        #expect(resumed.status == 0, "\(resumed.errors)", sourceLocation: sourceLocation)
        let export = try Tool.run("search", "export", "s", "--storage", storage, "--csv", in: folder).output
        #expect(try export == undisturbed(target, in: folder), sourceLocation: sourceLocation)
    }

    @Test(.enabled(if: Mount.isPossible, "mounting a small disk takes root")) func aFullDiskIsToldAndLosesNothing()
        throws
    {
        try withTemporaryFolder { folder in
            let disk = try Mount("size=600k", at: folder.appending(path: "disk"))
            defer { disk.end() }
            let run = try Tool.run(
                "search", "run", "resnet20-crossbars", "--study", "s", "--storage", "disk/s.sqlite", "--strategy",
                "nsga2", "--trials", "1000000", in: folder)
            #expect(
                run.status == 1 && run.errors.contains("the disk is full: disk/s.sqlite could not grow"),
                "\(run.status) \(run.errors)")
            try disk.change("size=60m")
            try expectGoesOn("disk/s.sqlite", in: folder)
        }
    }

    @Test func aFileThatMayNotGrowIsToldAndLosesNothing() throws {
        try withTemporaryFolder { folder in
            let arguments = [
                "search", "run", "resnet20-crossbars", "--study", "s", "--storage", "s.sqlite", "--trials", "1000000",
            ]
            // In blocks of 512 bytes (POSIX).
            let run = try Tool.run(under: "ulimit -f 400", arguments, in: folder)
            #expect(
                run.status == 1 && run.errors.contains("s.sqlite") && run.errors.contains("nothing that was stored"),
                "\(run.status) \(run.errors)")
            try expectGoesOn("s.sqlite", in: folder)
        }
    }

    /// Swift ends a process that gets no memory, wherever it is then.
    @Test func aLimitOfMemoryEndsTheProcessAndNotTheStudy() throws {
        try withTemporaryFolder { folder in
            let start = try Tool.run(
                under: "ulimit -v 60000",
                ["search", "run", "resnet20-crossbars", "--study", "s", "--storage", "s.sqlite"], in: folder)
            #expect(start.status != 0 && !start.errors.isEmpty)
            for round in 1...3 {
                let arguments = round == 1 ? ["run", "resnet20-crossbars", "--study", "s"] : ["resume", "s"]
                let process = try Tool.start(
                    ["search"] + arguments + ["--storage", "s.sqlite", "--trials", "1000000"], in: folder)
                while try stored(in: folder) < 300 * round, process.isRunning { usleep(10_000) }
                // From now on it gets no more than it has.
                let limit = Process()
                limit.executableURL = URL(filePath: "/usr/bin/env")
                limit.arguments = ["prlimit", "--pid", "\(process.processIdentifier)", "--as=1000000"]
                try limit.run()
                limit.waitUntilExit()
                for _ in 0..<300 where process.isRunning { usleep(10_000) }
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
                process.waitUntilExit()
                #expect(process.terminationReason == .uncaughtSignal || process.terminationStatus == 1)
            }
            try expectGoesOn("s.sqlite", in: folder)
        }
    }

    private func stored(in folder: URL, _ storage: String = "s.sqlite") throws -> Int {
        let list = try Tool.run("search", "list", "--storage", storage, "--json", in: folder)
        return (try? list.json as? [[String: Any]])?.first?["trials"] as? Int ?? 0
    }

    @Test(.enabled(if: Mount.isPossible, "mounting a read-only disk takes root"))
    func aReadOnlyDiskIsReadAndNotWritten() throws {
        try withTemporaryFolder { folder in
            let disk = try Mount("size=10m", at: folder.appending(path: "disk"))
            defer { disk.end() }
            let storage = "disk/it's 100% full?.sqlite"
            _ = try Tool.run(
                "search", "run", "resnet20-crossbars", "--study", "s", "--storage", storage, "--trials", "200",
                in: folder)
            try disk.change("ro")
            let show = try Tool.run("search", "show", "s", "--storage", storage, in: folder)
            #expect(show.status == 0 && show.output.contains("trials       200"), "\(show.errors)")
            for arguments in [
                ["resume", "s", "--trials", "300"], ["run", "resnet20-crossbars", "--study", "t"],
                ["delete", "s", "--yes"],
            ] {
                let tool = try Tool.run(["search"] + arguments + ["--storage", storage], in: folder)
                #expect(
                    tool.status == 1 && tool.errors.hasPrefix("naxdse: error: disk/it's 100% full?.sqlite")
                        && tool.errors.contains("; "), "\(tool.errors)")
            }
            let new = try Tool.run("search", "run", "resnet20-crossbars", "--storage", "disk/new.sqlite", in: folder)
            #expect(
                new.status == 1 && new.errors.contains("check that its folder exists and that you may write there"),
                "\(new.errors)")
            let page = try Tool.run(
                "search", "front", "s", "--storage", storage, "--html", "disk/page.html", in: folder)
            #expect(page.status == 1 && page.errors.contains("disk/page.html"), "\(page.errors)")
            try disk.change("rw")
            try expectGoesOn(storage, in: folder)
        }
    }

    /// Cut off anywhere, or with any bits flipped, a file gives the trials that were stored or a message.
    @Test func aDamagedFileGivesItsTrialsOrAnError() throws {
        try withTemporaryFolder { folder in
            let whole = try undisturbed(400, in: folder)
            let good = try Data(contentsOf: folder.appending(path: "whole.sqlite"))
            // The same places each time; a failure tells which.
            var random = SeededRandom(seed: 11)
            var noticed = 0
            for round in 0..<24 {
                var bad = good
                let place = random.below(good.count), bit = UInt8(random.below(8))
                if round % 3 == 0 { bad.removeLast(place + 1) } else { bad[place] ^= 1 << bit }
                if round % 3 == 2 { for index in place..<min(place + 64, good.count) { bad[index] ^= 0x5A } }
                try bad.write(to: folder.appending(path: "bad.sqlite"))
                for suffix in ["-wal", "-shm"] {
                    try? FileManager.default.removeItem(at: folder.appending(path: "bad.sqlite" + suffix))
                }
                let export = try Tool.run("search", "export", "s", "--storage", "bad.sqlite", "--csv", in: folder)
                let what = "round \(round), byte \(place), bit \(bit): \(export.status) \(export.errors)"
                if export.status == 0 {
                    #expect(export.output == whole, "\(what)")
                } else {
                    noticed += 1
                    #expect(
                        export.status == 1 && export.errors.hasPrefix("naxdse: error: ")
                            && export.errors.contains("; "), "\(what)")
                }
                let resume = try Tool.run(
                    "search", "resume", "s", "--storage", "bad.sqlite", "--trials", "500", in: folder)
                #expect(resume.status == 0 || resume.status == 1, "\(what), resumed: \(resume.status) \(resume.errors)")
            }
            #expect(noticed > 5)
        }
    }

    /// Trials of each worker of a study, in the order in which they joined.
    private func evaluated(in folder: URL) throws -> [Int] {
        let show = try #require(try Tool.run("search", "show", "s", "--json", in: folder).json as? [String: Any])
        return try #require(show["workers"] as? [[String: Any]]).compactMap { $0["evaluated"] as? Int }
    }

    /// The wall clock goes an hour forward, then a year back, while two processes work on a study.
    @Test func aClockThatJumpsChangesNothing() throws {
        try withTemporaryFolder { folder in
            let shim = try ClockShim(in: folder)
            _ = try Tool.run("search", "run", "resnet20-converters", "--study", "s", "--trials", "0", in: folder)
            let arguments = ["worker", "--study", "studies.sqlite", "--threads", "1", "--trials"]
            let workers = try (0..<2).map { _ in
                try Tool.start(arguments + ["1000000"], in: folder, environment: shim.environment)
            }
            defer { for worker in workers where worker.isRunning { worker.terminate() } }
            func bothGoOn() throws {
                let before = try evaluated(in: folder)
                while workers.allSatisfy(\.isRunning) {
                    let now = try evaluated(in: folder)
                    if now.count == 2, zip(now, before + [0, 0]).allSatisfy({ $0 >= $1 + 100 }) { return }
                    usleep(20_000)
                }
            }
            try bothGoOn()
            for offset in [3600, -31_536_000, 0, 86_400] {
                try shim.set(offset)
                try bothGoOn()
            }
            for worker in workers {
                worker.terminate()
                worker.waitUntilExit()
                #expect(worker.terminationReason == .exit && worker.terminationStatus == 0)
            }
            let target = try stored(in: folder, "studies.sqlite") + 500
            #expect(try Tool.run(arguments + ["\(target)"], in: folder).status == 0)
            _ = try Tool.run(
                "search", "run", "resnet20-converters", "--study", "whole", "--storage", "w.sqlite", "--trials",
                "\(target)", in: folder)
            #expect(
                try Tool.run("search", "export", "s", "--csv", in: folder).output
                    == Tool.run("search", "export", "whole", "--storage", "w.sqlite", "--csv", in: folder).output)
            #expect(try evaluated(in: folder).reduce(0, +) == target, "no trial was done twice")
            let show = try #require(try Tool.run("search", "show", "s", "--json", in: folder).json as? [String: Any])
            let states = try #require(show["workers"] as? [[String: Any]])
            #expect(states.allSatisfy { $0["state"] as? String == "left" }, "nobody was taken for lost")
        }
    }
}

/// A small disk.
private struct Mount {
    let folder: URL

    static let isPossible =
        geteuid() == 0
        && (try? withTemporaryFolder { folder in
            try Mount("size=100k", at: folder.appending(path: "disk")).end()
        }) != nil

    init(_ options: String, at folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.run("mount", "-t", "tmpfs", "-o", options, "none", folder.path)
    }

    func change(_ options: String) throws { try Self.run("mount", "-o", "remount,\(options)", folder.path) }
    func end() { try? Self.run("umount", folder.path) }

    private struct Failed: Error {}
    private static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw Failed() }
    }
}

/// A library, loaded before the C library, by whose wall clock it is as late as a file says.
private struct ClockShim {
    let environment: [String: String]
    private let file: URL

    init(in folder: URL) throws {
        let source = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>
            static long offset(void) {
                char text[32] = {0};
                int file = open(getenv("CLOCK_OFFSET"), O_RDONLY);
                if (file < 0) return 0;
                if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
                close(file);
                return atol(text);
            }
            int clock_gettime(clockid_t clock, struct timespec *time) {
                int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
                int result = real(clock, time);
                if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) time->tv_sec += offset();
                return result;
            }
            int gettimeofday(struct timeval *restrict time, void *restrict zone) {
                struct timespec now;
                (void)zone;
                clock_gettime(CLOCK_REALTIME, &now);
                time->tv_sec = now.tv_sec;
                time->tv_usec = now.tv_nsec / 1000;
                return 0;
            }
            time_t time(time_t *result) {
                struct timespec now;
                clock_gettime(CLOCK_REALTIME, &now);
                if (result) *result = now.tv_sec;
                return now.tv_sec;
            }
            """
        try source.write(to: folder.appending(path: "clock.c"), atomically: true, encoding: .utf8)
        let library = folder.appending(path: "clock.so")
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        // A C compiler comes with Swift.
        compiler.arguments = [
            "clang", "-shared", "-fPIC", "-o", library.path, folder.appending(path: "clock.c").path, "-ldl",
        ]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        file = folder.appending(path: "offset")
        environment = ["LD_PRELOAD": library.path, "CLOCK_OFFSET": file.path]
        try set(0)
    }

    func set(_ seconds: Int) throws { try "\(seconds)".write(to: file, atomically: true, encoding: .utf8) }
}
