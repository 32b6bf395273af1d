import Foundation
import Services
import Testing

/// What a run of co-search was begun with is checked by every command that reads it.
@Suite struct RunRecordTests {
    /// A folder with a search, and the run of a retraining of it that has not ended an epoch.
    private func withRun(_ body: (_ folder: URL, _ change: ([String: Any]) throws -> Void) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let there = folder.appending(path: "there")
            try FileManager.default.createDirectory(
                at: folder.appending(path: "run"), withIntermediateDirectories: true)
            try FileManager.default.createDirectory(at: there, withIntermediateDirectories: true)
            try """
            <?xml version="1.0" encoding="UTF-8"?>
            <network xmlns="urn:naxdse:network:1" name="small" source="test">
              <input name="image" shape="3 32 32"/>
              <convolution name="conv" channels="4" kernel="3" stride="4" padding="1"/>
              <global-average-pool name="pool"/>
              <flatten name="flatten"/>
              <linear name="fc" features="10"/>
            </network>
            """.write(to: there.appending(path: "small.xml"), atomically: true, encoding: .utf8)
            try """
            <?xml version="1.0" encoding="UTF-8"?>
            <search xmlns="urn:naxdse:search:1" name="small" network="./small.xml" hardware="nax-heterogeneous" mapping="differential-8b">
              <layers match="*"><crossbar values="x32 x64"/></layers>
              <objective measure="edap"/>
            </search>
            """.write(to: there.appending(path: "search.xml"), atomically: true, encoding: .utf8)
            let study = try Tool.run(
                "search", "run", "search.xml", "--study", "s", "--trials", "0", "--json", in: there)
            try #require(study.status == 0, "\(study.errors)")
            let provenance = try #require((try study.json as? [String: Any])?["provenance"] as? [String: Any])
            let inputs = try #require(provenance["inputs"] as? [[String: String]]).map {
                ["path": $0["file"]!, "sha256": $0["sha256"]!]
            }
            let record: [String: Any] = [
                "version": "test", "kind": "retraining", "search": there.appending(path: "search.xml").path,
                "data": "/nowhere", "device": "cpu",
                "inputs": inputs, "choices": [0, 1],
                "recipe": [
                    "seed": 1, "epochs": 3, "batch": 16, "rate": 0.1, "momentum": 0.9, "weightDecay": 0.0003,
                    "smoothing": 0, "shift": 4,
                    "quantises": true, "hasEffects": true, "usesAutocast": false, "lambda": 0.1, "method": "binary",
                    "warmUp": 1, "gateRate": 0.006,
                    "stepsPerGateStep": 1, "temperatures": [5, 0.1], "weightShare": 0.5,
                ] as [String: Any],
            ]
            try body(folder) { changes in
                let changed = record.merging(changes) { old, new in
                    if let old = old as? [String: Any], let new = new as? [String: Any] {
                        old.merging(new) { $1 }
                    } else {
                        new
                    }
                }
                try JSONSerialization.data(withJSONObject: changed).write(to: folder.appending(path: "run/run.json"))
            }
        }
    }

    @Test func whatARecordCannotSayIsRefusedByEveryCommand() throws {
        try withRun { folder, change in
            for (changes, words) in [
                (["choices": [99, 0]], "are not of its search, which has 2 layers"),
                (["choices": [-1, 0]], "are not of its search"),
                (["choices": [0]], "are not of its search"),
                (["kind": "search"], "it is of a search and has choices already"),
                (["choices": NSNull()], "it is of a retraining and does not say of what"),
                (["recipe": ["epochs": -5]], "its recipe has -5 epochs"),
                (["recipe": ["widths": [-1, 2]]], "its recipe has a width of -1.0"),
                (["widths": [["layer": "conv", "channels": -3]]], "conv"),
                (["widths": [["layer": "none", "channels": 3]]], "no such convolution"),
            ] as [([String: Any], String)] {
                try change(changes)
                for command in [["report"], ["derive"], ["report", "--json"]] {
                    let tool = try Tool.run(["nas", command[0], "run"] + command.dropFirst(), in: folder)
                    #expect(
                        tool.status == 1 && tool.errors.contains(words) && tool.output.isEmpty,
                        "\(changes) \(command): \(tool.status) \(tool.errors)")
                }
                #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "run/network.xml").path))
            }
        }
    }

    @Test func aRunIsReportedAndDerivedFromAnyFolder() throws {
        try withRun { folder, change in
            try change([:])
            for (path, place) in [
                ("run", folder), ("../run", folder.appending(path: "there")), (".", folder.appending(path: "run")),
            ] {
                let report = try Tool.run("nas", "report", path, "--json", in: place)
                #expect(report.status == 0, "\(report.errors)")
                let derived = try Tool.run("nas", "derive", path, in: place)
                #expect(derived.status == 0, "\(derived.errors)")
                let mapping = try String(contentsOf: folder.appending(path: "run/mapping.xml"), encoding: .utf8)
                #expect(mapping.contains("x32") && mapping.contains("x64"))
            }
        }
    }
}
