import Markup
import Testing

/// Editing one attribute of a document by its path.
@Suite struct AttributePathTests {
    private func puma() throws -> Document {
        try hardwareReader().read(ShippedFiles().resolve("puma", in: "hardware"))
    }

    @Test(arguments: [
        ("hardware/@clock", "1 GHz"), ("component[@id='adc-8b']/@resolution", "8"),
        ("//crossbar[@id=\"x64\"]/adc/@columns", "64"),
        ("level[@name='tile']/@at-most", "138"), ("level[@name='tile']/level/crossbar/@count", "16"),
        ("library/component[@id='edram-64k']/action[@name='read']/@time", "2 ns"),
    ])
    func aPathLeadsToOneAttribute(_ path: String, _ value: String) throws {
        #expect(try puma().attribute(at: path).value == value)
    }

    @Test func settingChangesThatAttributeAlone() throws {
        let document = try puma()
        let path = "crossbar[@id='x64']/adc/@columns"
        let edited = try document.setting(path: path, value: "128")
        #expect(try edited.attribute(at: path).value == "128")
        #expect(try edited.attribute(at: path).valueLocation == document.attribute(at: path).valueLocation)
        #expect(edited != document)
        #expect(try edited.setting(path: path, value: "64") == document)
    }

    @Test(arguments: [
        ("", "'' is not a path to an attribute; write one like \"component[@id='adc-8b']/@resolution\""),
        ("@clock", "'@clock' is not a path to an attribute; write one like \"component[@id='adc-8b']/@resolution\""),
        (
            "hardware",
            "'hardware' is not a path to an attribute; write one like \"component[@id='adc-8b']/@resolution\""
        ),
        (
            "a[@b=c]/@d",
            "'a[@b=c]/@d' is not a path to an attribute; write one like \"component[@id='adc-8b']/@resolution\""
        ),
        (
            "a[@b='c/@d",
            "'a[@b='c/@d' is not a path to an attribute; write one like \"component[@id='adc-8b']/@resolution\""
        ),
        (
            "hardware/@clokc",
            "'hardware/@clokc': <hardware> at puma.xml:2:1 has no attribute 'clokc'; did you mean 'clock'?"
        ),
        ("crosbar/@rows", "'crosbar/@rows': there is no <crosbar>; did you mean 'crossbar'?"),
        ("crossbar[@id='x65']/@rows", "'crossbar[@id='x65']/@rows': no <crossbar> has id 'x65'; did you mean 'x64'?"),
        (
            "crossbar[@id='x64']/acd/@columns",
            "'crossbar[@id='x64']/acd/@columns': there is no <acd>; did you mean 'adc'?"
        ),
        (
            "level/@name",
            "'level/@name' leads to 3 elements (puma.xml:8:3, puma.xml:11:5, puma.xml:20:7); add a condition such as [@id='…'] or [@name='…']"
        ),
    ])
    func aPathThatLeadsToNoneOrSeveralIsAnError(_ path: String, _ said: String) throws {
        let document = try puma()
        let error = #expect(throws: AttributePathError.self) { try document.attribute(at: path) }
        let file = try ShippedFiles().path("hardware/puma.xml")
        #expect(try #require(error).description.replacing(file, with: "puma.xml") == said)
        #expect(throws: AttributePathError.self) { try document.setting(path: path, value: "1") }
    }
}
