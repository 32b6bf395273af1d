import CTensorsABI

/// Stochastic gradient descent with momentum (Sutskever et al., ICML 2013, as PyTorch writes it):
///
///     g ← gradient + weightDecay·p
///     m ← momentum·m + g
///     p ← p − rate·m,  or  p − rate·(g + momentum·m)  with Nesterov's
///
/// Variables that no gradient has arrived at stay as they are, their momenta too.
public struct SGD {
    /// The variables that a step changes.
    public let parameters: [Tensor]
    /// m, one for each parameter; part of what a checkpoint needs.
    public let momenta: [Tensor]
    /// The learning rate, which may change from step to step.
    public var rate: Double
    /// 0 for none.
    public var momentum: Double
    /// Added to the gradient, times the variable; 0 for none.
    public var weightDecay: Double
    /// Whether the step looks ahead: see the last line above.
    public var usesNesterov: Bool

    /// - Throws: where the momenta find no room.
    public init(
        _ parameters: [Tensor], rate: Double, momentum: Double = 0, weightDecay: Double = 0, usesNesterov: Bool = false
    ) throws(TensorError) {
        self.parameters = parameters
        momenta = try zeros(like: parameters)
        self.rate = rate
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.usesNesterov = usesNesterov
    }

    /// Moves each variable that has a gradient; the gradients stay, to be cleared before the next.
    public func step() throws(TensorError) {
        guard let backend = parameters.first?.backend else { return }
        var rule = naxdse_sgd(rate: rate, momentum: momentum, weight_decay: weightDecay, nesterov: usesNesterov ? 1 : 0)
        let status = withPointers(parameters, momenta) {
            backend.table.pointee.step_sgd($0, $1, Int32(parameters.count), &rule)
        }
        try backend.check("step_sgd", status)
    }
}

/// Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1), with the weight decay through the gradient, or
/// on the parameters themselves (Loshchilov and Hutter, arXiv 1711.05101):
///
///     m ← β₁·m + (1 − β₁)·g,   v ← β₂·v + (1 − β₂)·g²
///     p ← p − rate·(m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε)
public struct Adam {
    /// The variables that a step changes.
    public let parameters: [Tensor]
    /// m and v, one for each parameter; part of what a checkpoint needs, as is ``steps``.
    public let first, second: [Tensor]
    /// t, steps done.
    public var steps = 0
    /// The learning rate, which may change from step to step.
    public var rate: Double
    /// β₁ and β₂, of the first and the second moment.
    public var betas: (Double, Double)
    /// ε, in the denominator.
    public var epsilon: Double
    /// 0 for none; see ``isDecoupled`` for where it acts.
    public var weightDecay: Double
    /// Whether the weight decay acts on the variables themselves (AdamW) and not through the gradient.
    public var isDecoupled: Bool

    /// - Throws: where the moments find no room.
    public init(
        _ parameters: [Tensor], rate: Double, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
        weightDecay: Double = 0, isDecoupled: Bool = false
    ) throws(TensorError) {
        self.parameters = parameters
        first = try zeros(like: parameters)
        second = try zeros(like: parameters)
        self.rate = rate
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.isDecoupled = isDecoupled
    }

    /// Moves each variable that has a gradient; the gradients stay, to be cleared before the next.
    public mutating func step() throws(TensorError) {
        guard let backend = parameters.first?.backend else { return }
        steps += 1
        var rule = naxdse_adam(
            rate: rate, beta1: betas.0, beta2: betas.1, epsilon: epsilon, weight_decay: weightDecay,
            decoupled: isDecoupled ? 1 : 0, step: Int64(steps))
        let status = withPointers(parameters, first, second) { parameters, first, second in
            backend.table.pointee.step_adam(parameters, first, second, Int32(self.parameters.count), &rule)
        }
        try backend.check("step_adam", status)
    }
}

extension Sequence<Tensor> {
    /// Forgets all gradients, before the next ones are computed.
    public func clearGradients() throws(TensorError) {
        for tensor in self { try tensor.clearGradient() }
    }
}

private func zeros(like tensors: [Tensor]) throws(TensorError) -> [Tensor] {
    var result: [Tensor] = []
    for tensor in tensors {
        result.append(try tensor.backend.zeros(tensor.shape, type: tensor.type, on: tensor.device))
    }
    return result
}

private typealias Pointers = UnsafePointer<OpaquePointer?>?

private func withPointers(_ a: [Tensor], _ b: [Tensor], _ body: (Pointers, Pointers) -> Int32) -> Int32 {
    withExtendedLifetime((a, b)) {
        a.map { Optional($0.pointer) }.withUnsafeBufferPointer { first in
            b.map { Optional($0.pointer) }.withUnsafeBufferPointer { body(first.baseAddress, $0.baseAddress) }
        }
    }
}

private func withPointers(
    _ a: [Tensor], _ b: [Tensor], _ c: [Tensor], _ body: (Pointers, Pointers, Pointers) -> Int32
) -> Int32 {
    withExtendedLifetime(c) {
        c.map { Optional($0.pointer) }.withUnsafeBufferPointer { third in
            withPointers(a, b) { body($0, $1, third.baseAddress) }
        }
    }
}
