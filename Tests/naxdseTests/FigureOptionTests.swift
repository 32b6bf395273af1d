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
