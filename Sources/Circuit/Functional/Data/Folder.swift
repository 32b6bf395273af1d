#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Markup

/// A folder and the files in it.
struct Folder: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    var exists: Bool { mode(path).map { $0 & S_IFMT == S_IFDIR } ?? false }

    func has(_ file: String) -> Bool { mode(path + "/" + file).map { $0 & S_IFMT == S_IFREG } ?? false }

    func folder(_ name: String) -> Folder { Folder(path + "/" + name) }

    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }

    /// Names in the folder, in ascending order; none when it cannot be read.
    var names: [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Bytes of a file from an offset on.
    ///
    /// - Throws: when it cannot be read, or has fewer.
    func bytes(of file: String, from offset: Int = 0, count: Int? = nil) throws(InvalidInput) -> [UInt8] {
        let whole = path + "/" + file
        guard has(file), let stream = fopen(whole, "rb") else {
            throw DataSet.failure(whole, "the file cannot be opened", "check that it is there and may be read")
        }
        defer { fclose(stream) }
        var status = stat()
        guard fstat(fileno(stream), &status) == 0, Int(status.st_size) >= offset + (count ?? 0), fseek(stream, offset, SEEK_SET) == 0 else {
            throw DataSet.failure(whole, "the file ends early", "copy it again")
        }
        let wanted = count ?? Int(status.st_size) - offset
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, read in read = fread(buffer.baseAddress, 1, wanted, stream) }
        guard bytes.count == wanted else { throw DataSet.failure(whole, "the file cannot be read", "check the disk") }
        return bytes
    }

    /// Size of a file in bytes; 0 when there is none.
    func size(of file: String) -> Int {
        var status = stat()
        return stat(path + "/" + file, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Words of the lines of a text file, cut at tabs and spaces.
    func lines(of file: String) throws(InvalidInput) -> [[String]] {
        String(decoding: try bytes(of: file), as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
            line.split { $0 == "\t" || $0 == " " }.map(String.init)
        }
    }
}
