import Foundation
import Testing

/// Searches over designs whose layers share parts of the chip.
@Suite struct SharedPartsSearchTests {
    /// LeNet-5 as a pipeline: 3⁵ ways to copy its layers, and sets of DACs shared or apart for two of them.
    private func search(_ mapping: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <search xmlns="urn:naxdse:search:1" name="shared" network="lenet5" hardware="homogeneous-64" mapping="./\(mapping).xml">
          <layers match="*"><duplication values="1 2 5"/></layers>
          <layers match="c5"><duplication values="1"/></layers>
          <layers match="f6"><duplication values="1"/></layers>
          <layers match="output"><duplication values="1"/><dac-sets values="shared apart"/></layers>
          <layers match="c3"><duplication values="1 2 5"/><dac-sets values="shared apart"/></layers>
          <objective measure="edap"/>
        </search>

        """
    }

    private func mapping(_ dataflow: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <mapping xmlns="urn:naxdse:mapping:1" name="shared" dataflow="\(dataflow)">
          <precision weights="8" inputs="8"/>
          <cells encoding="differential"/>
          <placement mapper="dense"/>
        </mapping>

        """
    }

    private func prepare(_ folder: URL, _ dataflow: String) throws {
        try search("mapping").write(to: folder.appending(path: "shared.xml"), atomically: true, encoding: .utf8)
        try mapping(dataflow).write(to: folder.appending(path: "mapping.xml"), atomically: true, encoding: .utf8)
    }

    private func best(_ tool: Tool) throws -> (edap: Double, conclusion: String?, trials: Int) {
        #expect(tool.status == 0, "\(tool.errors)")
        let report = try #require(JSONSerialization.jsonObject(with: Data(tool.output.utf8)) as? [String: Any])
        let trial = try #require((report["best"] as? [[String: Any]])?.first)
        return (
            try #require(trial["edap_Jsmm2"] as? Double), report["conclusion"] as? String,
            try #require(report["trials"] as? Int)
        )
    }

    @Test(arguments: ["layer-by-layer", "pipelined"])
    func exactIsOptimalOrSaysHowFarItCanBe(_ dataflow: String) throws {
        try withTemporaryFolder { folder in
            try prepare(folder, dataflow)
            let all = try best(
                Tool.run(
                    "search", "run", "shared.xml", "--strategy", "exhaustive", "--study", "all", "--json", in: folder))
            let exact = try best(
                Tool.run("search", "run", "shared.xml", "--strategy", "exact", "--study", "exact", "--json", in: folder)
            )
            #expect(all.trials == 36)
            let conclusion = try #require(exact.conclusion)
            if dataflow == "layer-by-layer" {
                #expect(exact.edap == all.edap && conclusion == "optimal: no design is better")
            } else if conclusion.hasPrefix("layers share parts") {
                // "… no design is better by more than 12.3 %"
                let percent = try #require(Double(conclusion.split(separator: " ").dropLast().last ?? ""))
                #expect(
                    all.edap >= exact.edap * (1 - (percent + 0.05) / 100), "\(conclusion): \(exact.edap), \(all.edap)")
            } else {
                #expect(exact.edap == all.edap)
            }
        }
    }

    @Test func pointsOfAStudyAreEvaluatedAnew() throws {
        try withTemporaryFolder { folder in
            try prepare(folder, "pipelined")
            let before = try best(
                Tool.run(
                    "search", "run", "shared.xml", "--strategy", "random", "--trials", "20", "--seed", "3", "--json",
                    in: folder))
            let again = try best(Tool.run("search", "reevaluate", "shared", "--as", "again", "--json", in: folder))
            #expect(again.edap == before.edap && again.trials == before.trials)
            let old = try Tool.run("search", "export", "shared", "--csv", in: folder),
                new = try Tool.run("search", "export", "again", "--csv", in: folder)
            #expect(!old.output.isEmpty && old.output == new.output)
            #expect(try Tool.run("search", "show", "again", in: folder).output.contains("cost model 4"))
            // Named by the version of the cost model where no name is given.
            #expect(try Tool.run("search", "reevaluate", "shared", in: folder).status == 0)
            #expect(try Tool.run("search", "show", "shared-cost-model-4", in: folder).status == 0)
        }
    }
}
