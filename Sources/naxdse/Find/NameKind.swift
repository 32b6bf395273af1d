import ArgumentParser
import Registration

/// A kind of thing that has names.
enum NameKind: String, CaseIterable {
    case hardware, mappings, networks, searches, strategies, mappers, models, data, studies

    /// What it is, in a line.
    var summary: String {
        switch self {
        case .hardware: "shipped architectures, and their files"
        case .mappings: "how networks are placed: precision, dataflow, copies"
        case .networks: "built-in networks, and shipped files"
        case .searches: "spaces and what is wanted, for `naxdse search run`"
        case .strategies: "how a search looks: --strategy"
        case .mappers: "how a layer's matrix is cut into crossbars: <placement mapper=\"…\">"
        case .models: "how a component is scaled from one it is `like`: model=\"…\""
        case .data: "data sets that simulate and nas read from a folder"
        case .studies: "searches that were begun, in studies.sqlite or --storage"
        }
    }
}

extension NameKind: ExpressibleByArgument {
    /// In the singular or plural.
    init?(argument: String) {
        let wanted = argument.lowercased()
        let singular: [String: NameKind] = [
            "mapping": .mappings, "network": .networks, "search": .searches, "strategy": .strategies, "mapper": .mappers, "model": .models,
            "dataset": .data, "datasets": .data, "data-set": .data, "data-sets": .data, "study": .studies,
        ]
        guard let kind = NameKind(rawValue: wanted) ?? singular[wanted] else { return nil }
        self = kind
    }
}
