import Foundation
import System
import Testing

@Suite struct ReadLogTests {
    @Test func everyWayOfReadingIsLoggedOnceWithTheDigest() throws {
        try withScratch { folder in
            for name in ["a", "b", "c", "state"] { try AtomicFile.write(name, to: "\(folder)/\(name)") }
            let (_, files) = try ReadLog.recording {
                _ = try RegularFile.bytes(of: "\(folder)/a")
                _ = try RegularFile.bytes(of: "\(folder)/a")
                try RegularFile.read("\(folder)/b") { _ in }
                _ = try MappedFile("\(folder)/c")
                _ = try RegularFile.bytes(of: "\(folder)/state", as: .state)
            }
            #expect(
                files == ["a", "b", "c"].map { InputFile(path: "\(folder)/\($0)", sha256: sha256(Array($0.utf8))) })
        }
    }

    @Test func aLogInsideAnotherPassesOnWhatItIsTold() throws {
        try withScratch { folder in
            try AtomicFile.write("a", to: "\(folder)/a")
            let (inner, outer) = try ReadLog.recording {
                try ReadLog.recording { _ = try RegularFile.bytes(of: "\(folder)/a") }.files
            }
            #expect(inner.count == 1 && inner == outer)
        }
    }

    /// `(cd FOLDER && sha256sum d/x y | sha256sum)`.
    @Test func aFolderStandsForItsManyFiles() throws {
        try withScratch { folder in
            try FileManager.default.createDirectory(atPath: "\(folder)/d", withIntermediateDirectories: false)
            for name in ["d/x", "y"] { try AtomicFile.write(name, to: "\(folder)/\(name)") }
            let (_, files) = try ReadLog.recording {
                for name in ["y", "d/x"] { _ = try RegularFile.bytes(of: "\(folder)/\(name)", under: folder) }
            }
            let lines = ["d/x", "y"].map { "\(sha256(Array($0.utf8)))  \($0)\n" }.joined()
            #expect(files == [InputFile(path: folder + "/", sha256: sha256(Array(lines.utf8)))])
        }
    }

    @Test func whatWasReadIsNotReplaced() throws {
        try withScratch { folder in
            for name in ["input", "state", "other"] { try AtomicFile.write(name, to: "\(folder)/\(name)") }
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "input")
            try ReadLog.$current.withValue(ReadLog()) {
                _ = try RegularFile.bytes(of: "\(folder)/input")
                _ = try RegularFile.bytes(of: "\(folder)/state", as: .state)
                for name in ["input", "link", "./input"] {
                    let error = #expect(throws: FileError.self) {
                        try AtomicFile.write("gone", to: "\(folder)/\(name)")
                    }
                    #expect(error?.reason == "this command reads that file")
                }
                try AtomicFile.write("new", to: "\(folder)/state")
                try AtomicFile.write("new", to: "\(folder)/other")
            }
            #expect(try String(contentsOfFile: "\(folder)/input", encoding: .utf8) == "input")
        }
    }
}
