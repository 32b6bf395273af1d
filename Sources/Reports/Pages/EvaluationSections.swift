import Cost
import Hardware
import Mapping
import Quantities

extension Evaluation {
    /// The numbers that are looked at first, large.
    func tiles() -> HTML {
        .tag(
            "ul", ["class": "tiles"],
            [Metric.energy, .delay, .area, .edap, .topsPerWatt, .utilisation].map { metric in
                let scale = ColumnScale(of: [self[metric]], metric: metric)
                return .tag(
                    "li", [:], .tag("span", ["class": "name"], .text(metric.title)),
                    .tag(
                        "span", ["class": "value"], .text(typeset(text(metric, scale)) + "\u{202F}"),
                        .tag("span", ["class": "unit"], .text(scale.unit))))
            })
    }

    /// Every metric with its unit and what it is.
    func metricsHTML() -> HTML {
        let caption = "All figures of one inference of \(network) on \(hardware)"
        let rows = shownMetrics.map { metric in
            let scale = ColumnScale(of: [self[metric]], metric: metric)
            return (metric.title, text(metric, scale), scale.unit, metric.words(dataflow))
        }
        let table = HTML.tag(
            "table", [:], .tag("caption", [:], .text(caption)),
            .tag(
                "thead", [:],
                .tag(
                    "tr", [:], .tag("th", ["scope": "col", "class": "leading"], "figure"),
                    .tag("th", ["scope": "col"], "value"), .tag("th", ["scope": "col", "class": "leading"], "unit"),
                    .tag("th", ["scope": "col", "class": "leading wrap"], "what it is"))),
            .tag(
                "tbody", [:],
                rows.map { title, value, unit, words in
                    .tag(
                        "tr", [:], .tag("th", ["scope": "row", "class": "leading"], .text(title)),
                        .tag("td", [:], .text(typeset(value))),
                        .tag("td", ["class": "leading"], .text(unit)),
                        .tag("td", ["class": "leading wrap soft"], .text(words)))
                }))
        return .scrolling(table, caption: caption)
    }

    /// Energy of each layer by component as a heat map: a row for each layer, a column for each component, the darker
    /// the more.
    func layersByComponentHTML() -> HTML {
        let rows = breakdown.byLayer.children.filter { $0.energy > .zero }
        let groups = breakdown.byComponent.children.map(\.name).filter { group in
            rows.contains { $0.children.contains { $0.name == group && $0.energy > .zero } }
        }
        func node(_ layer: BreakdownNode, _ group: String) -> BreakdownNode? {
            layer.children.first { $0.name == group }
        }
        let most = rows.flatMap { $0.children.map(\.energy.si) }.max() ?? 0
        let scale = ColumnScale(of: rows.flatMap { $0.children.map(\.energy.si) }, unit: "J")
        let caption =
            "Energy by layer and component in \(scale.unit), leakage by share of the chip; the darker the more, with what leaks in brackets"
        func cell(_ layer: BreakdownNode, _ group: String) -> HTML {
            guard let node = node(layer, group), node.energy > .zero else { return .tag("td", [:], "") }
            // The eye sees the root of a share better than the share.
            let shade = most > 0 ? (node.energy.si / most).squareRoot() : 0
            let words =
                scale.typeset(node.energy.si)
                + (node.leakageEnergy > .zero ? " (\(scale.typeset(node.leakageEnergy.si)))" : "")
            return .tag("td", ["class": "heat-\(Int((10 * shade).rounded()))"], .text(words))
        }
        let head =
            [HTML.tag("th", ["scope": "col", "class": "leading"], "layer")]
            + groups.map { .tag("th", ["scope": "col"], .text($0)) }
        let table = HTML.tag(
            "table", ["class": "dense"], .tag("caption", [:], .text(caption)),
            .tag("thead", [:], .tag("tr", [:], head)),
            .tag(
                "tbody", [:],
                rows.map { layer in
                    .tag(
                        "tr", [:],
                        [.tag("th", ["scope": "row", "class": "leading"], .text(layer.name))]
                            + groups.map { cell(layer, $0) })
                }))
        return .scrolling(table, caption: caption)
    }

    func icicles(_ groups: Groups, id: String) -> [HTML] {
        areaIcicles(groups, id: id) + [
            Icicle(
                title: "Energy of one inference on \(hardware)", root: breakdown.byLevel, unit: "J", takesPrefix: true,
                groups: groups
            ) { $0.energy.si }
            .html(id: "\(id)-energy")
        ]
    }

