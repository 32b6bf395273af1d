import Random
import RealModule
import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct ElementaryTests {
    @Test func theExponentialIsExactToAFewUlps() {
        for k in -6990...6990 {
            let x = Double(k) / 10 + 0.037
            #expect(abs(Elementary.exponential(x) / Double.exp(x) - 1) < 1e-15)
        }
        #expect(Elementary.exponential(0) == 1)
        #expect(Elementary.exponential(-1000) == 0)
    }

    @Test func otherFunctionsAreNearTheirTrueValues() {
        for k in -60...60 {
            let x = Double(k) / 10
            #expect(abs(Elementary.errorFunction(x) - Double.erf(x)) < 1.5e-7)
            #expect(abs(Elementary.tanh(x) - Double.tanh(x)) < 1e-15)
            #expect(abs(Elementary.sigmoid(x) - 1 / (1 + Double.exp(-x))) < 1e-15)
        }
    }

    @Test func softmaxSumsToOne() {
        let result = softmax([1, 2, 3, -500, 500, 0], features: 3)
        #expect(abs(result[0...2].reduce(0, +) - 1) < 1e-15 && abs(result[2] - 0.6652409557748218) < 1e-12)
        #expect(result[4] == 1)
    }
}
