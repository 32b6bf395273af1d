import Foundation
import Services
import Testing

/// A limit on the sum of what choices add to the loss.
@Suite struct LossLimitTests {
    private static let kernels = ["3", "5", "7"], crossbars = ["x32", "x64", "x128"]
    /// Of conv by kernel and crossbar, of fc by crossbar; below 0 where a choice is better than the base.
    private static let conv = [[0, 0.004, 0.031], [-0.02, 0.011, 0.07], [-0.0125, 0.02, 0.3]],
        fc = [0.001, -0.003, 0.05]

    private func losses(_ layers: String = LossLimitTests.layers) -> String {
        "<losses xmlns=\"urn:naxdse:search:1\">\n\(layers)</losses>\n"
    }

    private static var layers: String {
        var text = "<layer name=\"conv\">\n"
        for (k, kernel) in kernels.enumerated() {
            for (x, crossbar) in crossbars.enumerated() {
                text += "<choice kernel=\"\(kernel)\" crossbar=\"\(crossbar)\" rise=\"\(conv[k][x])\"/>\n"
            }
        }
        text += "</layer>\n<layer name=\"fc\">\n"
        for (x, crossbar) in crossbars.enumerated() { text += "<choice crossbar=\"\(crossbar)\" rise=\"\(fc[x])\"/>\n" }
        return text + "</layer>\n"
    }

    private func search(_ losses: String, constraint: String, objective: String = "edap") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <search xmlns="urn:naxdse:search:1" xmlns:xi="http://www.w3.org/2001/XInclude" name="limited" network="./small.xml" hardware="nax-heterogeneous">
          <layers match="*"><crossbar values="x32 x64 x128"/></layers>
          <layers match="conv"><kernel values="3 5 7"/></layers>
          \(losses)
          <objective measure="\(objective)"/>
          \(constraint)
        </search>

