import CoSearch
import Optimisation
import Reports
import System

/// By how much each choice at each layer raises a search's loss, one layer at a time over a base.
package struct LossMeasurement {
    /// For a search file to include.
    package let file: LossesFile
    private let base: TrainedSearch.Read
    private let rows: [Row]

    /// A whole design: what it adds to the loss, and what the sum over its layers says.
    private struct Row {
        var name: String
        var rise, sum, edap: Double
    }

    /// - Parameters:
    ///   - kind: the kind of crossbar of the base; nil for the one with the least loss.
    ///   - step: rises are whole steps of this.
    ///   - progress: choices that were read, of how many.
    /// - Throws: `Stopped` where Ctrl-C or SIGTERM came.
    package init(
        _ search: TrainedSearch, base kind: String?, step: Double, progress: (_ done: Int, _ of: Int) -> Void
    ) throws {
        let uniform = try search.uniform(kind)
        let base = uniform.min { $0.loss < $1.loss }!
        let stop = StopSignal(onInterrupt: true)
        let rises = try search.training.lossRises(base: base.choices, images: search.limit, seed: search.seed) {
            done, total in
            progress(done, total)
            if stop.isStopped {
                throw Stopped(
                    "stopped after \(done) of \(total) choices; nothing was written",
                    next: "begin again, or with fewer --images", isKept: false)
            }
        }.rises.map { $0.map { ($0 / step).rounded() * step } }
        let designs = uniform + [try search.read("found", search.found)]
        rows = designs.map { design in
            Row(
                name: design.name, rise: design.loss - base.loss,
                sum: zip(rises, design.choices).reduce(0) { $0 + $1.0[$1.1] }, edap: design.edap)
        }
        self.base = base
        file = LossesFile(
            rises, of: search,
            "Rises of the mean cross-entropy over \(search.network), \(base.name), on \(search.images) images; \(search.words), draws of seed \(search.seed)."
        )
    }

    /// - Parameter path: of the file.
    package func json(_ path: String) -> JSON {
        .object([
            .init("file", .string(path)), .init("base", .string(base.name)), .init("loss", .number(base.loss)),
            .init(
                "designs",
                .array(
                    rows.map {
                        [
                            "design": .string($0.name), "rise": .number($0.rise), "sum": .number($0.sum),
                            "edap_Jsmm2": .number($0.edap),
                        ]
                    })),
        ])
    }

    package var csv: CSV {
        CSV(
            header: ["design", "rise", "sum", "edap_Jsmm2"],
            rows: rows.map { [.text($0.name), .number($0.rise), .number($0.sum), .number($0.edap)] })
    }

    /// - Parameter path: of the file.
    package func text(_ path: String, on terminal: Terminal) -> String {
        let scale = ColumnScale(of: rows.map { $0.edap }, metric: .edap)
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
        return "\(path): over \(base.name), whose loss is \(base.loss.text(significant: 4))\n\n"
            + table.text(on: terminal)
    }
}
