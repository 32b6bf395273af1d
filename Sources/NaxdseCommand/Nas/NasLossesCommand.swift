import ArgumentParser
import CoSearch
import Diagnostics
import Optimisation
import Reports
import System
import Workbench

/// `naxdse nas losses FOLDER`
struct NasLossesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "losses",
        abstract:
            "Measure by how much each choice at each layer raises a search's loss, for strategies that train nothing.",
        discussion: """
            One layer at a time leaves the base, the network's own kernels on one kind of crossbar, then one block or width, and the rise of the loss on images that \
            the weights were not trained with is written down. A search file that includes what is written can limit the sum \
            (docs/search.md). What the sum says of whole designs is told beside what they have: how far layers are independent.
              naxdse nas losses found -o losses.xml
            """)

    @Argument(help: "The folder of a search.", completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "The new file of losses.", completion: .file(extensions: ["xml"]))
    var output: String

    @Option(help: "The kind of crossbar of the base; without it, the one with the least loss.")
    var base: String?

    @Option(help: "Images, at most.")
    var images = 2000

    @Option(
        help:
            "Rises are written in whole steps of this: finer than the measurement's noise they say nothing, and keep exact from telling choices apart that are alike."
    )
    var step = 0.005

    @Option(help: "Of what crossbars draw; without it, the search's.")
    var seed: UInt64?

    @Option(help: "Where the data set is now, where it has moved.", completion: .directory)
    var data: String?

    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if images < 1 { throw ValidationError("--images is \(images); give 1 or more") }
        if !(step >= 1e-6 && step.isFinite) { throw ValidationError("--step is \(step); give 0.000001 or more") }
    }

    func run() throws {
        let run = RunFolder(folder)
        let record = try run.record()
        guard record.kind == .search else {
            throw InputError(
                "the run in '\(folder)' is a \(record.kind.rawValue): it has no choices to compare",
                hint: "give the folder of a search")
        }
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let session = try NasSession(
            run.search(record), Workbench(input), hasEffects: record.recipe.hasEffects,
            nested: record.recipe.nestsKernels, choosing: record.recipe.widths)
        let found = try run.foundChoices(session)
        let training = try session.training(record, session.images(data ?? record.data, of: record), tensors)
        try Outputs(output).check()
        try training.resume(from: run.checkpointPath)
        let problem = session.problem
        let kinds = base.map { [$0] } ?? session.chosenCrossbars
        var designs = try kinds.map {
            (name: $0.isEmpty ? "as it was" : "\($0) alone", choices: try session.uniformChoices($0))
        }
        let seed = seed ?? record.recipe.seed
        func probe(_ choices: [Int]) throws -> Double { try training.probe(choices, images: images, seed: seed).loss }
        var measured = try designs.map { try probe($0.choices) }
        let best = measured.indices.min { measured[$0] < measured[$1] }!
        let rises = try rises(training, base: designs[best].choices, seed: seed)
        designs.append(("found", found))
        measured.append(try probe(found))

        let count = min(images, training.unseenImages.count)
        try AtomicFile.write(
            session.losses(rises).text(
                description:
                    "Rises of the mean cross-entropy over \(problem.setup.design.network.name), \(designs[best].name), on \(count) images; search of seed \(record.recipe.seed), \(training.reports.count) epochs, draws of seed \(seed)."
            ),
            to: output)
        try write(
            designs.indices.map { index in
                let sum = zip(rises, designs[index].choices).reduce(0.0) { $0 + $1.0[$1.1] }
                return Row(
                    name: designs[index].name, rise: measured[index] - measured[best], sum: sum,
                    edap: problem.cost(of: designs[index].choices).edap * 1e6)
            }, loss: measured[best], of: designs[best].name)
    }

    /// In whole steps.
    private func rises(_ training: TrainingRun, base: [Int], seed: UInt64) throws -> [[Double]] {
        let stop = StopSignal(onInterrupt: true)
        var line: ProgressLine?
        defer { line?.finish() }
        return try training.lossRises(base: base, images: images, seed: seed) { done, total in
            if line == nil {
                line = ProgressLine(of: "choices", total: total, on: .standardError) { Output.progress($0) }
            }
            line?.update(done: done)
            if stop.isStopped {
                line?.finish()
                throw InputError(
                    "stopped after \(done) of \(total) choices; nothing was written",
                    hint: "begin again, or with fewer --images")
            }
        }.rises.map { $0.map { ($0 / step).rounded() * step } }
    }

    /// A whole design: what it adds to the loss, and what the sum over its layers says.
    private struct Row {
        var name: String
        var rise, sum, edap: Double
    }

    private func write(_ rows: [Row], loss: Double, of base: String) throws {
        switch format.choice {
        case .json:
            try Output.write(
                JSON.object([
                    .init("file", .string(output)), .init("base", .string(base)), .init("loss", .number(loss)),
                    .init(
                        "designs",
                        .array(
                            rows.map {
                                [
                                    "design": .string($0.name), "rise": .number($0.rise), "sum": .number($0.sum),
                                    "edap_Jsmm2": .number($0.edap),
                                ]
                            })),
                ]).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["design", "rise", "sum", "edap_Jsmm2"],
                    rows: rows.map { [.text($0.name), .number($0.rise), .number($0.sum), .number($0.edap)] }
                ).text)
        case .text:
            let scale = ColumnScale(of: rows.map(\.edap), metric: .edap)
            let table = Table(
                columns: [
                    .init("design", .leading), .init("rise of the loss", .decimal), .init("by the sum", .decimal),
                    .init("EDAP", unit: scale.unit, .decimal),
                ],
                rows: rows.map {
                    [
                        .init($0.name), .init($0.rise.text(decimals: 4)), .init($0.sum.text(decimals: 4)),
                        .init(scale.text($0.edap)),
                    ]
                })
            try Output.write(
                "\(output): over \(base), whose loss is \(loss.text(significant: 4))\n\n"
                    + table.text(on: .standardOutput))
        }
    }
}
