import Circuit
import Mapping
import Networks

/// A network of integer weights and integer activations: what crossbars compute when nothing goes wrong.
///
/// ```swift
/// let quantised = try QuantisedNetwork(float, graph, precisions: precisions, calibration: images)
/// try quantised.scores(of: image)
/// ```
///
/// A layer with weights computes exact integer sums of its input's codes and its weights' codes; sum · (input scale ·
/// weight scale of the output) + bias, in IEEE double precision with two roundings, is its result. Digital layers
/// work on real numbers; results that are stored become codes again (``NumberFormat/code(for:)``).
public struct QuantisedNetwork: Sendable {
    let interpreter: Interpreter
    /// The network as stages, which say where results are stored.
    public let graph: StageGraph
    /// For each layer with weights, its integers; nil for all others.
    public let weights: [QuantisedWeights?]
    /// For each layer whose output is stored as codes, their format; nil for all others.
    public let formats: [NumberFormat?]
    /// For each layer with weights, the format of the codes that it reads; nil for all others.
    public let inputs: [NumberFormat?]
    private let products: [ExactProduct?]

    /// The one whose scores it gives.
    public var network: Network { interpreter.network }
    /// With the weights before they were rounded.
    public var folded: FoldedNetwork { interpreter.folded }

    /// Post-training quantisation: weights by least squared error for each output, activations from what the
    /// calibration images give in floating point. A model that is quantised already keeps its scales where they fit the
    /// precisions.
    ///
    /// - Parameters:
    ///   - precisions: one for each stage of the graph.
    ///   - calibration: elements of the network's input; at least one image.
    /// - Throws: ``CircuitError`` when an image does not fit the network, when there is none, or when a precision
    ///   cannot be simulated.
    public init(
        _ float: FloatNetwork, _ graph: StageGraph, precisions: [Precision], calibration: [[Float]],
        method: CalibrationMethod = .leastSquares, threads: Int = 1
    ) throws(CircuitError) {
        interpreter = float.interpreter
        self.graph = graph
        let folded = float.interpreter.folded
        let layers = folded.network.layers
        guard !calibration.isEmpty else {
            throw CircuitError("there are no images to calibrate the quantisation with", remedy: "give at least one")
        }
        for image in calibration { try interpreter.check(image) }
        let storage = StoragePlan(folded, graph, inputBits: precisions.map(\.inputs))
        let histograms = float.magnitudes(calibration, of: storage.bits.map { $0 != nil }, threads: threads)
        var formats = [NumberFormat?](repeating: nil, count: layers.count)
        for index in layers.indices {
            guard let bits = storage.bits[index] else { continue }
            var format = NumberFormat(bits: bits, isSigned: !storage.isNonNegative[index], scale: 1)
            try Self.check(bits, isSigned: format.isSigned, layers[index].name)
            format.scale =
                Self.stated(layers[index], format) ?? histograms[index].scale(highest: format.highest, method)
            formats[index] = format
        }
        var weights = [QuantisedWeights?](repeating: nil, count: layers.count)
        var inputs = [NumberFormat?](repeating: nil, count: layers.count)
        let passed = Self.passed(formats, interpreter.network)
        for (stage, precision) in zip(graph.stages, precisions) {
            let layer = layers[stage.anchor]
            guard let matrix = folded.stationary[stage.anchor], var input = passed[layer.inputs[0]] else {
                preconditionFailure("what a layer with weights reads is stored as codes")
            }
            guard (2...16).contains(precision.weights) else {
                throw CircuitError(
                    "layer '\(layer.name)' has weights of \(precision.weights) bits",
                    remedy: "2 to 16 can be simulated: a sign and a magnitude")
            }
            // A layer of fewer bits than its input is stored with drops the last ones, and so does a sign that is
            // never used.
            let bits = input.isSigned ? precision.inputs : precision.streamedBits
            input.scale *= Double(1 << (input.bits - bits))
            input.bits = bits
            input.isSymmetric = precision.inputForm == .signMagnitude
            try Self.check(input.bits, isSigned: input.isSigned, layer.name)
            inputs[stage.anchor] = input
            weights[stage.anchor] = QuantisedWeights(matrix, bits: precision.weights)
        }
        self.formats = formats
        self.weights = weights
        self.inputs = inputs
        products = layers.indices.map { index in
            guard let integers = weights[index], let input = inputs[index], let matrix = layers[index].matrix else {
                return nil
            }
            return ExactProduct(matrix, integers, inputBits: input.bits)
        }
    }

