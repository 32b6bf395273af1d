import Cost
import Quantities

extension Evaluation {
    /// Every metric with its unit, one below the other.
    public var metricsTable: Table {
        var rows: [[Table.Cell]] = shownMetrics.map { metric in
            let scale = ColumnScale(of: [self[metric]], metric: metric)
            return [
                .init(metric.title), .init(text(metric, scale)),
                .init(isKnown(metric) || ![.leakage, .leakageEnergy].contains(metric) ? scale.unit : ""),
            ]
        }
        if let accuracy {
            rows.append(["accuracy", .init((100 * accuracy.share).text(decimals: 2), note: accuracy.words), "%"])
        }
        return Table(
            columns: [.init("", .leading), .init("", .decimal), .init("", .leading)], rows: rows, keyColumns: 3,
            hasHeading: false)
    }

    /// All that say something: latency where it is not the delay, I/O where there is any.
    var shownMetrics: [Metric] {
        Metric.all.filter { metric in
            switch metric {
            case .latency: dataflow == .pipelined
            case .interval: false
            case .ioArea, .totalArea: figures.ioArea > .zero
            case .peakTops, .peakTopsPerWatt, .peakTopsPerArea, .shareOfPeak: self[metric].isFinite
            default: true
            }
        }
    }

    /// One row for each type of crossbar and encoding: what wires and cells make of results.
    public var analogTable: Table {
        Table(
            columns: [
                .init("crossbar", .leading), .init("encoding", .leading), .init("weights", unit: "bit", .trailing),
                .init("inputs", unit: "bit", .trailing),
                .init("error of results", unit: "% rms", .decimal), .init("bits lost", .decimal), .init("", .leading),
            ],
            rows: analog.map { report in
                [
                    .init(report.crossbar), .init(report.encoding.rawValue), .init("\(report.weightBits)"),
                    .init("\(report.inputBits)"),
                    .init(report.relativeError.map { (100 * $0).text(significant: 3) } ?? "–"),
                    .init(report.bitsLost.map { $0.text(decimals: 1) } ?? "–"),
                    .init(report.problem ?? (report.isHarmful ? "accuracy suffers" : "")),
                ]
            }, keyColumns: 2)
    }

    /// Energy of each layer with weights and its followers, by component: dynamic and leaked together.
    public var layersByComponentTable: Table {
        let groups = breakdown.byComponent.children.map(\.name)
        let shown = groups.filter { group in
            breakdown.byLayer.children.contains { node in
                node.children.contains { $0.name == group && $0.energy > .zero }
            }
        }
        let scale = ColumnScale(of: breakdown.byLayer.children.flatMap { $0.children.map(\.energy.si) }, unit: "J")
        return Table(
            columns: [.init("energy, \(scale.unit)", .leading)] + shown.map { .init($0, .decimal) },
            rows: breakdown.byLayer.children.map { layer in
                [.init(layer.name)]
                    + shown.map { group in
                        .init(layer.children.first { $0.name == group }.map { scale.text($0.energy.si) } ?? "")
                    }
            })
    }

    /// One row for each layer with weights.
    public var layersTable: Table {
        let energy = ColumnScale(of: layers.map(\.dynamicEnergy.si), unit: "J")
        let delay = ColumnScale(of: layers.map(\.delay.si), unit: "s")
        let operations = ColumnScale(of: layers.map { Double($0.multiplyAccumulates) }, unit: "")
        return Table(
            columns: [
                .init("layer", .leading), .init("crossbar", .leading), .init("crossbars", .trailing),
                .init("copies", .trailing),
                .init("MACs", unit: operations.unit, .decimal), .init("energy", unit: energy.unit, .decimal),
                .init("delay", unit: delay.unit, .decimal), .init("utilisation", unit: "%", .decimal),
                .init("limited by", .leading),
            ]
                + (hasMoved
                    ? [.init("maps held", .trailing), .init("elsewhere", .trailing), .init("off chip", .trailing)]
                    : []),
            rows: layers.map {
                let cells: [Table.Cell] = [
                    .init($0.name), .init($0.crossbar), .init("\($0.crossbars)"), .init("\($0.copies)"),
                    .init(operations.text(Double($0.multiplyAccumulates))), .init(energy.text($0.dynamicEnergy.si)),
                    .init(delay.text($0.delay.si)), .init((100 * $0.utilisation).text(decimals: 1)),
                    .init("\($0.bottleneck) (\($0.bottleneckPlace))"),
                ]
                return cells
                    + (hasMoved
                        ? [.init(amount($0.held)), .init(amount($0.elsewhere)), .init(amount($0.offChip))] : [])
            })
    }

    /// Whether some maps lie elsewhere than beside the crossbars that read them.
    private var hasMoved: Bool { layers.contains { $0.elsewhere > .zero } }

    private func amount(_ bits: Information) -> String { bits > .zero ? bits.formatted() : "–" }

