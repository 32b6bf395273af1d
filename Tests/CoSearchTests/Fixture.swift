import Cost
import DensePlugin
import DesignSearch
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin
import Optimisation
import Testing

@testable import CoSearch

/// The search of NAX on shipped files.
struct Fixture {
    static let repository = String(#filePath.dropLast("/Tests/CoSearchTests/Fixture.swift".count))
    var setup: SearchSetup
    let architecture: Architecture
    let document: Document

    /// - Parameter choices: in the place of those of the shipped search.
    init(
        pipelined: Bool = false, mapping name: String = "default", network: Network? = nil, choices: String? = nil
    ) throws {
        let reader = ArchitectureReader()
        document = try reader.document(Self.repository + "/hardware/nax-heterogeneous.xml")
        var mapping = try MappingReader().read(
            Self.repository + "/mappings/\(name).xml")
        if pipelined { mapping.dataflow = .pipelined }
        architecture = try reader.read(document: document)
        let searches = SearchReader()
        let search =
            try choices.map { choices in
                try searches.read(
                    bytes: Array(
                        """
                        <search xmlns="urn:naxdse:search:1" name="test" network="resnet20" hardware="nax-heterogeneous">\(choices)<objective measure="edap"/></search>
                        """.utf8), as: "search.xml")
            } ?? searches.read(Self.repository + "/search/resnet20-nax.xml")
        setup = try search.setUp(
            network: network ?? Zoo.network(named: "resnet20"), hardware: document, reader: reader,
            specification: mapping,
            mappers: Mappers([DensePlugin.plugin, OneSlicePlugin.plugin]))
    }

    var costs: TabulatedSpace { setup.problem.costs! }
    var table: LayerTable { costs.table }
}

extension Network {
    /// Three residual blocks of which the middle one changes the shape, for images of 3 × 12 × 12.
    static func residual() throws -> Network {
        var build = try NetworkBuilder("residual", input: .map(channels: 3, height: 12, width: 12))
        func convolution(_ name: String, _ x: Int, _ channels: Int, stride: Extent = 1) throws -> Int {
            try build.batchNorm("\(name).bn", build.convolution(name, x, channels: channels, kernel: 3, stride: stride))
        }
        var x = try build.activation("relu", convolution("stem", build.input, 4, stride: 2), .relu)
        for (name, channels, stride) in [("a", 4, 1 as Extent), ("b", 8, 2), ("c", 8, 1)] {
            var y = try build.activation(
                "\(name).relu1", convolution("\(name).conv1", x, channels, stride: stride), .relu)
            y = try convolution("\(name).conv2", y, channels)
            if stride != 1 {
                x = try build.append("\(name).rows", .slice(Slice(axis: 1, step: 2, count: 3)), [x])
                x = try build.append("\(name).columns", .slice(Slice(axis: 2, step: 2, count: 3)), [x])
                x = try build.append("\(name).pad", .pad(axis: 0, before: 2, after: 2), [x])
            }
            x = try build.activation("\(name).relu2", build.append("\(name).add", .add, [y, x]), .relu)
        }
        x = try build.append("flatten", .flatten, [build.append("pool", .globalPool(.average), [x])])
        _ = try build.linear("linear", x, features: 2)
        return try build.network()
    }
}
