import Circuit
import Networks

/// Runs a network layer by layer; how a layer with weights is computed is given from outside.
///
/// All other layers are digital: real numbers in IEEE double precision, each operation rounded to nearest
/// even, sums in ascending order; see docs/simulation.md.
struct Interpreter: Sendable {
    let folded: FoldedNetwork
    let plans: [PatchPlan?]
    private let movements: [Movement?]
    /// For each layer, the tensors that nothing reads any more after it.
    private let releases: [[Int]]
    let input: Int
    let output: Int

    var network: Network { folded.network }

    /// - Throws: ``CircuitError`` when the network has not exactly one input and one output.
    init(_ folded: FoldedNetwork) throws(CircuitError) {
        self.folded = folded
        let network = folded.network
        let inputs = network.inputs
        let outputs = network.outputs
        guard inputs.count == 1, outputs.count == 1 else {
            throw CircuitError(
                "network '\(network.name)' has \(inputs.count) inputs and \(outputs.count) outputs",
                remedy:
                    "one of each is wanted: of an ONNX file, end it in one with --network-output NAME, and give inputs that stay the same as --constant NAME=VALUE"
            )
        }
        (input, output) = (inputs[0], outputs[0])
        let layers = network.layers
        plans = layers.map { layer in layer.isStationary ? PatchPlan(layer, input: layers[layer.inputs[0]].output) : nil
        }
        movements = layers.map { layer in
            Movement(layer.operation, inputs: layer.inputs.map { layers[$0].output }, output: layer.output)
        }
        var releases = [[Int]](repeating: [], count: layers.count)
        for (index, readers) in network.consumers.enumerated() {
            if let last = readers.last { releases[last].append(index) }
        }
        self.releases = releases
    }

    /// The elements of the network's output.
    ///
    /// - Parameters:
    ///   - image: the elements of the input.
    ///   - formats: for each layer whose output is stored as codes, their format.
    ///   - observe: sees the real numbers that each layer gives, before they become codes.
    ///   - stationary: results of a layer with weights, biases included, in the order of its output.
    func run<Failure: Error>(
        _ image: [Double], formats: [NumberFormat?], observe: ((Int, [Double]) -> Void)? = nil,
        stationary: (Int, Activations) throws(Failure) -> [Double]
    ) throws(Failure) -> [Double] {
        var tensors = [Activations?](repeating: nil, count: network.layers.count)
        for index in network.layers.indices {
            let layer = network.layers[index]
            let inputs = layer.inputs.map { tensors[$0] ?? .values([]) }
            var result =
                index == input
                ? .values(image)
                : layer.isStationary
                    ? .values(try stationary(index, inputs[0])) : digital(index, layer, inputs)
            observe?(index, result.values)
            if let format = formats[index] { result = result.quantised(to: format) }
            tensors[index] = result
            for done in releases[index] { tensors[done] = nil }
        }
        return (tensors[output] ?? .values([])).values
    }

