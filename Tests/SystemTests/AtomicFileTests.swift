import Foundation
import System
import Testing

@Suite struct AtomicFileTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

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

    @Test func whatCannotBeWrittenLeavesNothingAndSaysWhy() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = folder.appending(path: "no/such/a.svg").path
        let error = #expect(throws: FileError.self) { try AtomicFile.write("one", to: missing) }
        #expect(error?.description == "\(missing): error: cannot be written: No such file or directory; make its folder first")
        #expect(throws: FileError.self) { try AtomicFile.write("one", to: folder.path) }
        #expect(try names().isEmpty)
    }
}
