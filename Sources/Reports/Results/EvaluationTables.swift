import Cost
import Quantities

extension Evaluation {
    /// Every metric with its unit, one below the other.
    public var metricsTable: Table {
        var rows: [[Table.Cell]] = Metric.all.map { metric in
            let scale = ColumnScale(of: [self[metric]], metric: metric)
            return [.init(metric.title), .init(scale.text(self[metric])), .init(scale.unit)]
        }
        if dataflow == .pipelined {
            let scale = ColumnScale(of: [figures.latency.si], unit: "s")
            rows.insert(["latency", .init(scale.text(figures.latency.si)), .init(scale.unit)], at: 2)
        }
        return Table(
            columns: [.init("", .leading), .init("", .decimal), .init("", .leading)], rows: rows, keyColumns: 3, hasHeading: false)
    }

    /// One row for each layer with weights.
    public var layersTable: Table {
        let energy = ColumnScale(of: layers.map(\.dynamicEnergy.si), unit: "J")
        let delay = ColumnScale(of: layers.map(\.delay.si), unit: "s")
        let operations = ColumnScale(of: layers.map { Double($0.multiplyAccumulates) }, unit: "")
        return Table(
            columns: [
                .init("layer", .leading), .init("crossbar", .leading), .init("crossbars", .trailing), .init("copies", .trailing),
                .init("MACs", unit: operations.unit, .decimal), .init("energy", unit: energy.unit, .decimal),
                .init("delay", unit: delay.unit, .decimal), .init("utilisation", unit: "%", .decimal), .init("limited by", .leading),
            ],
            rows: layers.map {
                [
                    .init($0.name), .init($0.crossbar), .init("\($0.crossbars)"), .init("\($0.copies)"),
                    .init(operations.text(Double($0.multiplyAccumulates))), .init(energy.text($0.dynamicEnergy.si)),
                    .init(delay.text($0.delay.si)), .init((100 * $0.utilisation).text(decimals: 1)),
                    .init("\($0.bottleneck) (\($0.bottleneckPlace))"),
                ]
            })
    }

    /// One row for each sort of part that does something: how long its busiest instance works in one inference.
    public var partsTable: Table {
        let busy = ColumnScale(of: parts.map(\.busyTime.si), unit: "s")
        func share(_ time: Time) -> String { "\((100 * (time / figures.delay)).text(decimals: 1))" }
        return Table(
            columns: [
                .init("part", .leading), .init("level", .leading), .init("instances", .trailing), .init("busiest", .leading),
                .init("busy", unit: busy.unit, .decimal), .init("of the delay", unit: "%", .decimal), .init("on average", unit: "%", .decimal),
            ],
            rows: parts.map {
                [
                    .init($0.name), .init($0.level), .init("\($0.instances)"), .init($0.busiest), .init(busy.text($0.busyTime.si)),
                    .init(share($0.busyTime)), .init(share($0.meanBusyTime)),
                ]
            })
    }

    /// The part that is busy for longest, in words: "adc-8b, crossbars of conv1, busy for 81.2 % of the delay".
    public var bottleneckWords: String? {
        bottleneck.map { "\($0.name), \($0.busiest), busy for \((100 * ($0.busyTime / figures.delay)).text(decimals: 1)) % of the delay" }
    }

    /// The parts of a breakdown with their shares, those inside others indented.
    ///
    /// - Parameter depth: levels of parts to show.
    public static func table(of node: BreakdownNode, heading: String, depth: Int = .max) -> Table {
        let rows = node.children.flatMap { flattened($0, depth: 0) }.filter { $0.depth < depth }
        let energy = ColumnScale(of: rows.map(\.node.energy.si), unit: "J")
        let leakage = ColumnScale(of: rows.map(\.node.leakage.si), unit: "W")
        func share(_ part: Double, of whole: Double) -> String { whole > 0 ? "\((100 * part / whole).text(decimals: 1)) %" : "" }
        return Table(
            columns: [
                .init(heading, .leading), .init("energy", unit: energy.unit, .decimal), .init("area", unit: "mm²", .decimal),
                .init("leakage", unit: leakage.unit, .decimal),
            ],
            rows: rows.map { row in
                [
                    .init(spaces(2 * row.depth) + row.node.name),
                    .init(energy.text(row.node.energy.si), note: share(row.node.energy.si, of: node.energy.si)),
                    .init((row.node.area.si * 1e6).text(significant: 4), note: share(row.node.area.si, of: node.area.si)),
                    .init(leakage.text(row.node.leakage.si), note: share(row.node.leakage.si, of: node.leakage.si)),
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
            header: ["layer", "crossbar", "crossbars", "copies", "macs", "dynamic_energy_J", "delay_s", "utilisation", "bottleneck", "bottleneck_place"],
            rows: layers.map {
                [
                    .text($0.name), .text($0.crossbar), .integer($0.crossbars), .integer($0.copies), .integer($0.multiplyAccumulates),
                    .number($0.dynamicEnergy.si), .number($0.delay.si), .number($0.utilisation), .text($0.bottleneck),
                    .text($0.bottleneckPlace),
                ]
            })
    }
}
