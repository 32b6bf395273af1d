import ArgumentParser
import Reports
import Workbench

/// `naxdse nas estimate FOLDER`
struct NasEstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Estimate the loss of every design from random ones, for strategies that train nothing.",
        discussion: """
            Random designs of a supernet, its blocks and channels among what is drawn, are read on images that its weights were not trained with, batch-norm's statistics anew for each, and their losses \
            fitted by a sum over layers. Kendall's τ on designs that the fit has not seen tells how far it can be trusted; so it does for a fit with \
            pairs of neighbouring layers, which no sum can have. A search file that includes what is written can limit the sum (docs/search.md), and \
            exact then proves the least EDAP. A supernet that was trained evenly (--warm-up of all epochs) suits it best. What was read is \
            kept in the folder, and a stopped estimate goes on.
              naxdse nas run resnet20-cosearch --data cifar-10-batches-bin --folder even --epochs 30 --warm-up 30
              naxdse nas estimate even -o losses.xml
            """)

    @Argument(help: "The folder of a search.", completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "The new file of losses.", completion: .file(extensions: ["xml"]))
    var output: String

    @Option(help: "Random designs to read.")
    var designs = 500

    @Option(help: "Designs of these that the fit does not see, for Kendall's τ.")
    var leftOut = 100

    @Option(help: "Images, at most.")
    var images = 2000

    @Option(
        help:
            "Losses are written in whole steps of this: finer than the estimate's error they say nothing, and keep exact from telling choices apart that are alike."
    )
    var step = 0.002

    @Option(help: "Of the designs and of what crossbars draw; without it, the search's.")
    var seed: UInt64?

    @Option(help: "Where the data set is now, where it has moved.", completion: .directory)
    var data: String?

    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if images < 1 { throw ValidationError("--images is \(images); give 1 or more") }
        if leftOut < 2 { throw ValidationError("--left-out is \(leftOut); give 2 or more") }
        if designs - leftOut < 10 {
            throw ValidationError(
                "--designs \(designs) leaves \(designs - leftOut) to fit; give 10 more than --left-out, or more")
        }
        if !(step >= 1e-6 && step.isFinite) { throw ValidationError("--step is \(step); give 0.000001 or more") }
    }

    func run() throws {
        let tensors = try TrainingBackend(device: device.device, threads: device.threads)
        let search = try TrainedSearch(
            folder, Workbench(input), on: tensors, data: data, images: images, seed: seed)
        try Outputs(output).check()
        let estimated = try CountedWork.shown(of: "designs") { progress in
            try LossEstimation(search, designs: designs, leftOut: leftOut, step: step, progress: progress)
        }
        try estimated.file.write(to: output)
        switch format.choice {
        case .json: try Output.write(estimated.json(output).text)
        case .csv: try Output.write(estimated.csv.text)
        case .text: try Output.write(estimated.text(output, on: .standardOutput))
        }
    }
}
