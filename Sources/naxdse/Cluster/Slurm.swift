/// A job array under way.
struct SlurmJob {
    var id: String

    /// Submits a script.
    /// - Throws: where sbatch refuses it; sbatch has then said why.
    init(submitting script: String) throws(InputError) {
        let sbatch = try SystemProgram("sbatch", ["--parsable", script])
        // "1234" or "1234;cluster"
        let id = sbatch.output.split { ";\n ".contains($0) }.first.map(String.init) ?? ""
        guard sbatch.status == 0, !id.isEmpty else {
            throw InputError("sbatch refused \(script)", hint: "what it said is above; correct the options and submit again")
        }
        self.id = id
    }

    init(id: String) { self.id = id }

    /// How many tasks of the array are in each state; empty when none is left. Nil where Slurm does not answer, which passes.
    ///
    /// squeue(1): one line a task, as pending tasks are told apart with `--array`.
    func states() throws(InputError) -> [String: Int]? {
        let squeue = try SystemProgram("squeue", ["--noheader", "--array", "--format=%T", "--jobs=\(id)", "--states=PENDING,CONFIGURING,RUNNING,SUSPENDED,COMPLETING,REQUEUED,REQUEUE_HOLD,RESIZING,STAGE_OUT,SIGNALING"])
        if squeue.status != 0 {
            // A job that ended some minutes ago is unknown to the controller; one that does not answer is not.
            return try SystemProgram("scontrol", ["ping"]).output.contains("is UP") ? [:] : nil
        }
        return squeue.output.split(separator: "\n").reduce(into: [:]) { $0[String($1), default: 0] += 1 }
    }

    func cancel() throws(InputError) {
        let scancel = try SystemProgram("scancel", [id])
        if scancel.status != 0 { throw InputError("job \(id) could not be cancelled", hint: "try `scancel \(id)`") }
    }
}
