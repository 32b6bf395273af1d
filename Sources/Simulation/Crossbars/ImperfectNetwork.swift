import Circuit
import Hardware
import Mapping
import Surrogates

/// A quantised network on crossbars that are not ideal.
///
/// ```swift
/// let network = try ImperfectNetwork(crossbars, mapped, architecture, .all, seed: 7)
/// try network.scores(of: image, number: 0)
/// ```
///
/// Cells, wires and ADCs stay as the seed made them; read noise differs from image to image.
public struct ImperfectNetwork: Sendable {
    /// The integers that the crossbars hold and are given.
    public let quantised: QuantisedNetwork
    /// Those that happen, of which the hardware may lack some.
    public let imperfections: Imperfections
    private let products: [Product?]

    private enum Product: Sendable {
        case analog(AnalogProduct)
        case curved(CurvedProduct)
        case accumulated(AccumulatedProduct)
    }

    /// - Parameters:
    ///   - crossbars: with ADC ranges and sums as they are chosen there.
    ///   - imperfections: those to let happen; what the hardware does not have changes nothing.
    ///   - threads: that solve circuits at once.
    ///   - surrogates: for crossbars of curved cells, in place of the solver; without any, each read of such a crossbar
    ///     is solved by Newton's method.
    /// - Throws: ``CircuitError`` when a circuit cannot be solved, a precision not be simulated, or when there are
    ///   surrogates and none for a kind of crossbar with curved cells.
    public init(
        _ crossbars: CrossbarNetwork, _ mapped: MappedNetwork, _ architecture: Architecture,
        _ imperfections: Imperfections,
        seed: UInt64, threads: Int = 1, surrogates: [Surrogate] = []
    ) throws(CircuitError) {
        quantised = crossbars.quantised
        self.imperfections = imperfections
        var products = [Product?](repeating: nil, count: crossbars.layers.count)
        var count = 0
        for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
            guard let layer = crossbars.layers[stage.anchor], let conversions = crossbars.conversions[stage.anchor]
            else { continue }
            let conversion = conversions[0]
            let kind = architecture.crossbars[placed.kind], register = crossbars.registers[stage.anchor]
            let isCurved =
                imperfections.contains(.circuit) && kind.method == .resistive && !CellLaw(kind.device.effects).isLinear
            if layer.isAccumulated || !isCurved && !AnalogProduct.holds(layer, conversion) {
                products[stage.anchor] = .accumulated(
                    try AccumulatedProduct(
                        layer, conversions, register, kind, imperfections, seed: seed, number: stage.anchor,
                        crossbars: count, threads: threads))
            } else if isCurved {
                products[stage.anchor] = .curved(
                    try CurvedProduct(
                        layer, conversion, register, kind, imperfections, seed: seed, number: stage.anchor,
                        crossbars: count, threads: threads,
                        surrogate: try surrogates.isEmpty ? nil : kind.surrogate(among: surrogates)))
            } else {
                products[stage.anchor] = .analog(
                    try AnalogProduct(
                        layer, conversion, register, kind, imperfections, seed: seed, number: stage.anchor,
                        crossbars: count, threads: threads))
            }
            count += placed.placement.crossbars
        }
        self.products = products
    }

    /// The elements of the network's output.
    ///
    /// - Parameter number: of the image; it chooses the read noise.
    /// - Throws: ``CircuitError`` when the image does not fit the network's input, or a circuit cannot be solved.
    public func scores(of image: [Float], number: Int) throws(CircuitError) -> [Double] {
        try quantised.interpreter.check(image)
        return try quantised.run(image) { index, codes throws(CircuitError) in
            guard let product = products[index], let plan = quantised.interpreter.plans[index] else {
                preconditionFailure("every layer with weights has a product")
            }
            switch product {
            case .analog(let product): return product(codes, plan, image: number)
            case .accumulated(let product): return product(codes, plan, image: number)
            case .curved(let product): return try product(codes, plan, image: number)
            }
        }
    }
}

extension CrossbarKind {
    /// The surrogate that was trained for this kind.
    fileprivate func surrogate(among surrogates: [Surrogate]) throws(CircuitError) -> Surrogate {
        if let surrogate = surrogates.first(where: { $0.fits(self) }) { return surrogate }
        let trained = surrogates.map {
            "\($0.scope.rows)×\($0.scope.columns) ('\($0.origin.crossbar)' of \($0.origin.hardware))"
        }.joined(separator: ", ")
        throw CircuitError(
            "crossbar '\(id)' (\(rows)×\(columns)) has curved cells, and no surrogate given is for its size, wires, law and read voltage: there is \(trained)",
            remedy:
                "make one with `naxdse crossbar train-surrogate`, or leave surrogates out to have its circuits solved")
    }
}
