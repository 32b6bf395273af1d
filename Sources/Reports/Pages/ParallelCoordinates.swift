import Quantities

/// Designs as lines from axis to axis: those parameters that matter most, then the objectives. Axes lie below each
/// other, so that their names fit a narrow page.
struct ParallelCoordinates {
    private struct Row {
        var name: String
        var ticks: [LineFigure.Tick]
        /// Of each design and of each trial.
        var designs: [Double?]
        var trials: [Double?]
    }

    private let rows: [Row]
    private let names: [String]
    private let best: [(name: String, index: Int)]

    private static let mostParameters = 7
    private static let mostDesigns = 60
    private static let mostTrials = 80
    private static let pitch = 62.0

    /// Nil where nothing is chosen, or there is no design to draw.
    init?(_ report: FrontReport) {
        guard let choices = report.choices, !choices.parameters.isEmpty, !report.designs.isEmpty else { return nil }
        func spread(_ count: Int, _ most: Int) -> [Int] {
            count <= most ? Array(0..<count) : (0..<most).map { $0 * (count - 1) / (most - 1) }
        }
        let designs = spread(report.designs.count, Self.mostDesigns)
        let feasible = report.trials.indices.filter { report.trials[$0].isFeasible }
        let trials = spread(feasible.count, Self.mostTrials).map { feasible[$0] }
        let known = (report.importances?.figures ?? []).compactMap { $0 }
        let order = choices.parameters.indices.sorted { a, b in
            let (first, second) = (known.reduce(0) { $0 + $1.shares[a] }, known.reduce(0) { $0 + $1.shares[b] })
            return first == second ? a < b : first > second
        }.prefix(Self.mostParameters).sorted()
        let chosen = order.map { index in
            let parameter = choices.parameters[index]
            // Lines of one value lie side by side within what is its own on the axis.
            let room = parameter.count.map { 0.5 / Double(max(1, $0)) } ?? 0
            func places(_ all: [[Double?]], _ shown: [Int]) -> [Double?] {
                shown.enumerated().map { place, number in
                    all[number][index].map { $0 + room * (Double(place) + 0.5) / Double(shown.count) - room / 2 }
                }
            }
            return Row(
                name: parameter.name, ticks: parameter.ticks, designs: places(choices.designs, designs),
                trials: places(choices.trials, trials))
        }
        let objectives = report.axes.indices.map { index in
            let (own, others) = (
                designs.map { report.designs[$0].values[index] }, trials.map { report.trials[$0].values[index] }
            )
            // The worst tenth of the trials ends at the edge: they would leave the designs no room.
            let sorted = others.filter(\.isFinite).sorted()
            let near = sorted.dropFirst(sorted.count / 10).dropLast(sorted.count / 10)
            let scale = Scale(report.axes[index], values: own + near, from: 0, to: 1, steps: 3)
            return Row(
                name: report.axes[index].heading(scale.unit),
                ticks: scale.ticks.map { .init(place: scale[$0.value], label: $0.label) },
                designs: own.map { scale[$0] },
                trials: others.map { scale[$0] })
        }
        rows = chosen + objectives
        names = designs.map { report.designs[$0].name }
        best = report.axes.indices.compactMap { index in
            let values = designs.map { report.designs[$0].values[index] }
            let least = report.axes[index].isBetterHigh ? values.max() : values.min()
            return least.flatMap { values.firstIndex(of: $0) }.map { ("best \(report.axes[index].title)", $0) }
        }
    }

    func html(id: String) -> HTML {
        let height = Self.pitch * Double(rows.count)
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], "Choices of designs and what they come to"),
            .tag(
                "desc", ["id": "\(id)-d"],
                .text(
                    "\(names.count) designs over \(rows.map(\.name).joined(separator: ", ")). The table of designs has them in words."
                )),
        ]
        for index in 0..<(rows.first?.trials.count ?? 0) {
            content += lines(class: "cloud") { $0.trials[index] }
        }
        for row in rows.indices {
            content.append(.void("line", ["class": "zero", "x1": x(0), "x2": x(1), "y1": y(row), "y2": y(row)]))
        }
        let marked = Dictionary(best.map { ($0.index, $0.name) }) { "\($0), \($1)" }
        let colours = Dictionary(best.map(\.index).enumerated().map { ($0.element, $0.offset + 1) }) { first, _ in first
        }
        // Those that are named lie on top.
        for index in names.indices.sorted(by: { (colours[$0] == nil ? 0 : 1, $0) < (colours[$1] == nil ? 0 : 1, $1) }) {
            let words = names[index] + (marked[index].map { "\n\($0)" } ?? "")
            content.append(
                .tag(
                    "g", ["data-item": "", "class": "way"],
                    [.tag("title", [:], .text(words))]
                        + lines(class: "curve k\((colours[index] ?? 0) % 8)") { $0.designs[index] }))
        }
        for (index, row) in rows.enumerated() {
            content.append(
                .tag(
                    "text", ["class": "out halo", "x": "0", "y": position(Self.pitch * Double(index) + 12)],
                    .text(row.name)))
            content += ticks(row, index)
        }
        let keys =
            [("k0", "designs of the front")]
            + best.enumerated().map { index, one in
                ("k\((colours[one.index] ?? index + 1) % 8)", "\(one.name): \(names[one.index])")
            }
        return .tag(
            "figure", [:],
            .tag(
                "figcaption", [:],
                .text(
                    "Each line is a design: what it chooses of the parameters that matter most, and what that comes to. Thin lines are other trials."
                )),
            .legend(keys),
            .tag(
                "svg",
                ["width": "100%", "height": position(height), "role": "img", "aria-labelledby": "\(id)-t \(id)-d"],
                content))
    }

    /// From axis to axis; an axis where a design has nothing is passed over.
    private func lines(class name: String, _ place: (Row) -> Double?) -> [HTML] {
        let points = rows.enumerated().compactMap { index, row in place(row).map { (row: index, place: $0) } }
        return zip(points, points.dropFirst()).map { a, b in
            .void("line", ["class": name, "x1": x(a.place), "x2": x(b.place), "y1": y(a.row), "y2": y(b.row)])
        }
    }

    /// Those that do not overlap on a narrow page; words at the ends stay within it.
    private func ticks(_ row: Row, _ index: Int) -> [HTML] {
        var free = -Double.infinity
        return row.ticks.compactMap { tick in
            let width = 1.12 * Drawing.width(of: tick.label, size: 12)
            let place = 330 * (0.02 + 0.96 * tick.place)
            let anchor = place < width / 2 ? "start" : place + width / 2 > 330 ? "end" : "middle"
            let start = place - (anchor == "end" ? width : anchor == "middle" ? width / 2 : 0)
            guard start >= free, width < 330 else { return nil }
            free = start + width + 6
            return .tag(
                "text",
                [
                    "class": "dim halo", "x": x(tick.place), "y": position(Self.pitch * Double(index) + 40),
                    "text-anchor": anchor,
                ], .text(tick.label))
        }
    }

    private func x(_ place: Double) -> String { HTML.percent(0.02 + 0.96 * min(1, max(0, place))) }
    private func y(_ row: Int) -> String { position(Self.pitch * Double(row) + 24) }
    private func position(_ value: Double) -> String { value.text(significant: 5) }
}
