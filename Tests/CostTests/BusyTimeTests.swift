import Hardware
import Mapping
import Testing

@testable import Cost

/// What holds of every design: 600 random chips, networks and mappings.
@Suite struct BusyTimeTests {
    @Test(arguments: 0..<10)
    func noNumberIsBetterThanTheChipCouldBe(_ seed: Int) throws {
        let mappers = try Fixture().mappers
        var designs = try RandomDesigns(seed: UInt64(seed))
        for _ in 0..<60 {
            let chip = designs.chip()
            let network = try designs.network(), mapping = designs.mapping(network)
            let model = try CostModel(designs.architecture(chip))
            let mapped = try model.place(network, mapping, mappers: mappers)
            let evaluation = try model.evaluate(mapped)
            let delay = evaluation.figures.delay.si, comment = Comment(rawValue: "seed \(seed): \(chip.text)")

            // No part instance is busy for longer than the time that is reported.
            for part in evaluation.parts {
                #expect(part.busyTime.si <= delay * (1 + 1e-12), "\(part), \(delay), \(comment)")
                #expect(part.meanBusyTime.si <= part.busyTime.si * (1 + 1e-12))
            }
            #expect(evaluation.figures.latency.si >= delay)
            // Nor is any single path of stages longer.
            if mapping.dataflow == .layerByLayer {
                var ends = [Double](repeating: 0, count: mapped.stages.count)
                for (index, stage) in mapped.graph.stages.enumerated() {
                    let start = stage.predecessors.map { ends[$0] }.max() ?? 0
                    ends[index] = max(
                        start + evaluation.layers[index].delay.si, stage.joins.map { ends[$0] }.max() ?? 0)
                }
                #expect(delay >= ends.max()! * (1 - 1e-12), comment)
            } else {
                #expect(
                    evaluation.bottleneck!.busyTime.si >= delay * (1 - 1e-12), "\(evaluation.parts) \(delay) \(comment)"
                )
            }
            // All cuts of the breakdown sum to the same.
            for node in [evaluation.breakdown.byComponent, evaluation.breakdown.byLayer, evaluation.breakdown.byLevel] {
                #expect(node.energy.si.isNear(evaluation.figures.energy.si, within: 1e-12))
                #expect(node.area.si.isNear(evaluation.figures.area.si, within: 1e-12))
            }
            // The quick totals are those of the breakdown.
            let quick = try model.figures(of: mapped)
            #expect(quick.delay == evaluation.figures.delay && quick.latency == evaluation.figures.latency)
            #expect(quick.energy.si.isNear(evaluation.figures.energy.si, within: 1e-12))
            // A part that is faster, or that there is one more of, makes nothing slower.
            // (Smaller sets of DACs leave fewer crossbars free where inputs are kept apart: that is another placement.)
            let keepsPlacement = mapping.rules.allSatisfy { $0.change.dacSets == .shared }
            for better in [designs.faster(chip), designs.larger(chip, withSets: keepsPlacement)] {
                let after = try CostModel(designs.architecture(better)).evaluate(network, mapping, mappers: mappers)
                    .figures
                #expect(
                    after.delay.si <= delay * (1 + 1e-12),
                    "\(after.delay.si) after \(delay), seed \(seed)\n\(chip.text)\n\(better.text)")
            }
        }
    }
}

extension RandomDesigns {
    mutating func faster(_ chip: Chip) -> Chip {
        var chip = chip
        chip.times[pick(Chip.parts + Chip.converters)]! /= pick([1.5, 2, 10])
        return chip
    }

    mutating func larger(_ chip: Chip, withSets: Bool) -> Chip {
        var chip = chip
        switch below(4) {
        case 0 where chip.dacSharedBy > 1 && withSets: chip.dacSharedBy /= 2
        case 1: chip.adcColumns = max(1, chip.adcColumns * below(chip.adcColumns + 1) / (chip.adcColumns + 1))
        case 2: chip.mergeColumns = max(1, chip.mergeColumns / 2)
        default: chip.counts[pick(Chip.parts)]! += 1
        }
        return chip
    }
}
