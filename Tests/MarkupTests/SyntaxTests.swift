import Diagnostics
import Markup
import System
import Testing

/// What is said of texts that are not well-formed, or not what may be read.
@Suite struct SyntaxTests {
    @Test(arguments: [
        ("", "1:1: error: the file is empty; an XML document is wanted"),
        (" \n ", "1:1: error: the file is empty; an XML document is wanted"),
        ("text", "1:1: error: there is no element here; a document starts with '<'"),
        ("<a>\n<b>\n</a>", "3:1: error: </a> does not close <b> of line 2; write </b>"),
        ("<a>\n<b>\n<c>", "3:4: error: the file ends inside <c> of line 3; close it with </c>"),
        (
            "<a b=1/>",
            "1:6: error: the value of an attribute does not start with a quotation mark; write name=\"value\""
        ),
        ("<a b='1'\n b='2'/>", "2:2: error: the attribute 'b' is given twice; take one of the two out"),
        ("<a b='1/>", "1:10: error: the value of an attribute is not closed; add a quotation mark at its end"),
        (
            "<a b='1<'/>",
            "1:8: error: '<' stands in the value of an attribute; write '&lt;', or close the value with its quotation mark"
        ),
        ("<a b='1'c='2'/>", "1:9: error: a space is missing between attributes; write a space here"),
        ("<a b/>", "1:5: error: an attribute has no value; write name=\"value\""),
        (
            "<a>Ω &foo;</a>",
            "1:6: error: the entity '&foo;' is not defined; write the character itself, or '&amp;' for '&'"
        ),
        ("<a>& b</a>", "1:4: error: '&' starts an entity that is not complete; write '&amp;' for '&'"),
        ("<a>&#0;</a>", "1:4: error: there is a character here that XML does not allow; take it out"),
        ("<a>\u{1}</a>", "1:4: error: there is a character here that XML does not allow; take it out"),
        ("<a>\u{0}</a>", "1:4: error: a NUL byte is not text; save the file as XML text in UTF-8"),
        (
            "<a>\n  <b x:c='1'/></a>",
            "2:6: error: the prefix 'x' is not declared; add xmlns:x=\"…\" to the root element"
        ),
        (
            "<a><xi:include href='x'/></a>",
            "1:4: error: the prefix 'xi' is not declared; add xmlns:xi=\"http://www.w3.org/2001/XInclude\" to the root element"
        ),
        (
            "<a/><b/>",
            "1:5: error: something stands behind the end of the root element; a document has one root element that holds all others"
        ),
        (
            "<a><!-- -- --></a>",
            "1:9: error: '--' stands inside a comment; comments end with '-->' and hold no other '--'"
        ),
        ("<a><!-- ", "1:9: error: a comment is not closed; close it with '-->'"),
        (
            " <?xml version='1.0'?><a/>",
            "1:2: error: an XML declaration stands inside the document; move it to the first line"
        ),
        (
            "<?xml version='1.0' encoding='latin1'?><a/>",
            "1:31: error: the encoding is 'latin1'; save the file in UTF-8 and write encoding=\"UTF-8\""
        ),
    ])
    func aTextThatIsNotWellFormedIsToldWhere(_ text: String, _ diagnostic: String) throws {
        #expect(try diagnostics(of: Array(text.utf8)) == "x.xml:" + diagnostic)
    }

    @Test func bytesThatAreNotUTF8AreToldWhere() throws {
        let wanted = "x.xml:2:4: error: the text is not UTF-8 here; save the file in UTF-8"
        let start = Array("<a>\nΩ b".utf8)
        for wrong: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x84],
        ] {
            #expect(try diagnostics(of: start + wrong + Array("</a>".utf8)) == wanted)
        }
        let utf16 = "<a/>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(
            try diagnostics(of: [0xFF, 0xFE] + utf16)
                == "x.xml:1:1: error: the text is not UTF-8 here; save the file in UTF-8")
    }

    /// What keeps entities from reading files (XXE) and from growing without end (billion laughs).
    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<a>&e;</a>",
        "<!DOCTYPE a SYSTEM \"http://example.com/a.dtd\">\n<a/>",
        """
        <!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
        <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]><a b="&e;">&e;</a>
        """,
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><a/>",
    ])
    func documentTypesAreRefused(_ text: String) throws {
        let said =
            "a document type (DOCTYPE) is refused, and with it entities; "
            + "take it out; files are put together with <xi:include href=\"…\"/>"
        #expect(try diagnostics(of: Array(text.utf8)) == "x.xml:1:1: error: " + said)
        let later = "<?xml version='1.0'?>\n<!-- <!DOCTYPE --> <?p <!DOCTYPE ?>\n  " + text
        #expect(try diagnostics(of: Array(later.utf8)) == "x.xml:3:3: error: " + said)
    }

    @Test func depthIsLimited() throws {
        let deep = String(repeating: "<a>", count: 101) + String(repeating: "</a>", count: 101)
        #expect(
            try diagnostics(of: Array(deep.utf8))
                == "x.xml:1:301: error: elements stand inside each other more than 100 deep; make the document flatter")
        let deeper = String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
        #expect(try diagnostics(of: Array(deeper.utf8)).contains("more than 100 deep"))
    }

    @Test func sizeIsLimited() throws {
        let large = Array("<a>".utf8) + [UInt8](repeating: 0x20, count: 8 << 20) + Array("</a>".utf8)
        #expect(
            try diagnostics(of: large)
                == "x.xml:1:1: error: the text is larger than 8 MiB; split it into files that include each other")
    }

    /// Each of these went with the square of a number that the file chooses.
    @Test(.timeLimit(.minutes(60))) func whatAFileHasManyOfTakesNoLonger() throws {
        let attributes = (0..<100_000).map { " a\($0)=''" }.joined()
        #expect(
            try diagnostics(of: Array("<a\(attributes)/>".utf8))
                == "x.xml:1:1: error: <a> has more than 1000 attributes; leave out what is not needed")
        let namespaces = (0..<50).map { " xmlns:n\($0)='u'" }.joined()
        #expect(
            try diagnostics(of: Array("<a\(namespaces)/>".utf8))
                == "x.xml:1:1: error: <a> has more than 20 namespaces; leave out what is not needed")
        let prefixes = String(repeating: "<x:b/>\n", count: 100_000)
        #expect(try diagnostics(of: Array("<a>\(prefixes)</a>".utf8)).split(separator: "\n").count <= 200)
        let misplaced = String(repeating: "<zzz q='1'/>\n", count: 50_000)
        #expect(
            try diagnostics(
                of: Array(
                    "<hardware xmlns='urn:naxdse:hardware:1' name='h' technology='1 nm' clock='1 GHz' source='s'>\(misplaced)</hardware>"
                        .utf8)
            ).contains("zzz"))
    }

    private func diagnostics(of bytes: [UInt8]) throws -> String {
        let error = #expect(throws: InvalidInput.self) { try hardwareReader().read(bytes: bytes, as: "x.xml") }
        return try #require(error).description
    }
}

func hardwareReader(allowsOutsideFiles: Bool = false) throws -> XMLReader {
    XMLReader(
        schema: try schema("hardware/schema/hardware.xsd"), allowsOutsideFiles: allowsOutsideFiles,
        includeAttributes: ["technology": "taken-at"])
}

/// A schema that comes with naxdse.
func schema(_ path: String) throws -> Schema {
    Schema(path, text: try RegularFile.bytes(of: ShippedFiles().path(path), as: .state))
}
