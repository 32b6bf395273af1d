import Diagnostics
import Markup
import Networks
import Quantities
import System

/// How a network is to be placed on an architecture, as a mapping file says it.
///
/// ```swift
/// let specification = try MappingReader().read("mappings/default.xml")
/// let settings = specification.settings(for: network.layers[1])
/// ```
public struct MappingSpecification: Hashable, Sendable {
    /// As results name it.
    public var name: String
    /// Prose of the file; empty where it has none.
    public var description: String
    /// In which order layers work.
    public var dataflow: Dataflow
    /// What holds for a layer that no rule fits.
    public var defaults: LayerSettings
    /// In the order of the file; later rules win.
    public var rules: [LayerRule]
    /// Copies are added to the slowest layers while the chip stays within this area; nil for the given duplication.
    public var areaBudget: Area?
    /// Copies are added while the chip holds them: `<balance area="at-most"/>`. ``areaBudget`` is then infinite.
    public var fillsChip: Bool { areaBudget.map { $0.si == .infinity } ?? false }
    /// Where the file says so.
    public var areaBudgetLocation: SourceLocation?
    /// The files it was read from.
    public var files: [InputFile]

    /// Without rules all layers have the defaults.
    public init(
        name: String, description: String = "", dataflow: Dataflow = .layerByLayer,
        defaults: LayerSettings = LayerSettings(),
        rules: [LayerRule] = [], areaBudget: Area? = nil, files: [InputFile] = []
    ) {
        self.name = name
        self.description = description
        self.dataflow = dataflow
        self.defaults = defaults
        self.rules = rules
        self.areaBudget = areaBudget
        self.files = files
    }

    /// The rules that fit no layer with weights of a network and are not optional, each as an error with the names that
    /// there are.
    public func idleRules(for network: Network) -> [Diagnostic] {
        let layers = network.stationaryLayers.map { network.layers[$0] }
        let known = Set(layers.map(\.name))
        return rules.compactMap { rule in
            // A rule that names its layer is found without looking at all.
            if rule.isOptional || rule.sort == nil && known.contains(rule.pattern)
                || layers.contains(where: rule.applies)
            {
                return nil
            }
            let names = layers.filter { rule.sort == nil || rule.sort == LayerSort($0) }.map(\.name)
            let sort = rule.sort.map { " of sort \($0.rawValue)" } ?? ""
            let near = suggestion(for: rule.pattern, among: names)
            return Diagnostic(
                at: rule.location ?? SourceLocation(file: files.first?.path ?? "mapping \(name)", line: 0, column: 0),
                "'\(rule.pattern)' fits no layer with weights\(sort) of '\(network.name)'",
                hint: (names.isEmpty ? "take the rule out" : near)
                    + ", or say optional=\"true\" where the network may be without")
        }
    }

    /// What holds for one layer: the defaults, changed by every rule that fits it.
    public func settings(for layer: Layer) -> LayerSettings {
        var settings = defaults
        for rule in rules where rule.applies(to: layer) { rule.change.apply(to: &settings) }
        return settings
    }
}
