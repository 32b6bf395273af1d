import Markup

extension Schema {
    /// Of network files: `networks/schema/network.xsd`.
    public static let network = Schema("network.xsd", text: PackageResources.network_xsd)
}
