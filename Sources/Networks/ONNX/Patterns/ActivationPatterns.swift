extension GraphRewriting {
    /// GELU: x · (1 + erf(x/√2)) · 1/2, with the factors in any order.
    mutating func replaceGelu(at erf: Int) {
        guard let scaled = input(of: erf, 0), let x = rootHalf(scaled),
            let sum = onlyReader(of: erf, "Add"), isScalar(partner(of: output(of: erf) ?? "", in: sum), 1),
            let first = onlyReader(of: sum, "Mul"), let factor = partner(of: output(of: sum) ?? "", in: first)
        else { return }
        if factor == x || isScalar(factor, 0.5) {
            guard let last = onlyReader(of: first, "Mul"), let other = partner(of: output(of: first) ?? "", in: last)
            else { return }
            guard factor == x ? isScalar(other, 0.5) : other == x else { return }
            replace(last, by: "Gelu", inputs: [x])
        } else if let half = producer(of: factor, "Mul"), onlyReader(of: half, "Mul") == first,
            isScalar(partner(of: x, in: half), 0.5)
        {
            replace(first, by: "Gelu", inputs: [x])
        }
    }

    /// x, where the tensor is x/√2 or x·(1/√2).
    private func rootHalf(_ tensor: String) -> String? {
        if let quotient = producer(of: tensor, "Div"), isScalar(input(of: quotient, 1), 2.0.squareRoot()) {
            return input(of: quotient, 0)
        }
        guard let product = producer(of: tensor, "Mul"), let first = input(of: product, 0) else { return nil }
        let second = partner(of: first, in: product)
        if isScalar(second, 0.5.squareRoot()) { return first }
        return isScalar(first, 0.5.squareRoot()) ? second : nil
    }

    /// SiLU: x · sigmoid(x); hard-swish: x · hardSigmoid(x).
    mutating func replaceGated(at gate: Int) {
        guard let x = input(of: gate, 0), let last = onlyReader(of: gate, "Mul"),
            partner(of: output(of: gate) ?? "", in: last) == x
        else { return }
        if nodes[gate]?.opType == "Sigmoid" {
            replace(last, by: "Silu", inputs: [x])
        } else if let alpha = nodes[gate]?.attribute.first(where: { $0.name == "alpha" })?.f, abs(alpha - 1 / 6) < 1e-4,
            nodes[gate]?.attribute.first(where: { $0.name == "beta" })?.f ?? 0.5 == 0.5
        {
            replace(last, by: "HardSwish", inputs: [x])
        }
    }

    /// Hard-swish: x · clip(x + 3, 0, 6) / 6, divided before or after the product.
    mutating func replaceHardSwish(at clip: Int) {
        guard let shifted = input(of: clip, 0), let sum = producer(of: shifted, "Add"),
            onlyReader(of: sum, "Clip") == clip,
            let x = input(of: sum, 0), isScalar(input(of: sum, 1), 3), isBetween0And6(clip)
        else { return }
        if let product = onlyReader(of: clip, "Mul"), partner(of: output(of: clip) ?? "", in: product) == x {
            if let last = onlyReader(of: product, "Div"), isScalar(input(of: last, 1), 6) {
                replace(last, by: "HardSwish", inputs: [x])
            }
        } else if let quotient = onlyReader(of: clip, "Div"), isScalar(input(of: quotient, 1), 6),
            let last = onlyReader(of: quotient, "Mul"), partner(of: output(of: quotient) ?? "", in: last) == x
        {
            replace(last, by: "HardSwish", inputs: [x])
        }
    }

    private func isBetween0And6(_ clip: Int) -> Bool {
        let attributes = nodes[clip]?.attribute ?? []
        let low = attributes.first { $0.name == "min" }.map { Double($0.f) } ?? scalar(input(of: clip, 1))
        let high = attributes.first { $0.name == "max" }.map { Double($0.f) } ?? scalar(input(of: clip, 2))
        return low == 0 && high == 6
    }
}
