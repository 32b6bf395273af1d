import Optimisation

/// A batch script of Slurm that starts workers as a job array (sbatch(1)).
package struct SlurmScript {
    package var name: String
    package var workers: Int
    /// What each task runs.
    package var command: [String]
    /// The folder of the tasks' output.
    package var folder: String
    package var cores: Int?
    package var partition: String?
    /// As Slurm writes it: minutes, or hours:minutes:seconds, or days-hours.
    package var time: String?
    /// As Slurm writes it: megabytes, or 4G.
    package var memory: String?
    package var account: String?
    /// Further options of sbatch, as they are.
    package var further: [String] = []

    package init(
        name: String, workers: Int, command: [String], folder: String, cores: Int? = nil,
        partition: String? = nil, time: String? = nil, memory: String? = nil, account: String? = nil,
        further: [String] = []
    ) {
        self.name = name
        self.workers = workers
        self.command = command
        self.folder = folder
        self.cores = cores
        self.partition = partition
        self.time = time
        self.memory = memory
        self.account = account
        self.further = further
    }

    package var text: String {
        var options = [
            "--job-name=\(name)", "--array=1-\(workers)", "--ntasks=1", "--output=\(folder)/worker-%A_%a.out",
            // A worker of a node that failed is started anew elsewhere; its output goes on in the same file.
            "--requeue", "--open-mode=append",
            // Before its time is over a worker is told to store what it has; nothing is lost if it cannot.
            "--signal=B:TERM@60",
        ]
        if let cores { options.append("--cpus-per-task=\(cores)") }
        if let partition { options.append("--partition=\(partition)") }
        if let time { options.append("--time=\(time)") }
        if let memory { options.append("--mem=\(memory)") }
        if let account { options.append("--account=\(account)") }
        options += further
        return """
            #!/bin/sh
            # \(workers) workers on study \(oneLine(name)), written by naxdse \(Workbench.version).
            \(options.map { "#SBATCH \(directive($0))" }.joined(separator: "\n"))

            # exec: signals reach the worker itself.
            exec \(command.map(shellQuoted).joined(separator: " "))

            """
    }

    /// sbatch splits a directive at spaces outside quotes; a line feed would end it.
    private func directive(_ option: String) -> String {
        let option = oneLine(option)
        return option.contains { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "#" || $0 == "\\" }
            ? "\"" + option.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" : option
    }
}

/// A text without line feeds and other control characters.
private func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "_" : $0 }))
}

/// A word as the shell reads it back, whatever is in it.
package func shellQuoted(_ word: String) -> String {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=@%+,"
    if !word.isEmpty, word.allSatisfy({ plain.contains($0) }) { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
}
