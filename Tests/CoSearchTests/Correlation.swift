import Mapping
import Networks
import Optimisation
import Random

@testable import CoSearch

/// A task that asks for a wide kernel: on images of class 1 every pixel is like the one four columns to its right, on
/// those of class 0 pixels are independent. Within three columns both look alike.
struct Correlation {
    let images: ImageSet
    let network: Network
    let plan: SupernetPlan
    let table: LayerTable

    static let kernels = [3, 5]
    static let kinds = ["small", "large"]

    init(count: Int = 1024, effects: [CrossbarEffects] = [.ideal, .ideal]) throws {
        var random = SeededRandom(seed: 17)
        let side = 12
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        for _ in 0..<count {
            let label = random.below(2)
            for _ in 0..<side {
                var row = (0..<side).map { _ in random.below(2) == 0 ? UInt8(64) : 192 }
                if label == 1 { for column in 4..<side { row[column] = row[column - 4] } }
                pixels += row
            }
            labels.append(UInt8(label))
        }
        images = ImageSet(channels: 1, height: side, width: side, classes: 2, pixels: pixels, labels: labels)

        var build = try NetworkBuilder("correlation", input: .map(channels: 1, height: side, width: side))
        var x = try build.convolution("conv", build.input, channels: 16, kernel: 3)
        x = try build.batchNorm("bn", x)
        x = try build.activation("relu", x, .relu)
        x = try build.append("pool", .globalPool(.average), [x])
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("linear", x, features: 2)
        network = try build.network()

        let precision = Precision(weights: 8, inputs: 8)
        plan = try SupernetPlan(network) { stage, _ in
            stage == 0
                ? Self.kernels.flatMap { kernel in
                    effects.map { Path(kernel: Extent(square: kernel), precision: precision, effects: $0) }
                }
                : effects.map { Path(kernel: nil, precision: precision, effects: $0) }
        }
        // The wide kernel costs twice, the large crossbar 1.5 times as much.
        func row(_ kernel: Double, _ kind: Int) -> LayerTable.Row {
            let factor = kernel * (kind == 0 ? 1 : 1.5)
            return .init(energy: factor, delay: factor, counts: kind == 0 ? [4, 0] : [0, 4])
        }
        table = LayerTable(
            resources: Self.kinds.map { .crossbars(kind: $0) },
            layers: [("conv", [row(1, 0), row(1, 1), row(2, 0), row(2, 1)]), ("linear", [row(0.5, 0), row(0.5, 1)])],
            timing: .criticalPath(predecessors: [[], [0]]),
            chip: ChipSize(
                area: 1, leakage: 0, groups: [.init(capacities: [8, 8], area: 1, leakage: 0)], limits: [nil, nil]))
    }

    var recipe: Recipe {
        var recipe = Recipe()
        recipe.epochs = 16
        recipe.batch = 32
        recipe.warmUp = 6
        recipe.rate = 0.1
        recipe.gateRate = 0.05
        recipe.shift = 0
        return recipe
    }
}
