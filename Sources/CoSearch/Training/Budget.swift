import Optimisation
import Tensors

/// How much training a machine can do in a given time.
///
/// ```swift
/// let pace = try Pace.measured(run)
/// let shorter = pace.fitting(recipe, within: 7200)
/// ```
public struct Pace: Hashable, Sendable {
    /// Seconds of one step of the weights, of one step of the gates, and of one image's evaluation.
    public var weightStep, gateStep, evaluation: Double
    /// Images that weights are trained with, and that accuracy is measured on.
    public var training, validation: Int

    public init(weightStep: Double, gateStep: Double, evaluation: Double, training: Int, validation: Int) {
        self.weightStep = weightStep
        self.gateStep = gateStep
        self.evaluation = evaluation
        self.training = training
        self.validation = validation
    }

    /// Does a few steps of a run that is thrown away.
    public static func measured(_ run: TrainingRun) throws -> Pace {
        try run.measuredPace()
    }

    /// Seconds that a recipe takes.
    public func seconds(_ recipe: Recipe) -> Double {
        let images = min(training, recipe.imagesPerEpoch ?? training)
        let steps = Double(max(1, images / recipe.batch))
        let open = Double(recipe.epochs - recipe.warmUp) / Double(recipe.epochs)
        let step = weightStep + gateStep * open / Double(recipe.stepsPerGateStep)
        return Double(recipe.epochs)
            * (steps * step + Double(min(validation, recipe.validationImages ?? validation)) * evaluation)
    }

    /// The recipe with fewer images an epoch, and where a tenth of them is still too much with fewer epochs, so that it
    /// ends within a time; nil where ten epochs of ten steps take longer.
    public func fitting(_ recipe: Recipe, within seconds: Double) -> Recipe? {
        guard self.seconds(recipe) > seconds else { return recipe }
        var fitted = recipe
        fitted.validationImages = min(recipe.validationImages ?? validation, 2000)
        let most = max(1, min(training, recipe.imagesPerEpoch ?? training) / recipe.batch)
        // Steps of an epoch: a tenth of all while there are epochs to give up, then ten.
        let few = min(most, 10), some = max(few, min(most, training / 10 / recipe.batch))
        let warmUpShare = Double(recipe.warmUp) / Double(recipe.epochs)
        let fewest = min(10, recipe.epochs)
        for epochs in stride(from: recipe.epochs, through: fewest, by: -1) {
            fitted.epochs = epochs
            fitted.warmUp = Int((Double(epochs) * warmUpShare).rounded())
            func fits(_ steps: Int) -> Bool {
                fitted.imagesPerEpoch = steps * recipe.batch
                return self.seconds(fitted) <= seconds
            }
            var low = epochs > fewest ? some : few, high = most
            guard fits(low) else { continue }
            while low < high {
                let middle = (low + high + 1) / 2
                if fits(middle) { low = middle } else { high = middle - 1 }
            }
            fitted.imagesPerEpoch = low * recipe.batch
            return fitted
        }
        return nil
    }
}
