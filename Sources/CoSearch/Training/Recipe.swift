import DesignSearch
import Random

/// How a search or a retraining is done. Everything that decides the result is here: the same recipe, data and
/// device give the same result.
public struct Recipe: Hashable, Sendable, Codable {
    /// Of first weights, orders of images, shifts, and what gates and effects draw.
    public var seed: UInt64 = 1
    /// Passes over the training images, or over ``imagesPerEpoch`` of them.
    public var epochs = 60
    /// Images of one step, at least 2.
    public var batch = 128
    /// The highest rate of SGD with Nesterov's momentum; ``schedule`` says when it is reached.
    public var rate = 0.1
    /// How the rate changes from the first step to the last.
    public var schedule = RateSchedule.cosine
    /// Epochs in which the rate rises to the highest; 0 for the schedule's own.
    public var rateWarmUp = 0.0
    /// Of SGD with Nesterov's momentum, for the weights.
    public var momentum = 0.9
    /// On convolutions and linear layers; not on biases and normalisations.
    public var weightDecay = 3e-4
    /// Label smoothing ε: the class gets 1 − ε of the weight, and all classes together ε; 0 for none.
    public var smoothing = 0.0
    /// Pixels by which images are shifted at most.
    public var shift = 4
    /// Training images that nothing is trained on, so that designs can be chosen by them: accuracy is measured on them
    /// after each epoch, in the place of the test images. The same whatever the seed.
    public var heldOut = 0
    /// Weights and stored results are rounded in training.
    public var quantises = true
    /// The crossbars' effects act in training.
    public var hasEffects = true
    /// Products in bfloat16.
    public var usesAutocast = false
    /// Images of an epoch, at most; nil for all.
    public var imagesPerEpoch: Int?
    /// Images that accuracy is measured on after each epoch, at most; nil for all.
    public var validationImages: Int?

    // What only a search has.

    /// λ, the weight of log EDAP beside the cross-entropy.
    public var lambda = 0.1
    /// How the gates' gradient is found.
    public var method = GateMethod.binary
    /// Epochs at the start in which gates stay as they are.
    public var warmUp = 10
    /// Adam's rate for the gates.
    public var gateRate = 0.006
    /// Gates of a layer share Adam's second moment.
    public var sharesGateMoments = false
    /// Kernels of a layer share their weights: a smaller one is the middle of the largest.
    public var nestsKernels = false
    /// Steps of the weights for one of the gates.
    public var stepsPerGateStep = 1
    /// τ of Gumbel-softmax at the start and at the end, in geometric steps by epoch.
    public var temperatures = [5.0, 0.1]
    /// Share of the training images that weights are trained on; gates are trained on the rest.
    public var weightShare = 0.5
    /// Widths that convolutions may have, as shares of the network's channels; nil for no choice of them.
    public var widths: [Double]?

    /// What `naxdse nas` does where nothing is set.
    public init() {}

