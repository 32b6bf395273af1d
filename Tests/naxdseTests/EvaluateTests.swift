import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct EvaluateTests {
    @Test func textTellsTotalsLayersComponentsAndLevels() throws {
        let tool = try Tool.run("evaluate", "puma", "-n", "resnet20")
        #expect(tool.status == 0)
        for heading in [
            "resnet20 on puma: 40.55 M MACs an inference", "\nenergy ", "\nlayer ", "\ncomponent ", "\nlevel ",
            "\nlinear ",
        ] {
            #expect(tool.output.contains(heading), "\(heading)")
        }
    }

    @Test func csvHasARowForEachLayerWithWeights() throws {
        let rows = try Tool.run("evaluate", "puma", "-n", "resnet20", "--csv").output.components(separatedBy: "\r\n")
            .dropLast()
        #expect(rows.count == 1 + 20)
        #expect(rows[0].hasPrefix("layer,crossbar,crossbars,copies,macs,"))
        let operations = rows.dropFirst().compactMap { Int($0.split(separator: ",")[4]) }
        #expect(operations.reduce(0, +) == 40_551_040, "ResNet-20's multiply-accumulates")
    }

    @Test func layersInJSONHaveTheEnergyThatIsNotLeakage() throws {
        let root = try #require(try Tool.run("evaluate", "puma", "-n", "resnet20", "--json").json as? [String: Any])
        let layers = try #require(root["layers"] as? [[String: Any]])
        let dynamic = layers.compactMap { $0["dynamic_energy_J"] as? Double }.reduce(0, +)
        let number = { (key: String) in root[key] as? Double ?? .nan }
        let total = dynamic + number("leakage_W") * number("delay_s")
        #expect(abs(total - number("energy_J")) < 1e-12 * total)
    }

    @Test func aPipelineHasALatencyLongerThanItsInterval() throws {
        let root = try #require(
            try Tool.run("evaluate", "isaac", "-n", "resnet20", "-m", "isaac-16b", "--json").json as? [String: Any])
        #expect(root["dataflow"] as? String == "pipelined")
        #expect(root["latency_s"] as? Double ?? 0 > root["delay_s"] as? Double ?? .infinity)
        #expect(try Tool.run("evaluate", "isaac", "-n", "resnet20", "-m", "isaac-16b").output.contains("\nlatency "))
    }

    @Test func anONNXFileIsANetwork() throws {
        try withTemporaryFolder { folder in
            let path = try writeModel(in: folder)
            let root = try #require(
                try Tool.run("evaluate", "puma", "-n", path, "--json", in: folder).json as? [String: Any])
            let provenance = try #require((root["provenance"] as? [String: Any])?["inputs"] as? [[String: String]])
            #expect(provenance.contains { $0["path"] == path && $0["sha256"]?.count == 64 })
            #expect(root["network"] as? String == "model" && root["energy_J"] as? Double ?? 0 > 0)
        }
    }

    @Test func reportDrawsBarsHereAndAFigureInAFile() throws {
        try withTemporaryFolder { folder in
            let text = try Tool.run("report", "puma", "-n", "resnet20", in: folder)
            #expect(
                text.status == 0 && text.output.contains("energy by component, light: leakage, µJ")
                    && text.output.contains("█"))
            let figure = try Tool.run("report", "puma", "-n", "resnet20", "-o", "puma.svg", in: folder)
            #expect(figure.status == 0 && figure.output.isEmpty)
            #expect(XMLParser(data: try Data(contentsOf: folder.appending(path: "puma.svg"))).parse())
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["puma.csv", "puma.svg"])
        }
    }

    @Test func reportRefusesFormatsItCannotWriteAndPlacesItCannotWriteTo() throws {
        try withTemporaryFolder { folder in
            #expect(try Tool.run("report", "puma", "-n", "resnet20", "-o", "puma.jpg", in: folder).status == 64)
            let tool = try Tool.run("report", "puma", "-n", "resnet20", "-o", "none/puma.svg", in: folder)
            #expect(tool.status == 1)
            #expect(
                tool.errors.contains(
                    "none/puma.svg: error: cannot be written: No such file or directory; make its folder first"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test func reportsBreakdownsInCSVSumToTheWhole() throws {
        let rows = try Tool.run("report", "puma", "-n", "resnet20", "--csv").output.components(separatedBy: "\r\n")
            .dropFirst().dropLast()
            .map { $0.components(separatedBy: ",") }
        for breakdown in ["by_component", "by_layer", "by_level"] {
            let parts = rows.filter { $0[0] == breakdown }
            let depth = { (row: [String]) in row[1].split(separator: "/").count }
            let whole = try #require(parts.first { depth($0) == 1 }.flatMap { Double($0[4]) })
            let sum = parts.filter { depth($0) == 2 }.compactMap { Double($0[4]) }.reduce(0, +)
            #expect(abs(sum - whole) < 1e-12 * whole, "\(breakdown)")
        }
    }
}
