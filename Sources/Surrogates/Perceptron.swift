import Random

/// A small network of fully connected layers with one output, eight points at once.
///
/// The activation is x/√(1 + x²): smooth, and made of operations that IEEE 754 rounds exactly, so that the same
/// numbers come out on every machine.
struct Perceptron: Sendable, Hashable {
    struct Layer: Sendable, Hashable {
        let inputs: Int
        let outputs: Int
        /// outputs × inputs, then the outputs' biases.
        var parameters: [Double]

        init(inputs: Int, outputs: Int, parameters: [Double]) {
            precondition(
                parameters.count == outputs * (inputs + 1),
                "a layer has a weight for each pair and a bias for each output")
            self.inputs = inputs
            self.outputs = outputs
            self.parameters = parameters
        }
    }

    var layers: [Layer]

    var inputs: Int { layers[0].inputs }
    /// Values of a layer, all of them together.
    private var widest: Int { layers.reduce(inputs) { max($0, $1.outputs) } }

    /// Layers of these widths, the first that of the inputs: weights evenly from ±√(6/(inputs + outputs)) (Glorot and
    /// Bengio, 2010).
    init(widths: [Int], seed: UInt64) {
        let draws = CountedDraws(seed: seed, .surrogateWeights)
        var drawn = 0
        layers = zip(widths, widths.dropFirst()).map { inputs, outputs in
            let limit = (6 / Double(inputs + outputs)).squareRoot()
            let weights = (0..<inputs * outputs).map { limit * (2 * draws.uniform(drawn + $0) - 1) }
            drawn += weights.count
            return Layer(inputs: inputs, outputs: outputs, parameters: weights + [Double](repeating: 0, count: outputs))
        }
    }

    init(layers: [Layer]) { self.layers = layers }

    /// Outputs for eight points; `scratch` holds twice the widest layer.
    func callAsFunction(
        _ points: UnsafePointer<SIMD8<Double>>, _ scratch: UnsafeMutablePointer<SIMD8<Double>>
    ) -> SIMD8<Double> {
        var from = scratch, to = scratch + widest
        for k in 0..<inputs { from[k] = points[k] }
        for (number, layer) in layers.enumerated() {
            layer.parameters.withUnsafeBufferPointer { parameters in
                let biases = layer.inputs * layer.outputs
                for o in 0..<layer.outputs {
                    var sum = SIMD8<Double>(repeating: parameters[biases + o])
                    for i in 0..<layer.inputs { sum += parameters[o * layer.inputs + i] * from[i] }
                    to[o] = number == layers.count - 1 ? sum : Self.activation(sum)
                }
            }
            swap(&from, &to)
        }
        return from[0]
    }

    /// Numbers of scratch that a run takes.
    var scratchSize: Int { 2 * widest }

    @inline(__always)
    static func activation(_ x: SIMD8<Double>) -> SIMD8<Double> { x / (1 + x * x).squareRoot() }
}

/// Errors and gradients of a ``Perceptron``, for training it.
struct Backpropagation {
    /// Σ weight·(output − target)² and its gradient by all parameters, layer after layer.
    private(set) var loss = 0.0
    private(set) var gradients: [[Double]]
    private var lanes: [[SIMD8<Double>]]
    /// Outputs of each layer, the inputs first; sums before their activation.
    private var values: [[SIMD8<Double>]]
    private var slopes: [[SIMD8<Double>]]
    private var errors: [[SIMD8<Double>]]

    init(_ network: Perceptron) {
        gradients = network.layers.map { [Double](repeating: 0, count: $0.parameters.count) }
        lanes = network.layers.map { [SIMD8<Double>](repeating: .zero, count: $0.parameters.count) }
        values =
            [[SIMD8<Double>](repeating: .zero, count: network.inputs)]
            + network.layers.map { [SIMD8<Double>](repeating: .zero, count: $0.outputs) }
        slopes = network.layers.map { [SIMD8<Double>](repeating: .zero, count: $0.outputs) }
        errors = slopes
    }

