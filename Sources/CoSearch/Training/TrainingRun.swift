import Optimisation
import Random
import Tensors

/// A search or a retraining, epoch by epoch.
///
/// ```swift
/// let run = try TrainingRun.search(plan, table, images, recipe, on: .cpu, of: backend)
/// while !run.isDone {
///     let report = try run.epoch()
///     try run.save(to: "search.safetensors")
/// }
/// let choices = run.choices
/// ```
///
/// Weights are trained on one part of the images, one random path a layer; gates, after the first epochs, on
/// the rest, in turn with the weights. Without gates all images but the validation's train weights.
///
/// All random numbers of an epoch follow from the recipe's seed and the epoch's number, so that a run that is resumed
/// from what was saved after an epoch goes on as the uninterrupted one: to the bit on a CPU with the same number of
/// threads.
public final class TrainingRun {
    public let net: Supernet
    public let recipe: Recipe
    public internal(set) var reports: [EpochReport] = []
    var weights: WeightTraining
    var gates: GateTraining?
    private let training, other: Batches
    let backend: Backend

    /// A search: gates choose among the plan's paths, at the cost that the table says.
    ///
    /// - Parameter coupling: which rows of the table go together, where the plan has choices about the network.
    /// - Precondition: the table's options are the plan's paths; with a coupling, its variables are the plan's shapes.
    public static func search(
        _ plan: SupernetPlan, _ table: LayerTable, coupling: RowCoupling? = nil, _ images: ImageSet, _ recipe: Recipe,
        on device: Tensors.Device,
        of backend: Backend
    ) throws(TensorError) -> TrainingRun {
        let cost = GateCost(table, coupling)
        precondition(
            cost.options == plan.options, "the table prices the plan's paths, and what is chosen about the network")
        let (first, second) = images.split(share: recipe.weightShare, seed: recipe.seed)
        return try TrainingRun(plan, cost, first, second, recipe, on: device, of: backend)
    }

    /// Retraining of a network with one path a layer.
    ///
    /// - Parameter validation: images that accuracy is measured on.
    public static func retraining(
        _ plan: SupernetPlan, _ images: ImageSet, validation: ImageSet, _ recipe: Recipe, on device: Tensors.Device,
        of backend: Backend
    ) throws(TensorError) -> TrainingRun {
        precondition(plan.options.allSatisfy { $0 == 1 }, "one path a layer")
        return try TrainingRun(plan, nil, images, validation, recipe, on: device, of: backend)
    }

    private init(
        _ plan: SupernetPlan, _ cost: GateCost?, _ training: ImageSet, _ other: ImageSet, _ recipe: Recipe,
        on device: Tensors.Device, of backend: Backend
    ) throws(TensorError) {
        self.recipe = recipe
        self.backend = backend
        try backend.seed(recipe.seed)
        net = try Supernet(plan, on: device, of: backend)
        weights = try WeightTraining(net, recipe)
        gates = cost.map { GateTraining($0, recipe) }
        self.training = try Batches(training, shift: recipe.shift, on: device, of: backend)
        self.other = try Batches(other, shift: recipe.shift, on: device, of: backend)
    }

    public var isDone: Bool { reports.count >= recipe.epochs }

    /// The likeliest candidate of each layer, then of the choices about the network.
    public var choices: [Int] { gates?.gates.choices ?? net.plan.options.map { _ in 0 } }

    /// Images that the weights are not trained with: the gates' in a search, those that accuracy is measured on in a
    /// retraining.
    public var unseenImages: ImageSet { other.images }

    /// Steps of the weights in one epoch.
    public var stepsPerEpoch: Int {
        let all = training.count(of: recipe.batch)
        guard let images = recipe.imagesPerEpoch else { return all }
        return max(1, min(all, images / recipe.batch))
    }

