import Cost
import DensePlugin
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin

/// ResNet-20 on nax-heterogeneous with a kernel, a crossbar kind and a number of copies chosen afresh for every layer.
///
/// What a point shares with the others, as in any search: the architecture with the prices of its parts
/// (`CostModel`), the network's stages (`StageGraph`) and the matrix of each layer for each kernel. What every
/// point does by itself: place each of its 20 layers with the mapper, count every action at every level of the
/// hierarchy, price them, find the critical path and the chip that holds it all. No cost is kept from one point to the next.
struct DesignPoints {
    let model: CostModel
    let planner: Planner
    let network: Network
    let graph: StageGraph
    /// For each stage its matrix with a kernel of 3, 5 and 7.
    let matrices: [[MatrixShape]]
    let settings: LayerSettings
    let mapper: MapperPlugin
    private var random = SplitMix64(state: 1)

    init() throws {
        let shipped = try ShippedFiles()
        let architecture = try ArchitectureReader().read(shipped.path("hardware/nax-heterogeneous.xml"))
        let mapping = try MappingReader().read(shipped.path("mappings/default.xml"))
        let mappers = try Mappers([DensePlugin.plugin, OneSlicePlugin.plugin])
        model = CostModel(architecture)
        planner = Planner(architecture, mapping, mappers: mappers)
        let network = try Zoo.network(named: "resnet20")
        self.network = network
        let graph = try StageGraph(network)
        self.graph = graph
        matrices = try graph.stages.map { stage in
            let layer = network.layers[stage.anchor]
            guard layer.convolution != nil else { return [layer.matrix!] }
            return try [3, 5, 7].map { try network.changingKernel(of: layer.name, to: Extent(square: $0)).layers[stage.anchor].matrix! }
        }
        settings = mapping.defaults
        mapper = try mappers[settings.mapper]
    }

    /// Evaluates one random point.
    mutating func next() throws -> Figures {
        var stages: [MappedStage] = []
        stages.reserveCapacity(matrices.count)
        var settings = settings
        for choices in matrices {
            settings.duplication = 1 << Int(random.next() % 4)
            let matrix = choices[Int(random.next() % UInt64(choices.count))]
            stages.append(try planner.stage(matrix, settings, mapper, kind: Int(random.next() % 3)).get())
        }
        return try model.figures(
            of: MappedNetwork(network: network, graph: graph, dataflow: .layerByLayer, stages: stages, name: "random"))
    }
}

private struct SplitMix64 {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
