import ArgumentParser
import Circuit
import Hardware
import Quantities
import Reports
import Search
import System

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
        guard (80...10_000_000).contains(samples) else { throw ValidationError("--samples is \(samples): give a number from 80 to 10000000") }
        guard threads ?? 1 >= 1 else { throw ValidationError("use at least 1 thread") }
    }

    func run() throws {
        let architecture = try Inputs(input).architecture(hardware)
        let kind = try CrossbarSetup.kind(crossbar, of: architecture)
        try Outputs(output).check()
        let surrogate = try trained(kind, architecture.name)
        try AtomicFile.write(surrogate.text, to: output)
        let report = SurrogateReport(surrogate: surrogate, path: output, provenance: .ofCommand)
        try Output.write(json ? report.json.text : report.text(on: .standardOutput))
    }

    private func trained(_ kind: CrossbarKind, _ name: String) throws -> Surrogate {
        func line(_ noun: String, _ total: Int) -> ProgressLine {
            ProgressLine(of: noun, total: total, on: .standardError) { Output.progress($0) }
        }
        var solving = line("samples", samples)
        var fitting: ProgressLine?
        defer { fitting?.finish() }
        return try Surrogate.trained(on: kind, of: name, samples: samples, seed: seed, threads: threads ?? coreCount) { stage, done, total in
            switch stage {
            case .solving: solving.update(done: done, note: "solved")
            case .fitting:
                if fitting == nil {
                    solving.finish()
                    fitting = line("steps", total)
                }
                fitting?.update(done: done, note: "fitted")
            }
        }
    }
}

/// How good a surrogate is.
struct SurrogateReport {
    let surrogate: Surrogate
    let path: String
    let provenance: Provenance

    private var rows: [(words: String, key: String, spread: SurrogateErrors.Spread)] {
        let errors = surrogate.errors
        return [
            ("cells taken as ohmic", "linear", errors.linear), ("two effective matrices", "matrices", errors.matrices),
            ("surrogate", "surrogate", errors.surrogate),
        ]
    }

    func text(on terminal: Terminal) -> String {
        let errors = surrogate.errors
        func share(_ current: Current) -> Table.Cell { .init((100 * (current / errors.current)).text(significant: 3)) }
        let table = Table(
            columns: [
                .init("output currents by", .leading), .init("root mean square", unit: "%", .decimal), .init("median", unit: "%", .decimal),
                .init("99 of 100 below", unit: "%", .decimal), .init("largest", unit: "%", .decimal),
            ],
            rows: rows.map { [.init($0.words), share($0.spread.rootMeanSquare), share($0.spread.median), share($0.spread.percentile99), share($0.spread.largest)] })
        let scope = surrogate.scope
        return "crossbar '\(surrogate.origin.crossbar)' of \(surrogate.origin.hardware): \(scope.rows)×\(scope.columns), 0 V to \(scope.highestVoltage), "
            + "cells of \(scope.conductances.lowerBound) to \(scope.conductances.upperBound); \(surrogate.origin.samples) samples, seed \(surrogate.origin.seed)\n\n"
            + table.text(on: terminal)
            + "\nerrors over \(errors.points) outputs that were not trained on, in % of their root mean square, \(errors.current)\nwritten to \(path)\n"
    }

    var json: JSON {
        let (scope, errors) = (surrogate.scope, surrogate.errors)
        return [
            "crossbar": .string(surrogate.origin.crossbar), "hardware": .string(surrogate.origin.hardware), "rows": .integer(scope.rows),
            "columns": .integer(scope.columns), "samples": .integer(surrogate.origin.samples), "seed": .string("\(surrogate.origin.seed)"),
            "highest_voltage_V": .number(scope.highestVoltage.si), "lowest_conductance_S": .number(scope.conductances.lowerBound.si),
            "highest_conductance_S": .number(scope.conductances.upperBound.si), "held_out_outputs": .integer(errors.points),
            "current_root_mean_square_A": .number(errors.current.si),
            "errors": .object(rows.map { row in
                .init(row.key, [
                    "root_mean_square_A": .number(row.spread.rootMeanSquare.si), "median_A": .number(row.spread.median.si),
                    "percentile_99_A": .number(row.spread.percentile99.si), "largest_A": .number(row.spread.largest.si),
                ])
            }),
            "file": .string(path), "provenance": provenance.json,
        ]
    }
}
