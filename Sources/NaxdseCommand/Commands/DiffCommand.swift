import ArgumentParser
import Reports
import Workbench

/// `naxdse diff A B [--network N]`
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell what is different between two architectures, and what each change does to the figures.",
        discussion: """
            Files are compared with what they include in place. With --network, the changes are applied one after another, in the \
            order of the file, and each step tells what it adds to energy, delay, area and EDAP and by what factor it multiplies \
            them. Steps add up to the whole difference; another order of the same changes may share it out differently.
            A change that cannot be without another waits for it, and those that cannot be apart are one step.
              naxdse diff puma mine.xml --network resnet20 --html diff.html
            With --csv, the rows are the changes, or with --network the steps.
            """)

    @Argument(help: "Before: name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var before: String

    @Argument(help: "After: name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var after: String

    @OptionGroup var workload: OptionalWorkload
    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if figure.isWanted, workload.network == nil {
            throw ValidationError("--output draws figures: name a network with --network")
        }
    }

    func run() throws {
        let difference = try ArchitectureDifference(
            before: before, after: after, network: workload.network, mapping: workload.mapping,
            convention: evaluation.convention
        ).run(Workbench(input, workload.openings), check: Outputs(figure: figure, page: page).check)
        if let drawn = difference.figure {
            try figure.write {
                drawn
            } data: {
                difference.csv.text
            }
        }
        try page.write { difference.page }
        switch format.choice {
        case .json: try Output.write(difference.json.text)
        case .csv: try Output.write(difference.csv.text)
        case .text: try Output.write(difference.text(on: .standardOutput))
        }
        try Notes(difference.evaluations).write(evaluation, format)
    }
}
