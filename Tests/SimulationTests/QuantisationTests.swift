import Networks
import Services
import Testing

@testable import Circuit
@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct QuantisationTests {
    @Test func codesAreTheNearestHalvesToEvenAndClipped() {
        let unsigned = NumberFormat(bits: 4, isSigned: false, scale: 0.5)
        #expect([-1, 0.25, 0.75, 0.76, 7.4, 100].map(unsigned.code) == [0, 0, 2, 2, 15, 15])
        let signed = NumberFormat(bits: 4, isSigned: true, scale: 0.5)
        #expect([-100, -0.25, -0.75, 3.4, 100].map(signed.code) == [-8, 0, -2, 7, 7])
    }

    /// The histogram's scale against a search over the values themselves.
    @Test func theScaleOfLeastSquaresIsNearTheBestOne() {
        var random = Seeded(5)
        let values = (0..<4000).map { _ in abs(random.normal() * random.normal() * random.normal()) }
        var histogram = MagnitudeHistogram()
        for part in 0..<4 { histogram.add(Array(values[part * 1000..<part * 1000 + 1000])) }
        func error(_ scale: Double) -> Double {
            let format = NumberFormat(bits: 4, isSigned: false, scale: scale)
            return values.reduce(0) { sum, x in
                sum + (x - format.value(of: format.code(for: x))) * (x - format.value(of: format.code(for: x)))
            }
        }
        let best = (1...400).map { error(Double($0) / 200) }.min() ?? 0
        #expect(error(histogram.scale(highest: 15, .leastSquares)) < 1.1 * best)
        let largest = values.max() ?? 0
        #expect(error(histogram.scale(highest: 15, .leastSquares)) < error(largest / 15))
        let all = histogram.scale(highest: 15, .percentile(1)) * 15
        #expect(all >= largest && all < largest * 1.01)
        let most = histogram.scale(highest: 15, .percentile(0.99)) * 15
        #expect(abs(Double(values.count { $0 > most }) - 40) <= 6)
    }

    @Test func mergedHistogramsAreThoseOfAllValues() {
        var whole = MagnitudeHistogram(), left = MagnitudeHistogram(), right = MagnitudeHistogram()
        left.add([0.1, 0.2, 0])
        right.add([5, -7, 0.01])
        whole.add([0.1, 0.2, 0])
        whole.add([5, -7, 0.01])
        left.add(right)
        #expect(left.counts == whole.counts && left.width == whole.width && left.total == 6)
        var empty = MagnitudeHistogram()
        empty.add(whole)
        #expect(empty.counts == whole.counts)
    }

    @Test func weightsOfFewBitsClipWhereThatCostsLess() throws {
        var build = try NetworkBuilder("one", input: .vector(64))
        _ = try build.linear("fc", build.input, features: 1, bias: false)
        let network = try build.network()
        var random = Seeded(2)
        let weights = (0..<64).map { $0 == 0 ? Float(2) : Float(random.normal() * 0.3) }
        let folded = try FoldedNetwork(network) { _ in Tensor(shape: Shape([1, 64]), values: weights) }
        let layer = try #require(folded.stationary[1])
        #expect(QuantisedWeights(layer, bits: 3).scales[0] < 2 / 3)
        let eight = QuantisedWeights(layer, bits: 8)
        #expect(eight.scales[0] == 2 / 127 && eight.codes[0] == 127)
    }

    @Test func missingAndWrongTensorsAreNamed() throws {
        let network = try Miniature.zoo("resnet20")
        let weights = RandomWeights(network, seed: 1).tensors
        #expect(
            throws: CircuitError(
                "there is no tensor 'layer1.0.bn1.running_var' among the weights",
                remedy: "give weights that belong to this network; it is to be 4")
        ) {
            try FoldedNetwork(network) { $0 == "layer1.0.bn1.running_var" ? nil : weights[$0] }
        }
        #expect(
            throws: CircuitError(
                "tensor 'conv1.weight' is 3, its layer needs 4×3×3×3",
                remedy: "give weights that belong to this network")
        ) {
            try FoldedNetwork(network) {
                $0 == "conv1.weight" ? Tensor(shape: .vector(3), values: [1, 2, 3]) : weights[$0]
            }
        }
    }
}
