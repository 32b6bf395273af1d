import Markup

extension Schema {
    /// Of search files: `search/schema/search.xsd`.
    public static let search = Schema("search.xsd", text: PackageResources.search_xsd)
}
