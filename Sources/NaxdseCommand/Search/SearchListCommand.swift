import ArgumentParser
import Optimisation
import Reports
import Workbench

/// `naxdse search list`
struct SearchListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the studies in a file.")

    @OptionGroup var storage: StorageOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let studies = try storage.open(.readOnly).studies()
        switch format.choice {
        case .json: try Output.write(JSON.array(studies.map(json)).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["study", "strategy", "seed", "trials", "finished", "objectives", "points"],
                    rows: studies.map {
                        [
                            .text($0.record.name), .text($0.record.strategy), .text("\($0.record.seed)"),
                            .integer($0.trials),
                            .text("\($0.isFinished)"), .text(objectives($0)),
                            .text($0.record.space.size.points.description),
                        ]
                    }
                ).text)
        case .text: try Output.write(table(studies).text(on: .standardOutput))
        }
    }

    private func objectives(_ study: Study) -> String {
        study.record.objectives.map(\.measure.rawValue).joined(separator: " ")
    }

    private func json(_ study: Study) -> JSON {
        [
            "study": .string(study.record.name), "strategy": .string(study.record.strategy),
            "seed": .string("\(study.record.seed)"),
            "trials": .integer(study.trials), "finished": .boolean(study.isFinished),
            "objectives": .string(objectives(study)),
            "points": .string(study.record.space.size.points.description),
        ]
    }

    private func table(_ studies: [Study]) -> Table {
        Table(
            columns: [
                .init("study", .leading), .init("strategy", .leading), .init("seed", .trailing),
                .init("trials", .trailing),
                .init("state", .leading), .init("objectives", .leading),
            ],
            rows: studies.map {
                [
                    .init($0.record.name), .init($0.record.strategy), .init("\($0.record.seed)"), .init("\($0.trials)"),
                    .init($0.isFinished ? "finished" : "may go on"), .init(objectives($0)),
                ]
            })
    }
}
