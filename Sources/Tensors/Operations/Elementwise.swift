import CTensorsABI

extension Tensor {
    public func exp() throws(TensorError) -> Tensor { try unary(NAXDSE_EXP, "exp") }
    /// The natural logarithm.
    public func log() throws(TensorError) -> Tensor { try unary(NAXDSE_LOG, "log") }
    public func squareRoot() throws(TensorError) -> Tensor { try unary(NAXDSE_SQRT, "sqrt") }
    public func magnitude() throws(TensorError) -> Tensor { try unary(NAXDSE_ABS, "abs") }
    /// −1, 0 or 1.
    public func sign() throws(TensorError) -> Tensor { try unary(NAXDSE_SIGN, "sign") }
    public func roundedDown() throws(TensorError) -> Tensor { try unary(NAXDSE_FLOOR, "floor") }
    public func roundedUp() throws(TensorError) -> Tensor { try unary(NAXDSE_CEIL, "ceil") }
    /// To the nearest integer, ties to even.
    public func rounded() throws(TensorError) -> Tensor { try unary(NAXDSE_ROUND, "round") }
    /// max(x, 0)
    public func relu() throws(TensorError) -> Tensor { try unary(NAXDSE_RELU, "relu") }
    /// 1/(1 + e⁻ˣ)
    public func sigmoid() throws(TensorError) -> Tensor { try unary(NAXDSE_SIGMOID, "sigmoid") }
    public func tanh() throws(TensorError) -> Tensor { try unary(NAXDSE_TANH, "tanh") }
    /// x·Φ(x), with the error function.
    public func gelu() throws(TensorError) -> Tensor { try unary(NAXDSE_GELU, "gelu") }
    /// x·sigmoid(x)
    public func silu() throws(TensorError) -> Tensor { try unary(NAXDSE_SILU, "silu") }
    public func squared() throws(TensorError) -> Tensor { try unary(NAXDSE_SQUARE, "square") }
    public func reciprocal() throws(TensorError) -> Tensor { try unary(NAXDSE_RECIPROCAL, "reciprocal") }

    /// Within `range`: what is outside becomes the nearer end, and has gradient 0.
    public func clamped(to range: ClosedRange<Double>) throws(TensorError) -> Tensor {
        try backend.make("clamp", self) { $0.clamp(self.pointer, range.lowerBound, range.upperBound) }
    }

    public func power(_ exponent: Double) throws(TensorError) -> Tensor { try with(exponent, NAXDSE_POWER, "power") }
    public func power(_ exponent: Tensor) throws(TensorError) -> Tensor { try binary(exponent, NAXDSE_POWER, "power") }
    /// The smaller of two, element by element.
    public func minimum(_ other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_MINIMUM, "minimum") }
    public func minimum(_ other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_MINIMUM, "minimum") }
    /// The larger of two, element by element.
    public func maximum(_ other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_MAXIMUM, "maximum") }
    public func maximum(_ other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_MAXIMUM, "maximum") }
    /// Where two are equal: a tensor of booleans.
    public func isEqual(to other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_EQUAL, "equal") }
    public func isEqual(to other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_EQUAL, "equal") }
    /// Where this one is less: a tensor of booleans.
    public func isLess(than other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_LESS, "less") }
    public func isLess(than other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_LESS, "less") }

    /// `a` where this tensor of booleans is true, else `b`.
    public func select(_ a: Tensor, else b: Tensor) throws(TensorError) -> Tensor {
        try backend.make("select", self, a, b) { $0.select(self.pointer, a.pointer, b.pointer) }
    }

    private func unary(_ function: Int, _ name: StaticString) throws(TensorError) -> Tensor {
        try backend.make(name, self) { $0.unary(Int32(function), self.pointer) }
    }

    fileprivate func binary(_ other: Tensor, _ function: Int, _ name: StaticString) throws(TensorError) -> Tensor {
        try backend.make(name, self, other) { $0.binary(Int32(function), self.pointer, other.pointer) }
    }

    fileprivate func with(_ number: Double, _ function: Int, _ name: StaticString) throws(TensorError) -> Tensor {
        try backend.make(name, self) { $0.with_number(Int32(function), self.pointer, number) }
    }

    fileprivate func negated() throws(TensorError) -> Tensor { try unary(NAXDSE_NEGATE, "negate") }
}

// Extents of 1 are repeated to those of the other operand, axes counted from the last.
extension Tensor {
    public static func + (a: Tensor, b: Tensor) throws(TensorError) -> Tensor { try a.binary(b, NAXDSE_ADD, "add") }
    public static func - (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
        try a.binary(b, NAXDSE_SUBTRACT, "subtract")
    }
    public static func * (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
        try a.binary(b, NAXDSE_MULTIPLY, "multiply")
    }
    public static func / (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
        try a.binary(b, NAXDSE_DIVIDE, "divide")
    }
    public static func + (a: Tensor, b: Double) throws(TensorError) -> Tensor { try a.with(b, NAXDSE_ADD, "add") }
    public static func - (a: Tensor, b: Double) throws(TensorError) -> Tensor {
        try a.with(b, NAXDSE_SUBTRACT, "subtract")
    }
    public static func * (a: Tensor, b: Double) throws(TensorError) -> Tensor {
        try a.with(b, NAXDSE_MULTIPLY, "multiply")
    }
    public static func / (a: Tensor, b: Double) throws(TensorError) -> Tensor { try a.with(b, NAXDSE_DIVIDE, "divide") }
    public static func + (a: Double, b: Tensor) throws(TensorError) -> Tensor { try b + a }
    public static func * (a: Double, b: Tensor) throws(TensorError) -> Tensor { try b * a }
    public static func - (a: Double, b: Tensor) throws(TensorError) -> Tensor { try -b + a }
    public static func / (a: Double, b: Tensor) throws(TensorError) -> Tensor { try b.reciprocal() * a }
    public static prefix func - (a: Tensor) throws(TensorError) -> Tensor { try a.negated() }
}
