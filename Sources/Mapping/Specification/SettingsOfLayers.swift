import Networks

/// What ``MappingSpecification/settings(for:)`` gives, for many layers: a rule that names one layer is found by that
/// name and not tried on every other, so that a mapping with a rule for each of 10,000 layers takes O(layers).
struct SettingsOfLayers: Sendable {
    private let specification: MappingSpecification
    /// Rules without a `*`, by the name they fit; indices in order.
    private let named: [String: [Int]]
    /// Rules that are tried on every layer, in order.
    private let patterns: [Int]
    /// So few rules are tried sooner than they are sorted by name.
    private static let few = 64

    init(_ specification: MappingSpecification) {
        self.specification = specification
        guard specification.rules.count > Self.few else {
            named = [:]
            patterns = Array(specification.rules.indices)
            return
        }
        var named: [String: [Int]] = [:]
        var patterns: [Int] = []
        for (index, rule) in specification.rules.enumerated() {
            if rule.pattern.utf8.contains(UInt8(ascii: "*")) {
                patterns.append(index)
            } else {
                named[rule.pattern, default: []].append(index)
            }
        }
        self.named = named
        self.patterns = patterns
    }

    func settings(for layer: Layer) -> LayerSettings {
        var settings = specification.defaults
        let own = named[layer.name] ?? []
        // Later rules win, whichever sort they are of.
        for index in own.isEmpty ? patterns : (patterns + own).sorted()
        where specification.rules[index].applies(to: layer) {
            specification.rules[index].change.apply(to: &settings)
        }
        return settings
    }
}
