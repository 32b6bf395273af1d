import ArgumentParser
import CoSearch
import Random
import Workbench

/// What training a search and a retraining have in common.
struct RecipeOptions: ParsableArguments {
    @Option(help: "Passes over the training images.")
    var epochs: Int?

    @Option(help: "Images of one step.")
    var batch: Int?

    @Option(help: "The highest learning rate.")
    var rate: Double?

    @Option(
        help: "How the rate goes: cosine (from the highest down to 0), or one-cycle (up for 3 of 10 steps, then down).")
    var schedule: RateSchedule?

    @Option(help: "Epochs in which the rate rises to the highest; parts of one count.")
    var rateWarmUp: Double?

    @Option(help: "L2 penalty on kernels and matrices.")
    var weightDecay: Double?

    @Option(help: "Share of each label that is spread over all classes.")
    var smoothing: Double?

    @Option(help: "Images of an epoch, at most, for small machines.")
    var images: Int?

    @Option(
        help:
            "Training images to train nothing on, the same for all runs, and to measure accuracy on after each epoch: designs are chosen by them, and the test images left for the end."
    )
    var heldOut: Int?

    @Option(help: "Images that accuracy is measured on after each epoch, at most.")
    var validationImages: Int?

    @Option(help: "Minutes that it may take: fewer images an epoch, then fewer epochs, as measured at the start.")
    var budget: Double?

    @Option(help: "The same seed gives the same result; on a CPU, with the same number of threads.")
    var seed: UInt64?

    @Flag(help: "Train with ideal crossbars: no wires, no variation, no lost bits of the ADCs.")
    var ideal = false

    @Flag(help: "Train in floating point: weights and stored results are not rounded.")
    var unquantised = false

    @Flag(help: "Compute products in bfloat16; on a GPU several times as fast.")
    var bfloat16 = false

    /// Sets what was given.
    func apply(to recipe: inout Recipe) {
        if let epochs {
            // The share of epochs before gates are trained stays.
            recipe.warmUp = min(epochs, (recipe.warmUp * epochs + recipe.epochs / 2) / max(recipe.epochs, 1))
            recipe.epochs = epochs
        }
        if let batch { recipe.batch = batch }
        if let rate { recipe.rate = rate }
        if let schedule { recipe.schedule = schedule }
        if let rateWarmUp { recipe.rateWarmUp = rateWarmUp }
        if let heldOut { recipe.heldOut = heldOut }
        if let weightDecay { recipe.weightDecay = weightDecay }
        if let smoothing { recipe.smoothing = smoothing }
        if let images { recipe.imagesPerEpoch = images }
        if let validationImages { recipe.validationImages = validationImages }
        if let seed { recipe.seed = seed }
        if ideal { recipe.hasEffects = false }
        if unquantised { recipe.quantises = false }
        if bfloat16 { recipe.usesAutocast = true }
    }

    func validate() throws {
        if let budget, !(budget > 0 && budget.isFinite) {
            throw ValidationError("--budget is \(budget); give minutes above 0")
        }
    }
}

extension RateSchedule: ExpressibleByArgument {}

/// Where it is computed.
struct DeviceOptions: ParsableArguments {
    @Option(help: "cpu, cuda, or cuda:1 for the second.")
    var device = "cpu"

    @Option(help: "Threads within an operation; without it, the library's choice.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads is \(threads); give 1 to 1024")
        }
    }
}
