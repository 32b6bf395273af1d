import Hardware
import Mapping
import Networks

@testable import DataSets
@testable import Simulation
@testable import Surrogates

/// A network with random weights, quantised and placed on a chip.
struct Quantised {
    let network: QuantisedNetwork
    let mapped: MappedNetwork
    let architecture: Architecture
    let images: [[Float]]

    init(_ network: Network, on chip: Chip, seed: UInt64 = 1) throws {
        let weights = RandomWeights(network, seed: seed)
        let float = try FloatNetwork(FoldedNetwork(network) { weights.tensors[$0] })
        architecture = chip.architecture
        mapped = try chip.place(network)
        images = RandomWeights.images(2, of: network, seed: seed + 100)
        self.network = try QuantisedNetwork(
            float, mapped.graph, precisions: mapped.stages.map(\.precision), calibration: images)
    }
}
