import Markup

extension Schema {
    /// Of mapping files: `mappings/schema/mapping.xsd`.
    public static let mapping = Schema("mapping.xsd", text: PackageResources.mapping_xsd)
}
