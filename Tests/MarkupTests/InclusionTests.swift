import Diagnostics
import Foundation
import Markup
import System
import Testing

/// How files come together, and what keeps them apart.
@Suite struct InclusionTests {
    private static let head =
        "<hardware xmlns=\"urn:naxdse:hardware:1\" xmlns:xi=\"http://www.w3.org/2001/XInclude\" name=\"h\" technology=\"32 nm\" clock=\"1 GHz\" source=\"s\">\n"
    private static let foot = "<level name=\"chip\"/></hardware>"

    private static func library(_ content: String) -> String {
        "<library xmlns=\"urn:naxdse:hardware:1\" xmlns:xi=\"http://www.w3.org/2001/XInclude\" name=\"l\" source=\"s\">\n\(content)\n</library>"
    }

    private static func device(_ id: String) -> String {
        "<device id=\"\(id)\" cell-bits=\"2\" on-resistance=\"1 kΩ\" off-resistance=\"1 MΩ\" source=\"s\"/>"
    }

    @Test func everyElementKeepsThePlaceInItsOwnFile() throws {
        let folder = try TemporaryFolder([
            "top.xml": Self.head + "<xi:include href=\"parts/a.xml\"/>\n" + Self.device("after") + "\n" + Self.foot,
            "parts/a.xml": Self.library(
                "<!-- Ω --> " + Self.device("first") + "\n<xi:include href=\"more/b.xml\"/>" + Self.device("last")),
            "parts/more/b.xml": Self.library("\n\n   " + Self.device("inner")),
        ])
        let document = try hardwareReader().read(folder.path + "/top.xml")
        var places: [String] = []
        func visit(_ element: Element) {
            if let id = element.attribute("id") {
                places.append(folder.short("\(id.value) \(element.location) \(id.valueLocation)"))
            }
            element.children.forEach(visit)
        }
        visit(document.root)
        #expect(
            places == [
                "first parts/a.xml:2:12 parts/a.xml:2:24",
                "inner parts/more/b.xml:4:4 parts/more/b.xml:4:16",
                "last parts/a.xml:3:32 parts/a.xml:3:44",
                "after top.xml:3:1 top.xml:3:13",
            ])
        #expect(document.files.map { folder.short($0.path) } == ["top.xml", "parts/a.xml", "parts/more/b.xml"])
        #expect(
            document.files[2].sha256
                == sha256(Array(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/parts/more/b.xml")))))
    }

    @Test func anErrorInAnIncludedFilePointsThere() throws {
        let folder = try TemporaryFolder([
            "top.xml": Self.head + "<xi:include href=\"parts/a.xml\"/>\n<device idd=\"x\"/>" + Self.foot,
            "parts/a.xml": Self.library(
                "\n  <device id=\"d\"\n    cell-bits=\"zwei\" on-resistance=\"1 Ω\" off-resistance=\"2 Ω\" source=\"s\"/>"
            ),
        ])
        #expect(
            try diagnostics("top.xml", in: folder) == """
                top.xml:3:1: error: <device> has no id; add id="…"
                top.xml:3:1: error: <device> has no cell-bits; add cell-bits="…"
                top.xml:3:1: error: <device> has no source; add source="…"
                top.xml:3:9: error: <device> has no attribute 'idd'; did you mean 'id'?
                parts/a.xml:4:16: error: cell-bits is 'zwei'; a whole number from 1 to 16 is wanted
                """)
    }

    @Test func oneFileMayBeIncludedFromSeveral() throws {
        let folder = try TemporaryFolder([
            "top.xml": Self.head
                + "<xi:include href=\"a.xml\"/><xi:include href=\"./b.xml\"/><xi:include href='c%20d.xml'/>"
                + Self.foot,
            "a.xml": Self.library("<xi:include href=\"b.xml\"/>"),
            "b.xml": Self.library(Self.device("d")),
            "c d.xml": Self.library(""),
        ])
        let document = try hardwareReader().read(folder.path + "/top.xml")
        #expect(document.root.children.map(\.name) == ["library", "library", "library", "level"])
        #expect(document.files.map { folder.short($0.path) } == ["top.xml", "a.xml", "b.xml", "c d.xml"])
    }

