/// The built-in networks, by name.
///
///     Zoo.names                               // ["resnet20", …]
///     try Zoo.network(named: "resnet20")
///
/// Each is built when asked for; layer names follow the PyTorch modules of the same
/// networks, so that their weights find their layers.
public enum Zoo {
    /// The names, in the order in which they are listed to users.
    public static let names = entries.map(\.name)

    /// Builds one network.
    ///
    /// - Throws: ``NetworkError`` with the known names, when there is none of that name.
    public static func network(named name: String) throws(NetworkError) -> Network {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw NetworkError(
                layer: nil, problem: "no built-in network is called '\(name)'",
                remedy: "choose one of \(names.joined(separator: ", "))")
        }
        return try entry.build()
    }

    struct Entry: Sendable {
        let name: String
        let build: @Sendable () throws(NetworkError) -> Network
    }

    static let entries = [
        Entry(name: "resnet20") { () throws(NetworkError) in try resNet20() },
    ]
}
