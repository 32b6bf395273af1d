import Foundation
import Markup

/// Writes the reference, which is made of the schemas and of what the tool says of its commands:
///
///     naxdse --experimental-dump-help | ReferenceWriter ROOT
///
/// ROOT is the repository; `Scripts/write-reference` builds both and runs this.
@main
enum ReferenceWriter {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: naxdse --experimental-dump-help | ReferenceWriter ROOT\n".utf8))
            exit(64)
        }
        let root = URL(filePath: CommandLine.arguments[1])
        let help = try FileHandle.standardInput.readToEnd() ?? Data()
        for page in try Reference.pages(root: root, help: help) {
            try page.text.write(to: root.appending(path: page.path), atomically: true, encoding: .utf8)
        }
    }
}

/// The pages of `docs/reference`.
enum Reference {
    /// - Parameter root: the repository.
    /// - Parameter help: what `naxdse --experimental-dump-help` prints.
    /// - Throws: when a schema or `help` cannot be read.
    static func pages(root: URL, help: Data) throws -> [(path: String, text: String)] {
        let kinds = [
            ("hardware", "hardware/schema/hardware.xsd"), ("network", "networks/schema/network.xsd"),
            ("mapping", "mappings/schema/mapping.xsd"), ("search", "search/schema/search.xsd"),
        ]
        return try kinds.map { kind, schema in
            let outline = try SchemaOutline(reading: root.appending(path: schema).path)
            return ("docs/reference/\(kind).md", SchemaPage(outline, kind: kind, schema: schema).text)
        } + [("docs/reference/commands.md", CommandPage(JSONDecoder().decode(ToolHelp.self, from: help).command).text)]
    }

    /// What stands below the title of every page.
    static func note(source: String) -> String {
        "_Made of \(source) by `Scripts/write-reference`: change it there._\n"
    }
}
