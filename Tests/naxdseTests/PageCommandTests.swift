import Foundation
import Testing

@Suite struct PageCommandTests {
    @Test func reportAndCompareWriteAPageBesideWhatElseIsAsked() throws {
        try withTemporaryFolder { folder in
            let report = try Tool.run("report", "puma", "-n", "resnet20", "--html", "r.html", "-o", "r.svg", in: folder)
            #expect(report.status == 0 && report.output.isEmpty)
            let page = try String(contentsOf: folder.appending(path: "r.html"), encoding: .utf8)
            #expect(
                page.hasPrefix("<!DOCTYPE html>") && page.contains("<h1>resnet20 on puma</h1>")
                    && page.contains("puma-32nm.xml</code>"))
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "r.svg").path))
            let compare = try Tool.run(
                "compare", "puma", "isaac", "-n", "resnet20", "-n", "vgg8", "--html", "c.html", "--csv", in: folder)
            #expect(compare.status == 0 && compare.output.hasPrefix("network,hardware,"))
            let both = try String(contentsOf: folder.appending(path: "c.html"), encoding: .utf8)
            #expect(both.contains("vgg8 on isaac") && both.contains("resnet20 on puma"))
            #expect(try Tool.run("report", "puma", "-n", "resnet20", "--html", "r.txt", in: folder).status == 64)
            #expect(try Tool.run("report", "puma", "-n", "resnet20", "--html", "no/r.html", in: folder).status == 1)
        }
    }

    @Test func theSameInputsGiveTheSameBytes() throws {
        try withTemporaryFolder { folder in
            for name in ["a.html", "b.html"] {
                _ = try Tool.run("compare", "puma", "isaac", "-n", "resnet20", "--html", name, in: folder)
            }
            #expect(
                try Data(contentsOf: folder.appending(path: "a.html"))
                    == Data(contentsOf: folder.appending(path: "b.html")))
        }
    }

    @Test func aFrontIsAPageWithEveryDesign() throws {
        try withTemporaryFolder { folder in
            for (name, trials) in [("few", "20"), ("many", "200")] {
                _ = try Tool.run("search", "run", "resnet20-crossbars", "--study", name, "--trials", trials, in: folder)
            }
            let tool = try Tool.run(
                "search", "front", "many", "--beside", "few", "--html", "f.html", "--json", in: folder)
            #expect(tool.status == 0)
            let front = try #require((try tool.json as? [String: Any])?["front"] as? [[String: Any]])
            let page = try String(contentsOf: folder.appending(path: "f.html"), encoding: .utf8)
            for trial in front.compactMap({ $0["trial"] as? Int }) {
                #expect(page.contains("leading\">trial \(trial)</th>"))
            }
            #expect(page.contains("few: ") && page.contains("resnet20-crossbars.xml</code>"))
            #expect(try Tool.run("search", "front", "many", "--beside", "few", in: folder).status == 64)
        }
    }

    @Test func differencesSweepsAndStudiesArePagesAndFiguresInBothFormats() throws {
        try withTemporaryFolder { folder in
            func files() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            }
            func page(_ name: String) throws -> String {
                try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            }
            func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }
            let diff = try Tool.run(
                "diff", "homogeneous-64", "homogeneous-128", "-n", "resnet20", "--html", "d.html", "-o", "d.svg", "-o",
                "d.png", "--width", "column", in: folder)
            let written = try files()
            #expect(diff.status == 0 && written == ["d.csv", "d.html", "d.png", "d.svg"])
            #expect(
                try page("d.html").contains("<td class=\"leading wrap\">x128</td>")
                    && page("d.svg").contains(">3  crossbar x64 → x128</text>"))
            #expect(try bytes("d.png").prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
            let csv = try Tool.run("diff", "homogeneous-64", "homogeneous-128", "-n", "resnet20", "--csv").output
            #expect(try page("d.csv") == "# naxdse: data of d.svg\r\n" + csv)
            #expect(try Tool.run("diff", "homogeneous-64", "homogeneous-128", "-o", "x.svg", in: folder).status == 64)
            let sweep = try Tool.run(
                "sweep", "puma", "component[@id='adc-8b']/@resolution=4..6", "-n", "resnet20", "--html", "s.html", "-o",
                "s.png", in: folder)
            #expect(sweep.status == 0)
            #expect(
                try page("s.html").contains("swept over 4, 5, 6") && page("s.html").contains("puma-32nm.xml</code>"))
            #expect(
                try page("s.csv").hasPrefix(
                    "# naxdse: data of s.png\r\ncomponent[@id='adc-8b']/@resolution,dynamic_energy_J,"))
            let run = try Tool.run(
                "search", "run", "resnet20-crossbars", "--trials", "100", "--html", "r.html", in: folder)
            #expect(run.status == 0)
            _ = try Tool.run("search", "show", "resnet20-crossbars", "--html", "w.html", in: folder)
            #expect(try page("r.html").contains("Best so far") && page("r.html") == page("w.html"))
            let front = try Tool.run(
                "search", "front", "resnet20-crossbars", "-o", "f.png", "-o", "f.svg", "--axes", "area,delay",
                in: folder)
            #expect(front.status == 0 && front.output.isEmpty)
            // Below the mark.
            let rows = try page("f.csv").split(separator: "\r\n").dropFirst()
            #expect(rows[1] == "series,area_mm2,delay_s" && rows.count > 1)
            let marks = try page("f.svg").components(separatedBy: "<circle").count - 1
            #expect(marks == rows.count, "one for each row, and one in the legend")
        }
    }
}
