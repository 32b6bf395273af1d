import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct FigureTests {
    let chart = BarChart(
        "energy by component", unit: "J",
        bars: [.init("dac", 1e-6), .init("adc <8 & 9>", 6e-6), .init("crossbar", 3e-6)])

    @Test func barsStandBySizeWithTheirShares() {
        let text = chart.sorted().text(on: Terminal(isInteractive: true, width: 60, hasStyle: false))
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "energy by component, µJ; 10 µJ in all")
        #expect(lines[1].hasPrefix("  adc <8 & 9>  ██") && lines[1].hasSuffix("6  60.0 %"))
        #expect(lines[2].hasPrefix("  crossbar     ██") && lines[2].hasSuffix("3  30.0 %"))
        #expect(lines.allSatisfy { $0.displayWidth <= 60 })
        let lengths = lines.dropFirst().map { $0.filter { $0 == "█" }.count }
        #expect(lengths[0] == 2 * lengths[1] || lengths[0] == 2 * lengths[1] + 1)
    }

    @Test func smallBarsAreAddedUpAndNothingIsLost() {
        let merged = chart.sorted().merged(beyond: 2)
        #expect(merged.bars == [.init("adc <8 & 9>", 6e-6), .init("2 others", 4e-6)])
        #expect(merged.total == chart.total)
    }

    @Test func aChartOfNothingHasNoBars() {
        let empty = BarChart("energy", unit: "J", bars: [.init("adc", 0)])
        #expect(empty.text(on: .plain) == "energy, J; 0 J in all\n  adc    0  –\n")
    }

    @Test func theFigureIsWellFormedAndDrawsToScale() throws {
        let svg = BarFigure(title: "a < b & \"c\"", subtitle: "s\u{0}", charts: [chart]).svg()
        let rectangles = RectangleWidths()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = rectangles
        #expect(parser.parse())
        #expect(rectangles.texts.contains("adc <8 & 9>"))
        let widths = rectangles.widths
        #expect(widths.count == 3)
        #expect(abs(widths[1] / widths[2] - 2) < 0.01 && abs(widths[1] / widths[0] - 6) < 0.01)
    }

    @Test func axesHaveRoundSteps() {
        #expect(Scale.roundStep(0.3) == 0.5)
        #expect(Scale.roundStep(2) == 2)
        #expect(Scale.roundStep(73) == 100)
        #expect(Scale.stepWithin(0.3) == 0.2 && Scale.stepWithin(2) == 2 && Scale.stepWithin(73) == 50)
        for size in [0, -1, .nan, .infinity, .leastNonzeroMagnitude] { #expect(Scale.stepWithin(size) == 1) }
    }
}

/// Collects the bars' widths and all text of a drawing.
private final class RectangleWidths: NSObject, XMLParserDelegate {
    var widths: [Double] = []
    var texts: [String] = []
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        text = ""
        if name == "rect", let width = attributes["width"].flatMap(Double.init) { widths.append(width) }
    }
    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts.append(text)
    }
}
