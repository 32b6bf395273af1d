import Diagnostics
import Registration
import System

/// The files that come with naxdse: hardware, mappings, networks, search settings, and their schemas.
///
/// ```swift
/// let shipped = try ShippedFiles()
/// try shipped.resolve("isaac", in: "hardware")            // "…/hardware/isaac.xml"
/// try shipped.resolve("mine/chip.xml", in: "hardware")    // "mine/chip.xml", which exists
/// ```
public struct ShippedFiles: Sendable, Hashable {
    /// The folder that holds `hardware/` and its like; "" when it is the current one, and nil when there is none: then
    /// nothing is found by its name, and files of one's own are read all the same.
    public let home: String?

    /// Finds the folder: where the environment variable `NAXDSE_HOME` points; else the nearest
    /// folder above the running program, else above the current folder, that holds the files,
    /// by itself or in `share/naxdse`.
    ///
    /// - Throws: when `NAXDSE_HOME` points elsewhere.
    public init() throws(FileNotFound) {
        try self.init(
            variable: environmentVariable("NAXDSE_HOME"), executable: executablePath,
            currentFolder: realPath(".") ?? ".")
    }

    init(variable: String?, executable: String?, currentFolder: String) throws(FileNotFound) {
        if let variable, !variable.isEmpty {
            guard holdsShippedFiles(variable) else {
                throw FileNotFound(
                    "NAXDSE_HOME is '\(variable)', where there is no \(sign)",
                    hint: "let it name the folder that holds hardware/")
            }
            home = variable
            return
        }
        for start in [executable, currentFolder + "/."].compactMap({ $0 }) {
            for ancestor in ancestors(of: start) {
                for candidate in [ancestor, ancestor + "/share/naxdse"] where holdsShippedFiles(candidate) {
                    home = candidate == currentFolder ? "" : candidate
                    return
                }
            }
        }
        home = nil
    }

    /// A path below the folder: `path("hardware/isaac.xml")`.
    ///
    /// - Throws: when there is no such folder.
    public func path(_ relative: String) throws(FileNotFound) -> String {
        guard let home else {
            throw FileNotFound(
                "the files that come with naxdse are not found",
                hint: "set NAXDSE_HOME to the folder that holds hardware/")
        }
        return home.isEmpty ? relative : home + "/" + relative
    }

    /// The names of the shipped files of a kind, sorted, without the suffix.
    public func names(in folder: String, suffix: String = ".xml") -> [String] {
        guard let folder = try? path(folder) else { return [] }
        return System.names(inFolder: folder).filter { $0.hasSuffix(suffix) && $0 != suffix }.map {
            String($0.dropLast(suffix.count))
        }
    }

    /// The path that a user's word means: a file that exists is taken as it is; a plain name is one of the shipped
    /// files.
    ///
    /// - Throws: when it is neither, with the nearest of the shipped names and all of them.
    public func resolve(_ name: String, in folder: String, suffix: String = ".xml") throws(FileNotFound) -> String {
        if isFile(name) { return name }
        let shipped = names(in: folder, suffix: suffix)
        if shipped.contains(name) { return try path(folder + "/" + name + suffix) }
        let all = shipped.map { "'\($0)'" }.joined(separator: ", ")
        if name.contains("/") || name.hasSuffix(suffix) {
            do throws(FileProblem) {
                _ = try fileBytes(name, as: .state)
                return name
            } catch {
                throw FileNotFound(
                    error.message, hint: error.hint + (shipped.isEmpty ? "" : ", or one of the names " + all))
            }
        }
        if home == nil {
            throw FileNotFound(
                "there is no file '\(name)', and the files that come with naxdse are not found",
                hint: "name a file, or set NAXDSE_HOME to the folder that holds \(folder)/")
        }
        let near = nearest(to: name, in: shipped).map { "did you mean '\($0)'? " } ?? ""
        throw FileNotFound(
            "there is neither a file '\(name)' nor a shipped one of that name in \(folder)/",
            hint: near + (shipped.isEmpty ? "no names are shipped" : "the names are \(all)"))
    }
}

/// Why a name means no file.
public struct FileNotFound: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var message: String
    /// What would be right.
    public var hint: String

    public init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    public var description: String { "\(message); \(hint)" }
}

/// A file that tells the folder from others.
private let sign = "hardware/schema/hardware.xsd"

private func holdsShippedFiles(_ folder: String) -> Bool {
    isFile(folder + "/" + sign)
}

private func isFile(_ path: String) -> Bool { PathKind(path) == .file }

/// The folders above a path, the nearest first.
private func ancestors(of path: String) -> [String] {
    var result: [String] = []
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
        rest = rest[..<slash]
        result.append(String(rest))
    }
    return result
}

extension FileNotFound: BadInput {
    public var faults: [Fault] { [Fault(message, remedy: hint)] }
}
