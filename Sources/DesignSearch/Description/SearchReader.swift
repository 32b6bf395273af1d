import Diagnostics
import Mapping
import Markup
import Optimisation
import Quantities
import Simulation

/// Reads search files.
public struct SearchReader: Sendable {
    private let reader: XMLReader

    /// - Parameter allowsOutsideFiles: whether files outside the folder of the file that is read may be included.
    public init(allowsOutsideFiles: Bool = false) {
        reader = XMLReader(schema: .search, allowsOutsideFiles: allowsOutsideFiles)
    }

    /// - Throws: everything that is wrong with the file by itself.
    public func read(_ path: String) throws(InvalidInput) -> SearchDescription {
        try readWithDocument(path).description
    }

    /// The search and the document that it is read from.
    /// - Throws: everything that is wrong with the file by itself.
    public func readWithDocument(
        _ path: String
    ) throws(InvalidInput) -> (description: SearchDescription, document: Document) {
        let (document, problems) = try reader.examine(path)
        return (try SearchDescription(document, problems), document)
    }

    /// - Parameter path: under which errors name the bytes.
    public func read(bytes: [UInt8], as path: String) throws(InvalidInput) -> SearchDescription {
        let (document, problems) = try reader.examine(bytes: bytes, as: path)
        return try SearchDescription(document, problems)
    }
}

extension SearchDescription {
    /// - Parameter found: what the schema has to say against the document.
    /// - Throws: these and everything else that is wrong with it.
    init(_ document: Document, _ found: Problems) throws(InvalidInput) {
        var problems = found
        let root = document.root
        func word(_ name: String) -> Word? {
            root.attribute(name).map { Word($0.value, at: $0.valueLocation) }
        }
        name = root.attribute("name")?.value ?? ""
        description = root.child("description")?.text ?? ""
        network = word("network") ?? Word("", at: root.location)
        hardware = word("hardware") ?? Word("", at: root.location)
        mapping = word("mapping")
        withIO = root.attribute("with-io").map { ["true", "1"].contains($0.value) } ?? false
        parameters = root.children(named: "parameter").compactMap { HardwareParameter($0, &problems) }
        blocks = root.children(named: "blocks").compactMap { NetworkChoice($0, &problems) }
        channels = root.children(named: "channels").compactMap { NetworkChoice($0, &problems) }
        layers = root.children(named: "layers").map { LayerChoices($0, &problems) }
        accuracy = root.child("accuracy").flatMap { AccuracyTest($0, &problems) }
        losses = root.child("losses").map { PlacedLosses($0, &problems) }
        objectives = root.children(named: "objective").compactMap { WantedMeasure($0, &problems) }
        constraints = root.children(named: "constraint").compactMap { Limit($0, &problems) }
        files = document.files
        repeats(in: objectives.map { ($0.objective.measure.rawValue, $0.location) }, "objective", &problems)
        repeats(in: parameters.map { ($0.name.text, $0.name.location) }, "parameter", &problems)
        if !problems.hasErrors, parameters.isEmpty, blocks.isEmpty, channels.isEmpty,
            layers.allSatisfy(\.choices.isEmpty)
        {
            problems.error(
                at: root.location, "nothing varies in this search", hint: "add a <parameter>, or <layers> with a choice"
            )
        }
        problems = problems.ordered(as: document.files)
        try problems.throwIfAny()
    }
}

private func repeats(in names: [(String, SourceLocation)], _ what: String, _ problems: inout Problems) {
    var seen: Set<String> = []
    for (name, location) in names where !seen.insert(name).inserted {
        problems.error(
            at: location, "there is \(what == "objective" ? "an" : "a") \(what) '\(name)' already",
            hint: "leave one of the two out")
    }
}

extension HardwareParameter {
    fileprivate init?(_ element: Element, _ problems: inout Problems) {
        guard let name = element.attribute("name"), let path = element.attribute("path"),
            let values = Choice(element, mayBeOpen: false, &problems)
        else { return nil }
        self.name = Word(name.value, at: name.valueLocation)
        self.path = Word(path.value, at: path.valueLocation)
        self.values = values
        unit = element.attribute("unit")?.value ?? ""
    }
}