    /// The scale that a quantised model states for a result, where its codes fit the format.
    private static func stated(_ layer: Layer, _ format: NumberFormat) -> Double? {
        guard case .quantise(let fixed) = layer.operation else { return nil }
        let highest = fixed.highest - fixed.zero
        let lowest = format.isSigned ? fixed.lowest - fixed.zero : 0
        return lowest >= format.lowest && highest <= format.highest ? fixed.scale : nil
    }

    private static func check(_ bits: Int, isSigned: Bool, _ name: String) throws(CircuitError) {
        guard ((isSigned ? 2 : 1)...16).contains(bits) else {
            throw CircuitError(
                "layer '\(name)' has \(isSigned ? "signed " : "")activations of \(bits) bits",
                remedy: "\(isSigned ? 2 : 1) to 16 can be simulated")
        }
    }

    /// For each layer, the format of the codes that it gives, its own or one passed on.
    private static func passed(_ formats: [NumberFormat?], _ network: Network) -> [NumberFormat?] {
        var passed = formats
        for (index, layer) in network.layers.enumerated() where passed[index] == nil {
            switch layer.operation {
            case .flatten, .reshape, .transpose, .slice, .pad, .concat, .gather, .expand, .globalPool(.maximum), .pool:
                guard let first = layer.inputs.first, layer.inputs.allSatisfy({ passed[$0] == passed[first] }) else {
                    continue
                }
                passed[index] = passed[first]
            default: continue
            }
        }
        return passed
    }

    /// The elements of the network's output.
    ///
    /// - Throws: ``CircuitError`` when the image does not fit the network's input.
    public func scores(of image: [Float]) throws(CircuitError) -> [Double] {
        try interpreter.check(image)
        return exactRun(image) { _, _ in }
    }

    /// - Parameter observe: sees the codes that each layer with weights reads.
    func exactRun(_ image: [Float], observe: (Int, [Int32]) -> Void) -> [Double] {
        run(image) { index, codes in
            guard let plan = interpreter.plans[index] else {
                preconditionFailure("every layer with weights has a plan")
            }
            observe(index, codes)
            return exactSums(of: index, codes, plan)
        }
    }

    /// Σ weight code · input code of a layer with weights: positions × outputs.
    func exactSums(of index: Int, _ codes: [Int32], _ plan: PatchPlan) -> [Double] {
        guard let product = products[index] else { preconditionFailure("every layer with weights has a product") }
        return product(codes, plan)
    }

    /// - Parameter sums: of a layer with weights for the codes of its input: positions × outputs, integers.
    func run<Failure: Error>(
        _ image: [Float], sums: (Int, [Int32]) throws(Failure) -> [Double]
    ) throws(Failure) -> [Double] {
        try interpreter.run(image.map(Double.init), formats: formats) { index, input throws(Failure) in
            guard let plan = interpreter.plans[index], let format = inputs[index], let integers = weights[index],
                let layer = folded.stationary[index]
            else { preconditionFailure("every layer with weights has integers") }
            let scales = integers.scales.map { $0 * format.scale }
            return plan.arranged(try sums(index, codes(input, as: format)), outputs: layer.bias.count) { output, sum in
                sum * scales[output] + layer.bias[output]
            }
        }
    }

    /// The codes of an input, with the last bits dropped where the layer has fewer: code / 2^k, halves to even,
    /// clipped.
    private func codes(_ input: Activations, as format: NumberFormat) -> [Int32] {
        switch input {
        case .codes(let codes, let stored) where stored == format: codes
        default: input.values.map { Int32(format.code(for: $0)) }
        }
    }
}
