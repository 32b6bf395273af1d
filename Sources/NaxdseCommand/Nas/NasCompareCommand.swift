import ArgumentParser
import CoSearch
import Diagnostics
import Reports
import Workbench

/// `naxdse nas compare RUN…`
struct NasCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare trained networks image by image and seed by seed.",
        discussion: """
            Runs of one network with different seeds belong together; the next network begins with the first seed that comes again. The first is the \
            baseline. Each seed has the difference of right answers on the same images with McNemar's test, all seeds together the mean with \
            Student's t. What `naxdse nas measure` has read before is not read again.
              naxdse nas compare resnet20-1 resnet20-2 resnet20-3 found-1 found-2 found-3
            """)

    @Argument(help: "Folders of trainings and retrainings: the baseline's first.", completion: .directory)
    var folders: [String]

    @Option(help: "How weights are read: floating, rounded or crossbars; without it, as all were trained.")
    var reading: WeightReading?

    @OptionGroup var measured: MeasuredImagesOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if folders.count < 2 { throw ValidationError("give two runs or more: the baseline's first") }
    }

    func run() throws {
        let records = try folders.map { (folder: $0, record: try RunFolder($0).record()) }
        let networks = try ComparedNetwork.grouped(records)
        let ways = records.map { WeightReading($0.record.recipe) }
        let reading =
            self.reading ?? (ways.contains(.floating) ? .floating : ways.contains(.rounded) ? .rounded : .crossbars)
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let bench = try Workbench(input)
        var answers: [String: AnswerRecord.Entry] = [:]
        var costs: [String: Double] = [:]
        for (folder, _) in records {
            let run = RunFolder(folder)
            answers[folder] = try RunMeasurement(
                run, measured.wanted, bench, tensors, hasEffects: reading == .crossbars
            ).answers(reading)
            costs[folder] = try RunOutcome(run, run.session(bench, hasEffects: false)).edap
        }
        let first = answers[folders[0]]!
        for folder in folders where answers[folder]!.images != first.images {
            throw InputError(
                "the runs in '\(folders[0])' and '\(folder)' were read on other images",
                hint: "give runs of one data set, or --data")
        }
        let comparison = NetworkComparison(
            networks, answers: answers, edap: costs, reading: reading, images: measured.wanted.words)
        switch format.choice {
        case .json: try Output.write(comparison.json.text)
        case .csv: try Output.write(comparison.csv.text)
        case .text: try Output.write(comparison.text(on: .standardOutput))
        }
    }
}
