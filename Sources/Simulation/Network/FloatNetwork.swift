import Circuit
import Networks

/// A network in floating point: what quantisation and crossbars are compared with.
///
/// ```swift
/// let network = try FloatNetwork(folded)
/// network.scores(of: image)          // one number for each class
/// ```
///
/// Products of the layers with weights are in single precision, all else in double precision.
public struct FloatNetwork: Sendable {
    let interpreter: Interpreter
    private let products: [DenseProduct<Float>?]
    private let none: [NumberFormat?]

    public var network: Network { interpreter.network }
    /// Of one input, the batch left out.
    public var inputShape: Shape { network.layers[interpreter.input].output }
    /// Of what the network gives for it.
    public var outputShape: Shape { network.layers[interpreter.output].output }

    /// - Throws: ``CircuitError`` when the network has not exactly one input and one output.
    public init(_ folded: FoldedNetwork) throws(CircuitError) {
        interpreter = try Interpreter(folded)
        products = folded.stationary.map { layer in
            layer.map { layer in DenseProduct(layer.matrix) { layer.weights[$0] } }
        }
        none = [NumberFormat?](repeating: nil, count: products.count)
    }

    /// The elements of the network's output for the elements of its input, the last extent fastest.
    public func scores(of image: [Float]) -> [Double] { run(image, observe: nil) }

    /// - Parameter observe: sees each layer's index and output.
    func run(_ image: [Float], observe: ((Int, [Double]) -> Void)?) -> [Double] {
        interpreter.run(image.map(Double.init), formats: none, observe: observe) { index, input in
            guard let product = products[index], let plan = interpreter.plans[index],
                let layer = interpreter.folded.stationary[index]
            else { preconditionFailure("every layer with weights has a product") }
            let sums = product(plan.padded(input.values.map(Float.init), zero: 0), plan)
            return plan.arranged(sums, outputs: layer.bias.count) { output, sum in Double(sum) + layer.bias[output] }
        }
    }
}

extension PatchPlan {
    /// From sums by position and output to a layer's output in its own order.
    func arranged<Element>(_ sums: [Element], outputs: Int, _ value: (Int, Element) -> Double) -> [Double] {
        let positions = bases.count
        return [Double](unsafeUninitializedCapacity: sums.count) { result, count in
            count = sums.count
            for position in 0..<positions {
                for output in 0..<outputs {
                    let target = isChannelFirst ? output * positions + position : position * outputs + output
                    result[target] = value(output, sums[position * outputs + output])
                }
            }
        }
    }
}
