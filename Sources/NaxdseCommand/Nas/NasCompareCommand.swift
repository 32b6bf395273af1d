import ArgumentParser
import CoSearch
import Workbench

/// `naxdse nas compare RUN…`
struct NasCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare trained networks image by image and seed by seed.",
        discussion: """
            Runs of one network with different seeds belong together; the next network begins with the first seed that comes again. The first is the \
            baseline. Each seed has the difference of right answers on the same images with McNemar's test, all seeds together the mean with \
            Student's t. What `naxdse nas measure` has read before is not read again. --output draws accuracy over EDAP.
              naxdse nas compare resnet20-1 resnet20-2 resnet20-3 found-1 found-2 found-3
            """)

    @Argument(help: "Folders of trainings and retrainings: the baseline's first.", completion: .directory)
    var folders: [String]

    @Option(help: "How weights are read: floating, rounded or crossbars; without it, as all were trained.")
    var reading: WeightReading?

    @OptionGroup var measured: MeasuredImagesOptions
    @OptionGroup var figure: FigureOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if folders.count < 2 { throw ValidationError("give two runs or more: the baseline's first") }
    }

    func run() throws {
        let comparison = try NetworkComparison(
            of: folders, reading: reading, measured.wanted, Workbench(input),
            on: TrainingBackend(device: device.device, threads: device.threads))
        for warning in comparison.warnings { Output.printError("naxdse: warning: \(warning)") }
        try figure.write {
            try comparison.figure()
        } data: {
            comparison.networksCSV.text
        }
        switch format.choice {
        case .json: try Output.write(comparison.json.text)
        case .csv: try Output.write(comparison.csv.text)
        case .text: try Output.write(comparison.text(on: .standardOutput))
        }
    }
}