        """
    }

    private func prepare(_ folder: URL) throws {
        try """
        <?xml version="1.0" encoding="UTF-8"?>
        <network xmlns="urn:naxdse:network:1" name="small" source="test">
          <input name="image" shape="3 32 32"/>
          <convolution name="conv" channels="40" kernel="3" stride="2" padding="1"/>
          <global-average-pool name="pool"/>
          <flatten name="flatten"/>
          <linear name="fc" features="300"/>
        </network>
        """.write(to: folder.appending(path: "small.xml"), atomically: true, encoding: .utf8)
        try losses().write(to: folder.appending(path: "losses.xml"), atomically: true, encoding: .utf8)
    }

    private func write(_ text: String, to name: String, in folder: URL) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    @Test func exactFindsTheLeastOfAllDesignsWhoseSumKeepsToTheLimit() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            try write(search("", constraint: ""), to: "free.xml", in: folder)
            #expect(
                try Tool.run("search", "run", "free.xml", "--study", "all", "--strategy", "exhaustive", in: folder)
                    .status == 0)
            let lines = try Tool.run("search", "export", "all", "--csv", in: folder).output.split(
                whereSeparator: \.isNewline
            ).map { $0.split(separator: ",").map(String.init) }
            let names = lines[0]
            func column(_ name: String) throws -> Int { try #require(names.firstIndex(of: name)) }
            let (edap, kernel, conv, fc) = try (
                column("edap_Jsmm2"), column("conv.kernel"), column("conv.crossbar"), column("fc.crossbar")
            )
            let designs = try lines.dropFirst().map { row in
                (
                    edap: try #require(Double(row[edap])),
                    sum: Self.conv[Self.kernels.firstIndex(of: row[kernel])!][Self.crossbars.firstIndex(of: row[conv])!]
                        + Self.fc[Self.crossbars.firstIndex(of: row[fc])!]
                )
            }
            #expect(designs.count == 27)
            var optima: Set<Double> = []
            for (number, limit) in [-0.0229, -0.01, 0, 0.0041, 0.02, 0.06, 1].enumerated() {
                let constraint = "<constraint measure=\"loss\" at-most=\"\(limit)\"/>"
                try write(
                    search("<xi:include href=\"losses.xml\"/>", constraint: constraint), to: "limited.xml", in: folder)
                let wanted = try #require(designs.filter { $0.sum <= limit }.map(\.edap).min())
                for strategy in ["exact", "exhaustive"] {
                    let tool = try Tool.run(
                        "search", "run", "limited.xml", "--study", "\(strategy)-\(number)", "--strategy", strategy,
                        in: folder)
                    try #require(tool.status == 0, "\(tool.errors)")
                    let best = try #require(
                        try Tool.run("search", "best", "\(strategy)-\(number)", "--csv", in: folder).output.split(
                            whereSeparator: \.isNewline
                        ).last)
                    #expect(Double(best.split(separator: ",")[edap]) == wanted, "\(strategy), at most \(limit)")
                }
                optima.insert(wanted)
            }
            // The limit decides.
            #expect(optima.count > 2)
        }
    }

    @Test func whatIsWrongWithLossesIsSaidAtItsPlace() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let include = "<xi:include href=\"losses.xml\"/>", limit = "<constraint measure=\"loss\" at-most=\"0.1\"/>"
            for (losses, constraint, words) in [
                (include, "", "error: losses are given, and nothing is limited by them; "),
                ("", limit, "limited.xml:7:3: error: nothing in this search says what its choices add to the loss; "),
                (
                    include, "<constraint measure=\"loss\" at-least=\"0.1\"/>",
                    "limited.xml:7:30: error: a loss that is at least so large; "
                ),
                (
                    include, "<constraint measure=\"loss\" at-most=\"-1\"/>",
                    "limited.xml:7:3: error: no design adds so little to the loss: the least sum is -0.023"
                ),
                (
                    "<losses><layer name=\"conv\"><choice kernel=\"3\" crossbar=\"x32\" rise=\"0\"/></layer></losses>",
                    limit,
                    "limited.xml:5:3: error: layer 'conv' has no rise for kernel 3, crossbar x64; "
                ),
                (
                    "<losses><layer name=\"fc\"><choice crossbar=\"x32\" rise=\"0\"/><choice crossbar=\"x32\" rise=\"1\"/></layer></losses>",
                    limit,
                    "error: this choice of layer 'fc' has a rise already; "
                ),
                (
                    "<losses><layer name=\"fc\"><choice kernel=\"three\" rise=\"0\"/></layer></losses>", limit,
                    "error: 'three' is no kernel; "
                ),
            ] {
                try write(search(losses, constraint: constraint), to: "limited.xml", in: folder)
                let tool = try Tool.run("search", "run", "limited.xml", in: folder)
                #expect(tool.status == 1 && tool.errors.contains(words), "\(tool.errors)")
            }
            try write(search("", constraint: "", objective: "loss"), to: "limited.xml", in: folder)
            let tool = try Tool.run("search", "run", "limited.xml", in: folder)
            #expect(
                tool.status == 1
                    && tool.errors.contains(
                        "limited.xml:6:23: error: nothing in this search says what its choices add to the loss; "),
                "\(tool.errors)")
            try write(search(include, constraint: "", objective: "loss"), to: "limited.xml", in: folder)
            let alone = try Tool.run("search", "run", "limited.xml", "--strategy", "exact", in: folder)
            #expect(
                alone.status == 1 && alone.errors.contains("exact takes loss beside one other objective"),
                "\(alone.errors)")
        }
    }

    @Test func exactProvesTheFrontOfLossAndEDAP() throws {
        try withTemporaryFolder { folder in
            try prepare(folder)
            let both = search("<xi:include href=\"losses.xml\"/>", constraint: "", objective: "edap").replacing(
                "<objective", with: "<objective measure=\"loss\"/><objective")
            try write(both, to: "both.xml", in: folder)
            var fronts: [[String]] = []
            for strategy in ["exact", "exhaustive"] {
                let run = try Tool.run(
                    "search", "run", "both.xml", "--study", strategy, "--strategy", strategy, in: folder)
                try #require(run.status == 0, "\(run.errors)")
                #expect(strategy == "exhaustive" || run.output.contains("optimal: no design is better"))
                let front = try Tool.run("search", "front", strategy, "--csv", in: folder).output.split(
                    whereSeparator: \.isNewline
                ).map { $0.split(separator: ",").map(String.init) }
                let loss = try #require(front[0].firstIndex(of: "loss")),
                    edap = try #require(front[0].firstIndex(of: "edap_Jsmm2"))
                fronts.append(front.dropFirst().map { "\($0[loss]) \($0[edap])" }.sorted())
            }
            #expect(fronts[0] == fronts[1] && fronts[0].count > 2)
            // Exact asks nothing else.
            let asked = try Tool.run("search", "export", "exact", "--csv", in: folder).output.split(
                whereSeparator: \.isNewline)
            #expect(asked.count == fronts[0].count + 1)
        }
    }
}
