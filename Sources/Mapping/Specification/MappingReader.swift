import Markup
import Quantities

/// Reads mapping files.
///
/// ```swift
/// let specification = try MappingReader(schema: "mappings/schema/mapping.xsd").read("mappings/default.xml")
/// ```
public struct MappingReader: Sendable {
    private let reader: XMLReader

    public init(schema: String, allowsOutsideFiles: Bool = false) {
        reader = XMLReader(schema: schema, allowsOutsideFiles: allowsOutsideFiles)
    }

    /// - Throws: everything that is wrong with the file.
    public func read(_ path: String) throws(InvalidInput) -> MappingSpecification {
        try MappingSpecification(reader.read(path))
    }

    /// - Parameter path: under which errors name the bytes.
    public func read(bytes: [UInt8], as path: String) throws(InvalidInput) -> MappingSpecification {
        try MappingSpecification(reader.read(bytes: bytes, as: path))
    }
}

extension MappingSpecification {
    /// - Throws: everything that is wrong with the document.
    public init(_ document: Document) throws(InvalidInput) {
        var problems = Problems()
        let root = document.root
        var defaults = LayerSettings()
        let change = SettingsChange(root, &problems)
        change.apply(to: &defaults)
        let budget = root.child("balance").flatMap { $0.requiredQuantity("area", as: Area.self, in: .positive, &problems) }
        if let balance = root.child("balance"), let place = change.locations.duplication {
            problems.error(
                at: place, "duplication is given, and <balance> at line \(balance.location.line) chooses it",
                hint: "leave one of the two out")
        }
        let rules = root.children(named: "layers").map { element in
            LayerRule(
                pattern: element.attribute("match")?.value ?? "*", sort: element.keyword("sort", &problems),
                change: SettingsChange(element, &problems), location: element.location)
        }
        if budget != nil {
            for rule in rules where rule.change.duplication != nil {
                problems.error(
                    at: rule.change.locations.duplication ?? root.location, "duplication is given, and <balance> chooses it",
                    hint: "leave one of the two out")
            }
        }
        let dataflow: Dataflow? = root.keyword("dataflow", &problems)
        let name = root.required("name", &problems)?.value
        try problems.throwIfAny()
        self.init(
            name: name ?? "", description: root.child("description")?.text ?? "", dataflow: dataflow ?? .layerByLayer,
            defaults: defaults, rules: rules, areaBudget: budget, files: document.files)
        areaBudgetLocation = root.child("balance")?.attribute("area")?.valueLocation
    }
}

extension SettingsChange {
    /// What the children of an element set.
    fileprivate init(_ element: Element, _ problems: inout Problems) {
        self.init()
        if let precision = element.child("precision") {
            weightBits = precision.integer("weights", in: 1...32, &problems)
            inputBits = precision.integer("inputs", in: 1...32, &problems)
            sumBits = precision.integer("sums", in: 1...96, &problems)
        }
        if let cells = element.child("cells") {
            encoding = cells.keyword("encoding", &problems)
            cellBits = cells.integer("bits", in: 1...32, &problems)
            locations.cellBits = cells.attribute("bits")?.valueLocation
        }
        if let placement = element.child("placement") {
            mapper = placement.attribute("mapper")?.value
            locations.mapper = placement.attribute("mapper")?.valueLocation
            crossbar = placement.attribute("crossbar")?.value
            locations.crossbar = placement.attribute("crossbar")?.valueLocation
            duplication = placement.integer("duplication", in: 1...1_000_000, &problems)
            locations.duplication = placement.attribute("duplication")?.valueLocation
        }
    }
}
