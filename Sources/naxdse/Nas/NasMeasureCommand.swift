import ArgumentParser
import Circuit
import CoSearch
import Reports

/// `naxdse nas measure FOLDER`
struct NasMeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Measure a run's accuracy on the test images, with and without what crossbars do.",
        discussion: """
            However the weights were trained: in floating point, rounded to their bits, and rounded on crossbars with wires, variation \
            and converters, by the model of training. Of a search the likeliest design is read, with the weights that its paths share.
              naxdse nas retrain found --ideal --folder trained-without
              naxdse nas measure trained-without
            """)

    @Argument(help: "The folder of a run.", completion: .directory)
    var folder: String

    @Option(help: "One reading alone: floating, rounded or crossbars. May be given several times.")
    var reading: [WeightReading] = []

    @Option(help: "Test images, at most, from the first on.")
    var images: Int?

    @Option(help: "Of what crossbars draw; without it, the run's.")
    var seed: UInt64?

    @Option(help: "Where the data set is now, where it has moved.", completion: .directory)
    var data: String?

    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if let images, images < 1 { throw ValidationError("--images is \(images); give 1 or more") }
    }

    func run() throws {
        let folder = RunFolder(folder)
        let record = try folder.record()
        let tensors = try TrainingBackend(device)
        let wanted = reading.isEmpty ? WeightReading.allCases : WeightReading.allCases.filter(reading.contains)
        let session = try folder.trainingSession(input, hasEffects: wanted.contains(.crossbars))
        let choices = try folder.foundChoices(session)
        guard folder.hasCheckpoint else {
            throw InputError("the run in '\(folder.path)' has not ended an epoch: there are no weights to measure", hint: "go on with it: naxdse nas resume \(folder.path)")
        }
        let data = try session.images(data ?? record.data, of: record)
        let training = try session.training(record, data, tensors)
        try training.resume(from: folder.checkpointPath)
        // A retraining has the chosen paths alone.
        let paths = record.kind == .search ? choices : training.choices
        let rows = try wanted.map { reading in
            (reading, try training.reading(
                of: data.test, count: images, paths, quantises: reading != .floating, hasEffects: reading == .crossbars, seed: seed ?? record.recipe.seed))
        }
        try write(rows)
    }

    private func write(_ rows: [(way: WeightReading, reading: Reading)]) throws {
        switch format.choice {
        case .json:
            try Output.write(JSON.array(rows.map { way, reading in
                [
                    "reading": .string(way.rawValue), "accuracy": .number(reading.accuracy.share), "hits": .integer(reading.accuracy.hits),
                    "images": .integer(reading.accuracy.images), "loss": .number(reading.loss),
                    "interval_95": .array([.number(reading.accuracy.interval.lowerBound), .number(reading.accuracy.interval.upperBound)]),
                ]
            }).text)
        case .csv:
            try Output.write(CSV(
                header: ["reading", "accuracy", "hits", "images", "loss"],
                rows: rows.map { way, reading in
                    [
                        .text(way.rawValue), .number(reading.accuracy.share), .integer(reading.accuracy.hits), .integer(reading.accuracy.images),
                        .number(reading.loss),
                    ]
                }).text)
        case .text:
            func percent(_ share: Double) -> String { (100 * share).text(decimals: 2) }
            let table = Table(
                columns: [
                    .init("read", .leading), .init("accuracy", unit: "%", .decimal), .init("95 % interval", unit: "%", .leading), .init("loss", .decimal),
                ],
                rows: rows.map { way, reading in
                    let interval = reading.accuracy.interval
                    return [
                        .init(way.words), .init(percent(reading.accuracy.share)),
                        .init("\(percent(interval.lowerBound)) to \(percent(interval.upperBound))"), .init(reading.loss.text(significant: 4)),
                    ]
                })
            try Output.write("\(folder): \(rows[0].reading.accuracy.images) test images\n\n" + table.text(on: .standardOutput))
        }
    }
}

/// How weights are read when accuracy is measured.
enum WeightReading: String, CaseIterable, ExpressibleByArgument {
    case floating, rounded, crossbars

    var words: String {
        switch self {
        case .floating: "floating point"
        case .rounded: "rounded to their bits"
        case .crossbars: "on crossbars"
        }
    }
}
