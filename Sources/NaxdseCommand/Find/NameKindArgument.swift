import ArgumentParser
import Workbench

extension NameKind: ExpressibleByArgument {
    /// In the singular or plural.
    public init?(argument: String) {
        let wanted = argument.lowercased()
        let singular: [String: NameKind] = [
            "mapping": .mappings, "network": .networks, "search": .searches, "strategy": .strategies,
            "mapper": .mappers, "model": .models,
            "dataset": .data, "datasets": .data, "data-set": .data, "data-sets": .data, "study": .studies,
        ]
        guard let kind = NameKind(rawValue: wanted) ?? singular[wanted] else { return nil }
        self = kind
    }
}
