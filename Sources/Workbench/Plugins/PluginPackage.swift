import Diagnostics
import System

/// A Swift package with a plugin, outside of naxdse's clone, that has a `naxdse` of its own.
///
///     NAME/Package.swift
///     NAME/Sources/NAMEPlugin/…     the plugin, as in a clone
///     NAME/Sources/NAME-naxdse/main.swift
///     NAME/Tests/NAMEPluginTests/…
package struct PluginPackage {
    package let name: PluginName
    package let kind: PluginKind
    /// Where naxdse's package is: a folder, or the URL of a repository.
    package let naxdse: String

    package init(name: PluginName, kind: PluginKind, naxdse: String) {
        self.name = name
        self.kind = kind
        self.naxdse = naxdse
    }

    /// The name of the executable: naxdse's own is taken in a package that depends on it.
    package var program: String { "\(name.folder)-naxdse" }

    /// Writes the package into a new folder of the plugin's name, in the current one.
    /// - Throws: `InputError` where the folder is there or naxdse's package is not, `FileError` where it cannot be
    ///   written.
    package func write() throws {
        let final = name.folder
        guard PathKind(final) == nil else {
            throw InputError("there is a folder '\(final)' already", hint: "choose another name, or remove it")
        }
        if !isRepository, PathKind(naxdse + "/Package.swift") != .file {
            throw InputError(
                "'\(naxdse)' is no Swift package",
                hint: "give the folder of your clone of naxdse, or the URL of its repository, with --naxdse")
        }
        try AtomicFolder.write(files, to: final)
    }

    private var isRepository: Bool { naxdse.contains("://") || naxdse.hasPrefix("git@") }

    private var files: [(path: String, text: String)] {
        let plugin = PluginTemplate(name: name, kind: kind).files.map { file in
            (
                path: file.path.hasPrefix("Sources/")
                    ? "Sources/\(name.module)/" + file.path.dropFirst("Sources/".count)
                    : "Tests/\(name.module)Tests/" + file.path.dropFirst("Tests/".count),
                text: file.text
            )
        }
        return plugin + [
            ("Package.swift", manifest), ("Sources/\(program)/main.swift", main), (".gitignore", ".build/\n"),
        ]
    }

    private var main: String {
        """
        import \(name.module)
        import NaxdseKit

        Naxdse.main(plugins: .shipped + [\(name.module).plugin])

        """
    }

    private var manifest: String {
        let place =
            isRepository ? "url: \"\(naxdse)\", branch: \"main\"" : "name: \"naxdse\", path: \"\(absolute(naxdse))\""
        return """
            // swift-tools-version: 6.1
            import PackageDescription

            let naxdse = Target.Dependency.product(name: "NaxdseKit", package: "naxdse")

            let package = Package(
                name: "\(name.folder)",
                products: [.executable(name: "\(program)", targets: ["\(program)"])],
                dependencies: [.package(\(place))],
                targets: [
                    .target(name: "\(name.module)", dependencies: [naxdse]),
                    .executableTarget(name: "\(program)", dependencies: ["\(name.module)", naxdse]),
                    .testTarget(name: "\(name.module)Tests", dependencies: ["\(name.module)", naxdse]),
                ],
                swiftLanguageModes: [.v6]
            )

            """
    }
}
