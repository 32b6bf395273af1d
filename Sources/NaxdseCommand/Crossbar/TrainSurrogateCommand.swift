import ArgumentParser
import Hardware
import Optimisation
import Quantities
import Reports
import Surrogates
import System
import Workbench

/// `naxdse crossbar train-surrogate --hardware FILE --output FILE`
struct TrainSurrogateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train-surrogate",
        abstract: "Train a surrogate of a crossbar with curved cells on what the circuit solver says.",
        discussion: """
            For cells with a <nonlinearity>, or a <transistor> with a gate: those of ohmic cells have an exact matrix. A fifth of the samples is \
            kept from the training, to measure how far the surrogate is from the solver. The same seed gives the same file.

            naxdse crossbar train-surrogate --hardware mine.xml --crossbar x64 --output x64.json
            """)

    @Option(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @Option(help: "The id of a crossbar in the hardware file. (default: the one on its chip, if there is but one kind)")
    var crossbar: String?

    @Option(help: "Inputs to random arrays that are solved, eight to an array.")
    var samples = 4000

    @Option(help: "Of arrays, inputs, and the network's first weights.")
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: "The file to write, in JSON.", completion: .file(extensions: ["json"]))
    var output: String

    @Option(help: "Threads that solve at once (default: one for each processor).")
    var threads: Int?

    @OptionGroup var input: InputOptions

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard (80...10_000_000).contains(samples) else {
            throw ValidationError("--samples is \(samples): give a number from 80 to 10000000")
        }
        guard threads ?? 1 >= 1 else { throw ValidationError("use at least 1 thread") }
    }

    func run() throws {
        let architecture = try Workbench(input).architecture(hardware)
        let kind = try CrossbarSetup.kind(crossbar, of: architecture)
        try Outputs(output).check()
        let surrogate = try trained(kind, architecture.name)
        try AtomicFile.write(surrogate.text, to: output)
        let report = SurrogateReport(surrogate: surrogate, path: output, provenance: .ofReading)
        try Output.write(json ? report.json.text : report.text(on: .standardOutput))
    }

    private func trained(_ kind: CrossbarKind, _ name: String) throws -> Surrogate {
        var solving = ProgressLine(of: "samples", total: samples)
        var fitting: ProgressLine?
        defer { fitting?.finish() }
        return try Surrogate.trained(on: kind, of: name, samples: samples, seed: seed, threads: threads ?? coreCount) {
            stage, done, total in
            switch stage {
            case .solving: solving.update(done: done, notes: ["solved"])
            case .fitting:
                if fitting == nil {
                    solving.finish()
                    fitting = ProgressLine(of: "steps", total: total)
                }
                fitting?.update(done: done, notes: ["fitted"])
            }
        }
    }
}
