import Markup
import Quantities
import System

extension MappingSpecification {
    /// The mapping as the text of a file, which reads as an equal mapping.
    public var text: String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", Mark.xml,
            "<mapping xmlns=\"urn:naxdse:mapping:1\" name=\"\(escaped(name))\" dataflow=\"\(dataflow.rawValue)\">",
        ]
        if !description.isEmpty { lines.append("  <description>\(escaped(description))</description>") }
        var settings = SettingsChange(defaults)
        // Balancing chooses the copies.
        if areaBudget != nil { settings.duplication = nil }
        lines += settings.elements(indent: "  ")
        // In the unit that nothing is converted to: no digit changes.
        if let areaBudget { lines.append("  <balance area=\"\(fillsChip ? "at-most" : "\(areaBudget.si) m²")\"/>") }
        for rule in rules {
            let sort = rule.sort.map { " sort=\"\($0.rawValue)\"" } ?? ""
            let optional = rule.isOptional ? " optional=\"true\"" : ""
            lines.append("  <layers match=\"\(escaped(rule.pattern))\"\(sort)\(optional)>")
            lines += rule.change.elements(indent: "    ")
            lines.append("  </layers>")
        }
        return (lines + ["</mapping>", ""]).joined(separator: "\n")
    }
}

extension SettingsChange {
    /// All of the settings.
    fileprivate init(_ settings: LayerSettings) {
        self.init()
        weightBits = settings.precision.weights
        inputBits = settings.precision.inputs
        sumBits = settings.precision.sums
        inputForm = settings.precision.inputForm == .twosComplement ? nil : settings.precision.inputForm
        conversionBits = settings.precision.conversions
        phases = settings.precision.phases == 1 ? nil : settings.precision.phases
        cellBits = settings.cellBits
        encoding = settings.encoding
        mapper = settings.mapper
        crossbar = settings.crossbar
        duplication = settings.duplication
        dacSets = settings.dacSets == .shared ? nil : settings.dacSets
    }

    fileprivate func elements(indent: String) -> [String] {
        func element(_ name: String, _ attributes: [(String, String?)]) -> String? {
            let given = attributes.compactMap { name, value in value.map { " \(name)=\"\(escaped($0))\"" } }
            return given.isEmpty ? nil : "\(indent)<\(name)\(given.joined())/>"
        }
        return [
            element(
                "precision",
                [
                    ("weights", weightBits.map(String.init)), ("inputs", inputBits.map(String.init)),
                    ("sums", sumBits.map(String.init)),
                    ("input-form", inputForm?.rawValue), ("conversions", conversionBits.map(String.init)),
                    ("phases", phases.map(String.init)),
                ]),
            element("cells", [("encoding", encoding?.rawValue), ("bits", cellBits.map(String.init))]),
            element(
                "placement",
                [
                    ("mapper", mapper), ("crossbar", crossbar), ("duplication", duplication.map(String.init)),
                    ("dac-sets", dacSets?.rawValue),
                ]),
        ].compactMap(\.self)
    }
}
