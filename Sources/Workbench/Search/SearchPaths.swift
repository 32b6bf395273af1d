import DesignSearch
import Diagnostics
import Networks
import System

extension SearchDescription {
    /// The search with the paths in it as they lead from the current folder: a relative path in a search file is
    /// relative to that file, wherever the command runs.
    ///
    /// - Parameter path: of the search file.
    /// - Throws: at each path that leads to nothing from the file, and to something from the current folder, as
    ///   versions before took it: with what to write instead.
    package func resolvingPaths(beside path: String, _ bench: Workbench) throws(InvalidInput) -> SearchDescription {
        let folder = System.folder(of: path)
        var problems = Problems()
        /// - Parameter isName: whether a word is the name of something that comes with the tool.
        func resolved(
            _ word: Word, _ isThere: (String) -> Bool = isFile, isName: (String) -> Bool = { _ in false }
        ) -> Word {
            guard folder != ".", !word.text.isEmpty, !word.text.hasPrefix("/") else { return word }
            let there = folder == "/" ? "/" + word.text : "\(folder)/\(word.text)"
            if isThere(there) { return Word(there, at: word.location) }
            if isName(word.text) { return word }
            if isThere(word.text), let relative = Self.way(from: folder, to: word.text) {
                problems.error(
                    at: word.location, "there is no '\(word.text)' beside this file, to which its paths are relative",
                    hint: "write '\(relative)'")
            }
            // What looks like a path is told as it leads from here.
            return word.text.contains("/") || word.text.contains(".") ? Word(there, at: word.location) : word
        }
        func isShipped(_ kind: FileKind) -> (String) -> Bool { { bench.names(of: kind).contains($0) } }
        var result = self
        // A built-in network comes before a file of its name.
        if !Zoo.names.contains(network.text) { result.network = resolved(network, isName: isShipped(.network)) }
        result.hardware = resolved(hardware, isName: isShipped(.hardware))
        result.mapping = mapping.map { resolved($0, isName: isShipped(.mapping)) }
        if let accuracy {
            result.accuracy?.data = resolved(accuracy.data, exists)
            result.accuracy?.weights = accuracy.weights.map { resolved($0) }
        }
        try problems.throwIfAny()
        return result
    }

    /// The relative path from a folder to a file; nil where either is not there.
    private static func way(from folder: String, to file: String) -> String? {
        guard let start = realPath(folder), let end = realPath(file) else { return nil }
        let (here, there) = (start.split(separator: "/"), end.split(separator: "/"))
        let shared = zip(here, there).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: here.count - shared) + there.dropFirst(shared)).joined(separator: "/")
    }
}

private func isFile(_ path: String) -> Bool { PathKind(path) == .file }

private func exists(_ path: String) -> Bool { PathKind(path) != nil }