    /// The chip, and where its own parts leave little room for what is inside, that apart.
    func areaIcicles(_ groups: Groups, id: String) -> [HTML] {
        func icicle(_ title: String, _ root: BreakdownNode, _ id: String) -> HTML {
            Icicle(title: title, root: root, unit: "mm²", takesPrefix: false, groups: groups) { $0.area.si * 1e6 }.html(
                id: id)
        }
        let chip = breakdown.byLevel
        let inside = BreakdownNode(name: "inside \(chip.name)", sumOf: chip.children.filter { !$0.children.isEmpty })
        var drawings = [icicle("Area of \(hardware)", chip, "\(id)-area")]
        if inside.area > .zero, inside.area / chip.area < 0.35 {
            drawings.append(
                icicle("Area of \(hardware) without what stands on its outermost level", inside, "\(id)-inside"))
        }
        return drawings
    }

    func componentBars(_ groups: Groups) -> HTML {
        .tag(
            "div", ["class": "pair"],
            zip(charts, ["energy", "area"]).map { chart, heading in
                chart.html(
                    caption: chart.heading.prefix(1).uppercased() + chart.heading.dropFirst(), label: "component",
                    heading: heading
                ) { groups.colour(of: $0.label) ?? "value" }
            } + [
                limitsChart.html(
                    caption: "Delay of the layers by the component that limits them", label: "component",
                    heading: "delay"
                ) { groups.colour(of: $0.label) ?? "value" }
            ])
    }

    /// Delays of the layers, added up by what limits their rates.
    private var limitsChart: BarChart {
        var bars: [BarChart.Bar] = []
        for layer in layers {
            let index = bars.firstIndex { $0.label == layer.bottleneck } ?? bars.count
            if index == bars.count { bars.append(.init(layer.bottleneck, 0)) }
            bars[index].value += layer.delay.si
        }
        return BarChart("delay by limit", unit: "s", bars: bars).sorted()
    }

    /// Delay by layer; when layers run one after another these make up the whole.
    var delayChart: BarChart { BarChart("delay by layer", unit: "s", bars: layers.map { .init($0.name, $0.delay.si) }) }
}

extension Metric {
    /// What it is, for someone who sees it for the first time.
    func words(_ dataflow: Dataflow) -> String {
        switch self {
        case .dynamicEnergy: "of one inference: every action"
        case .leakageEnergy: "of one inference: what leaks during its delay"
        case .energy: "of one inference, leakage included"
        case .delay: dataflow == .pipelined ? "from one inference to the next" : "start to end of one inference"
        case .latency: "start to end of one inference"
        case .area: "silicon of the core, whole tiles"
        case .ioArea: "links off the chip"
        case .totalArea: "core and I/O"
        case .power: "mean over an inference, leakage included"
        case .leakage: "static power of that silicon"
        case .edp: "energy × delay"
        case .edap: "energy × delay × area"
        case .tops: "operations a second, two for each multiply-accumulate"
        case .topsPerWatt: "operations a joule"
        case .topsPerArea: "operations a second and mm²"
        case .peakTops: "operations a second when every crossbar works without pause or empty cell"
        case .peakTopsPerWatt: "that at the power of all parts at full activity"
        case .peakTopsPerArea: "that a mm²"
        case .shareOfPeak: "throughput over its peak"
        case .utilisation: "share of the used crossbars' cells that hold weights"
        default: ""
        }
    }
}

extension Provenance {
    /// Version and files, with their hashes.
    func section(id: String = "provenance", of what: String = "") -> HTML {
        let caption =
            "Files read\(what.isEmpty ? "" : " for \(what)"), with the SHA-256 of their bytes; naxdse \(version)"
        let table = HTML.tag(
            "table", [:], .tag("caption", [:], .text(caption)),
            .tag(
                "thead", [:],
                .tag(
                    "tr", [:], .tag("th", ["scope": "col", "class": "leading"], "file"),
                    .tag("th", ["scope": "col", "class": "leading"], "SHA-256"))),
            .tag(
                "tbody", [:],
                inputs.map {
                    .tag(
                        "tr", [:],
                        .tag("th", ["scope": "row", "class": "leading wrap"], .tag("code", [:], .text($0.path))),
                        .tag("td", ["class": "leading wrap"], .tag("code", [:], .text($0.sha256))))
                }))
        return .scrolling(table, caption: caption)
    }
}

extension HTML {
    /// What the user should know about the numbers; nothing where there is nothing.
    static func warnings(_ warnings: [String]) -> [HTML] {
        guard !warnings.isEmpty else { return [] }
        return [
            .tag(
                "aside", ["class": "warnings", "aria-label": "Warnings"],
                .tag("p", [:], .tag("b", [:], "To know about these numbers")),
                .tag("ul", [:], warnings.map { .tag("li", [:], .text($0)) }))
        ]
    }
}
