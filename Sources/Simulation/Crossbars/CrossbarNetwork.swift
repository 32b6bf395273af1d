import Circuit
import Hardware
import Mapping

/// A quantised network on the crossbars of an architecture, in exact arithmetic: bit slices, bit streams, row blocks,
/// passes, and ADCs and partial sums of the resolution that they have.
///
/// ```swift
/// let network = try CrossbarNetwork(quantised, mapped, architecture)
/// try network.scores(of: image)
/// ```
///
/// With ADCs and sums that lose nothing its scores are those of the ``QuantisedNetwork``, bit by bit.
public struct CrossbarNetwork: Sendable {
    /// The integers that the crossbars hold and are given.
    public let quantised: QuantisedNetwork
    let layers: [SlicedLayer?]
    /// For each layer with weights, its ADCs, by the parts of an input that are converted one after the other: each
    /// stream, or those that are added up before, the ones that count most first; nil for all others.
    public let conversions: [[ColumnConversion]?]
    /// For each layer with weights, its registers of partial sums, if they lose anything; nil for all others.
    public let registers: [SumRegister?]
    private let products: [Product?]

    /// How the products of a layer are computed; all give the same sums.
    enum Product: Sendable {
        case tables(TableProduct)
        case accumulated(AccumulatedProduct)

        /// The fastest that there is for a layer.
        init(_ layer: SlicedLayer, _ conversions: [ColumnConversion], _ register: SumRegister?) {
            if !layer.isAccumulated, let tables = TableProduct(layer, conversions[0], register) {
                self = .tables(tables)
            } else {
                self = .accumulated(AccumulatedProduct(layer, conversions, register))
            }
        }

        /// Sums of all positions, positions × outputs.
        func callAsFunction(_ codes: [Int32], _ plan: PatchPlan) -> [Double] {
            switch self {
            case .tables(let product): product(codes, plan)
            case .accumulated(let product): product(codes, plan)
            }
        }
    }

    /// - Parameters:
    ///   - calibration: images from which the range of an ADC and of the partial sums is chosen, where there is a
    ///     choice.
    ///   - isLossless: ADCs and partial sums of as many bits as lose nothing, in place of the hardware's.
    /// - Throws: ``CircuitError`` when a placement cannot be laid out or a resolution cannot be simulated.
    public init(
        _ quantised: QuantisedNetwork, _ mapped: MappedNetwork, _ architecture: Architecture,
        range: ConverterRange = .calibrated,
        calibration: [[Float]] = [], isLossless: Bool = false, threads: Int = 1
    ) throws(CircuitError) {
        self.quantised = quantised
        let network = quantised.network
        var layers = [SlicedLayer?](repeating: nil, count: network.layers.count)
        for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
            guard let weights = quantised.weights[stage.anchor], let input = quantised.inputs[stage.anchor] else {
                continue
            }
            layers[stage.anchor] = try SlicedLayer(
                placed, architecture.crossbars[placed.kind], layer: network.layers[stage.anchor].name, weights, input)
        }
        self.layers = layers
        var sumBits = [Int?](repeating: nil, count: network.layers.count)
        if !isLossless {
            for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
                sumBits[stage.anchor] = placed.precision.sums
            }
        }
        let choice = RangeChoice(
            quantised, layers, range: range, sumBits: sumBits, isLossless: isLossless, calibration: calibration,
            threads: threads)
        conversions = choice.conversions
        registers = choice.registers
        products = layers.indices.map { index in
            guard let layer = layers[index], let conversions = choice.conversions[index] else { return nil }
            return Product(layer, conversions, choice.registers[index])
        }
    }

    /// The elements of the network's output.
    ///
    /// - Throws: ``CircuitError`` when the image does not fit the network's input.
    public func scores(of image: [Float]) throws(CircuitError) -> [Double] {
        try quantised.interpreter.check(image)
        return quantised.run(image) { index, codes in
            guard let product = products[index], let plan = quantised.interpreter.plans[index] else {
                preconditionFailure("every layer with weights has a product")
            }
            return product(codes, plan)
        }
    }
}
