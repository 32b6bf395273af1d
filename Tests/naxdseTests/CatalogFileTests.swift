import Foundation
import Testing

/// catalog.xml, by which editors find the schemas.
@Suite struct CatalogFileTests {
    @Test func everyNamespaceHasTheSchemaThatIsOfIt() throws {
        let catalog = try String(contentsOf: repository.appending(path: "catalog.xml"), encoding: .utf8)
        let entries = catalog.matches(of: /<uri name="([^"]+)" uri="([^"]+)"/)
        for entry in entries {
            let schema = try String(contentsOf: repository.appending(path: String(entry.2)), encoding: .utf8)
            #expect(schema.contains("targetNamespace=\"\(entry.1)\""), "\(entry.1)")
        }
        var found = 0
        for folder in ["hardware", "mappings", "networks", "search"] {
            for name in try FileManager.default.contentsOfDirectory(
                atPath: repository.appending(path: "\(folder)/schema").path) where name.hasSuffix(".xsd")
            {
                #expect(entries.contains { $0.2 == "\(folder)/schema/\(name)" }, "\(name)")
                found += 1
            }
        }
        #expect(found == entries.count)
    }
}
