import ArgumentParser
import Reports
import Workbench

/// `naxdse sweep HARDWARE PATH=V1,V2… --network N`
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Vary attributes of an architecture: all figures, a plot, and what they follow most.",
        discussion: """
            Each PATH=VALUES names one attribute of the file, or of what it includes, and its values: with their units, or a range of \
            whole numbers. Several give every combination.
              naxdse sweep puma "component[@id='adc-8b']/@resolution=4..9" --network resnet20
              naxdse sweep isaac "crossbar/adc/@columns=64,128" "level[@name='ima']/@count=4,8,12" -n vgg8 -o sweep.svg
            Sensitivities are relative changes of a figure per relative change of an attribute: +1 is proportional, 0 no \
            dependence. A combination that makes no architecture, or one that the network does not fit, has a row without figures.
            """)

    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @Argument(help: ArgumentHelp("An attribute and its values.", valueName: "path=v1,v2"), completion: .attributePath)
    var axes: [String]

    @OptionGroup var workload: WorkloadOptions

    @Option(help: "Rank sensitivities by this metric: \(Metric.all.map(\.name).joined(separator: ", ")).")
    var rank: Metric = .edap

    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let swept = try AttributeSweep(
            hardware: hardware, axes: axes, network: workload.network, mapping: workload.mapping,
            convention: evaluation.convention
        ).run(Workbench(input, workload.openings), check: Outputs(figure: figure, page: page).check)
        try figure.write {
            swept.figure
        } data: {
            swept.sweep.csv.text
        }
        try page.write { swept.page(rankedBy: rank) }
        switch format.choice {
        case .json: try Output.write(swept.json.text)
        case .csv: try Output.write(swept.sweep.csv.text)
        case .text: try Output.write(swept.text(rankedBy: rank, on: .standardOutput))
        }
        for warning in swept.warnings { Output.printError(warning) }
    }
}
