import Diagnostics
import System

/// A job array under way.
package struct SlurmJob {
    package var id: String

    /// Submits a script.
    /// - Throws: where sbatch refuses it; sbatch has then said why.
    package init(submitting script: String) throws(InputError) {
        let sbatch = try SlurmJob.run("sbatch", ["--parsable", script])
        // "1234" or "1234;cluster"
        let id = sbatch.text.split { ";\n ".contains($0) }.first.map(String.init) ?? ""
        guard sbatch.ending == .exit(code: 0), !id.isEmpty else {
            throw InputError(
                "sbatch refused \(script)", hint: "what it said is above; correct the options and submit again")
        }
        self.id = id
    }

    package init(id: String) { self.id = id }

    /// How many tasks of the array are in each state; empty when none is left. Nil where Slurm does not answer, which
    /// passes.
    ///
    /// squeue(1): one line a task, as pending tasks are told apart with `--array`.
    package func states() throws(InputError) -> [String: Int]? {
        let squeue = try SlurmJob.run(
            "squeue",
            [
                "--noheader", "--array", "--format=%T", "--jobs=\(id)",
                "--states=PENDING,CONFIGURING,RUNNING,SUSPENDED,COMPLETING,REQUEUED,REQUEUE_HOLD,RESIZING,STAGE_OUT,SIGNALING",
            ])
        if squeue.ending != .exit(code: 0) {
            // A job that ended some minutes ago is unknown to the controller; one that does not answer is not.
            return try SlurmJob.run("scontrol", ["ping"]).text.contains("is UP") ? [:] : nil
        }
        return squeue.text.split(separator: "\n").reduce(into: [:]) { $0[String($1), default: 0] += 1 }
    }

    package func cancel() throws(InputError) {
        let scancel = try SlurmJob.run("scancel", [id])
        if scancel.ending != .exit(code: 0) {
            throw InputError("job \(id) could not be cancelled", hint: "try `scancel \(id)`")
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws(InputError) -> ProgramRun {
        do { return try ProgramRun(program, arguments) } catch {
            throw InputError(
                "\(program) cannot be started: \(error.reason)",
                hint: "run this where Slurm is installed, or write the script with --dry-run")
        }
    }
}

extension ProgramRun {
    fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}
