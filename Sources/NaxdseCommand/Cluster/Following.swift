import Diagnostics
import Optimisation
import Reports
import System
import Workbench

/// Follows a job array until the study is done, no worker is left, or the user has seen enough.
struct Following {
    let job: SlurmJob
    let study: Study
    let storage: any StudyStorage
    let target: Int?
    /// Whether Ctrl-C cancels the job.
    let cancels: Bool
    /// Ids of lost workers that were told of.
    private var told: Set<String> = []

    init(job: SlurmJob, _ study: Study, _ storage: any StudyStorage, target: Int?, cancels: Bool) {
        self.job = job
        self.study = study
        self.storage = storage
        self.target = target
        self.cancels = cancels
    }

    private static let seconds = 1.0

    mutating func run() throws {
        let stop = StopSignal(onInterrupt: true)
        // Workers lost in an earlier job are no news.
        told = Set(try storage.workers(of: study).filter { $0.state == .lost }.map(\.worker.id))
        var line = ProgressLine(of: "trials", total: target, alreadyDone: study.trials)
        while true {
            let states = try job.states()
            let now = try storage.study(named: study.record.name)
            let workers = try storage.workers(of: study)
            for worker in news(workers) {
                line.finish()
                Output.printError(worker)
            }
            let working = workers.count(where: { $0.state == .working })
            let waiting = states?["PENDING"] ?? 0
            line.update(
                done: now.trials,
                notes: [
                    "\(working) workers" + (waiting > 0 ? ", \(waiting) waiting" : "")
                        + (states == nil ? ", Slurm does not answer" : "")
                ])
            if isDone(now) || states?.isEmpty == true {
                line.finish()
                return try report(now, workers)
            }
            if stop.isStopped {
                line.finish()
                return try interrupted(now)
            }
            // Until the next look, or a signal.
            pause(seconds: Self.seconds)
        }
    }

    private func isDone(_ study: Study) -> Bool { study.isFinished || target.map { study.trials >= $0 } ?? false }

    /// A sentence for each worker that was lost since the last look.
    private mutating func news(_ workers: [WorkerRecord]) -> [String] {
        workers.filter { $0.state == .lost && told.insert($0.worker.id).inserted }.map { worker in
            "worker on \(worker.host) (process \(worker.worker.process)) is lost; "
                + (worker.released > 0
                    ? "its \(worker.released) trials went to others" : "what it was evaluating goes to others")
        }
    }

    private func interrupted(_ now: Study) throws {
        if cancels {
            try job.cancel()
            Output.printError(
                "job \(job.id) is cancelled; study '\(now.record.name)' has \(now.trials) trials and can go on")
        } else {
            Output.printError(
                """
                job \(job.id) goes on; follow it again with `naxdse submit --slurm --follow \(job.id) …`, end it with `scancel \(job.id)`
                """)
        }
    }

    private func report(_ now: Study, _ workers: [WorkerRecord]) throws {
        let lost = workers.filter { $0.state == .lost }
        let released = lost.map(\.released).reduce(0, +)
        try Output.write(
            """
            study \(now.record.name): \(now.trials) trials\(now.isFinished ? ", its strategy has nothing more to look at" : "")
            \(workers.count) workers so far, \(lost.count) of them lost, with \(released) trials that others did

            """)
        guard isDone(now) else {
            throw InputError(
                "job \(job.id) has ended, and the study is not done",
                hint:
                    "see the workers' output in the folder of the script, and submit again: nothing that was stored is lost"
            )
        }
    }
}
