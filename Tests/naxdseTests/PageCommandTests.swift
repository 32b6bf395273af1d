import Foundation
import Testing

@Suite struct PageCommandTests {
    @Test func reportAndCompareWriteAPageBesideWhatElseIsAsked() throws {
        try withTemporaryFolder { folder in
            let report = try Tool.run("report", "puma", "-n", "resnet20", "--html", "r.html", "-o", "r.svg", in: folder)
            #expect(report.status == 0 && report.output.isEmpty)
            let page = try String(contentsOf: folder.appending(path: "r.html"), encoding: .utf8)
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<h1>resnet20 on puma</h1>") && page.contains("puma-32nm.xml</code>"))
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "r.svg").path))
            let compare = try Tool.run("compare", "puma", "isaac", "-n", "resnet20", "-n", "vgg8", "--html", "c.html", "--csv", in: folder)
            #expect(compare.status == 0 && compare.output.hasPrefix("network,hardware,"))
            let both = try String(contentsOf: folder.appending(path: "c.html"), encoding: .utf8)
            #expect(both.contains("vgg8 on isaac") && both.contains("resnet20 on puma"))
            #expect(try Tool.run("report", "puma", "-n", "resnet20", "--html", "r.txt", in: folder).status == 64)
            #expect(try Tool.run("report", "puma", "-n", "resnet20", "--html", "no/r.html", in: folder).status == 1)
        }
    }

    @Test func theSameInputsGiveTheSameBytes() throws {
        try withTemporaryFolder { folder in
            for name in ["a.html", "b.html"] { _ = try Tool.run("compare", "puma", "isaac", "-n", "resnet20", "--html", name, in: folder) }
            #expect(try Data(contentsOf: folder.appending(path: "a.html")) == Data(contentsOf: folder.appending(path: "b.html")))
        }
    }

    @Test func aFrontIsAPageWithEveryDesign() throws {
        try withTemporaryFolder { folder in
            for (name, trials) in [("few", "20"), ("many", "200")] {
                _ = try Tool.run("search", "run", "resnet20-crossbars", "--study", name, "--trials", trials, in: folder)
            }
            let tool = try Tool.run("search", "front", "many", "--beside", "few", "--html", "f.html", "--json", in: folder)
            #expect(tool.status == 0)
            let front = try #require((try tool.json as? [String: Any])?["front"] as? [[String: Any]])
            let page = try String(contentsOf: folder.appending(path: "f.html"), encoding: .utf8)
            for trial in front.compactMap({ $0["trial"] as? Int }) { #expect(page.contains("leading\">trial \(trial)</th>")) }
            #expect(page.contains("few: ") && page.contains("resnet20-crossbars.xml</code>"))
            #expect(try Tool.run("search", "front", "many", "--beside", "few", in: folder).status == 64)
        }
    }
}
