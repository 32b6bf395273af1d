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

/// What libFuzzer (https://llvm.org/docs/LibFuzzer.html) calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    reader.take(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// SwiftPM links `main` as another name of this; where it does not, libFuzzer's own is taken, which does the same.
@_cdecl("fuzz_main")
public func run(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, takeInput)
}
