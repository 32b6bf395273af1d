import Foundation
import Testing

@Suite struct FigureOptionTests {
    @Test func aWidthMayBeALength() throws {
        try withTemporaryFolder { folder in
            for (width, points) in [
                ("88mm", "249.45pt"), ("8.8 cm", "249.45pt"), ("3.5in", "252pt"), ("column", "252pt"),
                ("300pt", "300pt"),
            ] {
                let tool = try Tool.run(
                    ["report", "isaac", "-n", "lenet5", "-o", "a.svg", "-o", "a.pdf", "--width", width], in: folder,
                    environment: ["NAXDSE_HOME": repository.path])
                #expect(tool.status == 0, "\(tool.errors)")
                #expect(
                    try String(contentsOf: folder.appending(path: "a.svg"), encoding: .utf8).contains(
                        "width=\"\(points)\""))
                #expect(try Data(contentsOf: folder.appending(path: "a.pdf")).starts(with: Data("%PDF-1.4".utf8)))
            }
            for width in ["88", "1mm", "3km", "-88mm", "nanmm"] {
                #expect(
                    try Tool.run(
                        ["report", "isaac", "-n", "lenet5", "-o", "a.svg", "--width", width], in: folder,
                        environment: ["NAXDSE_HOME": repository.path]
                    ).status == 64)
            }
        }
    }

    @Test func aFigureIsNoHigherThanIsWanted() throws {
        try withTemporaryFolder { folder in
            func height(_ arguments: String...) throws -> Double {
                let tool = try Tool.run(
                    ["report", "isaac", "-n", "resnet20", "-o", "a.svg", "--quiet"] + arguments, in: folder,
                    environment: ["NAXDSE_HOME": repository.path])
                #expect(tool.status == 0, "\(tool.errors)")
                let svg = try String(contentsOf: folder.appending(path: "a.svg"), encoding: .utf8)
                let size = try #require(svg.firstMatch(of: /height="([0-9.]+)pt"/)).1
                return try #require(Double(size))
            }
            let page = try height()
            let small = try height("--height", "100mm", "--width", "column")
            #expect(page > 500 && page <= 630 && small > 200 && small <= 283.5)
            let svg = try String(contentsOf: folder.appending(path: "a.svg"), encoding: .utf8)
            #expect(svg.contains(" others</text>"))
            let tight = try Tool.run(
                ["report", "isaac", "-n", "resnet20", "-o", "b.svg", "--height", "41mm"], in: folder,
                environment: ["NAXDSE_HOME": repository.path])
            #expect(tight.status == 1 && tight.errors.contains("mm in height, and --height is 41 mm"))
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "b.svg").path))
            #expect(
                try Tool.run(
                    ["report", "isaac", "-n", "lenet5", "-o", "a.svg", "--height", "tall"], in: folder,
                    environment: ["NAXDSE_HOME": repository.path]
                ).status == 64)
        }
    }

    /// A copy under another name is still called what its file says, whichever command reads it; two of one name are
    /// called what the command line does.
    @Test func anArchitectureHasOneNameEverywhere() throws {
        try withTemporaryFolder { folder in
            let hardware = repository.appending(path: "hardware")
            try FileManager.default.copyItem(
                at: hardware.appending(path: "components"), to: folder.appending(path: "components"))
            let puma = try String(contentsOf: hardware.appending(path: "puma.xml"), encoding: .utf8)
            for (file, name) in [("a.xml", "mine"), ("b.xml", "puma")] {
                try Data(puma.replacing("name=\"puma\"", with: "name=\"\(name)\"").utf8).write(
                    to: folder.appending(path: file))
            }
            func run(_ arguments: String...) throws -> [String: Any] {
                let tool = try Tool.run(
                    arguments + ["--json"], in: folder, environment: ["NAXDSE_HOME": repository.path])
                #expect(tool.status == 0, "\(tool.errors)")
                return try #require(try tool.json as? [String: Any])
            }
            let sweep = try run(
                "sweep", "a.xml", "component[@id='adc-8b']/@resolution=7,8", "-n", "lenet5", "-o", "s.svg")
            let report = try run("report", "a.xml", "-n", "lenet5", "-o", "r.svg")
            let diff = try run("diff", "puma", "a.xml")
            #expect(sweep["hardware"] as? String == "mine" && report["hardware"] as? String == "mine")
            #expect(diff["from"] as? String == "puma" && diff["to"] as? String == "mine")
            for figure in ["s.svg", "r.svg"] {
                let svg = try String(contentsOf: folder.appending(path: figure), encoding: .utf8)
                #expect(svg.contains("<title>lenet5 on mine</title>"))
            }
            let alike = try run("diff", "puma", "b.xml")
            #expect(alike["from"] as? String == "puma" && alike["to"] as? String == "b.xml")
        }
    }

    @Test func aTableHasTheMetricsThatAreWantedInTheirOrder() throws {
        let tool = try Tool.run(
            ["compare", "isaac", "puma", "-n", "lenet5", "--only", "area,energy", "--quiet"], in: repository,
            environment: ["COLUMNS": "80"])
        let heading = try #require(tool.output.split(separator: "\n").first { $0.hasPrefix("hardware") })
        #expect(
            heading.split(whereSeparator: \.isWhitespace) == ["hardware", "mapping", "area", "energy"], "\(tool.output)"
        )
        #expect(
            try Tool.run(["compare", "isaac", "-n", "lenet5", "--only", "area,speed"], in: repository).status == 64)
    }

    @Test func theLargestBarsStayAndTheOthersAreOne() throws {
        let whole = try Tool.run(["report", "isaac", "-n", "lenet5", "--only", "energy", "--quiet"], in: repository)
        let short = try Tool.run(
            ["report", "isaac", "-n", "lenet5", "--only", "energy", "--top", "3", "--quiet"], in: repository)
        func bars(_ output: String) -> [Substring] { output.split(separator: "\n").filter { $0.hasPrefix("  ") } }
        #expect(bars(whole.output).count > 5 && bars(short.output).count == 4)
        #expect(bars(short.output).last?.contains("\(bars(whole.output).count - 3) others") == true, "\(short.output)")
        // The heading tells the same sum.
        #expect(
            whole.output.split(separator: "\n").first { $0.contains("in all") }
                == short.output.split(separator: "\n").first { $0.contains("in all") })
        #expect(try Tool.run(["report", "isaac", "-n", "lenet5", "--top", "0"], in: repository).status == 64)
    }
}
