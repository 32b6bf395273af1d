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
        let readings = try MeasuredReadings(
            folder, readings: reading, measured.wanted, Workbench(input),
            on: TrainingBackend(device: device.device, threads: device.threads), check: Outputs(answersPath).check)
        if let warning = readings.warning { Output.printError("naxdse: warning: \(warning)") }
        if let answersPath { try AtomicFile.write(readings.answers.text, to: answersPath) }
        switch format.choice {
        case .json: try Output.write(readings.json.text)
        case .csv: try Output.write(readings.csv.text)
        case .text: try Output.write(readings.text(on: .standardOutput))
        }
    }
}
