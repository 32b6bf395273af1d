import CLibXML2
import Diagnostics
import Foundation
import Testing

@testable import Markup

/// The scanner that adds places to libxml2's trees.
@Suite struct TagScannerTests {
    @Test func placesAreThoseOfTheText() throws {
        let text =
            "\u{FEFF}<?xml version='1.0'?><!-- <x> --><a\n  b = 'Ω<é'\tc=\"'>\"><![CDATA[<y>]]>é<b/>\r\n</a ><?p <z> ?>"
            .replacing("Ω<", with: "Ω&lt;")
        let tags = startTags(of: SourceText(path: "x", bytes: Array(text.utf8)))
        #expect(tags.map { "\($0.name) \($0.depth) \($0.location)" } == ["a 1 x:1:34", "b 2 x:2:39"])
        #expect(
            tags[0].attributes.map { "\($0.name) \($0.location) \($0.valueLocation) \($0.valueBytes.count)" }
                == ["b x:2:3 x:2:8 8", "c x:2:16 x:2:19 2"])
    }

    @Test(arguments: [
        "", "<", "<a", "<a b", "<a b=", "<a b='", "<!--", "<![CDATA[", "<?", "</", "</a", "<a/", "< / >", "=<<>>",
    ])
    func itComesToAnEndOnAnything(_ text: String) {
        _ = startTags(of: SourceText(path: "x", bytes: Array(text.utf8)))
    }

    /// The k-th start tag is the k-th element of the tree, with the same attributes in the same order.
    @Test func itAgreesWithTheTreeOnAllShippedFiles() throws {
        let home = try ShippedFiles().path("")
        let root = URL(fileURLWithPath: home.isEmpty ? "." : home)
        var count = 0
        for folder in ["hardware", "mappings", "networks", "search"] {
            let files = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder).resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
            for case let file as URL in files ?? .init() where ["xml", "xsd"].contains(file.pathExtension) {
                let bytes = Array(try Data(contentsOf: file))
                let tags = startTags(of: SourceText(path: file.path, bytes: bytes))
                let tree = try #require(LibXML2Tree.parsed(bytes, named: "x").tree)
                var next = 0
                func visit(_ node: xmlNodePtr) {
                    guard next < tags.count else { return }
                    let tag = tags[next]
                    next += 1
                    #expect(tag.name.hasSuffix(String(cString: node.pointee.name)), "\(tag.location)")
                    #expect(tag.location.line <= xmlGetLineNo(node))
                    #expect(
                        tag.attributes.map(\.name).filter { !$0.hasPrefix("xmlns") }
                            == attributes(of: node).map(\.name), "\(tag.location)")
                    var child = node.pointee.children
                    while let current = child {
                        if current.pointee.type == XML_ELEMENT_NODE { visit(current) }
                        child = current.pointee.next
                    }
                }
                tree.withRoot(visit)
                #expect(next == tags.count)
                count += 1
            }
        }
        #expect(count >= 9)
    }
}

/// Places computed from an offset are those that the scanner meets on its way.
@Suite struct SourceTextTests {
    @Test func everyScalarHasItsLineAndColumn() {
        let text = "\u{FEFF}a\nΩb\r\n\n€😀c"
        let source = SourceText(path: "x", bytes: Array(text.utf8))
        var cursor = SourceCursor(source.bytes)
        while !cursor.isAtEnd {
            if cursor.byte & 0xC0 != 0x80 {
                #expect(
                    source.location(at: cursor.offset)
                        == SourceLocation(file: "x", line: cursor.line, column: cursor.column))
            }
            cursor.advance()
        }
        #expect(source.location(at: source.bytes.count) == SourceLocation(file: "x", line: 4, column: 4))
        #expect(source.location(at: 0) == SourceLocation(file: "x", line: 1, column: 1))
    }
}
