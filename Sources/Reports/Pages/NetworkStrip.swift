import Cost
import Hardware
import Quantities

/// The layers with weights side by side, from input to output: the kind of crossbar of each, and below it how many,
/// what they take, and how full they are.
struct NetworkStrip {
    let evaluation: Evaluation
    /// Kinds that layers use, in the order of the architecture.
    private let used: [(id: String, size: String, rows: Int)]

    /// - Parameter kinds: of the architecture, for their sizes.
    init(evaluation: Evaluation, kinds: [CrossbarKind]) {
        self.evaluation = evaluation
        let named = Set(evaluation.layers.map(\.crossbar))
        used = kinds.filter { named.contains($0.id) }.map { ($0.id, "\($0.rows)×\($0.columns)", $0.rows) }
    }

    private struct Row {
        var name: String
        var unit: String
        var takesPrefix = true
        var value: (LayerReport) -> Double
        /// Of what the bars are drawn; nil for the largest.
        var most: Double?
    }

    private let rows = [
        Row(name: "crossbars", unit: "", takesPrefix: false) { Double($0.crossbars) },
        Row(name: "energy", unit: "J") { $0.dynamicEnergy.si },
        Row(name: "delay", unit: "s") { $0.delay.si },
        Row(name: "utilisation", unit: "%", takesPrefix: false, value: { 100 * $0.utilisation }, most: 100),
    ]

    private let kindHeight = 46.0
    private let rowHeight = 64.0

    func html(id: String) -> HTML {
        let layers = evaluation.layers
        let count = Double(layers.count)
        let height = 20 + kindHeight + Double(rows.count) * rowHeight + 18
        let scales = rows.map { row in
            let values = layers.map(row.value)
            let most = row.most ?? values.max() ?? 0
            return (row: row, most: most, scale: ColumnScale(of: [most], unit: row.unit, takesPrefix: row.takesPrefix))
        }
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], .text("Crossbars along \(evaluation.network)")),
            .tag("desc", ["id": "\(id)-d"], .text(description)),
            .tag("text", ["class": "dim", "x": "0", "y": "12"], "crossbar kind"),
        ]
        for (index, entry) in scales.enumerated() {
            let top = 20 + kindHeight + Double(index) * rowHeight
            let unit = entry.scale.unit.isEmpty ? "" : " \(entry.scale.unit)"
            content.append(
                .tag(
                    "text", ["class": "dim", "x": "0", "y": position(top + 14)],
                    .text("\(entry.row.name), full height \(entry.scale.typeset(entry.most))\(unit)")))
            content.append(
                .void(
                    "line",
                    [
                        "x1": "0", "x2": "100%", "y1": position(top + rowHeight - 3.5),
                        "y2": position(top + rowHeight - 3.5),
                    ]))
        }
        for (index, layer) in layers.enumerated() {
            content.append(
                .tag(
                    "svg",
                    [
                        "data-item": "", "x": HTML.percent(Double(index) / count), "width": HTML.percent(1 / count),
                        "height": position(height),
                    ],
                    column(
                        layer, number: index + 1, scales.map { ($0.row, $0.most, $0.scale) }, height: height,
                        isNumbered: isNumbered(index))))
        }
        return .tag(
            "figure", [:],
            .tag(
                "figcaption", [:],
                .text(
                    "Crossbars along \(evaluation.network), from input to output; taller blocks are larger crossbars. The table below has the same numbers."
                )),
            .legend(used.enumerated().map { ("k\($0.offset % 8)", "\($0.element.id), \($0.element.size)") }),
            .tag(
                "svg",
                ["width": "100%", "height": position(height), "role": "img", "aria-labelledby": "\(id)-t \(id)-d"],
                content))
    }

    private func column(
        _ layer: LayerReport, number: Int, _ scales: [(Row, Double, ColumnScale)], height: Double, isNumbered: Bool
    ) -> [HTML] {
        let used = used
        let kind = used.firstIndex { $0.id == layer.crossbar } ?? 0
        let largest = Double(used.map(\.rows).max() ?? 1)
        let size = used.isEmpty ? 1 : Double(used[kind].rows) / largest
        let block = max(6, (kindHeight - 8) * (size > 0 ? size.squareRoot() : 1))
        let values = scales.map { row, _, scale in
            "\(row.name) \(scale.typeset(row.value(layer)))" + (scale.unit.isEmpty ? "" : " \(scale.unit)")
        }
        let words =
            "\(number) \(layer.name)\ncrossbar \(layer.crossbar)\(used.isEmpty ? "" : ", \(used[kind].size)")\n"
            + values.joined(separator: "\n") + "\nlimited by \(layer.bottleneck) (\(layer.bottleneckPlace))"
        var content: [HTML] = [
            .tag("title", [:], .text(words)),
            .void("rect", ["class": "hit", "width": "100%", "height": position(height)]),
            .void(
                "rect",
                [
                    "class": "k\(kind % 8)", "x": "12%", "width": "76%", "y": position(20 + kindHeight - 4 - block),
                    "height": position(block), "rx": "2",
                ]),
        ]
        for (index, (row, most, _)) in scales.enumerated() {
            let room = rowHeight - 24
            let bottom = 20 + kindHeight + Double(index + 1) * rowHeight - 4
            let length = most > 0 ? max(row.value(layer) > 0 ? 1 : 0, room * row.value(layer) / most) : 0
            content.append(
                .void(
                    "rect",
                    [
                        "class": "value", "x": "12%", "width": "76%", "y": position(bottom - length),
                        "height": position(length),
                    ]))
        }
        if isNumbered {
            content.append(
                .tag(
                    "text", ["class": "dim", "x": "50%", "y": position(height - 4), "text-anchor": "middle"],
                    .text("\(number)")))
        }
        return content
    }

    /// Every number where there are few layers, every fifth where there are many.
    private func isNumbered(_ index: Int) -> Bool {
        let count = evaluation.layers.count
        let step = count <= 12 ? 1 : count <= 60 ? 5 : count <= 120 ? 10 : 50
        return index == 0 || (index + 1) % step == 0
    }

    /// For those who do not see it: the runs of layers on one kind.
    private var description: String {
        var runs: [(kind: String, first: Int, last: Int)] = []
        for (index, layer) in evaluation.layers.enumerated() {
            if runs.last?.kind == layer.crossbar {
                runs[runs.count - 1].last = index + 1
            } else {
                runs.append((layer.crossbar, index + 1, index + 1))
            }
        }
        return runs.map {
            $0.first == $0.last ? "layer \($0.first) on \($0.kind)" : "layers \($0.first) to \($0.last) on \($0.kind)"
        }
        .joined(separator: ", ") + "."
    }

    private func position(_ value: Double) -> String { value.text(significant: 5) }
}
