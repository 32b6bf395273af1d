import Foundation
import Testing

/// The page of the architecture names the modules that there are, and types that there are.
@Suite struct ArchitecturePageTests {
    private let page: String

    init() throws { page = try String(contentsOf: repository.appending(path: "docs/architecture.md"), encoding: .utf8) }

    @Test func modulesAreThoseOfThePackageInItsOrder() throws {
        let package = try String(contentsOf: repository.appending(path: "Package.swift"), encoding: .utf8)
        let list = try #require(package.firstRange(of: "let modules: [Target] = ["))
        let end = try #require(package[list.upperBound...].firstRange(of: "\n]"))
        let modules = package[list.upperBound..<end.lowerBound].matches(of: /\.target\(\s*name: "(\w+)"/).map {
            String($0.1)
        }
        let told = page.matches(of: /(?m)^\| `(\w+)` \|/).map { String($0.1) }
        #expect(modules.count > 10 && told == modules + ["Catalogue", "NaxdseKit", "naxdse"])
    }

    @Test func everyTypeThatItNamesIsDeclared() throws {
        let sources = repository.appending(path: "Sources")
        var declared: Set<Substring> = []
        for case let file as URL in try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            declared.formUnion(text.matches(of: /(?:struct|class|enum|protocol|func) (\w+)/).map(\.1))
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path)
        let named = Set(page.matches(of: /`(?:\w+\.)?([A-Z]\w+)`/).map(\.1)).filter { word in
            !folders.contains(String(word))
        }
        #expect(named.count > 20)
        #expect(named.subtracting(declared).isEmpty, "nothing is called \(named.subtracting(declared).sorted())")
    }

    @Test func theVersionIsOneEverywhere() throws {
        let told = try Tool.run("--version").output.trimmingCharacters(in: .whitespacesAndNewlines)
        let changes = try String(contentsOf: repository.appending(path: "CHANGELOG.md"), encoding: .utf8)
        let citation = try String(contentsOf: repository.appending(path: "CITATION.cff"), encoding: .utf8)
        let version = told.prefix { $0 != " " }
        #expect(changes.firstMatch(of: /(?m)^## (.+)$/).map { $0.1 } == version)
        #expect(citation.contains("\nversion: \(version)\n"))
    }
}
