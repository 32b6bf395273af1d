import ArgumentParser
import Workbench

/// Which images are read, by which command line.
struct MeasuredImagesOptions: ParsableArguments {
    @Option(help: "Images, at most, from the first on.")
    var images: Int?

    @Flag(
        name: .customLong("on-held-out"),
        help: "The training images that runs hold out (--held-out) in the place of the test images.")
    var onHeldOut = false

    @Option(help: "Of what crossbars draw; without it, each run's.")
    var seed: UInt64?

    @Option(
        help: "The folder of a data set, where it has moved, or of another of the same classes.", completion: .directory
    )
    var data: String?

    func validate() throws {
        if let images, images < 1 { throw ValidationError("--images is \(images); give 1 or more") }
    }

    var wanted: MeasuredImages { MeasuredImages(images: images, onHeldOut: onHeldOut, seed: seed, data: data) }
}

extension WeightReading: ExpressibleByArgument {}