    private func digital(_ index: Int, _ layer: Layer, _ inputs: [Activations]) -> Activations {
        let layers = network.layers
        func shape(_ k: Int) -> Shape { layers[layer.inputs[k]].output }
        switch layer.operation {
        case .input, .flatten, .reshape: return inputs.first ?? .values([])
        case .transpose, .slice, .pad, .concat, .gather, .expand:
            let all = Activations.joined(inputs)
            return movements[index].map { all.moved($0) } ?? all
        case .embedding(let embedding):
            return .values(rows(of: folded.constants[index] ?? [], embedding, ids: inputs[0].values))
        case .interpolate(let interpolation): return .values(interpolation.sums(inputs[0].values, of: shape(0)))
        case .overlapAdd(let sum): return .values(sum.sums(inputs[0].values, of: shape(0)))
        case .reduce(let reduction, let axes):
            return .values(reduced(inputs[0].values, over: axes, of: shape(0), reduction.function))
        case .argMax(let axis, let last):
            return .values(largestPlaces(inputs[0].values, axis: axis, of: shape(0), last: last))
        case .arithmetic(let arithmetic):
            return .values(
                elementwise(
                    inputs[0].values, inputs[1].values, shape(0), shape(1), output: layer.output, arithmetic.function))
        case .select:
            let chosen = zip(
                repeated(inputs[1].values, shape(1), to: layer.output),
                repeated(inputs[2].values, shape(2), to: layer.output))
            return .values(
                zip(repeated(inputs[0].values, shape(0), to: layer.output), chosen).map { $0 != 0 ? $1.0 : $1.1 })
        case .quantise(let format): return .values(inputs[0].values.map(format.nearest))
        case .constant: return .values(folded.constants[index] ?? [])
        case .pool(let pool) where pool.kind == .maximum: return maxima(pool, inputs[0], shape(0), layer.output)
        case .globalPool(.maximum):
            let whole = Extent(height: shape(0).height, width: shape(0).width)
            return maxima(Pooling(.maximum, window: whole, stride: 1), inputs[0], shape(0), layer.output)
        case .pool(let pool): return .values(pool.means(inputs[0].values, input: shape(0), output: layer.output))
        case .globalPool(.average): return .values(means(inputs[0].values, over: [1, 2], of: shape(0)))
        case .mean(let axes): return .values(means(inputs[0].values, over: axes, of: shape(0)))
        case .batchNorm:
            guard let norm = folded.normalisations[index] else { return inputs[0] }
            let values = inputs[0].values
            if layer.output.rank == 2 {
                let features = layer.output.features
                return .values(
                    values.indices.map { values[$0] * norm.scale[$0 % features] + norm.shift[$0 % features] })
            }
            let plane = layer.output.elementCount / layer.output.channels
            return .values(values.indices.map { values[$0] * norm.scale[$0 / plane] + norm.shift[$0 / plane] })
        case .layerNorm(let kind):
            guard let norm = folded.normalisations[index] else { return inputs[0] }
            return .values(layerNorm(inputs[0].values, norm, epsilon: kind.epsilon, isCentred: kind.isCentred))
        case .activation(.logSoftmax): return .values(logSoftmax(inputs[0].values, features: layer.output.features))
        case .activation(let activation):
            guard let function = activation.function() else {
                return .values(softmax(inputs[0].values, features: layer.output.features))
            }
            return .values(inputs[0].values.map(function))
        case .add:
            return .values(elementwise(inputs[0].values, inputs[1].values, shape(0), shape(1), output: layer.output, +))
        case .multiply:
            return .values(elementwise(inputs[0].values, inputs[1].values, shape(0), shape(1), output: layer.output, *))
        case .scale(let factor, let offset): return .values(inputs[0].values.map { $0 * factor + offset })
        case .matmul(let product): return .values(multiply(inputs[0], inputs[1], layer, product))
        case .convolution, .linear: preconditionFailure("layers with weights are no digital layers")
        }
    }

    /// The rows of a table for ids, those below 0 from its end; not a number where there is no such row.
    private func rows(of table: [Double], _ embedding: Embedding, ids: [Double]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(ids.count * embedding.features)
        for id in ids {
            let row = Int(exactly: id < 0 ? id + Double(embedding.rows) : id) ?? -1
            guard (0..<embedding.rows).contains(row) else {
                result += [Double](repeating: .nan, count: embedding.features)
                continue
            }
            result += table[row * embedding.features..<(row + 1) * embedding.features]
        }
        return result
    }

    private func maxima(_ pool: Pooling, _ input: Activations, _ shape: Shape, _ output: Shape) -> Activations {
        switch input {
        case .codes(let codes, let format): .codes(pool.maxima(codes, input: shape, output: output), format)
        case .values(let values): .values(pool.maxima(values, input: shape, output: output))
        }
    }

    /// Codes are multiplied as integers, exactly, and the sum is scaled once.
    private func multiply(
        _ first: Activations, _ second: Activations, _ layer: Layer, _ product: MatrixProduct
    ) -> [Double] {
        guard let matrix = layer.matrix else { preconditionFailure("a matrix product has a matrix") }
        if case .codes(let a, let left) = first, case .codes(let b, let right) = second {
            let scale = left.scale * right.scale
            return matrixProducts(
                a.map(Double.init), b.map(Double.init), matrix: matrix, transposesSecond: product.transposesSecond
            )
            .map { $0 * scale }
        }
        return matrixProducts(first.values, second.values, matrix: matrix, transposesSecond: product.transposesSecond)
    }
}