    /// Goes over points of `groups` of eight.
    ///
    /// - Parameters:
    ///   - points: `inputs` vectors a group.
    ///   - targets: one vector a group; likewise `weights`, 0 for lanes that hold no point.
    mutating func run(
        _ network: Perceptron, groups: Int, points: [SIMD8<Double>], targets: [SIMD8<Double>], weights: [SIMD8<Double>]
    ) {
        loss = 0
        for l in lanes.indices {
            for k in lanes[l].indices { lanes[l][k] = .zero }
        }
        var sum = SIMD8<Double>.zero
        for group in 0..<groups {
            for i in 0..<network.inputs { values[0][i] = points[group * network.inputs + i] }
            forward(network)
            let difference = values[network.layers.count][0] - targets[group]
            sum += weights[group] * difference * difference
            errors[network.layers.count - 1][0] = 2 * weights[group] * difference
            backward(network)
        }
        loss = sum.sum()
        for l in lanes.indices {
            for k in lanes[l].indices { gradients[l][k] = lanes[l][k].sum() }
        }
    }

    private mutating func forward(_ network: Perceptron) {
        for (l, layer) in network.layers.enumerated() {
            let isLast = l == network.layers.count - 1
            values[l].withUnsafeBufferPointer { from in
                layer.parameters.withUnsafeBufferPointer { parameters in
                    for o in 0..<layer.outputs {
                        var sum = SIMD8<Double>(repeating: parameters[layer.inputs * layer.outputs + o])
                        for i in 0..<layer.inputs { sum += parameters[o * layer.inputs + i] * from[i] }
                        let square = 1 + sum * sum
                        let root = square.squareRoot()
                        values[l + 1][o] = isLast ? sum : sum / root
                        slopes[l][o] = isLast ? SIMD8(repeating: 1) : 1 / (square * root)
                    }
                }
            }
        }
    }

    private mutating func backward(_ network: Perceptron) {
        for (l, layer) in network.layers.enumerated().reversed() {
            let biases = layer.inputs * layer.outputs
            for o in 0..<layer.outputs {
                let error = errors[l][o] * slopes[l][o]
                errors[l][o] = error
                lanes[l][biases + o] += error
                lanes[l].withUnsafeMutableBufferPointer { lanes in
                    values[l].withUnsafeBufferPointer { from in
                        for i in 0..<layer.inputs { lanes[o * layer.inputs + i] += error * from[i] }
                    }
                }
            }
            guard l > 0 else { continue }
            layer.parameters.withUnsafeBufferPointer { parameters in
                for i in 0..<layer.inputs {
                    var sum = SIMD8<Double>.zero
                    for o in 0..<layer.outputs { sum += parameters[o * layer.inputs + i] * errors[l][o] }
                    errors[l - 1][i] = sum
                }
            }
        }
    }
}

/// Adam (Kingma and Ba, arXiv 1412.6980) with its usual constants.
struct Adam {
    private var first: [[Double]]
    private var second: [[Double]]
    private var steps = 0

    init(_ network: Perceptron) {
        first = network.layers.map { [Double](repeating: 0, count: $0.parameters.count) }
        second = first
    }

    mutating func step(_ network: inout Perceptron, _ gradients: [[Double]], rate: Double) {
        steps += 1
        // β₁ = 0.9, β₂ = 0.999; powers by multiplication, the same on every machine.
        powers = (powers.0 * 0.9, powers.1 * 0.999)
        for l in gradients.indices {
            for k in gradients[l].indices {
                let gradient = gradients[l][k]
                first[l][k] = 0.9 * first[l][k] + 0.1 * gradient
                second[l][k] = 0.999 * second[l][k] + 0.001 * gradient * gradient
                let mean = first[l][k] / (1 - powers.0)
                let size = (second[l][k] / (1 - powers.1)).squareRoot()
                network.layers[l].parameters[k] -= rate * mean / (size + 1e-8)
            }
        }
    }

    private var powers = (1.0, 1.0)
}
