import Diagnostics
import Markup
import Testing

/// What a document says of a file that is right.
@Suite struct DocumentTests {
    @Test func textAndValuesAreDecoded() throws {
        let text = """
            <hardware xmlns="urn:naxdse:hardware:1" name='h' technology="32&#xA0;nm" clock="1 GHz" source="a &lt;b&gt; &amp; &quot;c&quot;
            d">
              <description>
                one &amp; <![CDATA[<two>]]><!-- no --> &#937;
              </description>
              <level name="chip"/>
            </hardware>
            """
        let root = try hardwareReader().read(bytes: Array(text.utf8), as: "x.xml").root
        #expect(root.name == "hardware")
        #expect(root.attributes.map(\.name) == ["name", "technology", "clock", "source"])
        #expect(root.attribute("technology")?.value == "32\u{A0}nm")
        // XML makes one space of a line break in an attribute.
        #expect(root.attribute("source")?.value == "a <b> & \"c\" d")
        #expect(root.child("description")?.text == "one & <two> Ω")
        #expect(root.child("level")?.attribute("name")?.valueLocation.description == "x.xml:6:16")
        #expect(root.children(named: "level").count == 1)
    }

    /// The prefix of a namespace is the author's choice.
    @Test func prefixesDoNotMatter() throws {
        let text = """
            <h:hardware xmlns:h="urn:naxdse:hardware:1" name="h" technology="32 nm" clock="1 GHz" source="s"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:naxdse:hardware:1 schema/hardware.xsd">
              <h:level name="chip"/></h:hardware>
            """
        let root = try hardwareReader().read(bytes: Array(text.utf8), as: "x.xml").root
        #expect(root.name == "hardware")
        #expect(root.children.map(\.name) == ["level"])
    }

    /// Readers share nothing: many at once give what one gives.
    @Test func manyReadersAtOnceAgree() async throws {
        let path = try ShippedFiles().resolve("puma", in: "hardware")
        let reader = try hardwareReader()
        let wanted = try reader.read(path)
        let wrong = Array("<hardware><a></hardware>".utf8)
        let results = await withTaskGroup(of: String?.self) { group in
            for index in 0..<32 {
                group.addTask {
                    do throws(InvalidInput) {
                        if index % 2 == 0 { return try reader.read(path) == wanted ? nil : "another document" }
                        _ = try reader.read(bytes: wrong, as: "x.xml")
                        return "no error"
                    } catch {
                        return error.description
                            == "x.xml:1:14: error: </hardware> does not close <a> of line 1; write </a>"
                            ? nil : error.description
                    }
                }
            }
            return await group.reduce(into: [String]()) { if let result = $1 { $0.append(result) } }
        }
        #expect(results.isEmpty)
    }
}
