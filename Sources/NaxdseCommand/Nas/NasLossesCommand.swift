import ArgumentParser
import Reports
import Workbench

/// `naxdse nas losses FOLDER`
struct NasLossesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "losses",
        abstract:
            "Measure by how much each choice at each layer raises a search's loss, for strategies that train nothing.",
        discussion: """
            One layer at a time leaves the base, the network's own kernels on one kind of crossbar, then one block or width, and the rise of the loss on images that \
            the weights were not trained with is written down. A search file that includes what is written can limit the sum \
            (docs/search.md). What the sum says of whole designs is told beside what they have: how far layers are independent.
              naxdse nas losses found -o losses.xml
            """)

    @Argument(help: "The folder of a search.", completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "The new file of losses.", completion: .file(extensions: ["xml"]))
    var output: String

    @Option(help: "The kind of crossbar of the base; without it, the one with the least loss.")
    var base: String?

    @Option(help: "Images, at most.")
    var images = 2000

    @Option(
        help:
            "Rises are written in whole steps of this: finer than the measurement's noise they say nothing, and keep exact from telling choices apart that are alike."
    )
    var step = 0.005

    @Option(help: "Of what crossbars draw; without it, the search's.")
    var seed: UInt64?

    @Option(help: "Where the data set is now, where it has moved.", completion: .directory)
    var data: String?

    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if images < 1 { throw ValidationError("--images is \(images); give 1 or more") }
        if !(step >= 1e-6 && step.isFinite) { throw ValidationError("--step is \(step); give 0.000001 or more") }
    }

    func run() throws {
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let search = try TrainedSearch(
            folder, Workbench(input), on: tensors, data: data, images: images, seed: seed)
        try Outputs(output).check()
        let measured = try CountedWork.shown(of: "choices") { progress in
            try LossMeasurement(search, base: base, step: step, progress: progress)
        }
        try measured.file.write(to: output)
        switch format.choice {
        case .json: try Output.write(measured.json(output).text)
        case .csv: try Output.write(measured.csv.text)
        case .text: try Output.write(measured.text(output, on: .standardOutput))
        }
    }
}
