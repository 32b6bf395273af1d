import Cost
import DensePlugin
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin

/// Documents and evaluations of shipped and edited hardware.
struct Workbench {
    private let shipped: ShippedFiles
    private let mappers: Mappers
    private let specification: MappingSpecification
    private let network: Network

    init(network: String = "resnet20", mapping: String = "default") throws {
        shipped = try ShippedFiles()
        mappers = try Mappers([DensePlugin.plugin, OneSlicePlugin.plugin])
        specification = try MappingReader().read(
            shipped.resolve(mapping, in: "mappings"))
        self.network = try Zoo.network(named: network)
    }

    func document(_ name: String) throws -> Document {
        try ArchitectureReader().document(shipped.resolve(name, in: "hardware"))
    }

    func architecture(_ name: String) throws -> Architecture {
        try ArchitectureReader().read(document: document(name))
    }

    func evaluate(_ document: Document) throws(InvalidInput) -> Evaluation {
        try CostModel(ArchitectureReader().read(document: document)).evaluate(network, specification, mappers: mappers)
    }
}
