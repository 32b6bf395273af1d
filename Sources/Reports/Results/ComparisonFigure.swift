import Cost

/// Architectures side by side over networks, as papers draw it: a group of bars for each network, a bar for each
/// architecture, energy stacked by component with leakage on top, delay and EDAP plain.
///
/// Bars are times the baseline's where all numbers of a panel are like with like, otherwise in the unit of the figure.
public struct ComparisonFigure: Figure {
    public var title: String
    public var subtitle: String
    public var comparisons: [Comparison]
    /// A panel each; energy is stacked.
    public var metrics: [Metric]

    /// - Parameter comparisons: at least one, of the same architectures in the same order.
    public init(
        title: String, subtitle: String, _ comparisons: [Comparison], metrics: [Metric] = [.energy, .delay, .edap]
    ) {
        self.metrics = metrics
        self.title = title
        self.subtitle = subtitle
        self.comparisons = comparisons
    }

    /// A row for each network, architecture and segment of the energy.
    public var csv: CSV {
        CSV(
            header: [
                "network", "hardware", "mapping", "component", "dynamic_energy_J", "leakage_energy_J", "energy_J",
            ],
            rows: comparisons.flatMap { comparison in
                comparison.results.flatMap { result in
                    result.evaluation.breakdown.byComponent.children.map { node in
                        [
                            .text(comparison.network), .text(result.hardware), .text(result.evaluation.mapping),
                            .text(node.name),
                            .number(node.dynamicEnergy.si), .number(node.leakageEnergy.si), .number(node.energy.si),
                        ]
                    }
                }
            })
    }

    /// What a panel shows.
    private struct Panel {
        var metric: Metric
        var isStacked = false
        var height: Double { isStacked ? 120 : 70 }
    }

    /// What a panel takes beside its bars.
    private static let aroundPanel = 54.0

    private var panels: [Panel] { metrics.map { Panel(metric: $0, isStacked: $0 == .energy) } }

    public func drawing(width paper: PaperWidth, height: PaperHeight) -> Drawing {
        let width = paper.points
        var drawing = Drawing(title: title)
        var y = drawing.heading(subtitle, width: width) + 4
        y = legend(in: &drawing, y: y, width: width)
        let wanted = panels.reduce(0) { $0 + $1.height }
        let room = height.points - y - 4 - Self.aroundPanel * Double(panels.count)
        let share = min(1, max(0.35, room / max(1, wanted)))
        for panel in panels { y = draw(panel, in: &drawing, y: y, width: width, height: share * panel.height) }
        drawing.size = (width, (y + 4).rounded(.up))
        return drawing
    }

    private var names: [String] { comparisons.first?.results.map(\.hardware) ?? [] }

    /// Groups of components that take energy anywhere, in the order of the breakdown.
    private var groups: [String] {
        var names: [String] = []
        for node in comparisons.flatMap({ $0.results.flatMap(\.evaluation.breakdown.byComponent.children) })
        where node.dynamicEnergy > .zero && !names.contains(node.name) {
            names.append(node.name)
        }
        return names
    }

