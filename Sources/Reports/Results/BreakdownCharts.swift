import Cost

extension Evaluation {
    /// Energy and area by component and energy by layer, as bars.
    ///
    /// Components stand by size, layers as in the network.
    public var charts: [BarChart] {
        [
            energyChart("energy by component", breakdown.byComponent).sorted(),
            chart("area by component", breakdown.byComponent, unit: "mm²", takesPrefix: false) { $0.area.si * 1e6 }
                .sorted(),
            layerChart,
        ]
    }

    /// The layers with weights; the others, which are many and small, in one bar.
    private var layerChart: BarChart {
        let placed = Set(layers.map(\.name))
        let all = energyChart("energy by layer", breakdown.byLayer)
        let others = all.bars.filter { !placed.contains($0.label) }
        var bars = all.bars.filter { placed.contains($0.label) }
        if !others.isEmpty {
            bars.append(
                .init(
                    "\(others.count) without weights", others.reduce(0) { $0 + $1.value },
                    tail: others.reduce(0) { $0 + $1.tail }))
        }
        return BarChart(all.title, unit: "J", bars: bars, tailName: all.tailName)
    }

    private func energyChart(_ title: String, _ node: BreakdownNode) -> BarChart {
        BarChart(
            title, unit: "J",
            bars: node.children.map { .init($0.name, $0.energy.si, tail: $0.leakageEnergy.si) }.filter { $0.value > 0 },
            tailName: figures.leakageEnergy > .zero ? "leakage" : nil)
    }

    private func chart(
        _ title: String, _ node: BreakdownNode, unit: String, takesPrefix: Bool = true, value: (BreakdownNode) -> Double
    ) -> BarChart {
        BarChart(
            title, unit: unit, takesPrefix: takesPrefix,
            bars: node.children.map { .init($0.name, value($0)) }.filter { $0.value > 0 })
    }

    /// The three breakdowns as rows: which one, the path to the part, and the part's figures.
    public var breakdownCSV: CSV {
        let parts = [
            ("by_component", breakdown.byComponent), ("by_layer", breakdown.byLayer), ("by_level", breakdown.byLevel),
        ]
        return CSV(
            header: [
                "breakdown", "part", "dynamic_energy_J", "leakage_energy_J", "energy_J", "area_mm2", "leakage_W",
                "delay_s",
            ],
            rows: parts.flatMap { name, root in
                rows(of: root, path: root.name).map { path, node in
                    func known(_ value: Double) -> CSV.Field { node.isLeakageKnown ? .number(value) : .empty }
                    return [
                        .text(name), .text(path), .number(node.dynamicEnergy.si), known(node.leakageEnergy.si),
                        known(node.energy.si),
                        .number(node.area.si * 1e6), known(node.leakage.si),
                        node.delay.map { .number($0.si) } ?? .empty,
                    ]
                }
            })
    }

    private func rows(of node: BreakdownNode, path: String) -> [(String, BreakdownNode)] {
        [(path, node)] + node.children.flatMap { rows(of: $0, path: "\(path)/\($0.name.replacing("/", with: "-"))") }
    }
}
