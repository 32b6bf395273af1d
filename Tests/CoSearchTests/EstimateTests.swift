import Foundation
import Random
import Testing

@testable import CoSearch

@Suite struct EstimateTests {
    @Test("Kendall's τ is SciPy's, ties included")
    func tau() throws {
        let a = [1, 2, 3, 4, 5, 5, 7, 8.5], b: [Double] = [2, 1, 4, 3, 3, 6, 8, 8]
        #expect(abs(try #require(kendallTau(a, b)) - 0.7171087882915774) < 1e-14)
        #expect(kendallTau(a, a) == 1 && kendallTau(a, a.map { -$0 }) == -1)
        #expect(kendallTau([1, 1, 1], [1, 2, 3]) == nil)
    }

    /// Of NumPy: the normal equations with λ on the diagonal, features and values centred.
    @Test("a ridge regression solves its normal equations")
    func ridge() {
        let samples: [[Double]] = [[1, 0, 0, 2], [0, 1, 0, 1], [0, 0, 1, -1], [1, 1, 0, 0.5], [0, 1, 1, 3]]
        let fit = RidgeRegression(samples, values: [1, 2.5, -0.5, 3, 4], penalty: 0.7)
        for (weight, wanted) in zip(
            fit.weights, [0.05524630943642452, 1.48179186037028, -0.023305603131881517, 0.5758196721311475])
        { #expect(abs(weight - wanted) < 1e-12) }
        #expect(abs(fit.constant - 0.4647469619117526) < 1e-12)
    }

    /// Losses that are a sum over layers, with a pair and noise.
    private func task(pair: Double, noise: Double) -> (designs: [[Int]], losses: [Double], truth: [[Double]]) {
        let options = [3, 3, 2, 4, 3]
        var random = SeededRandom(seed: 11)
        let truth = options.map { (0..<$0).map { _ in random.unit() } }
        let designs = RandomDesigns(options: options, count: 300, seed: 2).designs
        let losses = designs.map { design in
            zip(truth, design).reduce(2.0) { $0 + $1.0[$1.1] } + (design[1] == 0 && design[3] == 1 ? pair : 0) + noise
                * (random.unit() - 0.5)
        }
        return (designs, losses, truth)
    }

    @Test("a sum over layers is found again, and its order of designs never seen")
    func sum() throws {
        let (designs, losses, truth) = task(pair: 0, noise: 0.1)
        let estimate = LossEstimate(designs, losses: losses, options: truth.map(\.count), neighbours: [], left: 100)
        for (shares, truth) in zip(estimate.shares, truth) {
            #expect(abs(shares.reduce(0, +)) < 1e-12)
            for choice in shares.indices {
                #expect(abs(shares[choice] - shares[0] - (truth[choice] - truth[0])) < 0.05)
            }
        }
        #expect(try #require(estimate.tau) > 0.9 && estimate.error < 0.05 && estimate.deviation > 0.3)
        #expect(abs(estimate.loss(of: designs[250]) - losses[250]) < 0.15)
    }

    @Test("where two layers depend on each other, pairs tell more than the sum")
    func pairs() throws {
        let (designs, losses, truth) = task(pair: 3, noise: 0)
        let estimate = LossEstimate(
            designs, losses: losses, options: truth.map(\.count), neighbours: [(1, 3)], left: 100)
        #expect(try #require(estimate.tauOfPairs) > 0.9)
        #expect(try #require(estimate.tau) < #require(estimate.tauOfPairs))
    }

    @Test("what hangs on a block adds nothing where the block is left out")
    func blocks() throws {
        let options = [3, 3, 2, 3]
        // Choices 0 and 1 are of the block that choice 2 keeps by its option 0.
        let dependences: [(choice: Int, option: Int)?] = [(2, 0), (2, 0), nil, nil]
        var random = SeededRandom(seed: 3)
        let truth = options.map { (0..<$0).map { _ in random.unit() } }
        let designs = RandomDesigns(options: options, count: 300, seed: 2).designs.map { design -> [Int?] in
            design[2] == 0 ? design : [nil, nil, design[2], design[3]]
        }
        func loss(_ design: [Int?]) -> Double {
            zip(truth, design).reduce(2) { sum, item in item.1.map { sum + item.0[$0] } ?? sum }
        }
        let estimate = LossEstimate(
            designs, losses: designs.map(loss), options: options, dependences: dependences, neighbours: [(0, 1)],
            left: 50)
        #expect(try #require(estimate.tau) > 0.97 && estimate.error < 0.01)
        for shares in estimate.shares { #expect(abs(shares.reduce(0, +)) < 1e-9) }
        for design in designs.prefix(40) { #expect(abs(estimate.loss(of: design) - loss(design)) < 0.03) }
    }

    @Test("losses that were read are kept, for the same checkpoint, images and seed")
    func kept() throws {
        var record = DesignLosses(checkpoint: "abc", images: 100, seed: 7)
        record.losses = [2.25, 1.0 / 3]
        let path = FileManager.default.temporaryDirectory.path + "/naxdse-estimate-\(UUID().uuidString).csv"
        try record.text([[0, 1], [2, 0], [1, 1]]).write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(DesignLosses(reading: path) == record)
        #expect(DesignLosses(reading: path)?.isLike(DesignLosses(checkpoint: "abc", images: 200, seed: 7)) == false)
        #expect(DesignLosses(reading: path + "x") == nil)
    }
}
