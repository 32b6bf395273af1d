import CoSearch
import Optimisation
import Reports
import System

/// The loss of every design of a search, estimated from random ones.
package struct LossEstimation {
    /// How many designs are read, and how many of these the fit does not see.
    package let designs, leftOut: Int
    /// For a search file to include.
    package let file: LossesFile
    private let estimate: LossEstimate
    private let base: TrainedSearch.Read
    private let rows: [(read: TrainedSearch.Read, estimate: Double)]

    /// Designs that were read before, and are kept in the search's folder, are not read again.
    ///
    /// - Parameters:
    ///   - step: losses are whole steps of this.
    ///   - progress: designs that were read, of how many; at first those that are kept.
    /// - Throws: `Stopped` where Ctrl-C or SIGTERM came.
    package init(
        _ search: TrainedSearch, designs: Int, leftOut: Int, step: Double,
        progress: (_ done: Int, _ of: Int) -> Void
    ) throws {
        let plan = search.session.problem.plan
        let all = RandomDesigns(options: plan.options, count: designs, seed: search.seed)
        let estimate = LossEstimate(
            all.designs.map(plan.active), losses: try search.losses(of: all, progress), options: plan.options,
            dependences: plan.dependences,
            neighbours: plan.graph.stages.enumerated().flatMap { index, stage in
                stage.predecessors.map { ($0, index) }
            }, left: leftOut)
        // Over the uniform network with the least loss.
        let uniform = try search.uniform()
        let base = uniform.min { $0.loss < $1.loss }!
        rows = (uniform + [try search.read("found", search.found)]).map {
            ($0, estimate.loss(of: plan.active($0.choices)))
        }
        let rises = estimate.shares.enumerated().map { layer, shares in
            shares.map { (($0 - shares[base.choices[layer]]) / step).rounded() * step }
        }
        self.designs = designs
        self.leftOut = leftOut
        self.estimate = estimate
        self.base = base
        file = LossesFile(
            rises, of: search,
            "Estimate of the mean cross-entropy over \(search.network), \(base.name), from \(designs - leftOut) random designs on \(search.images) images; \(search.words), designs and draws of seed \(search.seed)."
        )
    }

    /// - Parameter path: of the file.
    package func json(_ path: String) -> JSON {
        func optional(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
        return .object([
            .init("file", .string(path)), .init("designs", .integer(designs)), .init("left_out", .integer(leftOut)),
            .init("kendall_tau", optional(estimate.tau)),
            .init("kendall_tau_with_pairs", optional(estimate.tauOfPairs)),
            .init("error", .number(estimate.error)), .init("deviation", .number(estimate.deviation)),
            .init("base", .string(base.name)),
            .init(
                "read",
                .array(
                    rows.map { read, estimate in
                        [
                            "design": .string(read.name), "loss": .number(read.loss), "estimate": .number(estimate),
                            "edap_Jsmm2": .number(read.edap),
                        ]
                    })),
        ])
    }

    package var csv: CSV {
        CSV(
            header: ["design", "loss", "estimate", "edap_Jsmm2"],
            rows: rows.map {
                [.text($0.read.name), .number($0.read.loss), .number($0.estimate), .number($0.read.edap)]
            })
    }

    /// - Parameter path: of the file.
    package func text(_ path: String, on terminal: Terminal) -> String {
        let scale = ColumnScale(of: rows.map { $0.read.edap }, metric: .edap)
        let table = Table(
            columns: [
                .init("design", .leading), .init("loss", .decimal), .init("estimate", .decimal),
                .init("EDAP", unit: scale.unit, .decimal),
            ],
            rows: rows.map { read, estimate in
                [
                    .init(read.name), .init(read.loss.text(decimals: 4)), .init(estimate.text(decimals: 4)),
                    .init(scale.text(read.edap)),
                ]
            })
        func tau(_ value: Double?) -> String { value?.text(significant: 3) ?? "none, all are alike" }
        return """
            \(path): over \(base.name), from \(designs - leftOut) random designs
            Kendall's τ on \(leftOut) others: \(tau(estimate.tau)); with pairs of neighbouring layers \(tau(estimate.tauOfPairs))
            error \(estimate.error.text(significant: 3)), where losses deviate by \(estimate.deviation.text(significant: 3))

            \(table.text(on: terminal))
            """
    }
}

extension TrainedSearch {
    /// The losses of the designs, of which those that were read before are known.
    fileprivate func losses(of all: RandomDesigns, _ progress: (_ done: Int, _ of: Int) -> Void) throws -> [Double] {
        let path = "\(folder.path)/estimate.csv"
        var record = DesignLosses(
            checkpoint: InputFile(hashing: folder.checkpointPath)?.sha256 ?? "", images: limit, seed: seed)
        if let before = DesignLosses(reading: path), before.isLike(record) { record = before }
        let stop = StopSignal(onInterrupt: true)
        progress(min(record.losses.count, all.designs.count), all.designs.count)
        while record.losses.count < all.designs.count {
            record.losses.append(try training.probe(all.designs[record.losses.count], images: limit, seed: seed).loss)
            try AtomicFile.write(record.text(all.designs), to: path)
            progress(record.losses.count, all.designs.count)
            if stop.isStopped {
                throw Stopped(
                    "stopped after \(record.losses.count) of \(all.designs.count) designs, which are kept",
                    next: "give the same command again to go on", isKept: true)
            }
        }
        return Array(record.losses.prefix(all.designs.count))
    }
}
