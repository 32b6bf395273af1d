/// What naxdse puts into files that it writes, so that it knows them again: a name that the user did not give replaces
/// nothing without it.
public enum Mark {
    /// The first line of a file of comma-separated values.
    /// - Parameter content: "data of loss.svg".
    public static func csv(_ content: String) -> String { "# naxdse: \(content.visibleOnOneLine)\r\n" }

    /// A line of an XML file.
    public static let xml = "<!-- written by naxdse -->"

    /// Whether a file has it, near its beginning.
    public static func isIn(_ path: String) -> Bool {
        guard let bytes = try? RegularFile.beginning(of: path, count: 4096) else { return false }
        return bytes.starts(with: Array("# naxdse: ".utf8)) || bytes.firstRange(of: Array(xml.utf8)) != nil
    }
}
