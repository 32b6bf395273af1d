import Diagnostics
import Markup
import Quantities

/// Reads mapping files.
///
/// ```swift
/// let specification = try MappingReader().read("mappings/default.xml")
/// ```
public struct MappingReader: Sendable {
    private let reader: XMLReader

    /// - Parameter allowsOutsideFiles: whether files outside the folder of the file that is read may be included.
    public init(allowsOutsideFiles: Bool = false) {
        reader = XMLReader(schema: .mapping, allowsOutsideFiles: allowsOutsideFiles)
    }

    /// - Throws: everything that is wrong with the file.
    public func read(_ path: String) throws(InvalidInput) -> MappingSpecification {
        let (document, problems) = try reader.examine(path)
        return try MappingSpecification(document, problems)
    }

    /// - Parameter path: under which errors name the bytes.
    public func read(bytes: [UInt8], as path: String) throws(InvalidInput) -> MappingSpecification {
        let (document, problems) = try reader.examine(bytes: bytes, as: path)
        return try MappingSpecification(document, problems)
    }
}

extension MappingSpecification {
    /// - Parameter problems: what the schema has to say against the document.
    /// - Throws: these and everything else that is wrong with it.
    init(_ document: Document, _ found: Problems) throws(InvalidInput) {
        var problems = found
        let root = document.root
        var defaults = LayerSettings()
        let change = SettingsChange(root, &problems)
        change.apply(to: &defaults)
        let balance = root.child("balance")
        let budget: Area? = balance.flatMap { balance in
            balance.attribute("area")?.value == "at-most"
                ? Area(si: .infinity) : balance.quantity("area", in: .positive, &problems)
        }
        let rules = root.children(named: "layers").map { element in
            LayerRule(
                pattern: element.attribute("match")?.value ?? "*", sort: element.keyword("sort", &problems),
                change: SettingsChange(element, &problems),
                isOptional: ["true", "1"].contains(element.attribute("optional")?.value),
                location: element.attribute("match")?.valueLocation ?? element.location)
        }
        if balance != nil {
            for given in [change] + rules.map(\.change) {
                // One copy is what a layer begins with: nothing is chosen twice.
                guard let place = given.locations.duplication, given.duplication != 1 else { continue }
                problems.error(
                    at: place, "duplication is given here, and <balance> chooses it", hint: "leave one of the two out")
            }
        }
        let dataflow: Dataflow? = root.keyword("dataflow", &problems)
        problems = problems.ordered(as: document.files)
        try problems.throwIfAny()
        self.init(
            name: root.attribute("name")?.value ?? "", description: root.child("description")?.text ?? "",
            dataflow: dataflow ?? .layerByLayer, defaults: defaults, rules: rules, areaBudget: budget,
            files: document.files)
        areaBudgetLocation = balance?.attribute("area")?.valueLocation
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
            inputForm = precision.keyword("input-form", &problems)
            conversionBits = precision.integer("conversions", in: 1...32, &problems)
            phases = precision.integer("phases", in: 1...32, &problems)
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
            dacSets = placement.keyword("dac-sets", &problems)
        }
    }
}