    /// What is wrong with it, or nil.
    public var problem: (what: String, hint: String)? {
        func positive(_ value: Double) -> Bool { value > 0 && value.isFinite }
        if epochs < 1 || epochs > 1_000_000 { return ("\(epochs) epochs", "use 1 or more") }
        if batch < 2 || batch > 1_000_000 {
            return ("a batch of \(batch)", "use 2 or more: a batch-norm needs several images")
        }
        if !positive(rate) { return ("a learning rate of \(rate)", "use a rate above 0, such as 0.1") }
        if !(rateWarmUp >= 0 && rateWarmUp < Double(epochs)) {
            return ("\(rateWarmUp) of \(epochs) epochs in which the rate rises", "use 0 to less than the epochs")
        }
        if heldOut < 0 { return ("\(heldOut) images held out", "use 0 or more") }
        if !(0..<1).contains(momentum) { return ("a momentum of \(momentum)", "use 0 to below 1") }
        if !(weightDecay >= 0 && weightDecay.isFinite) { return ("a weight decay of \(weightDecay)", "use 0 or more") }
        if !(0..<1).contains(smoothing) { return ("a label smoothing of \(smoothing)", "use 0 to below 1") }
        if shift < 0 || shift > 1000 { return ("images shifted by \(shift) pixels", "use 0 or more") }
        if let images = imagesPerEpoch, images < batch {
            return ("\(images) images an epoch", "use at least the batch, \(batch)")
        }
        if let images = validationImages, images < 1 {
            return ("\(images) images to measure accuracy on", "use 1 or more")
        }
        if !(lambda >= 0 && lambda.isFinite) { return ("a λ of \(lambda)", "use 0 or more") }
        if warmUp < 0 || warmUp > epochs {
            return ("\(warmUp) of \(epochs) epochs before gates are trained", "use 0 to \(epochs)")
        }
        if !positive(gateRate) { return ("a gates' learning rate of \(gateRate)", "use a rate above 0, such as 0.006") }
        if stepsPerGateStep < 1 { return ("\(stepsPerGateStep) steps for one of the gates", "use 1 or more") }
        if temperatures.count != 2 || !temperatures.allSatisfy(positive) {
            return ("temperatures \(temperatures)", "give two above 0: first and last")
        }
        if !(weightShare > 0 && weightShare < 1) {
            return ("\(weightShare) of the images for the weights", "use a share between 0 and 1")
        }
        if let widths {
            if let width = widths.first(where: { !($0 > 0 && $0 <= Double(ChannelShare.most)) }) {
                return ("a width of \(width)", "use shares of the network's channels, above 0 to \(ChannelShare.most)")
            }
            if Set(widths).count < 2 {
                return ("\(widths.count) width to choose among", "give two different ones or more, such as 0.5 1")
            }
        }
        return nil
    }

    /// The learning rate of one of all the steps.
    /// - Parameter perEpoch: steps of an epoch.
    func rate(step: Int, perEpoch: Int) -> Double {
        rate * schedule.share(step: step, of: epochs * perEpoch, rise: rateWarmUp * Double(perEpoch))
    }

    /// τ of an epoch from 0 on.
    func temperature(epoch: Int) -> Double {
        let open = max(epochs - warmUp - 1, 1)
        let share = min(1, max(0, Double(epoch - warmUp) / Double(open)))
        return temperatures[0] * power(temperatures[1] / temperatures[0], share)
    }
}

extension Recipe {
    /// Recipes of earlier versions lack what came later, and mean what was done then.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seed = try values.decode(UInt64.self, forKey: .seed)
        epochs = try values.decode(Int.self, forKey: .epochs)
        batch = try values.decode(Int.self, forKey: .batch)
        rate = try values.decode(Double.self, forKey: .rate)
        schedule = try values.decodeIfPresent(RateSchedule.self, forKey: .schedule) ?? .cosine
        rateWarmUp = try values.decodeIfPresent(Double.self, forKey: .rateWarmUp) ?? 0
        momentum = try values.decode(Double.self, forKey: .momentum)
        weightDecay = try values.decode(Double.self, forKey: .weightDecay)
        smoothing = try values.decode(Double.self, forKey: .smoothing)
        shift = try values.decode(Int.self, forKey: .shift)
        heldOut = try values.decodeIfPresent(Int.self, forKey: .heldOut) ?? 0
        quantises = try values.decode(Bool.self, forKey: .quantises)
        hasEffects = try values.decode(Bool.self, forKey: .hasEffects)
        usesAutocast = try values.decode(Bool.self, forKey: .usesAutocast)
        imagesPerEpoch = try values.decodeIfPresent(Int.self, forKey: .imagesPerEpoch)
        validationImages = try values.decodeIfPresent(Int.self, forKey: .validationImages)
        lambda = try values.decode(Double.self, forKey: .lambda)
        method = try values.decode(GateMethod.self, forKey: .method)
        warmUp = try values.decode(Int.self, forKey: .warmUp)
        gateRate = try values.decode(Double.self, forKey: .gateRate)
        sharesGateMoments = try values.decodeIfPresent(Bool.self, forKey: .sharesGateMoments) ?? false
        nestsKernels = try values.decodeIfPresent(Bool.self, forKey: .nestsKernels) ?? false
        stepsPerGateStep = try values.decode(Int.self, forKey: .stepsPerGateStep)
        temperatures = try values.decode([Double].self, forKey: .temperatures)
        weightShare = try values.decode(Double.self, forKey: .weightShare)
        widths = try values.decodeIfPresent([Double].self, forKey: .widths)
    }
}
