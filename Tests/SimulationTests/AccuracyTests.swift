import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct AccuracyTests {
    /// Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 and 15 of 148 by Wilson's method without
    /// correction.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func intervalsAreThoseOfThePublishedTable(_ hits: Int, _ images: Int, _ low: Double, _ high: Double) {
        let interval = Accuracy(hits: hits, images: images).interval
        #expect(abs(interval.lowerBound - low) < 5e-5)
        #expect(abs(interval.upperBound - high) < 5e-5)
    }

    @Test func theFirstOfEqualScoresIsChosen() {
        #expect(Accuracy.choice([1, 3, 3, 2]) == 1)
    }
}
