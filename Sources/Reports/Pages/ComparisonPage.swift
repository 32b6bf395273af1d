import Cost
import Hardware
import Quantities

extension Page {
    /// Networks on several architectures side by side.
    ///
    /// - Parameters:
    ///   - comparisons: one for each network.
    ///   - crossbars: of each hardware, by the name of its rows, the kinds of crossbar, for their sizes.
    public init(_ comparisons: [Comparison], crossbars: [String: [CrossbarKind]]) {
        let names = comparisons.map(\.network).joined(separator: ", ")
        let title = "\(names): \(comparisons.first?.results.count ?? 0) architectures compared"
        var sections = [HTML.tag("header", [:], .tag("h1", [:], .text(title)))]
        for (index, comparison) in comparisons.enumerated() {
            sections.append(
                .section(
                    "network-\(index)", comparisons.count == 1 ? "Figures" : comparison.network,
                    comparison.html(id: "n\(index)", crossbars: crossbars)))
        }
        var seen: Set<String> = []
        let provenances = comparisons.flatMap(\.results).filter { seen.insert($0.hardware).inserted }
        sections.append(
            .section("provenance", "Provenance", provenances.map { $0.provenance.section(of: $0.hardware) }))
        self.init(title: title, sections: sections)
    }
}

extension Comparison {
    fileprivate func html(id: String, crossbars: [String: [CrossbarKind]]) -> [HTML] {
        let groups = Groups(results.map(\.evaluation))
        let first = results[baseline]
        let mapping =
            isSharedMapping
            ? "Mapping \(first.evaluation.mapping), \(first.evaluation.dataflow.words)."
            : results.map { "\($0.hardware) with mapping \($0.evaluation.mapping), \($0.evaluation.dataflow.words)" }
                .joined(separator: "; ") + "."
        var parts: [HTML] = [
            .tag("p", ["class": "soft"], .text(mapping)),
            table.html(
                caption: "Figures of one inference; × of \(first.hardware), ∗ the best of a column", isDense: true),
        ]
        parts += HTML.warnings(Notes(notes(named: false)).lines)
        parts += [.tag("h3", [:], "Energy and area by component, to one scale"), groups.legend]
        parts += [
            StackedBars(
                title: "Energy of one inference, leakage apart", unit: "J", takesPrefix: true, rows: energyRows,
                groups: groups
            ).html(id: "\(id)-e"),
            StackedBars(title: "Area", unit: "mm²", takesPrefix: false, rows: rows { $0.area.si * 1e6 }, groups: groups)
                .html(id: "\(id)-a"),
        ]
        parts.append(
            BarChart(
                "delay", unit: "s", isWhole: false,
                bars: results.map { .init($0.hardware, $0.evaluation.figures.delay.si) }
            )
            .html(caption: "Delay", label: "hardware", heading: "delay"))
        if results.count > 1 {
            let pairs: [(Metric, Metric, String)] = [(.energy, .delay, "ed"), (.area, .edp, "aedp")]
            parts.append(
                .tag(
                    "div", ["class": "pair"],
                    pairs.compactMap { x, y, name in
                        let axes = Metric.comparable([x, y], among: results.map(\.evaluation))
                        return axes.count == 2 ? scatter(axes[0], axes[1]).html(id: "\(id)-\(name)") : nil
                    }))
        }
        for (index, result) in results.enumerated() {
            parts.append(.tag("h3", [:], .text("\(network) on \(result.hardware)")))
            parts += result.evaluation.named(result.hardware).areaIcicles(groups, id: "\(id)-\(index)")
            parts.append(
                NetworkStrip(evaluation: result.evaluation, kinds: crossbars[result.hardware] ?? []).html(
                    id: "\(id)-\(index)-strip"))
            parts.append(result.evaluation.layersTable.html(caption: "Layers with weights on \(result.hardware)"))
        }
        return parts
    }

    /// Every architecture as a mark of its own, which says all its figures.
    private func scatter(_ x: Metric, _ y: Metric) -> PageScatter {
        let series = results.map { result in
            let figures = Metric.comparable([.energy, .delay, .area, .edp, .edap], among: [result.evaluation]).map {
                "\($0.title) \(Axis($0).labelled(result.evaluation[$0]))"
            }
            let point = PageScatter.Point(
                x: result.evaluation[x], y: result.evaluation[y],
                words: ([result.hardware] + figures).joined(separator: "\n"),
                label: Drawing.fittingEnd(result.hardware, width: 120, size: 11))
            return PageScatter.Series(name: result.hardware, points: [point])
        }
        return PageScatter(
            x: Axis(x), y: Axis(y), series: series, height: 280, areFronts: false, table: "The table of figures",
            isPaired: true)
    }

    /// Dynamic energy by component, and what leaks in all.
    private var energyRows: [StackedBars.Row] {
        results.map { result in
            let parts = result.evaluation.breakdown.byComponent.children.map { ($0.name, $0.dynamicEnergy.si) }
            return .init(
                name: result.hardware, parts: parts + [(Groups.leakage, result.evaluation.figures.leakageEnergy.si)])
        }
    }

    private func rows(_ value: (BreakdownNode) -> Double) -> [StackedBars.Row] {
        results.map { result in
            .init(
                name: result.hardware,
                parts: result.evaluation.breakdown.byComponent.children.map { ($0.name, value($0)) })
        }
    }
}

extension Evaluation {
    /// The same under the name that a comparison's row has.
    fileprivate func named(_ hardware: String) -> Evaluation {
        var copy = self
        copy.hardware = hardware
        return copy
    }
}
