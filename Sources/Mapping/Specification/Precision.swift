/// Bits of the numbers in one layer.
public struct Precision: Hashable, Sendable {
    /// Bits of a weight, B_w.
    public var weights: Int
    /// Bits of an input value, B_x; outputs have as many.
    public var inputs: Int
    /// Bits of a partial sum; nil for as many as lose nothing.
    public var sums: Int?

    public init(weights: Int, inputs: Int, sums: Int? = nil) {
        self.weights = weights
        self.inputs = inputs
        self.sums = sums
    }

    /// Bits of a sum over so many products: the given ones, or B_w + B_x + ⌈log₂ terms⌉.
    @inlinable
    public func sumBits(terms: Int) -> Int {
        if let sums { return sums }
        return weights + inputs + (terms <= 1 ? 0 : Int.bitWidth - (terms - 1).leadingZeroBitCount)
    }
}

/// How signed weights become conductances, which are never negative.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// w + 2^(B_w−1) is stored; the surplus is subtracted digitally (ISAAC).
    case offset
    /// Likewise, and a column whose cells sum to more than half of what they could is stored inverted, each level l as the highest
    /// one less l: what it sums is then taken off the highest level times the sum of the inputs (ISAAC, section V).
    case flipped = "offset-flipped"
    /// Positive and negative parts in two cells whose currents are subtracted (PUMA, NAX).
    case differential

    /// Whether results need the sum of the inputs, which a column of its own gives.
    @inlinable
    public var needsInputSum: Bool { self != .differential }

    /// Bits that are stored of a weight in one column of slices, or on one side of a pair.
    @inlinable
    public func storedBits(weightBits: Int) -> Int { self == .differential ? max(1, weightBits - 1) : weightBits }

    /// The highest level of any cell that holds a slice of a weight.
    @inlinable
    public func highestLevel(weightBits: Int, cellBits: Int) -> Int { (1 << min(cellBits, storedBits(weightBits: weightBits))) - 1 }

    /// Columns that one weight takes: ⌈B_w/c⌉, or ⌈(B_w−1)/c⌉ on each side of a pair.
    @inlinable
    public func columns(weightBits: Int, cellBits: Int) -> Int {
        switch self {
        case .offset, .flipped: (weightBits + cellBits - 1) / cellBits
        case .differential: 2 * max(1, (weightBits - 1 + cellBits - 1) / cellBits)
        }
    }
}

/// What crossbars that share one set of DACs hold.
public enum DACSets: String, Hashable, Sendable, CaseIterable {
    /// Those of one input first; what is left over takes turns with other inputs.
    case shared
    /// Those of one input alone: what is left over of a set stays free.
    case apart
}

/// In which order layers work.
public enum Dataflow: String, Hashable, Sendable, CaseIterable {
    /// A layer starts when its inputs are complete.
    case layerByLayer = "layer-by-layer"
    /// All layers work at once, each on another image.
    case pipelined
}
