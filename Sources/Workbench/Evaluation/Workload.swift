import Cost
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import System

extension Document {
    /// The mapping that a hardware file names.
    package var usualMapping: Architecture.UsualMapping? {
        root.attribute("mapping").map { Architecture.UsualMapping(name: $0.value, location: $0.valueLocation) }
    }
}

/// A network with its mapping, and the mappers that this build has.
package struct Workload {
    package let network: Network
    package let specification: MappingSpecification
    /// The files of both.
    package let files: [InputFile]
    private let mappers: Mappers
    /// Reads the documents that are evaluated; what models said of parameters is kept in it.
    private let reader: ArchitectureReader

    package init(network: String, mapping: String?, usual: Architecture.UsualMapping?, _ bench: Workbench) throws {
        var gathering = Gathering()
        let specification = try gathering.attempt { try bench.mapping(mapping, usual: usual) }
        let read = try gathering.attempt { try bench.network(network) }
        try gathering.finish()
        guard let specification, let read else { preconditionFailure("no error, so both were read") }
        self.network = read.network
        self.specification = specification
        files = specification.files + read.files
        mappers = try bench.plugins.mappers()
        reader = ArchitectureReader(models: try bench.plugins.componentModels())
    }

    /// - Throws: what does not fit on the architecture.
    package func evaluate(on architecture: Architecture) throws(InvalidInput) -> Evaluation {
        try CostModel(architecture).evaluate(network, specification, mappers: mappers)
    }

    /// - Throws: what is wrong with the architecture that a document describes, or does not fit on it.
    package func evaluate(_ document: Document, _ convention: Convention) throws(InvalidInput) -> Evaluation {
        let architecture = convention.applied(to: try reader.read(document: document))
        return try CostModel(architecture, withIO: convention.withIO)
            .evaluate(network, specification, mappers: mappers, fullChip: convention.fullChip)
    }
}
