import FoundationEssentials
import System

/// The files beside a model that hold its tensors; each is mapped once.
///
/// A model names them by a path relative to its own folder. Nothing outside that folder is
/// read: neither absolute paths, nor `..`, nor links that lead out of it.
struct ExternalData {
    /// The folder of the model.
    let folder: String
    private var files: [String: Data] = [:]

    init(folder: String) {
        self.folder = folder.isEmpty ? "." : folder
    }

    /// The bytes of one tensor.
    ///
    /// - Parameter entries: `location`, and `offset` and `length` where they are given.
    mutating func bytes(_ entries: [Onnx_StringStringEntryProto]) throws(ImportFailure) -> Data {
        guard let location = entries.first(where: { $0.key == "location" })?.value, !location.isEmpty else {
            throw ImportFailure("its external data has no location", "export the model again")
        }
        let data = try file(location)
        let offset = try number("offset", entries) ?? 0
        guard offset <= data.count else {
            throw ImportFailure(
                "its data starts at byte \(offset) of '\(location)', which has \(data.count)",
                "copy the whole file beside the model")
        }
        let length = try number("length", entries) ?? data.count - offset
        guard length <= data.count - offset else {
            throw ImportFailure(
                "its data, \(length) bytes from byte \(offset), goes beyond the end of '\(location)', which has \(data.count)",
                "copy the whole file beside the model")
        }
        return data[data.startIndex + offset..<data.startIndex + offset + length]
    }

    private func number(_ key: String, _ entries: [Onnx_StringStringEntryProto]) throws(ImportFailure) -> Int? {
        guard let text = entries.first(where: { $0.key == key })?.value else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw ImportFailure("its external data has the \(key) '\(text)'", "export the model again")
        }
        return value
    }

    private mutating func file(_ location: String) throws(ImportFailure) -> Data {
        if let data = files[location] { return data }
        let parts = location.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = !location.hasPrefix("/") && !location.contains("\\") && !location.contains("\0")
        guard isPlain, !parts.contains("..") else { throw outside(location) }
        let path = folder == "." ? location : folder + "/" + location
        guard let real = realPath(path), let root = realPath(folder) else {
            throw ImportFailure(
                "its data is in '\(location)', which does not exist", "copy that file beside the model")
        }
        guard real.hasPrefix(root == "/" ? root : root + "/") else { throw outside(location) }
        do {
            let data = try BinaryFile(path).data
            files[location] = data
            return data
        } catch {
            let reason = error.diagnostics.first?.message ?? "it cannot be read"
            throw ImportFailure("its data is in '\(location)', but \(reason)", "copy that file beside the model")
        }
    }

    private func outside(_ location: String) -> ImportFailure {
        ImportFailure(
            "its data is said to be in '\(location)', outside the model's folder",
            "keep a model's files in one folder")
    }
}