    /// Does the next epoch.
    ///
    /// - Parameter progress: called after every step with the steps done of how many.
    public func epoch(progress: (Int, Int) throws -> Void = { _, _ in }) throws -> EpochReport {
        let epoch = reports.count
        let steps = stepsPerEpoch
        var random = generator(seed: recipe.seed, epoch: epoch, purpose: 1)
        try backend.seed(random.next())
        var batches = stream(training, steps, &random), gateBatches = stream(other, gateSteps(epoch), &random)
        var loss: Tensor?, right: Tensor?, seen = 0
        for step in 0..<steps {
            let batch = try batches.next()
            let paths = gates?.gates.sample(using: &random) ?? choices
            let rate = recipe.rate(step: epoch * steps + step, perEpoch: steps)
            let result = try weights.step(batch, Self.single(paths), rate: rate)
            loss = if let loss { try loss + result.loss } else { result.loss }
            right = if let right { try right + result.right } else { result.right }
            seen += batch.classes.shape[0]
            if gates != nil, epoch >= recipe.warmUp, (step + 1) % stepsPerGateStep == 0 {
                try gates!.step(try gateBatches.next(), weights, epoch: epoch, using: &random)
            }
            try progress(step + 1, steps)
        }
        var report = EpochReport(
            epoch: epoch + 1, loss: try (loss?.number() ?? 0) / Double(steps),
            accuracy: try (right?.number() ?? 0) / Double(seen),
            validation: try weights.accuracy(other, Self.single(choices)))
        if let gates {
            let cost = gates.cost.value(gates.gates.probabilities).cost
            (report.energy, report.delay, report.area) = (cost.energy, cost.delay, cost.area)
            if let sizes = self.gates?.gradientSizes() { (report.networkGradient, report.costGradient) = sizes }
            (report.entropy, report.choices) = (gates.gates.entropy, choices)
        }
        reports.append(report)
        return report
    }

    /// Steps of the weights for one of the gates: an epoch has one of these at least.
    private var stepsPerGateStep: Int { min(recipe.stepsPerGateStep, stepsPerEpoch) }

    /// Steps of the gates in an epoch.
    private func gateSteps(_ epoch: Int) -> Int {
        gates == nil || epoch < recipe.warmUp ? 0 : stepsPerEpoch / stepsPerGateStep
    }

    /// Batches of images in a random order.
    private func stream(_ images: Batches, _ count: Int, _ random: inout SeededRandom) -> BatchStream {
        let order = images.order(using: &random)
        return BatchStream(images, order: order, size: recipe.batch, count: count, SeededRandom(seed: random.next()))
    }

    /// The time of some steps, after some to warm up; the run is of no use afterwards.
    func measuredPace() throws -> Pace {
        var random = SeededRandom(seed: recipe.seed)
        let clock = ContinuousClock()
        func seconds(_ work: () throws -> Void) rethrows -> Double {
            let time = try clock.measure(work)
            return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        }
        // What a step leaves on a GPU is waited for by reading its loss.
        func step(_ count: Int) throws {
            var batches = stream(training, count, &random)
            for _ in 0..<count {
                _ = try weights.step(
                    try batches.next(), Self.single(gates?.gates.sample(using: &random) ?? choices), rate: recipe.rate
                ).loss.number()
            }
        }
        try step(2)
        var pace = Pace(
            weightStep: try seconds { try step(4) } / 4, gateStep: 0, evaluation: 0, training: training.images.count,
            validation: other.images.count)
        if gates != nil {
            func gateStep(_ count: Int) throws {
                var batches = stream(other, count, &random)
                for _ in 0..<count {
                    try gates!.step(try batches.next(), weights, epoch: recipe.warmUp, using: &random)
                }
            }
            try gateStep(1)
            pace.gateStep = try seconds { try gateStep(3) } / 3
        }
        let count = min(500, other.images.count)
        let sample = try Batches(other.images.subset(Array(0..<count)), shift: 0, on: net.device, of: backend)
        pace.evaluation = try seconds { _ = try weights.accuracy(sample, Self.single(choices)) } / Double(count)
        return pace
    }

    static func single(_ choices: [Int]) -> [GateDraw.Layer] {
        choices.map { GateDraw.Layer(options: [$0], values: [1]) }
    }
}
