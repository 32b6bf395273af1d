// Writes the list of plugins that `Catalogue` is built with:
//     CatalogueWriter OUTPUT MODULE…
// Each module offers one constant `plugin`.

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else { fatalError("usage: CatalogueWriter OUTPUT MODULE…") }
let modules = arguments.dropFirst()

let source = """
    // Written by CatalogueWriter from the list in Package.swift.
    \(modules.map { "import \($0)" }.joined(separator: "\n"))
    import Registration

    extension Catalogue {
        /// Every plugin, in the order of the list in `Package.swift`.
        public static let plugins: [any Plugin] = [
    \(modules.map { "        \($0).plugin," }.joined(separator: "\n"))
        ]
    }

    """

import FoundationEssentials
try source.write(toFile: output, atomically: true, encoding: .utf8)
