import Networks
import Tensors

/// How a pass through the network is to be done.
public struct PassMode: Hashable, Sendable {
    /// Batch-norms use the batch's statistics; otherwise the running ones.
    public var usesBatchStatistics: Bool
    /// Running statistics and ranges follow the batch.
    public var movesStatistics: Bool
    /// Weights and stored results are rounded to their bits.
    public var quantises = true
    /// Wires, variation and converters have their effect.
    public var hasEffects = true

    /// Training weights.
    public static let training = PassMode(usesBatchStatistics: true, movesStatistics: true)
    /// Training gates: nothing but gradients comes of it.
    public static let probing = PassMode(usesBatchStatistics: true, movesStatistics: false)
    /// Measuring: running statistics are used, and nothing is moved.
    public static let evaluation = PassMode(usesBatchStatistics: false, movesStatistics: false)
}

extension Supernet {
    /// The network's result for a batch.
    ///
    /// - Parameters:
    ///   - images: batch × the shape of the network's input.
    ///   - paths: for each stage, the paths to compute; then for each choice about the network what is chosen.
    ///   - gates: the weights of these paths as one vector, layer after layer; nil where each
    ///     layer has one path of weight 1.
    public func logits(
        _ images: Tensors.Tensor, _ paths: [GateDraw.Layer], gates: Tensors.Tensor? = nil, _ mode: PassMode
    ) throws(TensorError) -> Tensors.Tensor {
        precondition(
            paths.count == plan.paths.count + plan.shapes.count,
            "one choice of paths for each layer with weights, and one of each shape")
        precondition(gates != nil || paths.allSatisfy { $0.options.count == 1 }, "several paths need gates")
        // Convolutions on a CPU are faster where the channels of a pixel lie beside each other: results keep the order
        // of their inputs.
        let images = images.rank == 4 ? try images.channelsLast() : images
        var values: [Tensor] = []
        values.reserveCapacity(network.layers.count)
        var firstGate = [0]
        for layer in paths { firstGate.append(firstGate.last! + layer.options.count) }
        let widths = try plan.shapes.enumerated().map { number, shape throws(TensorError) -> WidthOfPass? in
            guard case .channels(_, let counts) = shape else { return nil }
            let place = plan.paths.count + number
            return try width(counts, paths[place].options, gates: gates, first: firstGate[place])
        }
        let gone = plan.shapes.isEmpty ? [] : Array(blockOfLayer.values).filter { isLeftOut($0, paths) }
        let leftOut = Dictionary(gone.map { ($0.output, $0) }) { first, _ in first }
        storedBits = storage.bits(leavingOut: leftOut.values.map { ($0.layers, $0.input, $0.output) })
        standIns = leftOut.mapValues(\.input)
        for (index, layer) in network.layers.enumerated() {
            // What a block that is left out reads stands for all of its results.
            if let block = blockOfLayer[index], isLeftOut(block, paths) {
                values.append(values[block.input])
                continue
            }
            let inputs = layer.inputs.map { values[$0] }
            var value: Tensor
            let width = widthOfLayer[index].flatMap { widths[$0] }
            if let stage = stageOfAnchor[index] {
                value = try mixed(
                    stage, inputs[0], paths[stage].options, width, gates: gates, first: firstGate[stage], mode)
            } else if plan.shortcuts.contains(index) {
                value = try resized(
                    inputs[0], to: { if case .cut(let count)? = width { count } else { layer.output.channels } }())
            } else if network.foldTarget(of: index) != nil {
                value = inputs[0]
            } else {
                value = try apply(layer, inputs, images, mode)
            }
            if let bits = storedBits[index], mode.quantises {
                value = try stored(value, layer.name, bits: bits, isSigned: !storage.isNonNegative[index], mode)
            }
            if let block = blockOfLayer[index], block.output == index, let gates {
                value = try mixed(value, values[block.input], block, paths, gates: gates, firstGate)
            }
            values.append(value)
        }
        return values[network.outputs.last ?? values.count - 1]
    }

    /// Whether all that is chosen of a block is to do without it.
    private func isLeftOut(_ block: BlockOfPlan, _ paths: [GateDraw.Layer]) -> Bool {
        !paths[block.choice].options.contains { block.isThere[$0] }
    }

