import DensePlugin
import DesignSearch
import Foundation
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin
import Optimisation

/// One search file, ready to evaluate points.
struct SearchSpace {
    let name: String
    let problem: Problem
    private let evaluator: any Evaluator

    /// - Parameter path: of the search file; the hardware it names lies beside it or is shipped.
    init(path: String, home: String) throws {
        let description = try SearchReader().read(path)
        let reader = ArchitectureReader(allowsOutsideFiles: true)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let hardware = description.hardware.text
        let beside = folder + "/" + hardware + ".xml"
        let document = try reader.document(FileManager.default.fileExists(atPath: beside) ? beside : "\(home)/hardware/\(hardware).xml")
        let mapping = description.mapping?.text ?? "default"
        let setup = try description.setUp(
            network: Zoo.network(named: description.network.text), hardware: document, reader: reader,
            specification: MappingReader().read("\(home)/mappings/\(mapping).xml"),
            mappers: Mappers([DensePlugin.plugin, OneSlicePlugin.plugin]))
        name = description.name
        problem = setup.problem
        evaluator = setup.evaluator
    }

    func outcomes(_ points: [Point]) throws -> [Outcome] { try evaluator.evaluate(points[...], problem: problem) }
}
