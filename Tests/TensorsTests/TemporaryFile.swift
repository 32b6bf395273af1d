#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Calls the body with a path in a new folder that is gone afterwards.
func withTemporaryPath<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/naxdse-tensors-XXXXXX".utf8CString)
    let folder = String(cString: mkdtemp(&template))
    defer {
        unlink("\(folder)/\(name)")
        rmdir(folder)
    }
    return try body("\(folder)/\(name)")
}

/// Writes a file without further ado.
func write(_ bytes: [UInt8], to path: String) {
    let file = fopen(path, "w")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

func listing(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
}
