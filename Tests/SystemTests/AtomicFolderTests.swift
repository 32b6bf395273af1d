import Foundation
import System
import Testing

@Suite struct AtomicFolderTests {
    private func contents(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }

    private let files = [(path: "a.xml", text: "A"), (path: "inner/deep/b.xml", text: "B")]

    @Test(arguments: ["/new", "/new/"]) func aFolderIsWrittenWithAllItsFiles(name: String) throws {
        try withScratch { folder in
            try AtomicFolder.write(files, to: folder + name)
            #expect(
                try contents(folder) == ["new", "new/a.xml", "new/inner", "new/inner/deep", "new/inner/deep/b.xml"])
            #expect(try String(contentsOfFile: folder + "/new/inner/deep/b.xml", encoding: .utf8) == "B")
            AtomicFolder.remove(files.map(\.path), from: folder + "/new")
            #expect(try contents(folder).isEmpty)
        }
    }

    @Test func anEmptyFolderGivesWayAndAnythingElseStays() throws {
        try withScratch { folder in
            try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: false)
            try AtomicFolder.write(files, to: folder + "/empty")
            let before = try contents(folder)
            for taken in ["/empty", "/empty/a.xml"] {
                let error = #expect(throws: FileError.self) { try AtomicFolder.write([("c", "C")], to: folder + taken) }
                #expect(error?.hint == "give a path where nothing is yet")
            }
            #expect(try contents(folder) == before)
        }
    }

    @Test func nothingIsLeftOfAFolderThatCannotBeWritten() throws {
        try withScratch { (folder) throws in
            let error = #expect(throws: FileError.self) { try AtomicFolder.write(files, to: folder + "/none/new") }
            #expect(error?.hint == "make its folder first")
            // A file where one of its own folders would be.
            #expect(throws: FileError.self) { try AtomicFolder.write([("a", ""), ("a/b", "")], to: folder + "/new") }
            #expect(try contents(folder).isEmpty)
        }
    }
}
