import Random
import Testing

@testable import Optimisation

@Suite struct TrialCodecTests {
    private let space = try! Space([
        Parameter("converter", .categories(["sar", "flash", "none"])),
        Parameter("bits", .integers(4...8), condition: .init(parameter: 0, values: [.category(0), .category(1)])),
        Parameter("single", .categories(["only"])),
        Parameter("offset", .integers(-7...9, step: 4)),
        Parameter("voltage", .reals(0.1...1), condition: .init(parameter: 1, values: [.integer(5)])),
        Parameter("wide", .integers(0...(1 << 40))),
    ])
    private let objectives = [Objective(.energy), Objective(.accuracy)]

    @Test func trialsComeBackAsTheyWere() throws {
        let codec = TrialCodec(space: space, objectives: objectives)
        var random = SeededRandom(seed: 8)
        let points = (0..<500).map { _ in space.sample(using: &random) }
        let outcomes = (0..<500).map { index in
            index % 7 == 0
                ? Outcome.failed(objectives: objectives, because: "reason \(index) of ∞")
                : Outcome(
                    measures: { $0 == .energy ? random.unit() : random.normal() }, objectives: objectives,
                    constraints: [])
        }
        let block = TrialBlock(
            first: 40, count: 500, points: try #require(codec.pack(points[...])), outcomes: codec.pack(outcomes))
        let trials = try codec.trials(of: block)
        #expect(trials.map(\.point) == points)
        #expect(trials.map(\.number) == Array(40..<540))
        for (trial, outcome) in zip(trials, outcomes) {
            #expect(
                trial.outcome.reason == outcome.reason && trial.outcome.excess == outcome.excess
                    && trial.outcome.costs == outcome.costs)
            #expect(trial.outcome.values.map(\.bitPattern) == outcome.values.map(\.bitPattern))
        }
    }

    @Test func aPointOfResNet20TakesFifteenBytes() throws {
        let space = try Space(
            (0..<20).flatMap { layer in
                [
                    Parameter("k\(layer)", .categories(["1", "3", "5"])),
                    Parameter("x\(layer)", .categories(["32", "64", "128", "256"])),
                    Parameter("d\(layer)", .integers(1...8, logarithmic: true)),
                ]
            })
        #expect(PointCodec(space).stride == (20 * (2 + 2 + 3) + 7) / 8)
    }

    @Test(arguments: [
        "c3 i4 c0 i1 - i0", "c2 i4 c0 i1 - i0", "c0 - c0 i1 - i0", "c0 i9 c0 i1 - i0", "c0 i4 c0 i2 - i0",
        "c0 i5 c0 i1 - i0", "c0 i5 c0 i1 r1.5 i0", "c0 i4 c0 i1 -", "i0 i4 c0 i1 - i0",
    ])
    func whatIsNotInTheSpaceIsNotPacked(text: String) throws {
        let point = try #require(Point(compact: text))
        #expect(!space.contains(point))
        #expect(TrialCodec(space: space, objectives: objectives).pack([point][...]) == nil)
    }

    @Test func anyDamagedByteIsNoticed() throws {
        let codec = TrialCodec(space: space, objectives: objectives)
        var random = SeededRandom(seed: 1)
        let points = (0..<3).map { _ in space.sample(using: &random) }
        let good = TrialBlock(
            first: 0, count: 3, points: try #require(codec.pack(points[...])),
            outcomes: codec.pack(Array(repeating: .failed(objectives: objectives, because: "too large"), count: 3)))
        _ = try codec.trials(of: good)
        for index in good.points.indices {
            var bad = good
            bad.points[index] ^= 0x10
            #expect(throws: StorageError.self) { try codec.trials(of: bad) }
        }
        for index in good.outcomes.indices {
            var bad = good
            bad.outcomes[index] ^= 0x01
            #expect(throws: StorageError.self) { try codec.trials(of: bad) }
        }
    }
}
