import Cost
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import Registration
import Reports
import System

/// What naxdse can do, as a library: it finds and reads what a user names, a shipped file by its name and any other by
/// its path, and works with it.
///
/// ```swift
/// let bench = try Workbench()
/// print(try bench.compare(["isaac", "puma"], on: "resnet20").table)
/// ```
///
/// Errors that a user is to blame for are `BadInput`, with the place in the file, what is wrong and what would be
/// right.
public struct Workbench: Sendable {
    /// Strategies, mappers and component models that are known by name.
    public let plugins: Plugins
    package let shipped: ShippedFiles
    package let allowsOutsideFiles: Bool
    /// What ONNX files leave open.
    package let openings: ImportOptions
    /// Where what was read is kept for the next time; nil where each file is read once.
    package let cache: ReadingCache?
    /// Told what there is to know while something takes long, a line each time.
    package var notice: @Sendable (String) -> Void = { _ in }

    /// - Parameters:
    ///   - plugins: what is known by name; `Plugins.shipped` of module Catalogue is what comes with naxdse.
    ///   - allowsOutsideFiles: whether files may include others from outside their own folder tree.
    ///   - openings: what ONNX files leave open.
    /// - Throws: `FileNotFound` when `NAXDSE_HOME` does not hold the files that come with the tool.
    public init(
        plugins: Plugins, allowsOutsideFiles: Bool = false, openings: ImportOptions = ImportOptions()
    ) throws(FileNotFound) {
        try self.init(plugins: plugins, allowsOutsideFiles: allowsOutsideFiles, openings: openings, cache: nil)
    }

    package init(
        plugins: Plugins, allowsOutsideFiles: Bool, openings: ImportOptions = ImportOptions(), cache: ReadingCache?
    ) throws(FileNotFound) {
        self.plugins = plugins
        shipped = try ShippedFiles()
        self.allowsOutsideFiles = allowsOutsideFiles
        self.openings = openings
        self.cache = cache
    }

    /// What reading a file of a kind gives, or gave before.
    /// - Parameter form: what it becomes; of one kind of file there may be several.
    /// - Throws: for a file of another kind, and what reading throws.
    private func read<T: Sendable>(
        _ kind: FileKind, as form: String = "", _ path: String, _ reading: () throws -> T
    ) throws -> T {
        try kind.check(path)
        guard let cache else { return try reading() }
        return try cache.value("\(kind)\(form) \(allowsOutsideFiles) \(path)", reading)
    }

    package func architecture(_ name: String) throws -> Architecture {
        let path = try path(of: name, as: .hardware)
        return try read(.hardware, path) { try hardwareReader.read(path) }
    }

    /// An architecture with attributes of its file changed.
    package func architecture(_ name: String, changing changes: [AttributeChange]) throws -> Architecture {
        guard !changes.isEmpty else { return try architecture(name) }
        var (document, reader) = try hardwareDocument(name)
        for change in changes { document = try document.setting(path: change.path, value: change.value) }
        return try reader.read(document: document)
    }

    /// The document of a hardware file, to be changed and read again and again.
    package func hardwareDocument(_ name: String) throws -> (document: Document, reader: ArchitectureReader) {
        let path = try path(of: name, as: .hardware)
        let reader = try hardwareReader
        return (try read(.hardware, as: "document", path) { try reader.document(path) }, reader)
    }

    /// The document of a library or hardware file at a path, valid by the schema.
    package func hardwareLibrary(_ path: String) throws -> Document { try hardwareReader.document(path) }

    /// - Throws: what is wrong with the text of a hardware file, or of a library as far as the schema tells.
    package func check(hardware bytes: [UInt8], as path: String) throws {
        let document = try XMLReader(schema: .hardware).read(bytes: bytes, as: path)
        if document.root.name == "hardware" { _ = try hardwareReader.read(document: document) }
    }

    /// Reads hardware with the models of this build, plugins' included.
    private var hardwareReader: ArchitectureReader {
        get throws {
            ArchitectureReader(
                allowsOutsideFiles: allowsOutsideFiles, models: try plugins.componentModels()
            )
        }
    }

