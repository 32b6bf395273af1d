import CTensorsABI

extension Tensor {
    /// eˣ
    public func exp() throws(TensorError) -> Tensor { try unary(NAXDSE_EXP, "exp") }
    /// The natural logarithm.
    public func log() throws(TensorError) -> Tensor { try unary(NAXDSE_LOG, "log") }
    /// √x; NaN below 0.
    public func squareRoot() throws(TensorError) -> Tensor { try unary(NAXDSE_SQRT, "sqrt") }
    /// |x|
    public func magnitude() throws(TensorError) -> Tensor { try unary(NAXDSE_ABS, "abs") }
    /// −1, 0 or 1.
    public func sign() throws(TensorError) -> Tensor { try unary(NAXDSE_SIGN, "sign") }
    /// ⌊x⌋, with gradient 0.
    public func roundedDown() throws(TensorError) -> Tensor { try unary(NAXDSE_FLOOR, "floor") }
    /// ⌈x⌉, with gradient 0.
    public func roundedUp() throws(TensorError) -> Tensor { try unary(NAXDSE_CEIL, "ceil") }
    /// To the nearest integer, ties to even.
    public func rounded() throws(TensorError) -> Tensor { try unary(NAXDSE_ROUND, "round") }
    /// max(x, 0)
    public func relu() throws(TensorError) -> Tensor { try unary(NAXDSE_RELU, "relu") }
    /// 1/(1 + e⁻ˣ)
    public func sigmoid() throws(TensorError) -> Tensor { try unary(NAXDSE_SIGMOID, "sigmoid") }
    /// The hyperbolic tangent.
    public func tanh() throws(TensorError) -> Tensor { try unary(NAXDSE_TANH, "tanh") }
    /// x·Φ(x), with the error function.
    public func gelu() throws(TensorError) -> Tensor { try unary(NAXDSE_GELU, "gelu") }
    /// x·sigmoid(x)
    public func silu() throws(TensorError) -> Tensor { try unary(NAXDSE_SILU, "silu") }
    /// x²
    public func squared() throws(TensorError) -> Tensor { try unary(NAXDSE_SQUARE, "square") }
    /// 1/x
    public func reciprocal() throws(TensorError) -> Tensor { try unary(NAXDSE_RECIPROCAL, "reciprocal") }

    /// Within `range`: what is outside becomes the nearer end, and has gradient 0.
    public func clamped(to range: ClosedRange<Double>) throws(TensorError) -> Tensor {
        try backend.make("clamp", self) { $0.clamp(self.pointer, range.lowerBound, range.upperBound) }
    }

    /// xʸ with the same exponent for all elements.
    public func power(_ exponent: Double) throws(TensorError) -> Tensor { try with(exponent, NAXDSE_POWER, "power") }
    /// xʸ, element by element.
    public func power(_ exponent: Tensor) throws(TensorError) -> Tensor { try binary(exponent, NAXDSE_POWER, "power") }
    /// The smaller of two, element by element.
    public func minimum(_ other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_MINIMUM, "minimum") }
    /// The smaller of an element and a number.
    public func minimum(_ other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_MINIMUM, "minimum") }
    /// The larger of two, element by element.
    public func maximum(_ other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_MAXIMUM, "maximum") }
    /// The larger of an element and a number.
    public func maximum(_ other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_MAXIMUM, "maximum") }
    /// Where two are equal: a tensor of booleans.
    public func isEqual(to other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_EQUAL, "equal") }
    /// Where an element is a number: a tensor of booleans.
    public func isEqual(to other: Double) throws(TensorError) -> Tensor { try with(other, NAXDSE_EQUAL, "equal") }
    /// Where this one is less: a tensor of booleans.
    public func isLess(than other: Tensor) throws(TensorError) -> Tensor { try binary(other, NAXDSE_LESS, "less") }
    /// Where an element is less than a number: a tensor of booleans.
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
    /// The sum, element by element.
    public static func + (a: Tensor, b: Tensor) throws(TensorError) -> Tensor { try a.binary(b, NAXDSE_ADD, "add") }
    /// The difference, element by element.
    public static func - (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
        try a.binary(b, NAXDSE_SUBTRACT, "subtract")
    }
    /// The product, element by element; see ``matmul(_:)`` for that of matrices.
    public static func * (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
        try a.binary(b, NAXDSE_MULTIPLY, "multiply")
    }
    /// The quotient, element by element.
    public static func / (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
        try a.binary(b, NAXDSE_DIVIDE, "divide")
    }
    /// A number added to each element.
    public static func + (a: Tensor, b: Double) throws(TensorError) -> Tensor { try a.with(b, NAXDSE_ADD, "add") }
    /// A number subtracted from each element.
    public static func - (a: Tensor, b: Double) throws(TensorError) -> Tensor {
        try a.with(b, NAXDSE_SUBTRACT, "subtract")
    }
    /// Each element times a number.
    public static func * (a: Tensor, b: Double) throws(TensorError) -> Tensor {
        try a.with(b, NAXDSE_MULTIPLY, "multiply")
    }
    /// Each element divided by a number.
    public static func / (a: Tensor, b: Double) throws(TensorError) -> Tensor { try a.with(b, NAXDSE_DIVIDE, "divide") }
    /// A number added to each element.
    public static func + (a: Double, b: Tensor) throws(TensorError) -> Tensor { try b + a }
    /// Each element times a number.
    public static func * (a: Double, b: Tensor) throws(TensorError) -> Tensor { try b * a }
    /// Each element subtracted from a number.
    public static func - (a: Double, b: Tensor) throws(TensorError) -> Tensor { try -b + a }
    /// A number divided by each element.
    public static func / (a: Double, b: Tensor) throws(TensorError) -> Tensor { try b.reciprocal() * a }
    public static prefix func - (a: Tensor) throws(TensorError) -> Tensor { try a.negated() }
}
