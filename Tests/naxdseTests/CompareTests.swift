import Foundation
import Testing

@Suite struct CompareTests {
    private let keys = [
        "dynamic_energy_J", "leakage_energy_J", "energy_J", "delay_s", "latency_s", "interval_s", "area_mm2",
        "io_area_mm2", "total_area_mm2",
        "power_W", "leakage_W", "edp_Js", "edap_Jsmm2", "tops", "tops_per_W", "tops_per_mm2", "peak_tops",
        "peak_tops_per_W",
        "peak_tops_per_mm2", "share_of_peak", "utilisation",
    ]

    @Test func twoShippedArchitecturesByName() throws {
        let tool = try Tool.run("compare", "isaac", "puma", "--network", "resnet20", "--mapping", "default")
        #expect(tool.status == 0 && tool.errors.isEmpty)
        let lines = tool.output.split(separator: "\n")
        #expect(lines[0] == "resnet20: 40.55 M MACs an inference")
        #expect(lines[1] == "mapping default, layer by layer; × of isaac, * best")
        #expect(
            lines[2].split(separator: " ").map(String.init) == [
                "hardware", "dynamic", "energy", "leakage", "energy", "energy", "delay", "area", "power", "EDP", "EDAP",
                "throughput", "efficiency",
                "density", "of", "peak", "utilisation",
            ])
        #expect(lines[5].hasPrefix("isaac ") && lines[6].hasPrefix("puma "))
        #expect(lines[5].split(separator: "1.00×").count > 9, "the baseline is 1.00 of itself in every column")
        #expect(!tool.output.contains("\u{1B}"), "no style in a pipe")
        // What there is to know stands below, each cause once; and nowhere where it is not wanted.
        #expect(lines[7] == "to know about these numbers:" && lines.count { $0.contains("puma: ADC 'adc-8b'") } == 1)
        #expect(lines.contains { $0.contains("isaac: leakage of") && $0.contains("is assumed, 10 %") })
        let quiet = try Tool.run("compare", "isaac", "puma", "--network", "resnet20", "--mapping", "default", "--quiet")
        let shown = quiet.output.split(separator: "\n")
        #expect(shown == Array(lines[..<7]) && quiet.errors.isEmpty)
    }

    /// Without --mapping each runs with the one that its file names; where bits or dataflow differ nothing is compared.
    @Test func eachRunsWithItsUsualMappingAndUnlikeOnesAreNotCompared() throws {
        let tool = try Tool.run("compare", "isaac", "nax-heterogeneous", "-n", "resnet20")
        let lines = tool.output.split(separator: "\n")
        #expect(lines[5].contains(" isaac-16b ") && lines[6].contains(" differential-8b "))
        #expect(!lines[6].contains("×") && !lines[5].contains("*") && !lines[6].contains("*"))
        #expect(
            lines.contains {
                $0.contains("no × and no * in what follows from bits and dataflow") && $0.contains("--mapping")
            })
    }

    /// Accuracies of `simulate --json` stand beside the cost of what they were simulated of.
    @Test func simulatedAccuracyStandsBesideTheCost() throws {
        try withTemporaryFolder { folder in
            let result = """
                {"network": "resnet20", "hardware": "puma", "mapping": "default", "data": "CIFAR-10", "images": 50, "results": [
                  {"computed": "floating point", "accuracy": 0.86, "hits": 43, "interval_95": [0.74, 0.93]},
                  {"computed": "wires and cell circuit", "accuracy": 0.14, "hits": 7, "interval_95": [0.07, 0.26]}]}
                """
            let file = folder.appending(path: "puma.json")
            try result.write(to: file, atomically: true, encoding: .utf8)
            let tool = try Tool.run(
                "compare", "isaac", "puma", "-n", "resnet20", "-m", "default", "--csv", "--accuracy", file.path)
            let rows = tool.output.components(separatedBy: "\r\n")
            #expect(rows[0].hasSuffix(",accuracy") && rows[1].hasSuffix(",") && rows[2].hasSuffix(",0.14"))
            try "{}".write(to: file, atomically: true, encoding: .utf8)
            let wrong = try Tool.run("compare", "isaac", "-n", "resnet20", "--accuracy", file.path)
            #expect(wrong.status == 1 && wrong.errors.contains("is no result of a simulation"))
        }
    }

    /// Stacked bars over architectures and networks, with their numbers beside them.
    @Test func theFigureStacksEnergyByComponent() throws {
        try withTemporaryFolder { folder in
            let figure = folder.appending(path: "chips.svg")
            let tool = try Tool.run(
                "compare", "isaac", "puma", "-n", "resnet20", "-n", "vgg8", "-m", "default", "--quiet", "-o",
                figure.path)
            #expect(tool.status == 0)
            let svg = try String(contentsOf: figure, encoding: .utf8)
            for words in ["energy, × of isaac", "delay, × of isaac", "EDAP, × of isaac", "vgg8", "ADCs", "leakage"] {
                #expect(svg.contains(words), "\(words)")
            }
            let csv = try String(contentsOf: folder.appending(path: "chips.csv"), encoding: .utf8)
            #expect(csv.contains("network,hardware,mapping,component,dynamic_energy_J,leakage_energy_J,energy_J"))
        }
    }

    @Test func jsonHasEveryKeyTheBreakdownsAndTheInputs() throws {
        let tool = try Tool.run("compare", "isaac", "puma", "--network", "resnet20", "--json")
        let root = try #require(try tool.json as? [String: Any])
        #expect(root["network"] as? String == "resnet20")
        let results = try #require(root["results"] as? [[String: Any]])
        #expect(results.map { $0["hardware"] as? String } == ["isaac", "puma"])
        for result in results {
            for key in keys { #expect(result[key] is Double, "\(key)") }
            let number = { (key: String) in result[key] as? Double ?? .nan }
            #expect(relative(number("edap_Jsmm2"), number("energy_J") * number("delay_s") * number("area_mm2")) < 1e-12)
            #expect(relative(number("power_W"), number("energy_J") / number("delay_s")) < 1e-12)
            let breakdown = try #require(result["breakdown"] as? [String: [String: Any]])
            #expect(breakdown.keys.sorted() == ["by_component", "by_layer", "by_level"])
            for part in breakdown.values {
                #expect(relative(part["energy_J"] as? Double ?? .nan, number("energy_J")) < 1e-12)
            }
            let provenance = try #require(result["provenance"] as? [String: Any])
            let inputs = try #require(provenance["inputs"] as? [[String: String]])
            #expect(provenance["version"] is String && inputs.count >= 2)
            #expect(inputs.allSatisfy { $0["sha256"]?.count == 64 })
        }
    }

    private func relative(_ a: Double, _ b: Double) -> Double { abs(a - b) / abs(b) }

    @Test func severalNetworksGiveATableEachAndAnArray() throws {
        let tool = try Tool.run("compare", "isaac", "puma", "-n", "resnet20", "-n", "vgg8", "--json")
        let list = try #require(try tool.json as? [[String: Any]])
        #expect(list.map { $0["network"] as? String } == ["resnet20", "vgg8"])
        let csv = try Tool.run("compare", "isaac", "puma", "-n", "resnet20", "-n", "vgg8", "--csv").output
        let rows = csv.components(separatedBy: "\r\n")
        #expect(rows[0] == "network,hardware,mapping," + keys.joined(separator: ",") + ",accuracy")
        #expect(
            rows.dropFirst().map { $0.split(separator: ",").prefix(3).joined(separator: " ") } == [
                "resnet20 isaac isaac-16b", "resnet20 puma puma-16b", "vgg8 isaac isaac-16b", "vgg8 puma puma-16b", "",
            ])
        for row in rows.dropFirst().dropLast() {
            #expect(row.split(separator: ",").dropFirst(3).allSatisfy { Double($0) != nil })
        }
    }

    @Test func sortPutsTheBestFirstAndKeepsTheBaseline() throws {
        let tool = try Tool.run(
            "compare", "puma", "isaac", "-n", "resnet20", "--sort", "energy", "--baseline", "puma", "--json")
        let root = try #require(try tool.json as? [String: Any])
        let results = try #require(root["results"] as? [[String: Any]])
        let energies = results.compactMap { $0["energy_J"] as? Double }
        #expect(energies == energies.sorted() && energies.count == 2)
        #expect(root["baseline"] as? String == "puma")
        let best = try Tool.run("compare", "puma", "isaac", "-n", "resnet20", "--sort", "tops", "--csv").output
        let throughputs = best.components(separatedBy: "\r\n").dropFirst().dropLast().compactMap {
            Double($0.split(separator: ",")[16])
        }
        #expect(throughputs == throughputs.sorted(by: >))
    }

    @Test func eachArchitectureMayHaveAMappingOfItsOwn() throws {
        let tool = try Tool.run(
            "compare", "isaac", "puma", "-n", "resnet20", "-m", "isaac-16b", "-m", "puma-16b", "--csv")
        #expect(tool.status == 0)
        #expect(tool.output.contains("resnet20,isaac,isaac-16b,") && tool.output.contains("resnet20,puma,puma-16b,"))
        #expect(try Tool.run("compare", "isaac", "-n", "resnet20", "-m", "default", "-m", "puma-16b").status == 64)
    }

    @Test func twoFilesOfOneNameAreToldApart() throws {
        let path = repository.appending(path: "hardware/puma.xml").path
        let csv = try Tool.run("compare", "puma", path, "puma", "-n", "resnet20", "--csv").output
        let names = csv.components(separatedBy: "\r\n").dropFirst().dropLast().map {
            String($0.split(separator: ",")[1])
        }
        #expect(names == ["puma", path, "puma (2)"])
    }

    @Test func theWholeChipIsLargerThanItsUsedPart() throws {
        func area(_ arguments: [String]) throws -> Double {
            let csv = try Tool.run(arguments).output.components(separatedBy: "\r\n")
            return try #require(Double(csv[1].split(separator: ",")[9]))
        }
        let used = try area(["compare", "isaac", "-n", "resnet20", "-m", "default", "--csv"])
        let whole = try area(["compare", "isaac", "-n", "resnet20", "-m", "default", "--csv", "--full-chip"])
        #expect(used < whole && abs(whole - 62.5) < 0.01 * 62.5, "ISAAC-CE has 62.5 mm² without its links")
    }

    @Test func everyMisspeltNameIsToldAtOnceWithTheNearest() throws {
        let tool = try Tool.run("compare", "isac", "puma", "-n", "resnet2O", "-m", "defualt")
        #expect(tool.status == 1 && tool.output.isEmpty)
        let lines = tool.errors.split(separator: "\n")
        #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("naxdse: error: ") })
        for name in ["isaac", "resnet20", "default"] { #expect(tool.errors.contains("did you mean '\(name)'?")) }
    }

    @Test func aBaselineThatIsNotComparedIsRefused() throws {
        let tool = try Tool.run("compare", "isaac", "puma", "-n", "resnet20", "--baseline", "nax")
        #expect(tool.status == 1)
        #expect(
            tool.errors
                == "naxdse: error: the baseline 'nax' is none of the architectures compared; choose one of 'isaac', 'puma'\n"
        )
    }
}
