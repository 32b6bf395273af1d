// Writes what `Catalogue` is built with:
//     CatalogueWriter plugins OUTPUT MODULE…      the list of plugins; each module offers one constant `plugin`
//     CatalogueWriter commit OUTPUT PACKAGE       the commit that the package is at
import FoundationEssentials

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else { fatalError("usage: CatalogueWriter plugins|commit OUTPUT …") }

/// The beginning of the commit's name; nil where the package is no repository, or a worktree of one.
func commit(of package: String) -> String? {
    func line(_ path: String) -> String? {
        (try? String(contentsOfFile: package + "/.git/" + path, encoding: .utf8)).map {
            $0.split(separator: "\n").first.map(String.init) ?? ""
        }
    }
    guard let head = line("HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return String(head.prefix(10)) }
    let branch = String(head.dropFirst(5))
    if let name = line(branch) { return String(name.prefix(10)) }
    let packed = (try? String(contentsOfFile: package + "/.git/packed-refs", encoding: .utf8)) ?? ""
    return packed.split(separator: "\n").first { $0.hasSuffix(" " + branch) }.map { String($0.prefix(10)) }
}

let source =
    switch arguments[0] {
    case "plugins":
        """
        // Written by CatalogueWriter from the list in Package.swift.
        \(arguments.dropFirst(2).map { "import \($0)" }.joined(separator: "\n"))
        import Registration

        extension Catalogue {
            /// Every plugin, in the order of the list in `Package.swift`.
            public static let plugins: [any Plugin] = [
        \(arguments.dropFirst(2).map { "        \($0).plugin," }.joined(separator: "\n"))
            ]
        }

        """
    default:
        """
        // Written by CatalogueWriter.
        extension Catalogue {
            /// The beginning of the name of the commit that this was built at; nil where that is not known.
            public static let commit: String? = \(commit(of: arguments[2]).map { "\"\($0)\"" } ?? "nil")
        }

        """
    }
try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
