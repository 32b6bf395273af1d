import Diagnostics
import Registration

/// The name of a plugin: `hill-climb` is a folder, module `HillClimbPlugin`, type `HillClimbStrategy`.
package struct PluginName: Hashable {
    package let folder: String

    /// - Throws: `InputError` where it cannot be a plugin's name.
    package init(_ name: String) throws(InputError) {
        let words = name.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain = words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy {
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                }
        }
        guard isPlain, let first = name.utf8.first, first >= UInt8(ascii: "a"), name.utf8.count <= 60 else {
            throw InputError(
                "'\(name)' cannot be the name of a plugin",
                hint:
                    "use lower-case letters and digits, a letter first, single hyphens between words, such as 'hill-climb'"
            )
        }
        guard !PluginKind.allCases.map(\.rawValue).contains(name) else {
            throw InputError(
                "'\(name)' cannot be the name of a plugin: its module would be named as a type is",
                hint: "add a word: 'my-\(name)'")
        }
        folder = name
    }

    /// The Swift module, as `Package.swift` makes it of the folder's name.
    package var module: String { folder.capitalisedWords + "Plugin" }

    /// The type that the module starts with.
    package func type(of kind: PluginKind) -> String { folder.capitalisedWords + kind.protocolName }
}

extension String {
    /// `hill-climb` as `HillClimb`.
    package var capitalisedWords: String {
        split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
