import ArgumentParser
import Catalogue
import Cost
import Hardware
import Mapping
import Markup
import Networks
import System

/// One network and one mapping, for commands that evaluate them on many architectures.
struct WorkloadOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A built-in network, or the path of a network file.")
    var network: String

    @Option(name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file.", completion: .file(extensions: ["xml"]))
    var mapping = "default"

    /// - Throws: the errors of both together.
    func read(_ inputs: Inputs) throws -> Workload { try Workload(network: network, mapping: mapping, inputs) }
}

/// The same where a network need not be named.
struct OptionalWorkload: ParsableArguments {
    @Option(name: .shortAndLong, help: "A built-in network, or the path of a network file. Without one there are no figures.")
    var network: String?

    @Option(name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file (default: default).", completion: .file(extensions: ["xml"]))
    var mapping: String?

    func validate() throws {
        if mapping != nil, network == nil { throw ValidationError("--mapping places a network: name it with --network") }
    }

    /// - Throws: the errors of both together.
    func read(_ inputs: Inputs) throws -> Workload? {
        try network.map { try Workload(network: $0, mapping: mapping ?? "default", inputs) }
    }
}

/// A network with its mapping, and the mappers that this build has.
struct Workload {
    let network: Network
    let specification: MappingSpecification
    /// The files of both.
    let files: [InputFile]
    private let mappers: Mappers

    init(network: String, mapping: String, _ inputs: Inputs) throws {
        var gathering = Gathering()
        let specification = try gathering.attempt { try inputs.mapping(mapping) }
        let read = try gathering.attempt { try inputs.network(network) }
        try gathering.finish()
        guard let specification, let read else { preconditionFailure("no error, so both were read") }
        self.network = read.network
        self.specification = specification
        files = specification.files + read.files
        mappers = try Catalogue.mappers()
    }

    /// - Throws: what is wrong with the architecture that a document describes, or does not fit on it.
    func evaluate(_ document: Document, fullChip: Bool) throws(InvalidInput) -> Evaluation {
        try CostModel(ArchitectureReader().read(document: document)).evaluate(network, specification, mappers: mappers, fullChip: fullChip)
    }
}
