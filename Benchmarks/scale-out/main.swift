#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Optimisation
import RandomPlugin

// How many trials a second workers do together, beside one process alone in the same run: for evaluations that take
// so long, wherever the study is kept. An evaluation waits rather than computes, so that what is measured is the storage and
// the claims, and not how many cores this machine has. Each trial is claimed and stored by itself, in batches of some for each worker.
//
//     swift run --package-path Benchmarks -c release scale-out-benchmark                 (in an SQLite file)
//     Scripts/with-postgresql sh -c 'swift run … scale-out-benchmark "$NAXDSE_TEST_POSTGRESQL"'

/// Waits, then gives the sum of the point's values.
struct Waiting: Evaluator {
    let seconds: Double
    var grain: Int { 1 }

    func evaluate(_ points: ArraySlice<Point>, problem: Problem) -> [Outcome] {
        points.map { point in
            usleep(UInt32(seconds * 1e6))
            let sum = point.values.reduce(0.0) { sum, value in if case .integer(let number) = value { sum + Double(number) } else { sum } }
            return Outcome(measures: { _ in sum }, objectives: problem.objectives, constraints: [])
        }
    }
}

let problem = Problem(
    space: try Space((0..<20).map { Parameter("p\($0)", .integers(0...7)) }), objectives: [Objective(Measure(rawValue: "sum"))])

func runner(_ storage: any StudyStorage, _ name: String, seconds: Double) throws -> StudyRunner {
    StudyRunner(try storage.study(named: name), in: storage, problem: problem, strategy: RandomPlugin.plugin, evaluator: Waiting(seconds: seconds))
}

/// This program again, as a worker.
func start(_ words: [String]) -> pid_t {
    var arguments = (CommandLine.arguments.prefix(1) + words).map { strdup($0) } + [nil]
    defer { for word in arguments { free(word) } }
    var process = pid_t()
    precondition(posix_spawn(&process, "/proc/self/exe", nil, nil, &arguments, environ) == 0)
    return process
}

let words = Array(CommandLine.arguments.dropFirst())
if words.count == 5, words[0] == "worker", let seconds = Double(words[3]), let trials = Int(words[4]) {
    _ = try runner(StudyLocation(words[1]).open(.existing), words[2], seconds: seconds).run(until: trials)
    exit(0)
}

let place = words.first ?? "scale-out-benchmark.sqlite"
let storage = try StudyLocation(place).open(.createIfAbsent)
print("in \(StudyLocation(place))\nevaluation  workers  trials/s  beside one  of the possible")
for milliseconds in [1.0, 10, 100] {
    var alone = 0.0
    for workers in [1, 2, 4, 8] {
        let seconds = milliseconds / 1e3
        // Some seconds of work, whoever does it.
        let trials = min(800, Int(Double(workers) * 4 / seconds))
        let name = "benchmark \(getpid()) \(milliseconds) \(workers)"
        let study = try storage.create(StudyRecord(
            name: name, created: StudyRecord.now, version: "benchmark", seed: 1, strategy: "random", settings: try Settings([:], declared: []),
            batch: max(64, 8 * workers), space: problem.space, objectives: problem.objectives, constraints: []))
        let began = ContinuousClock.now
        let processes = (0..<workers).map { _ in start(["worker", place, name, "\(seconds)", "\(trials)"]) }
        for process in processes {
            var status: Int32 = 0
            waitpid(process, &status, 0)
            precondition(status == 0, "a worker failed")
        }
        let rate = Double(trials) / (began.duration(to: .now) / .seconds(1))
        let stored = try storage.study(named: name).trials
        precondition(stored == trials, "\(stored) trials where \(trials) were wanted")
        try storage.delete(study)
        if workers == 1 { alone = rate }
        func text(_ number: Double, _ width: Int) -> String {
            let text = "\((number * 100).rounded() / 100)"
            return String(repeating: " ", count: max(0, width - text.count)) + text
        }
        print("\(text(milliseconds, 7)) ms  \(text(Double(workers), 7))  \(text(rate, 8))  \(text(rate / alone, 9))×  \(text(rate * seconds / Double(workers) * 100, 12)) %")
    }
}
