import Foundation
import Testing

@Suite struct CompareTests {
    private let keys = [
        "energy_J", "delay_s", "area_mm2", "power_W", "leakage_W", "edp_Js", "edap_Jsmm2", "tops", "tops_per_W", "tops_per_mm2",
        "utilisation",
    ]

    @Test func twoShippedArchitecturesByName() throws {
        let tool = try Tool.run("compare", "isaac", "puma", "--network", "resnet20")
        #expect(tool.status == 0)
        let lines = tool.output.split(separator: "\n")
        #expect(lines[0] == "resnet20: 40.55 M MACs an inference")
        #expect(lines[1] == "mapping default, layer by layer; × of isaac, * best")
        #expect(lines[2].split(separator: " ").map(String.init) == [
            "hardware", "energy", "delay", "area", "power", "leakage", "EDP", "EDAP", "throughput", "efficiency", "density", "utilisation",
        ])
        #expect(lines.count == 7 && lines[5].hasPrefix("isaac ") && lines[6].hasPrefix("puma "))
        #expect(lines[5].split(separator: "1.00×").count > 9, "the baseline is 1.00 of itself in every column")
        #expect(!tool.output.contains("\u{1B}"), "no style in a pipe")
        #expect(tool.errors.contains("puma, resnet20: warning: ADC 'adc-8b'"))
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
        #expect(rows[0] == "network,hardware,mapping," + keys.joined(separator: ","))
        #expect(rows.dropFirst().map { $0.split(separator: ",").prefix(3).joined(separator: " ") } == [
            "resnet20 isaac default", "resnet20 puma default", "vgg8 isaac default", "vgg8 puma default", "",
        ])
        for row in rows.dropFirst().dropLast() {
            #expect(row.split(separator: ",").dropFirst(3).allSatisfy { Double($0) != nil })
        }
    }

    @Test func sortPutsTheBestFirstAndKeepsTheBaseline() throws {
        let tool = try Tool.run("compare", "puma", "isaac", "-n", "resnet20", "--sort", "energy", "--baseline", "puma", "--json")
        let root = try #require(try tool.json as? [String: Any])
        let results = try #require(root["results"] as? [[String: Any]])
        let energies = results.compactMap { $0["energy_J"] as? Double }
        #expect(energies == energies.sorted() && energies.count == 2)
        #expect(root["baseline"] as? String == "puma")
        let best = try Tool.run("compare", "puma", "isaac", "-n", "resnet20", "--sort", "tops", "--csv").output
        let throughputs = best.components(separatedBy: "\r\n").dropFirst().dropLast().compactMap { Double($0.split(separator: ",")[10]) }
        #expect(throughputs == throughputs.sorted(by: >))
    }

    @Test func eachArchitectureMayHaveAMappingOfItsOwn() throws {
        let tool = try Tool.run("compare", "isaac", "puma", "-n", "resnet20", "-m", "isaac-16b", "-m", "puma-16b", "--csv")
        #expect(tool.status == 0)
        #expect(tool.output.contains("resnet20,isaac,isaac-16b,") && tool.output.contains("resnet20,puma,puma-16b,"))
        #expect(try Tool.run("compare", "isaac", "-n", "resnet20", "-m", "default", "-m", "puma-16b").status == 64)
    }

    @Test func twoFilesOfOneNameAreToldApart() throws {
        let path = repository.appending(path: "hardware/puma.xml").path
        let csv = try Tool.run("compare", "puma", path, "puma", "-n", "resnet20", "--csv").output
        let names = csv.components(separatedBy: "\r\n").dropFirst().dropLast().map { String($0.split(separator: ",")[1]) }
        #expect(names == ["puma", path, "puma (2)"])
    }

    @Test func theWholeChipIsLargerThanItsUsedPart() throws {
        func area(_ arguments: [String]) throws -> Double {
            let csv = try Tool.run(arguments).output.components(separatedBy: "\r\n")
            return try #require(Double(csv[1].split(separator: ",")[5]))
        }
        let used = try area(["compare", "isaac", "-n", "resnet20", "--csv"])
        let whole = try area(["compare", "isaac", "-n", "resnet20", "--csv", "--full-chip"])
        #expect(used < whole && abs(whole - 85.4) < 0.01 * 85.4, "ISAAC-CE has 85.4 mm²")
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
        #expect(tool.errors == "naxdse: error: the baseline 'nax' is none of the architectures compared; choose one of 'isaac', 'puma'\n")
    }
}
