import Cost
import DensePlugin
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin
import Search
import Testing

@testable import CoSearch

/// The search of NAX on shipped files.
struct Fixture {
    static let repository = String(#filePath.dropLast("/Tests/CoSearchTests/Fixture.swift".count))
    var setup: SearchSetup
    let architecture: Architecture
    let document: Document

    init(pipelined: Bool = false, mapping name: String = "default", network: Network? = nil) throws {
        let reader = ArchitectureReader(schema: Self.repository + "/hardware/schema/hardware.xsd")
        document = try reader.document(Self.repository + "/hardware/nax-heterogeneous.xml")
        var mapping = try MappingReader(schema: Self.repository + "/mappings/schema/mapping.xsd").read(Self.repository + "/mappings/\(name).xml")
        if pipelined { mapping.dataflow = .pipelined }
        architecture = try reader.read(document: document)
        setup = try SearchReader(schema: Self.repository + "/search/schema/search.xsd").read(Self.repository + "/search/resnet20-nax.xml").setUp(
            network: network ?? Zoo.network(named: "resnet20"), hardware: document, reader: reader, specification: mapping,
            mappers: Mappers([DensePlugin.plugin, OneSlicePlugin.plugin]))
    }

    var costs: TabulatedSpace { setup.problem.costs! }
    var table: LayerTable { costs.table }
}
