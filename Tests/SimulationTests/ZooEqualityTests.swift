import Mapping
import Networks
import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct ZooEqualityTests {
    /// Those that read tokens have no smaller images; what they compute is in deit-tiny as well.
    private static let imageNetworks = Zoo.names.filter { name in
        (try? Zoo.network(named: name).summary.input.channels) == 3
    }

    /// Slice by slice and stream by stream, with ideal cells and an ADC that loses nothing, every zoo network (fewer
    /// channels, smaller images) gives the scores of the integer network, bit by bit.
    /// Networks take turns with the ways to lay them out; ResNet-20 has both.
    @Test(arguments: ZooEqualityTests.imageNetworks)
    func idealCrossbarsGiveTheIntegerNetwork(_ name: String) throws {
        let number = try #require(Self.imageNetworks.firstIndex(of: name))
        let ways = [("dense", Encoding.offset), ("one-slice", .differential)]
        for (mapper, encoding) in name == "resnet20" ? ways : [ways[number % 2]] {
            var chip = Chip(rows: 32, columns: 32, activeRows: 32)
            chip.settings.mapper = mapper
            chip.settings.encoding = encoding
            let quantised = try Quantised(Miniature.zoo(name), on: chip)
            let crossbars = try CrossbarNetwork(quantised.network, quantised.mapped, quantised.architecture)
            let image = quantised.images[0]
            let scores = try crossbars.scores(of: image)
            #expect(try scores == quantised.network.scores(of: image))
            #expect(Set(scores).count > 1, "scores that differ between classes")
        }
    }

    /// The integer network is near the one in floating point, so that equality with it says something.
    @Test(arguments: ZooEqualityTests.imageNetworks)
    func eightBitsAreNearFloatingPoint(_ name: String) throws {
        let network = try Miniature.zoo(name)
        let weights = RandomWeights(network, seed: 1)
        let float = try FloatNetwork(FoldedNetwork(network) { weights.tensors[$0] })
        let quantised = try Quantised(network, on: Chip())
        let image = quantised.images[0]
        let wanted = float.scores(of: image), got = try quantised.network.scores(of: image)
        let size = wanted.map { $0 * $0 }.reduce(0, +).squareRoot()
        let error = zip(wanted, got).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
        #expect(error < 0.2 * size, "\(error) of \(size)")
    }
}
