import Foundation
import Testing

/// The C library is entered by module `System` alone.
@Suite struct OneDoorTests {
    private static let sources: [URL] = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return ["Sources", "plugins"].flatMap { folder in
            let files = FileManager.default.enumerator(
                at: package.appending(path: folder), includingPropertiesForKeys: nil)
            return (files?.allObjects as? [URL] ?? []).filter {
                $0.pathExtension == "swift" && !$0.path.contains("/Tests/")
            }
        }
    }()

    @Test func nothingElseImportsTheCLibrary() throws {
        #expect(Self.sources.count > 300)
        let libraries = ["Glibc", "Musl", "Darwin", "Dispatch", "Foundation"]
        for file in Self.sources where !file.path.contains("/Sources/System/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for library in libraries where text.contains("import \(library)\n") {
                // A tool that runs while building, and what a generator wrote.
                if ["/CatalogueWriter/", "/ReferenceWriter/", "/WriteCatalogue/"].contains(where: file.path.contains)
                    || file.path.hasSuffix(".pb.swift")
                {
                    continue
                }
                Issue.record("\(file.path) imports \(library): let System do what it needs")
            }
        }
    }

    /// One platform is built and tested; code for others that nobody compiles is not there.
    @Test func noCodeIsForPlatformsThatNobodyBuilds() throws {
        for file in Self.sources where !file.path.hasSuffix(".pb.swift") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("#if canImport") && !text.contains("#if os("), "\(file.path)")
        }
    }
}
