import Foundation
import System
import Testing

@Suite struct AtomicFileTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func writesAndReplacesAWholeFile() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.svg").path
        try AtomicFile.write("one", to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try AtomicFile.write("two", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        #expect(try names() == ["a.svg"], "no temporary file stays")
    }

    @Test func aLinkStaysALink() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (link, target) = (folder.appending(path: "link").path, folder.appending(path: "target").path)
        try AtomicFile.write("one", to: target)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        try AtomicFile.write("two", to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "two")
    }

    /// What an earlier version left, or a process that died, is in nobody's way, whatever its number was: in containers
    /// each is process 1.
    @Test func leftoversBlockNothingAndGo() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.svg").path
        let old = "a.svg.\(ProcessInfo.processInfo.processIdentifier).part"
        for name in [old, ".a.svg.1z141z4.naxdse-part", ".b.svg.1z141z4.naxdse-part"] {
            try Data().write(to: folder.appending(path: name))
        }
        try AtomicFile.write("one", to: path)
        #expect(
            try names() == [".b.svg.1z141z4.naxdse-part", "a.svg", old].sorted(), "another file's is another's to clean"
        )
    }

    @Test func whatIsBeingWrittenIsNoLeftover() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.svg").path
        let part = folder.appending(path: ".a.svg.1z141z4.naxdse-part").path
        let descriptor = open(part, O_CREAT | O_RDWR, 0o600)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
        try AtomicFile.write("one", to: path)
        #expect(try names() == [".a.svg.1z141z4.naxdse-part", "a.svg"])
        close(descriptor)
        try AtomicFile.write("two", to: path)
        #expect(try names() == ["a.svg"])
    }

    @Test func manyAtOnceLeaveOneWholeFile() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.svg").path
        let texts = (0..<8).map { String(repeating: "\($0)", count: 100_000) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for text in texts { group.addTask { for _ in 0..<20 { try AtomicFile.write(text, to: path) } } }
            try await group.waitForAll()
        }
        #expect(texts.contains(try String(contentsOfFile: path, encoding: .utf8)))
        #expect(try names() == ["a.svg"])
    }

    @Test func aNewFileHasTheModeThatTheUserWants() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.svg").path
        try AtomicFile.write("one", to: path)
        let mask = umask(0)
        umask(mask)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o666 & ~Int(mask))
    }

    @Test func whatCannotBeWrittenLeavesNothingAndSaysWhy() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = folder.appending(path: "no/such/a.svg").path
        let error = #expect(throws: FileError.self) { try AtomicFile.write("one", to: missing) }
        #expect(
            error?.description
                == "\(missing): error: cannot be written: No such file or directory; make its folder first")
        #expect(throws: FileError.self) { try AtomicFile.write("one", to: folder.path) }
        #expect(try names().isEmpty)
    }
}
