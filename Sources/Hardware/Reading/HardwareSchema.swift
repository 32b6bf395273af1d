import Markup

extension Schema {
    /// Of hardware files and the libraries that they include: `hardware/schema/hardware.xsd`.
    public static let hardware = Schema("hardware.xsd", text: PackageResources.hardware_xsd)
}
