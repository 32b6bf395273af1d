import Diagnostics
import Markup
import Networks

extension Workbench {
    /// The path that a user's word means: a file's, or that of a shipped file by its name.
    ///
    /// - Throws: when it is neither, with the names that there are; a name of another kind is told as what it is.
    package func path(of name: String, as kind: FileKind) throws(FileNotFound) -> String {
        do throws(FileNotFound) {
            return try shipped.resolve(name, in: kind.folder)
        } catch {
            throw misplaced(name, as: kind) ?? error
        }
    }

    /// The names of a kind: of shipped files, and of built-in networks.
    package func names(of kind: FileKind) -> [String] {
        (kind == .network ? Zoo.names : []) + shipped.names(in: kind.folder)
    }

    /// What is wrong with a name that only another kind has; nil where none has it.
    package func misplaced(_ name: String, as kind: FileKind) -> FileNotFound? {
        let others = FileKind.allCases.filter { $0 != kind && names(of: $0).contains(name) }
        guard let other = others.first, !names(of: kind).contains(name) else { return nil }
        return FileNotFound("'\(name)' is \(other.words), and \(kind.words) is wanted", hint: other.usage(name))
    }
}
