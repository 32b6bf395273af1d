import Diagnostics
import Markup
import Quantities
import Registration

/// Reads hardware files.
///
/// ```swift
/// let architecture = try ArchitectureReader().read("hardware/puma.xml")
/// ```
///
/// To vary a file without writing it, read its document once and edit it:
/// ```swift
/// let reader = ArchitectureReader()
/// let document = try reader.document("hardware/puma.xml")
/// let coarse = try document.setting(path: "component[@id='adc-8b']/@resolution", value: "6")
/// let architecture = try reader.read(document: coarse)
/// ```
public struct ArchitectureReader: Sendable {
    /// Whether files outside the folder of the file that is read may be included.
    public let allowsOutsideFiles: Bool
    /// The models that components may name.
    public let models: ComponentModelRegistry
    /// Of what its models said, shared by copies of the reader.
    private let memory = ModelMemory()

    public init(
        allowsOutsideFiles: Bool = false, models: ComponentModelRegistry = ComponentModels.standard
    ) {
        self.allowsOutsideFiles = allowsOutsideFiles
        self.models = models
    }

    /// The architecture that a file describes.
    ///
    /// - Throws: all that is wrong with it and with what it includes, in the order of files and lines.
    public func read(_ path: String) throws(InvalidInput) -> Architecture {
        let (document, problems) = try xmlReader.examine(path)
        return try architecture(of: document, problems)
    }

    /// The architecture that some bytes describe, as if they were the content of the file at `path`.
    public func read(bytes: [UInt8], as path: String) throws(InvalidInput) -> Architecture {
        let (document, problems) = try xmlReader.examine(bytes: bytes, as: path)
        return try architecture(of: document, problems)
    }

    /// The document of a file, valid by the schema, to be edited and read with ``read(document:)``.
    public func document(_ path: String) throws(InvalidInput) -> Document {
        try xmlReader.read(path)
    }

    /// The architecture that a document describes. Nothing is read from files.
    public func read(document: Document) throws(InvalidInput) -> Architecture {
        try architecture(of: document, Problems())
    }

    /// `<xi:include href="…" technology="7 nm"/>` says what a library is taken at.
    private static let includeAttributes = ["technology": "taken-at"]

    /// How often models were run for all that was read: once for each set of parameters.
    public var modelRuns: Int { memory.count }

    private var xmlReader: XMLReader {
        XMLReader(
            schema: .hardware, allowsOutsideFiles: allowsOutsideFiles, includeAttributes: Self.includeAttributes)
    }

    private func architecture(of document: Document, _ found: Problems) throws(InvalidInput) -> Architecture {
        var problems = Problems()
        let architecture = Architecture(document, models: models, memory: memory, &problems)
        try found.followed(by: problems, in: document).ordered(as: document.files).throwIfAny()
        guard let architecture else {
            throw InvalidInput([
                Diagnostic(at: document.root.location, "the hardware cannot be read", hint: "please report this")
            ])
        }
        return architecture
    }
}

extension Architecture {
    /// Reads a document; nil, and diagnostics, when something in it is wrong.
    fileprivate init?(
        _ document: Document, models: ComponentModelRegistry, memory: ModelMemory, _ problems: inout Problems
    ) {
        let root = document.root
        guard root.name == "hardware" else {
            problems.error(
                at: root.location, "this is a <\(root.name)>, not a <hardware>", hint: "include it in a hardware file")
            return nil
        }
        let name = root.required("name", &problems)?.value
        let technology: Length? = root.requiredQuantity("technology", in: .technology, &problems)
        _ = root.quantity("supply", in: .supply, &problems) as Voltage?
        let clock: Frequency? = root.requiredQuantity("clock", in: .clock, &problems)
        let source = root.required("source", &problems)?.value

        let definitions = Definitions(of: root, &problems)
        let devices = definitions.devices.mapValues { Device($0, &problems) }
        var resolver = ComponentResolver(
            definitions.components, nodes: definitions.nodes, models: models, memory: memory)
        let components = resolver.resolveAll(&problems).mapValues { component in
            guard let assumption = definitions.assumptions[component.id] else { return component }
            return component.assumingLeakage(assumption.share, reason: assumption.reason)
        }
        let crossbars = definitions.crossbars.mapValues { element in
            CrossbarKind(
                element, devices: devices, components: components, technology: technology,
                move: element.attribute("id").flatMap { definitions.crossbarNodes[$0.value] }, &problems)
        }
        let chips = root.children(named: "level")
        if let second = chips.dropFirst().first {
            problems.error(at: second.location, "there is a second chip", hint: "put one level inside the other")
        }
        guard let chip = chips.first else {
            problems.error(at: root.location, "<hardware> has no level", hint: "add <level name=\"chip\">…</level>")
            return nil
        }
        var placement = LevelReader(components: components, crossbars: crossbars)
        let level = placement.level(chip, isChip: true, &problems)
        placement.checkChip(level, at: chip.location, &problems)

        guard let name, let technology, let clock, let source, let level, !problems.hasErrors else { return nil }
        self.init(
            name: name, description: root.child("description")?.text ?? "", technology: technology, clock: clock,
            crossbars: crossbars.values, components: components.values, root: level, source: source,
            files: document.files, location: root.location)
        usualMapping = root.attribute("mapping").map { UsualMapping(name: $0.value, location: $0.valueLocation) }
    }
}
