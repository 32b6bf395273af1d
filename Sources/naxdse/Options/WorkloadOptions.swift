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
    @Option(name: .shortAndLong, help: "A built-in network, or the path of a network or ONNX file.", completion: .network)
    var network: String

    @Option(name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file (default: the one that the hardware file names, or else 'default').", completion: .mapping)
    var mapping: String?

    @OptionGroup var openings: ImportOpenings

    /// - Parameter hardware: whose usual mapping is taken where none is given.
    /// - Throws: the errors of both together.
    func read(_ inputs: Inputs, on hardware: Document?) throws -> Workload {
        try Workload(network: network, mapping: mapping, usual: hardware?.usualMapping, inputs)
    }
}

/// The same where a network need not be named.
struct OptionalWorkload: ParsableArguments {
    @Option(name: .shortAndLong, help: "A built-in network, or the path of a network or ONNX file. Without one there are no figures.", completion: .network)
    var network: String?

    @Option(name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file (default: the one that the first hardware file names, or else 'default').", completion: .mapping)
    var mapping: String?

    @OptionGroup var openings: ImportOpenings

    func validate() throws {
        if network == nil, openings.options != ImportOptions() {
            throw ValidationError("--extent, --batch, --constant and --network-output are of an ONNX network: name it with --network")
        }
        if mapping != nil, network == nil { throw ValidationError("--mapping places a network: name it with --network") }
    }

    /// - Parameter hardware: whose usual mapping is taken where none is given.
    /// - Throws: the errors of both together.
    func read(_ inputs: Inputs, on hardware: Document?) throws -> Workload? {
        try network.map { try Workload(network: $0, mapping: mapping, usual: hardware?.usualMapping, inputs) }
    }
}

extension Document {
    /// The mapping that a hardware file names.
    fileprivate var usualMapping: Architecture.UsualMapping? {
        root.attribute("mapping").map { Architecture.UsualMapping(name: $0.value, location: $0.valueLocation) }
    }
}

/// A network with its mapping, and the mappers that this build has.
struct Workload {
    let network: Network
    let specification: MappingSpecification
    /// The files of both.
    let files: [InputFile]
    private let mappers: Mappers
    /// Reads the documents that are evaluated; what models said of parameters is kept in it.
    private let reader: ArchitectureReader

    init(network: String, mapping: String?, usual: Architecture.UsualMapping?, _ inputs: Inputs) throws {
        var gathering = Gathering()
        let specification = try gathering.attempt { try inputs.mapping(mapping, usual: usual) }
        let read = try gathering.attempt { try inputs.network(network) }
        try gathering.finish()
        guard let specification, let read else { preconditionFailure("no error, so both were read") }
        self.network = read.network
        self.specification = specification
        files = specification.files + read.files
        mappers = try Catalogue.mappers()
        reader = ArchitectureReader(models: try Catalogue.componentModels())
    }

    /// - Throws: what does not fit on the architecture.
    func evaluate(on architecture: Architecture) throws(InvalidInput) -> Evaluation {
        try CostModel(architecture).evaluate(network, specification, mappers: mappers)
    }

    /// - Throws: what is wrong with the architecture that a document describes, or does not fit on it.
    func evaluate(_ document: Document, _ convention: Convention) throws(InvalidInput) -> Evaluation {
        let architecture = convention.applied(to: try reader.read(document: document))
        return try CostModel(architecture, withIO: convention.withIO)
            .evaluate(network, specification, mappers: mappers, fullChip: convention.fullChip)
    }
}
