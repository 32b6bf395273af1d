import Hardware
import Mapping
import Networks

/// A quantised network on crossbars that are not ideal.
///
///     let network = try ImperfectNetwork(crossbars, mapped, architecture, .all, seed: 7)
///     network.scores(of: image, number: 0)
///
/// Cells, wires and ADCs stay as the seed made them; read noise differs from image to image.
public struct ImperfectNetwork: Sendable {
    public let quantised: QuantisedNetwork
    public let imperfections: Imperfections
    private let products: [AnalogProduct?]

    /// - Parameters:
    ///   - crossbars: with ADC ranges and sums as they are chosen there.
    ///   - imperfections: those to let happen; what the hardware does not have changes nothing.
    ///   - threads: that solve circuits at once.
    /// - Throws: ``CircuitError`` when a circuit cannot be solved, or a precision not be simulated.
    public init(
        _ crossbars: CrossbarNetwork, _ mapped: MappedNetwork, _ architecture: Architecture, _ imperfections: Imperfections,
        seed: UInt64, threads: Int = 1
    ) throws(CircuitError) {
        quantised = crossbars.quantised
        self.imperfections = imperfections
        var products = [AnalogProduct?](repeating: nil, count: crossbars.layers.count)
        var count = 0
        for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
            guard let layer = crossbars.layers[stage.anchor], let conversion = crossbars.conversions[stage.anchor] else { continue }
            products[stage.anchor] = try AnalogProduct(
                layer, conversion, crossbars.registers[stage.anchor], architecture.crossbars[placed.kind], imperfections, seed: seed,
                number: stage.anchor, crossbars: count, threads: threads)
            count += placed.placement.crossbars
        }
        self.products = products
    }

    /// The elements of the network's output.
    ///
    /// - Parameter number: of the image; it chooses the read noise.
    /// - Throws: ``CircuitError`` when the image does not fit the network's input.
    public func scores(of image: [Float], number: Int) throws(CircuitError) -> [Double] {
        try quantised.interpreter.check(image)
        return quantised.run(image) { index, codes in
            guard let product = products[index], let plan = quantised.interpreter.plans[index] else {
                preconditionFailure("every layer with weights has a product")
            }
            return product(codes, plan, image: number)
        }
    }
}
