import Cost
import Diagnostics
import Hardware
import Markup
import Testing

@testable import Reports

/// What holds unknown leakage is no number anywhere: not in JSON or CSV, and in tables no more than a bound.
@Suite struct UnknownLeakageTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    private func evaluate(_ document: Document) throws(InvalidInput) -> Evaluation {
        var evaluation = try bench.evaluate(document)
        evaluation.figures.isLeakageKnown = false
        evaluation.breakdown.byComponent.isLeakageKnown = false
        return evaluation
    }

    @Test func aBreakdownHasNoTotal() throws {
        let evaluation = try evaluate(bench.document("puma"))
        let json = evaluation.breakdown.byComponent.json
        #expect(json["leakage_energy_J"] == .null && json["energy_J"] == .null && json["leakage_W"] == .null)
        #expect(json["dynamic_energy_J"] == .number(evaluation.figures.dynamicEnergy.si))
        #expect(
            evaluation.breakdownCSV.text.split(separator: "\r\n").contains {
                $0.hasPrefix("by_component,chip,") && $0.contains(",,,")
            })
    }

    @Test func aSweepRanksNothingByIt() throws {
        let axis = try SweepAxis("component[@id='vector-alu']/@area=0.004032 mm²,0.01 mm²")
        let sweep = try Sweep(of: bench.document("puma"), over: [axis]) { document throws(InvalidInput) in
            try evaluate(document)
        }
        let point = try #require(sweep.json["points"]?.elements?.first)
        #expect(point["energy_J"] == .null && point["edap_Jsmm2"] == .null && point["area_mm2"] != .null)
        #expect(sweep.sensitivities(of: .edap).allSatisfy { $0.elasticity == nil && $0.spread == nil })
        #expect(sweep.sensitivities(of: .area).allSatisfy { $0.elasticity != nil })
        #expect(
            sweep.figure(title: "").panels.map(\.quantity.title) == [Metric.dynamicEnergy, .delay, .area].map(\.title))
    }

    @Test func aDiffHasNoRatioOfIt() throws {
        let puma = try bench.document("puma")
        let larger = try puma.setting(path: "component[@id='vector-alu']/@area", value: "0.01 mm²")
        let attribution = try Attribution(DocumentChanges(from: puma, to: larger)) { document throws(InvalidInput) in
            try evaluate(document)
        }
        let json = attribution.json
        #expect(
            json["before"]?["energy_J"] == .null && json["after"]?["edap_Jsmm2"] == .null
                && json["after"]?["area_mm2"] != .null)
        let step = try #require(json["steps"]?.elements?.first)
        #expect(step["factor"]?["edap_Jsmm2"] == .null && step["difference"]?["area_mm2"] != .null)
        let table = attribution.table(from: "a", to: "b").text(
            on: Terminal(isInteractive: true, width: 200, hasStyle: false))
        #expect(table.contains("≥") && table.contains("unknown"))
    }
}

extension JSON {
    fileprivate var elements: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}