    package func mapping(_ name: String) throws -> MappingSpecification {
        try mapping(at: path(of: name, as: .mapping))
    }

    private func mapping(at path: String) throws -> MappingSpecification {
        try read(.mapping, path) {
            try MappingReader(allowsOutsideFiles: allowsOutsideFiles).read(path)
        }
    }

    /// The mapping that the user names, or else the one that the hardware is usually run with, or else `default`.
    ///
    /// - Parameter usual: what the hardware file names; a path there is from the file's folder.
    package func mapping(_ name: String?, usual: Architecture.UsualMapping?) throws -> MappingSpecification {
        if let name { return try mapping(name) }
        guard let usual else { return try mapping("default") }
        let isPath = usual.name.contains("/") || usual.name.hasSuffix(".xml")
        let folder = usual.location.file.lastIndex(of: "/").map { String(usual.location.file[...$0]) } ?? ""
        let path = isPath && !usual.name.hasPrefix("/") ? folder + usual.name : usual.name
        let found: String
        do throws(FileNotFound) {
            // A shipped name is meant even where a file of that name lies around.
            found = try shipped.resolve(isPath ? path : shipped.path("mappings/\(usual.name).xml"), in: "mappings")
        } catch {
            throw InvalidInput([
                Diagnostic(
                    at: usual.location, "the mapping that the hardware names: \(error.message)", hint: error.hint)
            ])
        }
        return try mapping(at: found)
    }

    /// The network of a file, XML or ONNX, or else the built-in one of that name; and the files it was read from.
    ///
    /// A file of one's own that is named as a built-in network is: "./resnet20".
    package func network(_ name: String) throws -> (network: Network, files: [InputFile]) {
        guard openings == ImportOptions() || name.hasSuffix(".onnx") else {
            throw InputError(
                "network '\(name)' is no ONNX file: it leaves no extents, inputs or outputs open",
                hint: "leave out --extent, --batch, --constant and --network-output")
        }
        if Zoo.names.contains(name) { return (try Zoo.network(named: name), []) }
        let path = try networkPath(name)
        return try read(.network, path) { try network(at: path) }
    }

    private func network(at path: String) throws -> (network: Network, files: [InputFile]) {
        if path.hasSuffix(".onnx") {
            // The model, and the files beside it that hold its tensors.
            let (model, files) = try ReadLog.recording { () throws(InvalidInput) in try self.model(path) }
            return (model.network, files)
        }
        if path.hasSuffix(".csv") {
            let (network, files) = try ReadLog.recording { () throws(InvalidInput) in try NetWorkCSVReader(path).read()
            }
            return (network, files)
        }
        let file = try NetworkReader(allowsOutsideFiles: allowsOutsideFiles).read(path)
        return (file.network, file.files)
    }

    /// The network and the weights of an ONNX file.
    package func model(_ path: String) throws(InvalidInput) -> ImportedModel {
        try ONNXReader(path, options: openings).read()
    }

    /// A built-in network's name, or the absolute path of a network's file: what names it from any folder.
    package func networkPath(of name: String) throws -> String {
        Zoo.names.contains(name) ? name : absolute(try networkPath(name))
    }

    private func networkPath(_ name: String) throws -> String {
        if name.hasSuffix(".onnx") || name.hasSuffix(".csv") { return name }
        do throws(FileNotFound) {
            return try path(of: name, as: .network)
        } catch {
            if name.contains("/") || name.hasSuffix(".xml") || misplaced(name, as: .network) != nil { throw error }
            // What looks like a name is most often a built-in one.
            var known = Registry<Void>(of: "network")
            for name in names(of: .network) { try known.register((), as: name) }
            _ = try known[name]
            throw error
        }
    }
}

/// One attribute of a file and the value that it is given, as `sweep` writes them: `crossbar[@id='x64']/adc/@columns`,
/// `128`.
package struct AttributeChange: Hashable {
    package var path: String
    package var value: String

    package init(path: String, value: String) {
        self.path = path
        self.value = value
    }
}
