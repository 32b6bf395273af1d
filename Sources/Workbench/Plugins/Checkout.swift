import Diagnostics
import Hardware
import Registration
import Reports
import System

/// A checkout of naxdse's source, to which plugins can be added.
package struct Checkout {
    package let folder: String
    private let manifest: Manifest

    /// The checkout that a folder is in.
    /// - Throws: `InputError` when neither it nor a folder above it is one.
    package static func containing(_ folder: String) throws(InputError) -> Checkout {
        var path = folder
        while true {
            if let text = contents(of: path + "/Package.swift"), let manifest = Manifest(text) {
                return Checkout(folder: path, manifest: manifest)
            }
            guard let slash = path.lastIndex(of: "/"), path != "/" else { break }
            path = String(path[..<slash])
        }
        throw InputError(
            "'\(folder)' is not in a checkout of naxdse: no Package.swift with a list of plugins in it or above it",
            hint: "change to the folder that you cloned")
    }

    /// Writes the plugin's folder and its line in the list; on an error nothing of either stays.
    ///
    /// - Throws: `InputError` where the name is taken, `FileError` where something cannot be written.
    package func add(_ name: PluginName, _ kind: PluginKind, besides plugins: Plugins) throws {
        if let other = manifest.entries.first(where: { (try? PluginName($0))?.module == name.module }) {
            throw InputError(
                "Package.swift lists '\(other)' already, with module \(name.module)", hint: "choose another name")
        }
        if let other = (plugins.all + ComponentModels.shipped as [any Plugin]).first(where: {
            $0.name == name.folder && $0.kind == kind.rawValue
        }) {
            throw InputError("there is a \(other.kind) named '\(other.name)' already", hint: "choose another name")
        }
        let final = "\(folder)/plugins/\(name.folder)"
        guard PathKind(final) == nil else {
            throw InputError(
                "there is a folder plugins/\(name.folder) already", hint: "choose another name, or remove it")
        }
        let files = PluginTemplate(name: name, kind: kind).files
        // A checkout without any plugin has no folder of them.
        try makeFolder(folder + "/plugins")
        try AtomicFolder.write(files, to: final)
        do {
            try AtomicFile.write(manifest.adding(name.folder, kind), to: folder + "/Package.swift")
        } catch {
            AtomicFolder.remove(files.map(\.path), from: final)
            throw error
        }
    }
}

/// The text of `Package.swift`, of which only the list of plugins is read and changed.
package struct Manifest {
    private let lines: [Substring]
    private let list: Range<Int>

    /// Nil where the text has no such list.
    package init?(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let opening = lines.firstIndex(where: { $0.hasPrefix("let plugins: [NaxdsePlugin] = [") }),
            let closing = lines[(opening + 1)...].firstIndex(of: "]")
        else { return nil }
        list = (opening + 1)..<closing
    }

    /// The folders listed, in order.
    package var entries: [String] {
        lines[list].compactMap { line in
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            return line.drop { $0 == " " }.hasPrefix(".") && parts.count == 3 ? String(parts[1]) : nil
        }
    }

    /// The text with one more line in the list, after the others of its kind.
    package func adding(_ folder: String, _ kind: PluginKind) -> String {
        var lines = lines
        let last = lines[list].lastIndex { $0.drop { $0 == " " }.hasPrefix(".\(kind.rawValue)(") }
        lines.insert("    .\(kind.rawValue)(\"\(folder)\"),", at: last.map { $0 + 1 } ?? list.upperBound)
        return lines.joined(separator: "\n")
    }
}

/// The folder the command runs in.
package func currentFolder() -> String { realPath(".") ?? "." }

/// The text of a file, or nil where there is none that can be read.
private func contents(of path: String) -> String? {
    (try? RegularFile.bytes(of: path, limit: 8 << 20, as: .state)).map { String(decoding: $0, as: UTF8.self) }
}