    /// Σ gate·what the block gives: its result, or what it reads.
    private func mixed(
        _ value: Tensor, _ input: Tensor, _ block: BlockOfPlan, _ paths: [GateDraw.Layer], gates: Tensor,
        _ firstGate: [Int]
    ) throws(TensorError) -> Tensor {
        let options = paths[block.choice].options
        guard options.count > 1 else { return value }
        var sum: Tensor?
        for (position, option) in options.enumerated() {
            let gate = firstGate[block.choice] + position
            let weighed = try (block.isThere[option] ? value : input) * gates.slice(gate..<gate + 1, along: 0)
            sum = if let sum { try sum + weighed } else { weighed }
        }
        return sum!
    }

    /// Σ gate·path, of the width that is wanted.
    private func mixed(
        _ stage: Int, _ x: Tensor, _ options: [Int], _ width: WidthOfPass?, gates: Tensor?, first: Int, _ mode: PassMode
    ) throws(TensorError) -> Tensor {
        switch width {
        case nil: try mixed(stage, x, options, channels: nil, gates: gates, first: first, mode)
        case .cut(let channels): try mixed(stage, x, options, channels: channels, gates: gates, first: first, mode)
        case .masked(let mask): try mixed(stage, x, options, channels: nil, gates: gates, first: first, mode) * mask
        }
    }

    /// Σ gate·path. Paths that compute the same are computed once.
    private func mixed(
        _ stage: Int, _ x: Tensor, _ options: [Int], channels: Int?, gates: Tensor?, first: Int, _ mode: PassMode
    ) throws(TensorError) -> Tensor {
        var results: [(like: Int, value: Tensor)] = []
        var sum: Tensor?
        for (position, option) in options.enumerated() {
            let value: Tensor
            if let known = results.first(where: { isAlike($0.like, option, stage, mode) }) {
                value = known.value
            } else {
                value = try path(stage, option, x, channels: channels, mode)
                results.append((option, value))
            }
            guard let gates else { return value }
            let gate = first + position
            let weighed = try value * gates.slice(gate..<gate + 1, along: 0)
            sum = if let sum { try sum + weighed } else { weighed }
        }
        return sum!
    }

    /// Whether two paths of a layer give the same result.
    private func isAlike(_ a: Int, _ b: Int, _ stage: Int, _ mode: PassMode) -> Bool {
        let first = plan.paths[stage][a], second = plan.paths[stage][b]
        // Running statistics are a path's own; in training they are the batch's.
        guard first.kernel == second.kernel, mode.usesBatchStatistics, !mode.movesStatistics else { return a == b }
        return (!mode.quantises || first.precision == second.precision)
            && (!mode.hasEffects || (first.effects == second.effects && first.effects.isDeterministic))
    }

    /// What is stored: rounded to its bits, with a scale from the moving maximum.
    private func stored(
        _ value: Tensor, _ name: String, bits: Int, isSigned: Bool, _ mode: PassMode
    ) throws(TensorError) -> Tensor {
        let range = buffers["\(name).range"]
        if mode.movesStatistics {
            try backend.withoutGradients { () throws(TensorError) in
                let numbers = try value.converted(to: .float32)
                // Magnitudes of numbers that are never negative need no pass of their own.
                let largest = try (isSigned ? numbers.magnitude() : numbers).largest().reshaped([1])
                let moved = try range * 0.95 + largest * 0.05
                // 0 is the range before the first batch.
                try range.copy(from: range.isEqual(to: 0).select(largest, else: moved))
            }
        }
        let highest = (1 << (isSigned ? bits - 1 : bits)) - 1
        return try value.converted(to: .float32)
            .quantised(scale: scale(of: name, highest: highest), levels: (isSigned ? -highest - 1 : 0)...highest)
    }

    /// What a stored integer of 1 is worth.
    func scale(of name: String, highest: Int) throws(TensorError) -> Tensor {
        try backend.withoutGradients { () throws(TensorError) in
            try buffers["\(name).range"].maximum(1e-8) / Double(highest)
        }
    }
}

extension CrossbarEffects {
    /// Whether nothing is drawn.
    var isDeterministic: Bool { weightDeviation == 0 && sumDeviation == 0 }
}
