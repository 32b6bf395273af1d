/// A kind of thing that has names.
package enum NameKind: String, CaseIterable {
    case hardware, mappings, networks, searches, strategies, mappers, models, data, studies

    /// What it is, in a line.
    package var summary: String {
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
