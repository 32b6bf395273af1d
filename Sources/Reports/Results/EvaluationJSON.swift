import Cost
import Quantities

extension Evaluation {
    /// The result as `evaluate --json` writes it, without the names of its inputs.
    ///
    /// `hardware network mapping dataflow precisions`, then ``Metric/all`` (null where leakage is not known),
    /// `leakage_basis`, `counts_io`, then `breakdown.by_component`, `.by_layer` and `.by_level`, `layers`, `levels`,
    /// `bottleneck`, `parts`, `buffers`, `analog`, `accuracy`, `warnings`.
    public var json: [JSON.Member] {
        [
            .init("hardware", .string(hardware)), .init("network", .string(network)),
            .init("mapping", .string(mapping)),
            .init("dataflow", .string(dataflow.rawValue)),
            .init(
                "precisions",
                .array(precisions.map { ["weights": .integer($0.weights), "inputs": .integer($0.inputs)] })),
        ]
            + Metric.all.map { .init($0.key, known($0).map(JSON.number) ?? .null) }
            + [
                .init("leakage_basis", .string(leakageBasis)), .init("counts_io", .boolean(figures.countsIO)),
                .init("macs", .integer(figures.multiplyAccumulates)),
                .init(
                    "breakdown",
                    [
                        "by_component": breakdown.byComponent.json, "by_layer": breakdown.byLayer.json,
                        "by_level": breakdown.byLevel.json,
                    ]),
                .init("layers", .array(layers.map(\.json))),
                .init("levels", .array(levels.map(\.json))),
                .init("bottleneck", bottleneck.map { $0.json(of: figures.delay) } ?? .null),
                .init("parts", .array(parts.map { $0.json(of: figures.delay) })),
                .init("buffers", .array(buffers.map(\.json))),
                .init("analog", .array(analog.map(\.json))),
                .init("accuracy", accuracy?.json ?? .null),
                .init("warnings", .array(warnings.map { .string($0.description) })),
            ]
    }
}

extension Evaluation {
    /// "stated", "assumed" where some of it is, or "unknown".
    fileprivate var leakageBasis: String {
        guard figures.isLeakageKnown else { return "unknown" }
        return warnings.contains { if case .assumedLeakage = $0 { true } else { false } } ? "assumed" : "stated"
    }
}

extension AnalogReport {
    var json: JSON {
        [
            "crossbar": .string(crossbar), "encoding": .string(encoding.rawValue), "weight_bits": .integer(weightBits),
            "input_bits": .integer(inputBits), "relative_error": relativeError.map { .number($0) } ?? .null,
            "bits_lost": bitsLost.map { .number($0) } ?? .null, "is_harmful": .boolean(isHarmful),
            "problem": problem.map { .string($0) } ?? .null,
        ]
    }
}

extension SimulatedAccuracy {
    var json: JSON {
        [
            "share": .number(share),
            "interval_95": .array([.number(interval.lowerBound), .number(interval.upperBound)]),
            "images": .integer(images),
        ]
    }
}

extension BreakdownNode {
    /// `name dynamic_energy_J leakage_energy_J energy_J area_mm2 leakage_W children`, and `delay_s` where the node has
    /// one; null where leakage is not known.
    public var json: JSON {
        .object(
            [
                .init("name", .string(name)), .init("dynamic_energy_J", .number(dynamicEnergy.si)),
                .init("leakage_energy_J", isLeakageKnown ? .number(leakageEnergy.si) : .null),
                .init("energy_J", isLeakageKnown ? .number(energy.si) : .null),
                .init("area_mm2", .number(area.si * 1e6)),
                .init("leakage_W", isLeakageKnown ? .number(leakage.si) : .null),
            ]
                + (delay.map { [.init("delay_s", .number($0.si))] } ?? [])
                + [.init("children", .array(children.map(\.json)))])
    }
}

extension LayerReport {
    var json: JSON {
        [
            "name": .string(name), "crossbar": .string(crossbar), "crossbars": .integer(crossbars),
            "copies": .integer(copies),
            "macs": .integer(multiplyAccumulates), "dynamic_energy_J": .number(dynamicEnergy.si),
            "delay_s": .number(delay.si),
            "bottleneck": .string(bottleneck), "bottleneck_place": .string(bottleneckPlace),
            "utilisation": .number(utilisation),
            "held_bit": .number(held.si), "elsewhere_bit": .number(elsewhere.si), "off_chip_bit": .number(offChip.si),
        ]
    }
}

extension PartReport {
    /// `name level instances busiest busy_s busy_share mean_busy_share`, shares of the delay.
    func json(of delay: Time) -> JSON {
        [
            "name": .string(name), "level": .string(level), "instances": .integer(instances),
            "busiest": .string(busiest),
            "busy_s": .number(busyTime.si), "busy_share": .number(busyTime / delay),
            "mean_busy_share": .number(meanBusyTime / delay),
        ]
    }
}

extension BufferReport {
    /// `name level instances added capacity_bit need_bit fullest during total_bit elsewhere_bit outward_bit`; null
    /// where the file states no capacity, and where all layers work at once.
    var json: JSON {
        [
            "name": .string(name), "level": .string(level), "instances": .integer(instances), "added": .integer(added),
            "capacity_bit": capacity.map { .number($0.si) } ?? .null, "need_bit": .number(need.si),
            "fullest": .string(fullest),
            "during": during.map { .string($0) } ?? .null, "total_bit": .number(total.si),
            "elsewhere_bit": .number(elsewhere.si),
            "outward_bit": .number(outward.si),
        ]
    }
}

extension LevelReport {
    var json: JSON { ["name": .string(name), "instances": .integer(instances), "area_mm2": .number(area.si * 1e6)] }
}
