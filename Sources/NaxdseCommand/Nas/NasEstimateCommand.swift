import ArgumentParser
import CoSearch
import DesignSearch
import Diagnostics
import Optimisation
import Reports
import System
import Workbench

/// `naxdse nas estimate FOLDER`
struct NasEstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Estimate the loss of every design from random ones, for strategies that train nothing.",
        discussion: """
            Random designs of a supernet, its blocks and channels among what is drawn, are read on images that its weights were not trained with, batch-norm's statistics anew for each, and their losses \
            fitted by a sum over layers. Kendall's τ on designs that the fit has not seen tells how far it can be trusted; so it does for a fit with \
            pairs of neighbouring layers, which no sum can have. A search file that includes what is written can limit the sum (docs/search.md), and \
            exact then proves the least EDAP. A supernet that was trained evenly (--warm-up of all epochs) suits it best. What was read is \
            kept in the folder, and a stopped estimate goes on.
              naxdse nas run resnet20-cosearch --data cifar-10-batches-bin --folder even --epochs 30 --warm-up 30
              naxdse nas estimate even -o losses.xml
            """)

    @Argument(help: "The folder of a search.", completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "The new file of losses.", completion: .file(extensions: ["xml"]))
    var output: String

    @Option(help: "Random designs to read.")
    var designs = 500

    @Option(help: "Designs of these that the fit does not see, for Kendall's τ.")
    var leftOut = 100

    @Option(help: "Images, at most.")
    var images = 2000

    @Option(
        help:
            "Losses are written in whole steps of this: finer than the estimate's error they say nothing, and keep exact from telling choices apart that are alike."
    )
    var step = 0.002

    @Option(help: "Of the designs and of what crossbars draw; without it, the search's.")
    var seed: UInt64?

    @Option(help: "Where the data set is now, where it has moved.", completion: .directory)
    var data: String?

    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if images < 1 { throw ValidationError("--images is \(images); give 1 or more") }
        if leftOut < 2 { throw ValidationError("--left-out is \(leftOut); give 2 or more") }
        if designs - leftOut < 10 {
            throw ValidationError(
                "--designs \(designs) leaves \(designs - leftOut) to fit; give 10 more than --left-out, or more")
        }
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
        let seed = seed ?? record.recipe.seed
        let all = RandomDesigns(options: problem.plan.options, count: designs, seed: seed)
        let losses = try read(all, training, run, seed: seed)
        let estimate = LossEstimate(
            all.designs.map(problem.plan.active), losses: losses, options: problem.plan.options,
            dependences: problem.plan.dependences,
            neighbours: problem.plan.graph.stages.enumerated().flatMap { index, stage in
                stage.predecessors.map { ($0, index) }
            }, left: leftOut)

        // Over the uniform network with the least loss.
        var rows = try session.chosenCrossbars.map { kind in
            let choices = try session.uniformChoices(kind)
            return Row(
                name: kind.isEmpty ? "as it was" : "\(kind) alone", choices: choices,
                loss: try training.probe(choices, images: images, seed: seed).loss)
        }
        let base = rows.min { $0.loss < $1.loss }!
        rows.append(
            Row(name: "found", choices: found, loss: try training.probe(found, images: images, seed: seed).loss))
        let rises = estimate.shares.enumerated().map { layer, shares in
            shares.map { (($0 - shares[base.choices[layer]]) / step).rounded() * step }
        }
        let count = min(images, training.unseenImages.count)
        try AtomicFile.write(
            session.losses(rises).text(
                description:
                    "Estimate of the mean cross-entropy over \(problem.setup.design.network.name), \(base.name), from \(designs - leftOut) random designs on \(count) images; search of seed \(record.recipe.seed), \(training.reports.count) epochs, designs and draws of seed \(seed)."
            ),
            to: output)
        try write(rows.map { ($0, estimate.loss(of: problem.plan.active($0.choices))) }, estimate, base: base, session)
    }

    /// The losses of the designs, of which those that were read before are known.
    private func read(
        _ all: RandomDesigns, _ training: TrainingRun, _ folder: RunFolder, seed: UInt64
    ) throws -> [Double] {
        let path = "\(folder.path)/estimate.csv"
        var record = DesignLosses(
            checkpoint: InputFile(hashing: folder.checkpointPath)?.sha256 ?? "", images: images, seed: seed)
        if let before = DesignLosses(reading: path), before.isLike(record) { record = before }
        let stop = StopSignal(onInterrupt: true)
        var line = ProgressLine(
            of: "designs", total: all.designs.count, alreadyDone: min(record.losses.count, all.designs.count),
            on: .standardError
        ) {
            Output.progress($0)
        }
        defer { line.finish() }
        while record.losses.count < all.designs.count {
            record.losses.append(try training.probe(all.designs[record.losses.count], images: images, seed: seed).loss)
            try AtomicFile.write(record.text(all.designs), to: path)
            line.update(done: record.losses.count)
            if stop.isStopped {
                line.finish()
                throw InputError(
                    "stopped after \(record.losses.count) of \(all.designs.count) designs, which are kept",
                    hint: "give the same command again to go on")
            }
        }
        return Array(record.losses.prefix(all.designs.count))
    }

    /// A whole design, as it was read.
    private struct Row {
        var name: String
        var choices: [Int]
        var loss: Double
    }

    private func write(
        _ rows: [(row: Row, estimate: Double)], _ estimate: LossEstimate, base: Row, _ session: NasSession
    ) throws {
        func edap(_ row: Row) -> Double { session.problem.cost(of: row.choices).edap * 1e6 }
        func optional(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
        switch format.choice {
        case .json:
            try Output.write(
                JSON.object([
                    .init("file", .string(output)), .init("designs", .integer(designs)),
                    .init("left_out", .integer(leftOut)),
                    .init("kendall_tau", optional(estimate.tau)),
                    .init("kendall_tau_with_pairs", optional(estimate.tauOfPairs)),
                    .init("error", .number(estimate.error)), .init("deviation", .number(estimate.deviation)),
                    .init("base", .string(base.name)),
                    .init(
                        "read",
                        .array(
                            rows.map { row, estimate in
                                [
                                    "design": .string(row.name), "loss": .number(row.loss),
                                    "estimate": .number(estimate),
                                    "edap_Jsmm2": .number(edap(row)),
                                ]
                            })),
                ]).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["design", "loss", "estimate", "edap_Jsmm2"],
                    rows: rows.map {
                        [.text($0.row.name), .number($0.row.loss), .number($0.estimate), .number(edap($0.row))]
                    }
                ).text)
        case .text:
            let scale = ColumnScale(of: rows.map { edap($0.row) }, metric: .edap)
            let table = Table(
                columns: [
                    .init("design", .leading), .init("loss", .decimal), .init("estimate", .decimal),
                    .init("EDAP", unit: scale.unit, .decimal),
                ],
                rows: rows.map { row, estimate in
                    [
                        .init(row.name), .init(row.loss.text(decimals: 4)), .init(estimate.text(decimals: 4)),
                        .init(scale.text(edap(row))),
                    ]
                })
            func tau(_ value: Double?) -> String { value?.text(significant: 3) ?? "none, all are alike" }
            try Output.write(
                """
                \(output): over \(base.name), from \(designs - leftOut) random designs
                Kendall's τ on \(leftOut) others: \(tau(estimate.tau)); with pairs of neighbouring layers \(tau(estimate.tauOfPairs))
                error \(estimate.error.text(significant: 3)), where losses deviate by \(estimate.deviation.text(significant: 3))

                \(table.text(on: .standardOutput))
                """)
        }
    }
}
