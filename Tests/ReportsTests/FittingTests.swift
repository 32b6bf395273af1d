import Diagnostics
import Testing

@testable import Reports

@Suite struct FittingTests {
    private func texts(_ drawing: Drawing) -> [String] {
        drawing.shapes.compactMap { shape in
            if case .text(let text, _, _, _, _, _) = shape { text } else { nil }
        }
    }

    private func chart(_ count: Int) -> BarChart {
        BarChart("energy by layer", unit: "J", bars: (0..<count).map { .init("layer\($0)", 1e-6 * Double($0 + 1)) })
    }

    @Test(arguments: [("page", 1, 20), ("page", 2, 28), ("page", 3, 160), ("120mm", 2, 60)])
    func barsStayWithinTheHeight(limit: String, charts: Int, bars: Int) throws {
        let height = try #require(PaperHeight(limit))
        let figure = BarFigure(title: "t", charts: (0..<charts).map { _ in chart(bars) })
        let drawing = figure.drawing(width: .page, height: height)
        #expect(drawing.size.height <= height.points, "\(drawing.size.height)")
        #expect(texts(drawing).contains { $0.hasSuffix(" others") } == (bars >= 60))
    }

    /// Accuracies are no parts of a whole, which could be added up.
    @Test func barsThatDoNotAddUpAllStay() {
        let chart = BarChart(
            "accuracy", unit: "%", takesPrefix: false, isWhole: false, bars: (0..<90).map { .init("seed \($0)", 90) })
        let texts = texts(BarFigure(title: "t", charts: [chart]).drawing(width: .column, height: .page))
        #expect((0..<90).allSatisfy { texts.contains("seed \($0)") })
    }

    @Test func aNameThatIsCutKeepsBothEnds() {
        let cut = Drawing.fittingEnds("encoder.layer.10.attention.self.query", width: 100, size: 8)
        #expect(cut.hasPrefix("encoder.") && cut.hasSuffix("query") && cut.contains("…"))
        #expect(Drawing.width(of: cut, size: 8) <= 100 && Drawing.width(of: cut, size: 8) > 80)
        #expect(Drawing.fittingEnds("conv1", width: 100, size: 8) == "conv1")
    }

