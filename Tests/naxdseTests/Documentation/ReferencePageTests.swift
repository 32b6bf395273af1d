import Foundation
import Markup
import Testing

@testable import ReferenceWriter

@Suite struct ReferencePageTests {
    @Test func theReferenceIsWhatTheSchemasAndTheCommandsSay() throws {
        let help = Data(try Tool.run("--experimental-dump-help").output.utf8)
        for page in try Reference.pages(root: repository, help: help) {
            let written = try? String(contentsOf: repository.appending(path: page.path), encoding: .utf8)
            #expect(written == page.text, "\(page.path) is out of date: run Scripts/write-reference")
        }
    }

    @Test(arguments: [
        "hardware/schema/hardware.xsd", "networks/schema/network.xsd", "mappings/schema/mapping.xsd",
        "search/schema/search.xsd",
    ])
    func everyElementAndAttributeSaysWhatItIs(schema: String) throws {
        let outline = try SchemaOutline(reading: repository.appending(path: schema).path)
        var seen: Set<String> = []
        func check(_ declaration: Element) {
            guard seen.insert(outline.identity(of: declaration)).inserted else { return }
            #expect(outline.documentation(of: declaration) != nil, "\(declaration.location)")
            for attribute in outline.attributes(of: declaration) {
                #expect(outline.documentation(of: attribute) != nil, "\(attribute.location)")
            }
            outline.children(of: declaration).forEach(check)
        }
        outline.roots.compactMap { outline.declaration(of: [$0]) }.forEach(check)
        #expect(seen.count > 5)
    }

    @Test(arguments: [
        ("hardware", "isaac"), ("hardware", "puma"), ("hardware", "nax-heterogeneous"), ("networks", "lenet5"),
        ("networks", "residual-example"),
        ("mappings", "mixed-example"), ("mappings", "differential-8b"), ("mappings", "puma-16b"),
        ("search", "resnet20-duplication"), ("search", "resnet20-converters"),
    ])
    func defaultsThatASchemaStatesAreThoseOfTheReader(folder: String, name: String) throws {
        try Clone.with { clone in
            let kind = folder == "search" ? "search" : folder == "hardware" ? "hardware" : String(folder.dropLast())
            let schema = clone.folder.appending(path: "\(folder)/schema/\(kind).xsd").path
            let outline = try SchemaOutline(reading: schema)
            let rules = Schema(schema, text: [UInt8](try Data(contentsOf: URL(filePath: schema))))
            let document = try XMLReader(schema: rules, includeAttributes: ["technology": "taken-at"]).read(
                clone.folder.appending(path: "\(folder)/\(name).xml").path)
            var added = 0
            let written = filled(
                document.root, try #require(outline.declaration(of: [document.root.name])), outline, &added)
            #expect(added > 0)
            let before = try meaning(of: folder, name, clone)
            let text = Document(root: written, files: []).text(namespace: try #require(outline.targetNamespace))
            try text.write(to: clone.folder.appending(path: "\(folder)/\(name).xml"), atomically: true, encoding: .utf8)
            #expect(try meaning(of: folder, name, clone) == before)
        }
    }

    /// The element with every attribute that has a default, written out.
    private func filled(
        _ element: Element, _ declaration: Element, _ outline: SchemaOutline, _ added: inout Int
    ) -> Element {
        var attributes = element.attributes
        for candidate in outline.attributes(of: declaration) {
            guard let name = candidate.attribute("name")?.value, let value = candidate.attribute("default")?.value,
                element.attribute(name) == nil
            else { continue }
            // What belongs to a range may not stand beside a list of values.
            if element.attribute("values") != nil, ["step", "scale", "continuous"].contains(name) { continue }
            if element.name == "crossbar", element.attribute("from") == nil, ["step", "scale"].contains(name) {
                continue
            }
            attributes.append(
                Attribute(name: name, value: value, location: element.location, valueLocation: element.location))
            added += 1
        }
        let children = element.children.map { child in
            outline.children(of: declaration).first { $0.attribute("name")?.value == child.name }.map {
                filled(child, $0, outline, &added)
            } ?? child
        }
        return Element(
            name: element.name, attributes: attributes, children: children, text: element.text,
            location: element.location)
    }

    /// What the tool makes of a file, to the last digit.
    private func meaning(of folder: String, _ name: String, _ clone: Clone) throws -> String {
        let command =
            switch folder {
            case "hardware": "naxdse evaluate \(name) -n lenet5 --json"
            case "networks": "naxdse evaluate nax-heterogeneous -n \(name) --json"
            // Those of a chip's own fill that chip.
            case "mappings":
                "naxdse evaluate \(name.hasSuffix("-16b") ? name.replacing("-16b", with: "") : "nax-heterogeneous") -n resnet20 -m \(name) --json"
            default:
                "naxdse search run \(name) --strategy random --seed 1 --trials 5 >/dev/null; naxdse search export \(name) --csv; rm studies.sqlite*"
            }
        let result = try clone.run(command + " 2>/dev/null")
        #expect(result.status == 0, "\(result.output)")
        // All but the files that were read, which are one after the filling.
        return result.output.replacing(/"inputs": *\[[^\]]*\]/, with: "")
    }
}