    @Test func everyIncludeThatCannotBeFollowedIsTold() throws {
        let includes = [
            "<xi:include href='/etc/hostname'/>", "<xi:include href='lib.xm'/>", "<xi:include href='.'/>",
            "<xi:include href=''/>",
            "<xi:include/>", "<xi:includ href='lib.xml'/>", "<xi:include href='lib.xml#a'/>",
            "<xi:include href='http://example.com/lib.xml'/>", "<xi:include href='lib.xml' parse='text'/>",
            "<xi:include href='lib.xml' xpointer='element(/1)'/>",
            "<xi:include href='no.xml'><xi:fallback/></xi:include>",
        ]
        let folder = try TemporaryFolder([
            "top.xml": Self.head + includes.joined(separator: "\n") + "\n" + Self.foot, "lib.xml": Self.library(""),
        ])
        #expect(
            try diagnostics("top.xml", in: folder) == """
                top.xml:2:19: error: '/etc/hostname' lies outside the folder of 'top.xml'; copy it into that folder, or allow outside files
                top.xml:3:19: error: there is no file 'lib.xm'; did you mean 'lib.xml'?
                top.xml:4:19: error: '.' lies outside the folder of 'top.xml'; copy it into that folder, or allow outside files
                top.xml:5:19: error: href is empty; give the path of an XML file
                top.xml:6:1: error: <xi:include> has no href; add href="…"
                top.xml:7:1: error: <xi:includ> is not supported; only <xi:include href="…"/> is
                top.xml:8:19: error: 'lib.xml#a' names a part of a file; include a whole XML file
                top.xml:9:19: error: 'http://example.com/lib.xml' is an address; give the path of an XML file; nothing is fetched
                top.xml:10:28: error: <xi:include> with parse is not supported; include a whole XML file with href; technology may stand beside it
                top.xml:11:28: error: <xi:include> with xpointer is not supported; include a whole XML file with href; technology may stand beside it
                top.xml:12:1: error: <xi:include> holds elements; leave it empty: no alternative is taken in silence
                top.xml:12:27: error: <xi:fallback> is not supported; only <xi:include href="…"/> is
                """)
    }

    @Test func pathsHaveNoOtherBase() throws {
        let folder = try TemporaryFolder([
            "top.xml": Self.head + "<description xml:base=\"/etc/\"/>\n<xi:include href=\"lib.xml\"/>" + Self.foot,
            "lib.xml": Self.library(""),
        ])
        #expect(
            try diagnostics("top.xml", in: folder)
                == "top.xml:2:14: error: xml:base is refused; write the whole path in href")
    }

    @Test func aCycleIsTold() throws {
        let folder = try TemporaryFolder([
            "top.xml": Self.head + "<xi:include href=\"a.xml\"/>" + Self.foot,
            "a.xml": Self.library("<xi:include href=\"b.xml\"/>"),
            "b.xml": Self.library("<xi:include href=\"a.xml\"/><xi:include href=\"b.xml\"/>"),
        ])
        #expect(
            try diagnostics("top.xml", in: folder) == """
                b.xml:2:19: error: 'a.xml' includes itself through 'b.xml'; take one of the includes out
                b.xml:2:45: error: 'b.xml' includes itself; take one of the includes out
                """)
    }

    @Test func filesOutsideNeedPermission() throws {
        let folder = try TemporaryFolder([
            "chip/top.xml": Self.head + "<xi:include href=\"../lib.xml\"/>\n" + Self.foot,
            "chip/linked.xml": Self.head + "<xi:include href=\"link.xml\"/>\n" + Self.foot,
            "chip2/lib.xml": Self.library(""), "lib.xml": Self.library(""),
            "chip/sibling.xml": Self.head + "<xi:include href=\"../chip2/lib.xml\"/>\n" + Self.foot,
        ])
        try folder.link("chip/link.xml", to: "../lib.xml")
        for (name, href) in [("top", "../lib.xml"), ("linked", "link.xml"), ("sibling", "../chip2/lib.xml")] {
            #expect(
                try diagnostics("chip/\(name).xml", in: folder)
                    == "chip/\(name).xml:2:19: error: '\(href)' lies outside the folder of 'chip/\(name).xml'; copy it into that folder, or allow outside files"
            )
            let document = try hardwareReader(allowsOutsideFiles: true).read(folder.path + "/chip/\(name).xml")
            #expect(document.files.count == 2)
        }
    }

    /// Each file includes the next one ten times: 10⁷ elements from eight small files.
    @Test func includesDoNotGrowWithoutEnd() throws {
        let folder = try TemporaryFolder(["7.xml": Self.library("")])
        for index in 0..<7 {
            let includes = String(repeating: "<xi:include href=\"\(index + 1).xml\"/>", count: 10)
            try folder.write(index == 0 ? Self.head + includes + Self.foot : Self.library(includes), to: "\(index).xml")
        }
        let said = try diagnostics("0.xml", in: folder)
        #expect(said.contains("error: the document has more than 1000000 elements with what it includes; include less"))
    }

    @Test func filesAreLimited() throws {
        let includes = (0..<256).map { "<xi:include href=\"\($0).xml\"/>" }.joined(separator: "\n")
        let folder = try TemporaryFolder(["top.xml": Self.head + includes + Self.foot])
        for index in 0..<256 { try folder.write(Self.library(""), to: "\(index).xml") }
        #expect(
            try diagnostics("top.xml", in: folder)
                == "top.xml:257:19: error: more than 256 files are included; put some of them together")
    }

    @Test func anErrorOfSyntaxInAnIncludedFileIsToldWithAllOthers() throws {
        let folder = try TemporaryFolder([
            "top.xml": Self.head
                + "<xi:include href=\"a.xml\"/>\n<xi:include href=\"b.xml\"/>\n<xi:include href=\"c.xml\"/>"
                + Self.foot,
            "a.xml": "<library>\n</librar>", "b.xml": "<!DOCTYPE library>\n<library/>",
        ])
        #expect(
            try diagnostics("top.xml", in: folder) == """
                top.xml:4:19: error: there is no file 'c.xml'; did you mean 'a.xml'?
                a.xml:2:1: error: </librar> does not close <library> of line 1; write </library>
                b.xml:1:1: error: a document type (DOCTYPE) is refused, and with it entities; take it out; files are put together with <xi:include href="…"/>
                """)
    }

    @Test func whatIsNoFileIsTold() throws {
        let folder = try TemporaryFolder(["chip.xml": ""])
        try folder.link("loop.xml", to: "loop.xml")
        for (name, said) in [
            ("chop.xml", "there is no file 'chop.xml'; did you mean 'chip.xml'?"),
            ("chip.xml/a", "there is no file 'chip.xml/a'; give the path of an XML file"),
            ("", "'' is a folder; name an XML file in it"),
            ("loop.xml", "'loop.xml' is a symbolic link to itself; let it point at an XML file"),
        ] {
            #expect(try diagnostics(name, in: folder) == "\(name):1:1: error: \(said)")
        }
        let device = #expect(throws: InvalidInput.self) { try hardwareReader().read("/dev/null") }
        #expect(
            device?.description
                == "/dev/null:1:1: error: '/dev/null' is not a regular file; save its content to a file and name that")
    }

    private func diagnostics(_ name: String, in folder: TemporaryFolder) throws -> String {
        let error = #expect(throws: InvalidInput.self) { try hardwareReader().read(folder.path + "/" + name) }
        return folder.short(try #require(error))
    }

    /// A chain of files is followed no deeper than one file may be: each level of it takes stack.
    @Test(.timeLimit(.minutes(60))) func aChainOfFilesIsNoDeeperThanAFile() throws {
        var files: [String: String] = [:]
        let open = String(repeating: "<a>", count: 90), close = String(repeating: "</a>", count: 90)
        for number in 0..<200 {
            files["f\(number).xml"] =
                "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\">\(open)<xi:include href=\"f\(number + 1).xml\"/>\(close)</a>"
        }
        files["f200.xml"] = "<a/>"
        let folder = try TemporaryFolder(files)
        let error = #expect(throws: InvalidInput.self) { try hardwareReader().read(folder.path + "/f0.xml") }
        #expect(error?.diagnostics.first?.message == "elements stand inside each other more than 100 deep")
    }

    /// Each of many includes of one file once took time that went with the size of the file that includes it.
    @Test(.timeLimit(.minutes(60))) func includesByTheThousandAreRefused() throws {
        let includes = String(repeating: "<xi:include href=\"l.xml\"/>", count: 5000)
        let folder = try TemporaryFolder(["top.xml": Self.head + includes + Self.foot, "l.xml": Self.library("")])
        let error = #expect(throws: InvalidInput.self) { try hardwareReader().read(folder.path + "/top.xml") }
        #expect(error?.diagnostics.first?.message == "more than 1000 elements of this file include others")
    }
}
