@testable import Tensors

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The bytes of a file whose size the system does not tell in advance, as those of /proc.
func readProcessFile(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else {
        throw SafeTensorsError(path, "it cannot be read", hint: "this test needs Linux")
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
}
