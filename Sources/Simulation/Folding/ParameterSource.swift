import Circuit
import Networks

/// Looks up learnt tensors and checks their shapes.
struct ParameterSource {
    private let find: (String) throws -> Tensor?

    init(_ find: @escaping (String) throws -> Tensor?) { self.find = find }

    func tensor(_ name: String, _ shape: Shape, allowsInfinite: Bool = false) throws -> Tensor {
        guard let tensor = try find(name) else {
            throw CircuitError(
                "there is no tensor '\(name)' among the weights",
                remedy: "give weights that belong to this network; it is to be \(shape)")
        }
        guard tensor.shape == shape else {
            throw CircuitError(
                "tensor '\(name)' is \(tensor.shape), its layer needs \(shape)",
                remedy: "give weights that belong to this network")
        }
        if let bad = tensor.values.firstIndex(where: { allowsInfinite ? $0.isNaN : !$0.isFinite }) {
            throw CircuitError(
                "element \(bad) of tensor '\(name)' is \(tensor.values[bad])",
                remedy: "weights have to be finite numbers")
        }
        return tensor
    }

    /// The numbers of a tensor that need not be there; nil where it is not, or has another shape.
    func optional(_ name: String, _ shape: Shape) throws -> [Double]? {
        guard let tensor = try find(name), tensor.shape == shape, tensor.values.allSatisfy({ $0.isFinite && $0 > 0 })
        else { return nil }
        return tensor.values.map(Double.init)
    }

    func values(_ name: String, _ shape: Shape, allowsInfinite: Bool = false) throws -> [Double] {
        try tensor(name, shape, allowsInfinite: allowsInfinite).values.map(Double.init)
    }

    /// Scale and shift that a batch-norm with fixed statistics amounts to: γ/√(σ² + ε) and β − μ·scale.
    func batchNorm(_ layer: Layer, epsilon: Double) throws -> FoldedNetwork.Normalisation {
        let channels = Shape.vector(Layer.normalised(layer.output))
        let gamma = try values(layer.name + ".weight", channels), beta = try values(layer.name + ".bias", channels)
        let mean = try values(layer.name + ".running_mean", channels),
            variance = try values(layer.name + ".running_var", channels)
        if let bad = variance.firstIndex(where: { $0 + epsilon <= 0 }) {
            throw CircuitError(
                "the running variance of channel \(bad) of '\(layer.name)' is \(variance[bad])",
                remedy: "a variance is at least 0")
        }
        let scale = zip(gamma, variance).map { $0 / ($1 + epsilon).squareRoot() }
        let shift = scale.indices.map { beta[$0] - mean[$0] * scale[$0] }
        return FoldedNetwork.Normalisation(scale: scale, shift: shift)
    }
}
