import Foundation
import Random
import Testing

@testable import CoSearch

@Suite struct BudgetTests {
    private let pace = Pace(weightStep: 0.2, gateStep: 0.3, evaluation: 0.001, training: 25_000, validation: 25_000)

    @Test("a recipe's time is its steps and its evaluations")
    func seconds() {
        var recipe = Recipe()
        (recipe.epochs, recipe.warmUp, recipe.batch) = (10, 5, 100)
        // 250 steps of the weights in ten epochs, of the gates in five; 25 000 images evaluated in ten.
        #expect(abs(pace.seconds(recipe) - (10 * 250 * 0.2 + 5 * 250 * 0.3 + 10 * 25)) < 1e-9)
        recipe.stepsPerGateStep = 5
        (recipe.imagesPerEpoch, recipe.validationImages) = (5000, 1000)
        #expect(abs(pace.seconds(recipe) - (10 * 50 * 0.2 + 5 * 50 * 0.06 + 10 * 1)) < 1e-9)
    }

    @Test(
        "a recipe that does not fit gets fewer images an epoch, then fewer epochs, and fits as closely as it can",
        arguments: [300.0, 600, 3600, 6000])
    func fitting(budget: Double) throws {
        let recipe = Recipe()
        let fitted = try #require(pace.fitting(recipe, within: budget))
        #expect(pace.seconds(fitted) <= budget && fitted.problem == nil)
        #expect(fitted.epochs <= recipe.epochs && fitted.epochs >= 10)
        var more = fitted
        more.imagesPerEpoch! += recipe.batch
        #expect(more.imagesPerEpoch! > pace.training || pace.seconds(more) > budget)
    }

    @Test("a recipe that fits stays as it is, and one that cannot fit is nil")
    func ends() {
        let recipe = Recipe()
        #expect(pace.fitting(recipe, within: 1e6) == recipe)
        #expect(pace.fitting(recipe, within: 30) == nil)
    }

    @Test("a recipe tells what is wrong with it")
    func recipes() {
        #expect(Recipe().problem == nil)
        func problem(_ change: (inout Recipe) -> Void) -> String? {
            var recipe = Recipe()
            change(&recipe)
            return recipe.problem?.what
        }
        #expect(problem { $0.epochs = 0 } == "0 epochs")
        #expect(problem { $0.warmUp = 61 } == "61 of 60 epochs before gates are trained")
        #expect(problem { $0.lambda = .nan } == "a λ of nan")
        #expect(problem { $0.temperatures = [1] } != nil)
        #expect(problem { $0.batch = 1 } != nil)
        #expect(problem { $0.weightShare = 1 } != nil)
    }

    @Test("the rate falls along a cosine, the temperature in geometric steps from the first open epoch to the last")
    func schedules() {
        var recipe = Recipe()
        (recipe.epochs, recipe.warmUp, recipe.rate) = (13, 2, 0.4)
        #expect(recipe.rate(step: 0, perEpoch: 10) == 0.4 && abs(recipe.rate(step: 65, perEpoch: 10) - 0.2) < 1e-12)
        #expect(recipe.temperature(epoch: 0) == 5 && recipe.temperature(epoch: 2) == 5)
        #expect(abs(recipe.temperature(epoch: 12) - 0.1) < 1e-12)
        #expect(abs(recipe.temperature(epoch: 7) - 0.5.squareRoot()) < 1e-12)
    }

    @Test("a rate that warms up rises in even steps and falls along a cosine afterwards")
    func warmUp() {
        var recipe = Recipe()
        (recipe.epochs, recipe.rate, recipe.rateWarmUp) = (10, 0.4, 2)
        let rates = (0..<100).map { recipe.rate(step: $0, perEpoch: 10) }
        for step in 0..<20 { #expect(abs(rates[step] - 0.4 * Double(step + 1) / 20) < 1e-12) }
        #expect(rates[20] == 0.4 && abs(rates[60] - 0.2) < 1e-12 && rates[99] > 0 && rates[99] < 0.001)
    }

    /// torch.optim.lr_scheduler.OneCycleLR(max_lr=0.4, total_steps=100) with its own shares and factors.
    @Test(
        "one cycle is PyTorch's",
        arguments: [
            (0, 0.016), (10, 0.11806557938564033), (29, 0.4), (30, 0.39979861411380974), (60, 0.23571203611421152),
            (99, 1.6e-6),
        ])
    func oneCycle(_ step: Int, _ rate: Double) {
        var recipe = Recipe()
        (recipe.epochs, recipe.rate, recipe.schedule) = (10, 0.4, .oneCycle)
        #expect(abs(recipe.rate(step: step, perEpoch: 10) - rate) < 1e-12)
    }

    @Test("a recipe of an earlier version is read as what was done then, and one that lacks something else is not")
    func earlierRecipe() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var recipe = Recipe()
        recipe.seed = 7
        let text = String(decoding: try encoder.encode(recipe), as: UTF8.self)
        let earlier = text.replacing("\"heldOut\":0,", with: "").replacing("\"rateWarmUp\":0,", with: "").replacing(
            "\"schedule\":\"cosine\",", with: "")
        #expect(earlier != text && !earlier.contains("schedule"))
        #expect(try JSONDecoder().decode(Recipe.self, from: Data(earlier.utf8)) == recipe)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Recipe.self, from: Data(text.replacing("\"batch\":128,", with: "").utf8))
        }
    }
}