    @Test func heightsAreLengthsToo() {
        #expect(PaperHeight("page") == .page && PaperHeight("235mm")!.points > 660)
        for text in ["235", "1mm", "tall", ""] { #expect(PaperHeight(text) == nil) }
    }

    @Test func labelsOfAnAxisHaveAsManyDecimalsAsItsSteps() {
        let axis = Axis(title: "energy", unit: "J")
        let scale = Scale(axis, values: [0.8e-3, 1.6e-3], from: 0, to: 100)
        #expect(scale.ticks.map(\.label) == ["0.8", "1.0", "1.2", "1.4", "1.6"] && scale.unit == "mJ")
        let both = Scale(Axis(title: "x", unit: "", takesPrefix: false), values: [-0.3, 0.3], from: 0, to: 1)
        #expect(both.ticks.map(\.label) == ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"])
        for spread in [1e-9, 0.3, 7.0, 1e12] {
            let ticks = Scale(axis, values: [5, 5 + spread], from: 0, to: 1).ticks
            #expect((3...11).contains(ticks.count) && Set(ticks.map(\.label)).count == ticks.count, "\(spread)")
        }
    }

    @Test func equalRatiosTakeEqualLengthsOfALogarithmicAxis() {
        let axis = Axis(title: "EDAP", unit: "J", isLogarithmic: true)
        let scale = Scale(axis, values: [0.65e-6, 103e-6], from: 0, to: 100)
        #expect(scale.ticks.map(\.label) == ["1", "2", "5", "10", "20", "50", "100"] && scale.unit == "µJ")
        #expect(abs((scale[8e-6] - scale[4e-6]) - (scale[2e-6] - scale[1e-6])) < 1e-9)
        #expect(scale[0.65e-6] > 0 && scale[103e-6] < 100)
        let wide = Scale(axis, values: [1e-9, 1], from: 0, to: 1)
        #expect(wide.ticks.count == 10)
        #expect(Scale(axis, values: [6.4e-6, 6.47e-6], from: 0, to: 1).ticks.count > 2)
        // What has no logarithm is drawn to scale.
        #expect(abs(Scale(axis, values: [0, 2], from: 0, to: 1)[1] - 0.5) < 1e-12)
    }

    @Test(arguments: [
        ("-0.65", "−0.65"), ("-9.41e-05", "−9.41×10⁻⁵"), ("1.2e+20", "1.2×10²⁰"), ("+0.5", "+0.5"), ("0", "0"),
        ("–", "–"), ("layer-1", "layer-1"), ("-x", "-x"), ("12.5", "12.5"),
    ])
    func numbersHaveOneMinusSign(text: String, typeset: String) { #expect(Reports.typeset(text) == typeset) }

    @Test func whatRoundsToNothingHasNoSign() {
        #expect((-0.0001).text(decimals: 2) == "0.00" && (-0.0).text(significant: 3) == "0" && signed(-0.0001) == "0")
    }

    @Test(
        arguments: [
            (
                Change.Kind.attribute, "component[@id='adc-8b']/@resolution", "8", "6", "adc-8b resolution 8 → 6"
            ),
            (.attribute, "level[@name='core']/crossbar[@ref='x64']/@ref", "x64", "x128", "crossbar x64 → x128"),
            (.attribute, "crossbar[@id='x/[64]']/read/@time", "64 ns", "32 ns", "x/[64] read time 64 ns → 32 ns"),
            (.attribute, "hardware/@clock", nil, "1 GHz", "hardware clock not given → 1 GHz"),
            (.added, "level[@name='tile']/component[@ref='router']", nil, nil, "+ component router"),
            (.removed, "component[@id='sigmoid']", nil, nil, "− component sigmoid"),
            (.text, "hardware/description", "a", "b", "text of description"),
            (.order, "level[@name='core']", nil, nil, "order in core"),
        ] as [(Change.Kind, String, String?, String?, String)])
    func aChangeHasAShortLabel(kind: Change.Kind, path: String, before: String?, after: String?, label: String) {
        let place = Diagnostics.SourceLocation(file: "a.xml", line: 1, column: 1)
        #expect(Change(kind, path: path, before: before, after: after, location: place).label == label)
    }

    @Test func labelsOfPointsNeverOverlapAndTheFirstHaveTheirs() {
        let placement = LabelPlacement(left: 0, right: 200, top: 0, bottom: 100, size: 8, reach: 3)
        let points = (0..<60).map { index -> Drawing.Point in (Double(index * 37 % 200), Double(index * 53 % 100)) }
        let places = placement.places(points, widths: [Double?](repeating: 20, count: 60))
        #expect(places.contains { $0 == nil } && places.count { $0 != nil } > 12)
        #expect(placement.places([(100, 50)] + points, widths: [20] + [Double?](repeating: nil, count: 60))[0] != nil)
        #expect(placement.places([(100, 50), (100, 50)], widths: [20, 20]).map { $0 != nil } == [true, true])
        let boxes = places.compactMap { $0 }.map { place -> (left: Double, top: Double) in
            let before: Double = place.anchor == .end ? 20 : place.anchor == .middle ? 10 : 0
            return (place.x - before, place.y - 6.4)
        }
        for (index, a) in boxes.enumerated() {
            #expect(a.left >= 0 && a.left + 20 <= 200 && a.top >= 0 && a.top + 8.4 <= 100)
            for b in boxes.dropFirst(index + 1) {
                #expect(abs(a.left - b.left) >= 20 - 1e-9 || abs(a.top - b.top) >= 8.4 - 1e-9)
            }
        }
    }

    @Test func labelsKeepOffLinesWhereTheyCan() {
        let placement = LabelPlacement(left: 0, right: 200, top: 0, bottom: 100, size: 8, reach: 3)
        let line = (from: (x: 100.0, y: 50.0), to: (x: 160.0, y: 50.0))
        let place = placement.places([(100, 50)], widths: [20], lines: [line])[0]
        #expect(place?.anchor == .end)
        let lines = (0..<40).map { (from: (x: 0.0, y: Double($0) * 2.5), to: (x: 200.0, y: Double($0) * 2.5)) }
        #expect(placement.places([(100, 50)], widths: [20], lines: lines)[0]?.anchor == .start)
    }

    @Test func alonePointsAreLabelled() {
        let series = ["isaac", "puma"].enumerated().map { index, name in
            ScatterFigure.Series(name: name, points: [(Double(index + 1), Double(2 - index))], labels: ["of \(name)"])
        }
        let figure = ScatterFigure(
            title: "t", x: .init(title: "energy", unit: "J"), y: .init(title: "delay", unit: "s"), series: series)
        let texts = texts(figure.drawing(width: .column, height: .page))
        #expect(texts.contains("of isaac") && texts.contains("of puma"))
    }
}
