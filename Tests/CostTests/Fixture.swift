import DensePlugin
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin

@testable import Cost

/// Shipped files and mappers, as the command line puts them together.
struct Fixture {
    let shipped: ShippedFiles
    let mappers: Mappers

    init() throws {
        shipped = try ShippedFiles()
        mappers = try Mappers([DensePlugin.plugin, OneSlicePlugin.plugin])
    }

    func architecture(_ name: String) throws -> Architecture {
        try ArchitectureReader().read(shipped.path("hardware/\(name).xml"))
    }

    func mapping(_ name: String) throws -> MappingSpecification {
        try MappingReader().read(
            shipped.path("mappings/\(name).xml"))
    }

    func evaluate(
        _ hardware: String, _ network: String, _ mapping: String = "default", fullChip: Bool = false
    ) throws -> Evaluation {
        try evaluate(architecture(hardware), Zoo.network(named: network), self.mapping(mapping), fullChip: fullChip)
    }

    func evaluate(
        _ architecture: Architecture, _ network: Network, _ mapping: MappingSpecification, fullChip: Bool = false
    ) throws -> Evaluation {
        try CostModel(architecture).evaluate(network, mapping, mappers: mappers, fullChip: fullChip)
    }
}

extension Double {
    /// Whether two numbers differ by no more than so much of the larger one.
    func isNear(_ other: Double, within share: Double) -> Bool {
        abs(self - other) <= share * Swift.max(abs(self), abs(other))
    }
}

extension Fixture {
    static func resNet20() throws -> Network { try Zoo.network(named: "resnet20") }

    func workedMapping() throws -> MappingSpecification {
        try MappingReader().read(
            shipped.path("docs/worked-example/mapping.xml"))
    }
}
