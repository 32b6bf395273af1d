import Cost
import Diagnostics
import Foundation
import Markup
import Testing

@testable import Reports

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct SweepAxisTests {
    @Test func valuesAreWordsOrRanges() throws {
        let axis = try SweepAxis("component[@id='adc-8b']/@resolution=4..6, 8")
        #expect(axis.path == "component[@id='adc-8b']/@resolution")
        #expect(axis.values == ["4", "5", "6", "8"])
        #expect(try SweepAxis("crossbar[@id='x=/@y']/read/@time=32 ns,64 ns").values == ["32 ns", "64 ns"])
        #expect(try SweepAxis("crossbar[@id='x=/@y']/read/@time=32 ns").path == "crossbar[@id='x=/@y']/read/@time")
    }

    @Test(arguments: [
        ("component/@resolution", "gives no values"), ("component[@id='a=1']", "gives no values"),
        ("a/@b=", "empty value"),
        ("a/@b=1,,2", "empty value"), ("a/@b=1,2,1", "twice"), ("a/@b=2,1..3", "twice"), ("a/@b=8..4", "no range"),
        ("a/@b=1..x", "no range"),
        ("a/@b=0..9223372036854775807", "more than"), ("a/@b=-9223372036854775807..9223372036854775807", "more than"),
        ("@b=1", "gives no values"), ("a//@b=1", "not a path"),
    ])
    func aWrongTextIsToldWhatIsWrong(text: String, reason: String) {
        let error = #expect(throws: AttributePathError.self) { try SweepAxis(text) }
        #expect(error?.message.contains(reason) == true, "\(error.map(\.description) ?? "")")
    }

    @Test func magnitudesKnowTheirUnits() {
        #expect(magnitude(of: "8") == 8)
        #expect(magnitude(of: "64 ns") == 64e-9)
        #expect(magnitude(of: "1 µs")! / magnitude(of: "500 ns")! == 2)
        #expect(magnitude(of: "dac-1b") == nil)
        #expect(magnitude(of: "as-needed") == nil)
    }
}

@Suite struct SweepTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    private func sweep(_ file: String, _ axes: String...) throws -> Sweep {
        try Sweep(of: bench.document(file), over: axes.map { try SweepAxis($0) }) { document throws(InvalidInput) in
            try bench.evaluate(document)
        }
    }

    @Test func everyPointIsWhatEvaluatingTheEditedFileGives() throws {
        let result = try sweep(
            "homogeneous-64", "component[@id='adc-8b']/@resolution=5..8", "level[@name='core']/@count=4,8")
        #expect(result.points.map(\.indices) == (0..<4).flatMap { a in (0..<2).map { [a, $0] } })
        #expect(result.given == ["8", "8"])
        for point in result.points {
            let values = result.values(of: point)
            let edited = try bench.document("homogeneous-64").setting(
                path: "component[@id='adc-8b']/@resolution", value: values[0]
            )
            .setting(path: "level[@name='core']/@count", value: values[1])
            #expect(point.evaluation?.figures == (try bench.evaluate(edited).figures))
        }
    }

    /// The model is linear in a component's own figures: area = a + b·x, so d ln area/d ln x = b·x/area where x varies
    /// little.
    @Test func elasticityIsTheShareOfThePartInAWholeThatIsASum() throws {
        let result = try sweep("homogeneous-64", "component[@id='data-memory-1024']/@area=0.0019199 mm²,0.0019201 mm²")
        let chip = try bench.evaluate(bench.document("homogeneous-64"))
        let part = try #require(
            chip.breakdown.byComponent.children.flatMap(\.children).first { $0.name == "data-memory-1024" })
        let elasticity = try #require(result.sensitivities(of: .area)[0].elasticity)
        #expect(abs(elasticity - part.area.si / chip.figures.area.si) < 1e-6)
        #expect(result.sensitivities(of: .energy)[0].elasticity == 0)
        #expect(result.sensitivities(of: .delay)[0].spread == 1)
    }

    @Test func attributesAreRankedByWhatAMetricFollowsMost() throws {
        let result = try sweep(
            "homogeneous-64", "component[@id='sigmoid']/@leakage=20 µW,30 µW",
            "component[@id='data-memory-1024']/@area=0.001 mm²,0.003 mm²",
            "crossbar[@id='x64']/dac/@component=dac")
        let ranked = result.sensitivities(of: .area)
        #expect(ranked.map(\.axis) == [1, 0, 2])
        #expect(ranked[1].elasticity == 0 && ranked[2].elasticity == nil && ranked[2].spread == nil)
        #expect(result.sensitivities(of: .leakage).map(\.axis) == [0, 1, 2])
        let text = result.sensitivityTable(rankedBy: .area).text(on: .plain)
        #expect(text.split(separator: "\n")[1...].contains { $0.hasPrefix("component[@id='data-memory-1024']/@area") })
    }

    @Test func aPointWithoutFiguresIsThereWithItsReason() throws {
        let result = try sweep("homogeneous-64", "crossbar[@id='x64']/adc/@columns=64,banana")
        #expect(result.points[0].evaluation != nil && result.points[1].evaluation == nil)
        guard case .failure(let error) = result.points[1].result else { return }
        #expect(error.description.contains("puma-32nm.xml:") && error.description.contains("banana"))
        #expect(result.csv.text.contains("banana,,,"))
        #expect(result.table.text(on: .plain).contains("banana  –") || result.table.text(on: .plain).contains("banana"))
        guard case .object(let members) = result.json,
            case .array(let points)? = members.first(where: { $0.key == "points" })?.value
        else {
            Issue.record("no points")
            return
        }
        #expect(points[1].text.contains("\"error\""))
    }

    @Test func whatIsNoSweepIsRefused() throws {
        #expect(throws: SweepError.self) { try sweep("homogeneous-64", "component[@id='nothing']/@area=1 mm²") }
        #expect(throws: SweepError.self) { try sweep("homogeneous-64", "crossbar[@id='x64']/adc/@columns=banana") }
        #expect(throws: SweepError.self) {
            try sweep("homogeneous-64", "hardware/@clock=1 GHz", "hardware/@clock=2 GHz")
        }
        #expect(throws: SweepError.self) {
            try sweep("homogeneous-64", "level[@name='core']/@count=1..9999", "level[@name='tile']/@count=1..99")
        }
    }

    @Test func theFigureIsWellFormedAsWideAsAColumnAndDrawsEveryPoint() throws {
        let result = try sweep(
            "homogeneous-64", "component[@id='adc-8b']/@resolution=5..8", "level[@name='core']/@count=4,8")
        for (width, points) in [(PaperWidth.column, "252pt"), (.page, "516pt")] {
            let svg = result.figure(title: "a <b> & \"c\"").svg(width: width)
            #expect(svg.contains("width=\"\(points)\""))
            let parser = XMLParser(data: Data(svg.utf8))
            #expect(parser.parse())
            // Four panels; discs are the first of two curves with four points, and once in the legend.
            #expect(svg.components(separatedBy: "<circle").count - 1 == 4 * 4 + 1)
            #expect(svg.contains("@count 4") && svg.contains("@count 8"))
        }
    }
}
