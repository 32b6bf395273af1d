import Testing

@testable import Reports

@Suite struct ScatterFigureTests {
    private func figure(_ series: [ScatterFigure.Series]) -> String {
        ScatterFigure(
            title: "a < b", x: .init(title: "energy", unit: "J"), y: .init(title: "delay", unit: "s"), series: series
        ).svg(width: .column)
    }

    private func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func everyPointHasAMarkAndEverySeriesAName() {
        let svg = figure([
            .init(name: "first & best", points: [(1e-6, 3e-3), (2e-6, 2e-3), (3e-6, 1e-3)]),
            .init(name: "second", points: [(2e-6, 3e-3), (4e-6, 2e-3)]),
        ])
        // One more of each in the legend.
        #expect(count("<circle", in: svg) == 4)
        #expect(count("<polygon", in: svg) == 3)
        #expect(svg.contains("first &amp; best") && svg.contains("a &lt; b"))
        #expect(svg.contains("energy, µJ") && svg.contains("delay, ms"))
    }

    @Test func theLineStepsAlongWhatIsReached() {
        // The middle point is beaten by the first: the line passes it by. Places rise to the right and fall upwards.
        let svg = figure([.init(name: "s", points: [(0, 10), (5, 10), (10, 0)])])
        let line = svg.components(separatedBy: "<polyline points=\"")[1].components(separatedBy: "\"")[0]
        #expect(count(",", in: line) == 3)
    }

    @Test func errorBarsLieWithinTheAxes() {
        let figure = ScatterFigure(
            title: "t", x: .init(title: "EDAP", unit: "J"), y: .share("accuracy"),
            series: [
                .init(name: "a", points: [(1, 0.80), (2, 0.81)], bars: [0.70...0.90, nil]),
                .init(name: "b", points: [(3, 0.82)]),
            ])
        let lines = figure.drawing(width: .column, height: .page).shapes.compactMap { shape in
            if case .polyline(let points, _, _, _) = shape, points.count == 2 { points } else { nil }
        }
        let heights = lines.filter { $0[0].x == $0[1].x }.map { abs($0[0].y - $0[1].y) }
        let axis = heights.max()!
        // The other upright lines are the axis and its rules.
        #expect(heights.filter { $0 < axis - 1 }.count == 1 && heights.min()! > 0.85 * axis)
    }

    @Test(arguments: [[(1.0, 1.0)], [], [(.nan, 1), (2, .infinity)]] as [[(Double, Double)]])
    func pointsThatAreAloneOrNoneOrNotNumbersDraw(points: [(Double, Double)]) {
        let svg = figure([.init(name: "s", points: points.map { (x: $0.0, y: $0.1) })])
        #expect(svg.hasSuffix("</svg>\n") && !svg.contains("nan") && !svg.contains("inf\""))
    }
}

extension String {
    /// Pieces between separators, without Foundation.
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
