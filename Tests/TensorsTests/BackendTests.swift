import CTensorsABI
import System
import Testing

@testable import Tensors

@Suite struct BackendTests {
    @Test("a path without a file says how to build one")
    func missing() {
        let error = #expect(throws: BackendError.self) { try Backend.open("/nowhere/libnaxdse-torch.so") }
        #expect(
            error?.description
                == "there is no file '/nowhere/libnaxdse-torch.so'; build it with Scripts/build-torch-backend")
    }

    @Test("a file that is no library is an error with the loader's reason")
    func noLibrary() throws {
        try withTemporaryPath("text.so") { path in
            write(Array("no library".utf8), to: path)
            let error = #expect(throws: BackendError.self) { try Backend.open(path) }
            #expect(error?.problem.hasPrefix("'\(path)' cannot be loaded: ") == true)
        }
    }

    @Test("a library of something else is an error")
    func otherLibrary() throws {
        let library = try #require(
            ["/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6", "/lib64/libm.so.6"].first {
                (try? RegularFile.bytes(of: $0)) != nil
            })
        let error = #expect(throws: BackendError.self) { try Backend.open(library) }
        #expect(error?.description == "'\(library)' is not a backend of naxdse; Scripts/build-torch-backend builds one")
    }

    @Test("a library of another version is refused, with both versions")
    func otherVersion() {
        var table = naxdse_tensors()
        table.version = 99
        table.size = UInt32(MemoryLayout<naxdse_tensors>.size)
        withUnsafePointer(to: table) { table in
            let error = #expect(throws: BackendError.self) { try Backend(table: table, path: "old.so") }
            #expect(error?.problem.contains("has version 99") == true)
            #expect(error?.problem.contains("and version \(NAXDSE_TENSORS_VERSION) ") == true)
        }
    }

    @Test("a library whose table is shorter is refused")
    func shorterTable() {
        var table = naxdse_tensors()
        table.version = NAXDSE_TENSORS_VERSION
        table.size = 16
        withUnsafePointer(to: table) { table in
            let error = #expect(throws: BackendError.self) { try Backend(table: table, path: "old.so") }
            #expect(error?.problem.contains("(16 bytes of table)") == true)
        }
    }

    @Test(
        "the library is looked for beside the executable, then in the checkout around it and around the working directory"
    )
    func order() {
        #expect(
            Backend.candidates(executable: "/opt/bin/naxdse", workingDirectory: "/home/me") == [
                "/opt/bin/libnaxdse-torch.so", "/opt/lib/libnaxdse-torch.so",
                "/opt/bin/Backends/Torch/build/libnaxdse-torch.so", "/opt/Backends/Torch/build/libnaxdse-torch.so",
                "/home/me/Backends/Torch/build/libnaxdse-torch.so", "/home/Backends/Torch/build/libnaxdse-torch.so",
            ])
    }

    @Test("devices are read and written alike")
    func devices() {
        for text in ["cpu", "cuda", "cuda:3"] { #expect(Device(text)?.description == text) }
        for text in ["", "CPU", "cuda:", "cuda:-1", "gpu", "cuda:999"] { #expect(Device(text) == nil) }
    }
}