    /// One row for each sort of part that does something: how long its busiest instance works in one inference.
    public var partsTable: Table {
        let busy = ColumnScale(of: parts.map(\.busyTime.si), unit: "s")
        func share(_ time: Time) -> String { "\((100 * (time / figures.delay)).text(decimals: 1))" }
        return Table(
            columns: [
                .init("part", .leading), .init("level", .leading), .init("instances", .trailing),
                .init("busiest", .leading),
                .init("busy", unit: busy.unit, .decimal), .init("of the delay", unit: "%", .decimal),
                .init("on average", unit: "%", .decimal),
            ],
            rows: parts.map {
                [
                    .init($0.name), .init($0.level), .init("\($0.instances)"), .init($0.busiest),
                    .init(busy.text($0.busyTime.si)),
                    .init(share($0.busyTime)), .init(share($0.meanBusyTime)),
                ]
            })
    }

    /// One row for the buffers of each level and the memory off the chip.
    public var buffersTable: Table { buffers.table }

    /// The part that is busy for longest, in words: "adc-8b, crossbars of conv1, busy for 81.2 % of the delay".
    public var bottleneckWords: String? {
        bottleneck.map {
            "\($0.name), \($0.busiest), busy for \((100 * ($0.busyTime / figures.delay)).text(decimals: 1)) % of the delay"
        }
    }

    /// The parts of a breakdown with their shares, those inside others indented.
    ///
    /// - Parameter depth: levels of parts to show.
    public static func table(of node: BreakdownNode, heading: String, depth: Int = .max) -> Table {
        let rows = node.children.flatMap { flattened($0, depth: 0) }.filter { $0.depth < depth }
        let energy = ColumnScale(of: rows.flatMap { [$0.node.dynamicEnergy.si, $0.node.leakageEnergy.si] }, unit: "J")
        func share(_ part: Double, of whole: Double) -> String {
            whole > 0 ? "\((100 * part / whole).text(decimals: 1)) %" : ""
        }
        return Table(
            columns: [
                .init(heading, .leading), .init("dynamic energy", unit: energy.unit, .decimal),
                .init("leakage energy", unit: energy.unit, .decimal), .init("area", unit: "mm²", .decimal),
            ],
            rows: rows.map { row in
                [
                    .init(spaces(2 * row.depth) + row.node.name),
                    .init(
                        energy.text(row.node.dynamicEnergy.si),
                        note: share(row.node.dynamicEnergy.si, of: node.isLeakageKnown ? node.energy.si : 0)),
                    row.node.isLeakageKnown
                        ? .init(
                            energy.text(row.node.leakageEnergy.si),
                            note: share(row.node.leakageEnergy.si, of: node.energy.si))
                        : "unknown",
                    .init(
                        (row.node.area.si * 1e6).text(significant: 4), note: share(row.node.area.si, of: node.area.si)),
                ]
            })
    }

    private static func flattened(_ node: BreakdownNode, depth: Int) -> [(node: BreakdownNode, depth: Int)] {
        [(node, depth)] + node.children.flatMap { flattened($0, depth: depth + 1) }
    }
}

extension Evaluation {
    /// One row for each layer with weights, in SI units.
    public var layersCSV: CSV {
        CSV(
            header: [
                "layer", "crossbar", "crossbars", "copies", "macs", "dynamic_energy_J", "delay_s", "utilisation",
                "bottleneck", "bottleneck_place",
                "held_bit", "elsewhere_bit", "off_chip_bit",
            ],
            rows: layers.map {
                [
                    .text($0.name), .text($0.crossbar), .integer($0.crossbars), .integer($0.copies),
                    .integer($0.multiplyAccumulates),
                    .number($0.dynamicEnergy.si), .number($0.delay.si), .number($0.utilisation), .text($0.bottleneck),
                    .text($0.bottleneckPlace), .number($0.held.si), .number($0.elsewhere.si), .number($0.offChip.si),
                ]
            })
    }
}

extension [BufferReport] {
    /// One row for the buffers of each level and the memory off the chip: what they hold at most beside what they can.
    public var table: Table {
        func amount(_ bits: Information) -> String { bits > .zero ? bits.formatted() : "–" }
        return Table(
            columns: [
                .init("buffer", .leading), .init("level", .leading), .init("instances", .trailing),
                .init("size", .trailing), .init("peak need", .trailing),
                .init("of the size", unit: "%", .decimal), .init("fullest", .leading), .init("all together", .trailing),
                .init("elsewhere", .trailing), .init("further out", .trailing),
            ],
            rows: map { buffer in
                [
                    .init(buffer.name), .init(buffer.level),
                    .init("\(buffer.instances)", note: buffer.added > 0 ? "\(buffer.added) added" : ""),
                    .init(buffer.capacity?.formatted() ?? "unknown"),
                    .init(buffer.need.formatted()),
                    .init(buffer.capacity.map { "\((100 * (buffer.need / $0)).text(decimals: 1))" } ?? "–"),
                    .init(buffer.during.map { "\(buffer.fullest), \($0)" } ?? buffer.fullest),
                    .init(buffer.total.formatted()),
                    .init(amount(buffer.elsewhere)), .init(amount(buffer.outward)),
                ]
            })
    }
}
