import Cost
import Hardware
import Mapping
import Markup
import Networks
import Registration
import Reports

/// Finds and reads what the user names: a shipped file by its name, any other by its path.
struct Inputs {
    let shipped: ShippedFiles
    let allowsOutsideFiles: Bool

    /// - Throws: `FileNotFound` when the files that come with the tool are not there.
    init(_ options: InputOptions) throws(FileNotFound) {
        try self.init(allowsOutsideFiles: options.allowOutsideFiles)
    }

    init(allowsOutsideFiles: Bool) throws(FileNotFound) {
        shipped = try ShippedFiles()
        self.allowsOutsideFiles = allowsOutsideFiles
    }

    func architecture(_ name: String) throws -> Architecture {
        let path = try shipped.resolve(name, in: "hardware")
        return try ArchitectureReader(schema: schema(.hardware), allowsOutsideFiles: allowsOutsideFiles).read(path)
    }

    func mapping(_ name: String) throws -> MappingSpecification {
        let path = try shipped.resolve(name, in: "mappings")
        return try MappingReader(schema: schema(.mapping), allowsOutsideFiles: allowsOutsideFiles).read(path)
    }

    /// The network of an ONNX file where the name ends so, else the built-in one of that name; and the files it was read from.
    func network(_ name: String) throws -> (network: Network, files: [InputFile]) {
        if name.hasSuffix(".onnx") {
            let network = try ONNXReader(name).read().network
            return (network, InputFile(hashing: name).map { [$0] } ?? [])
        }
        var known = Registry<Void>(of: "network")
        for name in Zoo.names { try known.register((), as: name) }
        _ = try known[name]
        return (try Zoo.network(named: name), [])
    }

    func schema(_ kind: FileKind) -> String { shipped.path(kind.schema) }
}
