import Foundation

/// The reader that the environment names: libFuzzer's arguments are all its own.
private let reader: FuzzedReader = {
    let name = ProcessInfo.processInfo.environment["FUZZ_READER"] ?? ""
    guard let reader = FuzzedReader.all.first(where: { $0.name == name }) else {
        print("FUZZ_READER is '\(name)': set it to one of \(FuzzedReader.all.map(\.name).joined(separator: ", "))")
        exit(64)
    }
    return reader
}()

/// What libFuzzer (https://llvm.org/docs/LibFuzzer.html), which holds `main`, calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    reader.take(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}
