import ArgumentParser
import CoSearch
import Reports
import System
import Workbench

/// `naxdse nas measure FOLDER`
struct NasMeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure a run's accuracy on the test images, with and without what crossbars do.",
        discussion: """
            However the weights were trained: in floating point, rounded to their bits, and rounded on crossbars with wires, variation \
            and converters, by the model of training. Of a search the likeliest design is read, with the weights that its paths share.
              naxdse nas retrain found --ideal --folder trained-without
              naxdse nas measure trained-without
            The answers are kept in the run's folder too, where `naxdse nas compare` finds them.
            """)

    @Argument(help: "The folder of a run.", completion: .directory)
    var folder: String

    @Option(help: "One reading alone: floating, rounded or crossbars. May be given several times.")
    var reading: [WeightReading] = []

    @OptionGroup var measured: MeasuredImagesOptions

    @Option(
        name: .customLong("answers"), help: "Write a table of each image's class and what was answered to it, as CSV.",
        completion: .file(extensions: ["csv"]))
    var answersPath: String?

    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func run() throws {
        let folder = RunFolder(folder)
        let record = try folder.record()
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        // Without hardware there is nothing to round for.
        let possible: [WeightReading] =
            record.kind == .training && record.hardware == nil ? [.floating] : WeightReading.allCases
        let wanted = reading.isEmpty ? possible : WeightReading.allCases.filter(reading.contains)
        let measurement = try RunMeasurement(
            folder, measured.wanted, Workbench(input), tensors, hasEffects: wanted.contains(.crossbars))
        try Outputs(answersPath).check()
        let rows = try wanted.map { ($0, try measurement.read($0)) }
        if let answersPath {
            let entries = try wanted.map { try measurement.answers($0) }
            try AtomicFile.write(Self.answers(entries).text, to: answersPath)
        }
        try write(rows)
    }

    /// A row for each image: its number from 0 on, its class, and the answer of each reading.
    private static func answers(_ entries: [AnswerRecord.Entry]) -> CSV {
        CSV(
            header: ["image", "class"] + entries.map(\.reading),
            rows: entries[0].classes.indices.map { image in
                [.integer(image), .integer(Int(entries[0].classes[image]))]
                    + entries.map { .integer(Int($0.answers[image])) }
            })
    }

    private func write(_ rows: [(way: WeightReading, reading: Reading)]) throws {
        switch format.choice {
        case .json:
            try Output.write(
                JSON.array(
                    rows.map { way, reading in
                        [
                            "reading": .string(way.rawValue), "accuracy": .number(reading.accuracy.share),
                            "hits": .integer(reading.accuracy.hits),
                            "images": .integer(reading.accuracy.images), "loss": .number(reading.loss),
                            "interval_95": .array([
                                .number(reading.accuracy.interval.lowerBound),
                                .number(reading.accuracy.interval.upperBound),
                            ]),
                        ]
                    }
                ).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["reading", "accuracy", "hits", "images", "loss"],
                    rows: rows.map { way, reading in
                        [
                            .text(way.rawValue), .number(reading.accuracy.share), .integer(reading.accuracy.hits),
                            .integer(reading.accuracy.images),
                            .number(reading.loss),
                        ]
                    }
                ).text)
        case .text:
            func percent(_ share: Double) -> String { (100 * share).text(decimals: 2) }
            let table = Table(
                columns: [
                    .init("read", .leading), .init("accuracy", unit: "%", .decimal),
                    .init("95 % interval", unit: "%", .leading), .init("loss", .decimal),
                ],
                rows: rows.map { way, reading in
                    let interval = reading.accuracy.interval
                    return [
                        .init(way.words), .init(percent(reading.accuracy.share)),
                        .init("\(percent(interval.lowerBound)) to \(percent(interval.upperBound))"),
                        .init(reading.loss.text(significant: 4)),
                    ]
                })
            try Output.write(
                "\(folder): \(rows[0].reading.accuracy.images) \(measured.wanted.words)\n\n"
                    + table.text(on: .standardOutput))
        }
    }
}
