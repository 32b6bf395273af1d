import ArgumentParser
import Reports
import System
import Workbench

/// What a command is about to write. Every command that writes files checks them here, after it has read its inputs and
/// before its work begins: what it reads is not replaced, whatever its name; and a name that the user did not give
/// replaces only what naxdse wrote.
struct Outputs {
    /// Names that the user gave: they may replace other files.
    var named: [String] = []
    /// Names made of others.
    var derived: [String] = []
    /// Whether the user said that derived names may replace anything.
    var isForced = false

    init(_ named: String?..., figure: FigureOptions? = nil, page: PageOptions? = nil) {
        self.named = named.compactMap { $0 } + (figure?.output ?? []) + [page?.html].compactMap { $0 }
        derived = figure?.derivedNames ?? []
        isForced = figure?.force ?? false
    }

    init(derived: [String], isForced: Bool) {
        self.derived = derived
        self.isForced = isForced
    }

    /// - Throws: `FileError` for a file that the command has read, for two results of one name, for a file that is not
    ///   naxdse's where the name was derived, and for a folder that is not there.
    func check() throws(FileError) {
        var taken: Set<String> = []
        for (path, isDerived) in named.map({ ($0, false) }) + derived.map({ ($0, true) }) {
            let kind = PathKind(path)
            // A pipe, a terminal, /dev/null.
            if kind == .other { continue }
            guard let real = realPath(ofNew: path) else {
                throw FileError(path, "No such file or directory", hint: "make its folder first")
            }
            if ReadLog.current?.protects(real) == true { throw FileError(replacingInput: path) }
            guard taken.insert(real).inserted else {
                throw FileError(path, "two results would be written there", hint: "give each a name of its own")
            }
            if isDerived, !isForced, kind == .file, !Mark.isIn(path) {
                throw FileError(
                    path, "there is a file of that name that naxdse did not write, and nobody named it",
                    hint: "move it, choose another name for what goes beside it, or add --force to replace it")
            }
        }
    }
}
