import Hardware
import Mapping
import Quantities
import System

/// How strongly a layer's rows are driven, counted from the codes that it reads.
struct ActivityCount: Sendable {
    /// For each element of the padded input, how many rows of all positions it drives.
    private let uses: [Int32]
    /// For each pattern of bits, Σ over its streams of (value / highest value)².
    private let squares: [Double]
    /// Likewise Σ (value / highest value).
    private let shares: [Double]
    private let streams: InputStreams
    private let plan: PatchPlan
    /// Values driven for one image.
    private let values: Double

    init(_ layer: SlicedLayer, _ plan: PatchPlan) {
        var uses = [Int32](repeating: 0, count: plan.paddedCount)
        for base in plan.bases {
            for offset in plan.offsets { uses[Int(base + offset)] += 1 }
        }
        let streams = layer.streams
        func value(_ pattern: Int, _ stream: Int) -> Double {
            Double((pattern >> (stream * streams.width)) & streams.highest) / Double(streams.highest)
        }
        squares = (0..<1 << streams.bits).map { pattern in
            (0..<streams.count).reduce(0.0) { $0 + value(pattern, $1) * value(pattern, $1) }
        }
        shares = (0..<1 << streams.bits).map { pattern in (0..<streams.count).reduce(0.0) { $0 + value(pattern, $1) } }
        self.uses = uses
        self.streams = streams
        self.plan = plan
        values = Double(plan.bases.count * plan.offsets.count * streams.count)
    }

    /// Of the driven voltage relative to the read voltage, whatever its sign, for one image: its mean square and its
    /// mean.
    func means(_ codes: [Int32]) -> (square: Double, mean: Double) {
        let padded = plan.padded(codes, zero: 0)
        var square = 0.0, mean = 0.0
        for (element, count) in uses.enumerated() where count > 0 {
            let pattern = Int(streams.bits(of: padded[element]))
            square += Double(count) * squares[pattern]
            mean += Double(count) * shares[pattern]
        }
        return (square / values, mean / values)
    }
}

extension SlicedLayer {
    /// Mean level of the cells that are read, relative to the highest: rows × columns in use of all crossbars.
    var meanLevel: Double {
        var levels = 0, cells = 0
        for block in layout.rowBlocks {
            for crossbar in block.crossbars {
                cells += block.rows.count * slices.encoding.rowsPerWeight * crossbar.columns.count
                for column in crossbar.columns {
                    for row in block.rows {
                        // Of a pair of rows, the other cell has level 0.
                        levels += abs(level(row: row, output: column.output, slice: column.slice))
                    }
                }
            }
        }
        return Double(levels) / Double(cells) / Double(slices.highest)
    }
}

extension Simulation {
    /// What the crossbars of each layer see of the test images.
    ///
    /// - Throws: `InvalidInput` when an image cannot be read.
    public func activity(progress: (Int) -> Void = { _ in }) throws -> ActivityFile {
        let layers = quantised.network.layers
        let counts = layers.indices.map { index -> ActivityCount? in
            guard let layer = crossbars.layers[index], let plan = quantised.interpreter.plans[index] else { return nil }
            return ActivityCount(layer, plan)
        }
        var sums = [(square: Double, mean: Double)](repeating: (0, 0), count: layers.count)
        let chunk = options.threads * 8
        for first in stride(from: 0, to: images, by: chunk) {
            let count = min(chunk, images - first)
            let parts = try inParallel(count, threads: options.threads) { number in
                let image = data.normalisation.elements(try data.test.image(first + number).bytes)
                var means = [(square: Double, mean: Double)](repeating: (0, 0), count: counts.count)
                _ = quantised.exactRun(image) { index, codes in means[index] = counts[index]?.means(codes) ?? (0, 0) }
                return means
            }
            for part in parts {
                for (index, means) in part.enumerated() {
                    sums[index].square += means.square
                    sums[index].mean += means.mean
                }
            }
            progress(first + count)
        }
        return ActivityFile(
            zip(mapped.graph.stages, mapped.stages).compactMap { stage, placed in
                guard let layer = crossbars.layers[stage.anchor] else { return nil }
                let device = architecture.crossbars[placed.kind].device, level = layer.meanLevel,
                    sum = sums[stage.anchor]
                var activity = LayerActivity(
                    layer: layers[stage.anchor].name, meanSquareInput: sum.square / Double(images),
                    meanConductance: device.offConductance + (device.onConductance - device.offConductance) * level)
                activity.meanInput = sum.mean / Double(images)
                activity.meanLevel = level
                return activity
            })
    }
}