extension NetworkChoice {
    fileprivate init?(_ element: Element, _ problems: inout Problems) {
        guard let match = element.attribute("match"),
            let choice = Choice(element, mayBeOpen: element.name == "blocks", &problems)
        else { return nil }
        pattern = Word(match.value, at: match.valueLocation)
        self.choice = choice
    }
}

extension LayerChoices {
    fileprivate init(_ element: Element, _ problems: inout Problems) {
        let match = element.attribute("match")
        pattern = Word(match?.value ?? "*", at: match?.valueLocation ?? element.location)
        sort = element.keyword("sort", &problems)
        choices = [:]
        for child in element.children {
            guard let aspect = Parameter.Aspect(rawValue: child.name) else { continue }
            choices[aspect] = Choice(child, mayBeOpen: aspect == .crossbar, &problems)
        }
        if element.children.isEmpty {
            problems.error(
                at: element.location, "nothing varies for these layers",
                hint: "add <kernel>, <crossbar>, <duplication>, <precision> or <dac-sets>")
        }
    }
}

extension AccuracyTest {
    fileprivate init?(_ element: Element, _ problems: inout Problems) {
        func word(_ name: String) -> Word? { element.attribute(name).map { Word($0.value, at: $0.valueLocation) } }
        func count(_ name: String, standard: Int, from least: Int) -> Int? {
            element.attribute(name) == nil ? standard : element.integer(name, in: least...1_000_000_000, &problems)
        }
        let standard = Simulation.Options()
        guard let data = word("data"), let images = count("images", standard: 200, from: 1),
            let calibrationImages = count("calibration-images", standard: standard.calibrationImages, from: 1),
            let seed = count("seed", standard: Int(standard.seed), from: 0)
        else { return nil }
        self.init(
            data: data, weights: word("weights"), images: images, calibrationImages: calibrationImages,
            seed: UInt64(seed),
            location: element.location)
    }
}

extension WantedMeasure {
    fileprivate init?(_ element: Element, _ problems: inout Problems) {
        guard let measure = element.attribute("measure") else { return nil }
        let direction = element.attribute("direction").flatMap { Objective.Direction(rawValue: $0.value) }
        objective = Objective(Measure(rawValue: measure.value), direction)
        location = measure.valueLocation
    }
}

extension Limit {
    fileprivate init?(_ element: Element, _ problems: inout Problems) {
        guard let name = element.attribute("measure") else { return nil }
        let measure = Measure(rawValue: name.value)
        let relations: [Constraint.Relation] = [.atMost, .atLeast].filter { element.attribute($0.rawValue) != nil }
        guard relations.count == 1 else {
            problems.error(
                at: element.location,
                relations.isEmpty ? "the constraint has no limit" : "the constraint has two limits",
                hint: "give it at-most=\"…\" or at-least=\"…\"; for both write two constraints")
            return nil
        }
        let attribute = relations[0].rawValue
        let limit: Double? =
            switch measure {
            case .energy: element.quantity(attribute, as: Energy.self, &problems)?.si
            case .latency, .interval: element.quantity(attribute, as: Time.self, &problems)?.si
            case .power, .leakage: element.quantity(attribute, as: Power.self, &problems)?.si
            case .utilisation: element.quantity(attribute, as: Ratio.self, &problems)?.si
            case .delay: element.quantity(attribute, as: Time.self, &problems)?.si
            case .area: element.quantity(attribute, as: Area.self, &problems)?.si
            case .edp: element.quantity(attribute, as: EnergyDelayProduct.self, &problems)?.si
            case .edap: element.quantity(attribute, as: EnergyDelayAreaProduct.self, &problems)?.si
            case .accuracy: element.quantity(attribute, as: Ratio.self, &problems)?.si
            case .loss: element.number(attribute, in: .any, &problems)
            default: nil
            }
        if measure == .loss, relations[0] == .atLeast {
            problems.error(
                at: element.attribute(attribute)!.location, "a loss that is at least so large",
                hint: "give at-most=\"…\": a small loss is wanted")
        }
        guard let limit else { return nil }
        constraint = Constraint(measure, relations[0], limit)
        location = element.location
    }
}