    private func letter(_ index: Int) -> String {
        index < 26 ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index))) : "\(index + 1)"
    }

    /// Which letter is which architecture, and which fill which component; gives where what follows begins.
    private func legend(in drawing: inout Drawing, y top: Double, width: Double) -> Double {
        var x = Drawing.margin, y = top + 8
        func next(_ needed: Double) {
            guard x + needed > width - Drawing.margin, x > Drawing.margin else { return }
            x = Drawing.margin
            y += 12
        }
        for (index, name) in names.enumerated() {
            let needed = Drawing.width(of: "\(letter(index))  \(name)", size: 8) + 14
            next(needed)
            drawing.text(letter(index), x: x, y: y, size: 8, isBold: true)
            drawing.text(name, x: x + 11, y: y, size: 8)
            x += needed
        }
        (x, y) = (Drawing.margin, y + 14)
        let fills =
            metrics.contains(.energy) ? groups.enumerated().map { ($0.offset, $0.element) } + [(-1, "leakage")] : []
        for (index, name) in fills {
            let needed = Drawing.width(of: name, size: 8) + 24
            next(needed)
            swatch(index, in: &drawing, x: x, y: y - 7, width: 9, height: 9)
            drawing.text(name, x: x + 13, y: y, size: 8)
            x += needed
        }
        return y + 8
    }

    private func swatch(_ index: Int, in drawing: inout Drawing, x: Double, y: Double, width: Double, height: Double) {
        guard width > 0, height > 0 else { return }
        drawing.rectangle(
            x: x, y: y, width: width, height: height, fill: index < 0 ? .white : Self.fills[index % Self.fills.count])
        // Neighbours of like brightness stay apart in grey by a line between them.
        drawing.frame(
            x: x, y: y, width: width, height: height, stroke: index < 0 ? .soft : .white, weight: index < 0 ? 0.7 : 0.4)
    }

    /// Dark and light by turns.
    private static let fills = [
        Colour(0x1f3d5c), Colour(0xe69f00), Colour(0x2f7fb8), Colour(0xf3d08a), Colour(0x4d4d4d), Colour(0x8cc9a1),
        Colour(0x8a3b5c), Colour(0xc9c9c9),
        Colour(0x2b7a5b), Colour(0xe7a6c0), Colour(0x7a6a2b), Colour(0xa9d3ef),
    ]

    private func draw(
        _ panel: Panel, in drawing: inout Drawing, y top: Double, width: Double, height: Double
    ) -> Double {
        let isNormalised = comparisons.allSatisfy { comparison in
            comparison.results.indices.allSatisfy { comparison.isLike($0, comparison.baseline, in: panel.metric) }
                && comparison.results[comparison.baseline].evaluation[panel.metric] > 0
        }
        func unit(_ comparison: Comparison) -> Double {
            isNormalised ? comparison.results[comparison.baseline].evaluation[panel.metric] : 1
        }
        let totals = comparisons.map { comparison in
            comparison.results.map { $0.evaluation[panel.metric] / unit(comparison) }
        }
        let most = totals.joined().filter(\.isFinite).max() ?? 0
        guard most > 0 else { return top }
        let scale =
            isNormalised
            ? ColumnScale(of: [], unit: "", takesPrefix: false)
            : ColumnScale(of: [most], metric: panel.metric)
        let heading =
            isNormalised
            ? "\(panel.metric.title), × of \(comparisons[0].results[comparisons[0].baseline].hardware)"
            : "\(panel.metric.title), \(scale.unit)"
        drawing.text(heading, x: Drawing.margin, y: top + 12, size: 9, isBold: true)
        let left = Drawing.margin + 30, right = width - Drawing.margin
        // Room for the numbers on the bars.
        let upper = top + 28, lower = upper + height
        func place(_ value: Double) -> Double { lower - value / most * (lower - upper) }
        let step = Scale.stepWithin(most / (height < 60 ? 2 : 3))
        let ticks = (0...Int(most / step * (1 + 1e-9))).map { Double($0) * step }
        for (value, label) in zip(ticks, scale.labels(of: ticks, step: step)) {
            drawing.line(from: (left, place(value)), to: (right, place(value)), stroke: .rule, weight: 0.6)
            drawing.text(label, x: left - 4, y: place(value) + 2.6, size: 7, anchor: .end, fill: .soft)
        }
        let group = (right - left) / Double(comparisons.count), pitch = group / (Double(names.count) + 0.8)
        let thickness = min(28, 0.72 * pitch)
        let numbers = totals.map { $0.map { $0.isFinite ? typeset(scale.printed($0).text(significant: 3)) : "" } }
        // Where they do not run into each other.
        let isNumbered = numbers.joined().allSatisfy { Drawing.width(of: $0, size: 6.5) < pitch }
        for (number, comparison) in comparisons.enumerated() {
            for (index, result) in comparison.results.enumerated() {
                let middle = left + Double(number) * group + (Double(index) + 0.9) * pitch
                let x = middle - thickness / 2
                if panel.isStacked {
                    stack(result.evaluation, unit(comparison), in: &drawing, x: x, width: thickness, place)
                } else if totals[number][index].isFinite {
                    let y = place(totals[number][index])
                    drawing.rectangle(x: x, y: y, width: thickness, height: lower - y, fill: .bar)
                }
                if isNumbered, totals[number][index].isFinite {
                    let y = place(totals[number][index]) - 2.5
                    drawing.text(numbers[number][index], x: middle, y: y, size: 6.5, anchor: .middle, fill: .soft)
                }
                drawing.text(letter(index), x: middle, y: lower + 9, size: 7.5, anchor: .middle)
            }
            let middle = left + (Double(number) + 0.5) * group
            drawing.text(
                Drawing.fitting(comparison.network, width: group, size: 8), x: middle, y: lower + 19, size: 8,
                anchor: .middle)
        }
        drawing.line(from: (left, lower), to: (right, lower), stroke: .ink)
        return lower + 26
    }

    private func stack(
        _ evaluation: Evaluation, _ unit: Double, in drawing: inout Drawing, x: Double, width: Double,
        _ place: (Double) -> Double
    ) {
        var sum = 0.0
        func add(_ value: Double, _ index: Int) {
            let (from, to) = (place(sum), place(sum + value))
            swatch(index, in: &drawing, x: x, y: to, width: width, height: from - to)
            sum += value
        }
        for (index, name) in groups.enumerated() {
            add(
                (evaluation.breakdown.byComponent.children.first { $0.name == name }?.dynamicEnergy.si ?? 0) / unit,
                index)
        }
        add(evaluation.figures.leakageEnergy.si / unit, -1)
    }
}
