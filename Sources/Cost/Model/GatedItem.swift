import Hardware
import Mapping
import Quantities

/// A part that is switched off while no stage that uses it works: it then leaks its gated figure, and is switched on
/// again at a price.
///
/// It is on for the whole of a stage that uses it, not between two of its actions alone. Layer by layer that is the
/// stage's own duration, once an inference; pipelined, a part that any stage uses is never off.
struct GatedItem: Sendable {
    /// Index in the ``ItemIndex``.
    let item: Int
    let level: Int
    /// What it leaks more than when it is off, W.
    let awakePower: Power
    let wakeEnergy: Energy

    static func all(of floorplan: Floorplan, _ items: ItemIndex) -> [GatedItem] {
        floorplan.levels.enumerated().flatMap { level, contents in
            contents.items.enumerated().compactMap { place, item in
                guard floorplan.withIO || !item.isIO, !item.isOffChip, item.leakage > item.idleLeakage else {
                    return nil
                }
                return GatedItem(
                    item: items[level, place], level: level, awakePower: item.leakage - item.idleLeakage,
                    wakeEnergy: item.wakeEnergy)
            }
        }
    }
}

extension CostModel {
    /// Of so many of a part as a stage needs on.
    private func units(of part: GatedItem, for stage: MappedStage) -> Double {
        guard let path = paths[stage.kind], let place = path.levels.first(where: { $0.level == part.level }) else {
            return 0
        }
        let item = self.item(part.item)
        if let crossbar = item.crossbar {
            guard crossbar == stage.kind, let perInstance = floorplan.places[crossbar]?.perInstance else { return 0 }
            // Converters of the crossbars that it has, the last one whole.
            return (Double(item.count * stage.crossbars) / Double(perInstance)).rounded(.up)
        }
        return Double(item.total(instances: place.instances(stage.crossbars)))
    }

    /// What one stage keeps on leaks while it works alone, beyond what is left of it when it is off, and waking it.
    func awakeEnergy(of stage: MappedStage, during time: Time) -> Energy {
        gated.reduce(.zero) { $0 + ($1.awakePower * time + $1.wakeEnergy) * units(of: $1, for: stage) }
    }

    /// The same by stage and item; empty where nothing is ever off.
    ///
    /// - Parameters:
    ///   - durations: of each stage.
    ///   - interval: from one inference to the next.
    func awakeEnergies(of mapped: MappedNetwork, _ durations: [Time], interval: Time, _ instances: [Int]) -> [[Energy]]
    {
        guard !gated.isEmpty else { return [] }
        var result = [[Energy]](repeating: [Energy](repeating: .zero, count: items.count), count: mapped.stages.count)
        for part in gated {
            switch mapped.dataflow {
            case .layerByLayer:
                for (index, stage) in mapped.stages.enumerated() {
                    result[index][part.item] =
                        (part.awakePower * durations[index] + part.wakeEnergy) * units(of: part, for: stage)
                }
            case .pipelined:
                // Stages that share an instance keep it on together.
                let units = mapped.stages.map { self.units(of: part, for: $0) }
                let all = Double(item(part.item).total(instances: instances[part.level])), sum = units.reduce(0, +)
                let share = sum > all ? all / sum : 1
                for index in units.indices {
                    result[index][part.item] = part.awakePower * interval * (units[index] * share)
                }
            }
        }
        return result
    }
}
