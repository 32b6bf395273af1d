/// Bits of the numbers in one layer.
public struct Precision: Hashable, Sendable {
    /// Bits of a weight, B_w.
    public var weights: Int
    /// Bits of an input value, B_x; outputs have as many.
    public var inputs: Int
    /// Bits of a partial sum; nil for as many as lose nothing.
    public var sums: Int?
    /// How signed inputs are streamed.
    public var inputForm = InputForm.twosComplement
    /// Bits that are asked of a conversion; nil for the resolution of the ADC.
    public var conversions: Int?
    /// Parts that the streams of an input are cut into where streams are accumulated, each converted by itself.
    public var phases = 1

    /// - Parameter sums: bits of a partial sum; nil for as many as lose nothing.
    public init(weights: Int, inputs: Int, sums: Int? = nil) {
        self.weights = weights
        self.inputs = inputs
        self.sums = sums
    }

    /// Bits of an input that are streamed.
    @inlinable
    public var streamedBits: Int { inputForm == .signMagnitude ? max(1, inputs - 1) : inputs }

    /// Bits that a converter of a resolution gives: those that are asked for, or all that it has.
    @inlinable
    public func conversionBits(of resolution: Int) -> Int { min(conversions ?? resolution, resolution) }

    /// Bits of a sum over so many products: the given ones, or B_w + B_x + ⌈log₂ terms⌉.
    @inlinable
    public func sumBits(terms: Int) -> Int {
        if let sums { return sums }
        return weights + inputs + (terms <= 1 ? 0 : Int.bitWidth - (terms - 1).leadingZeroBitCount)
    }
}

/// How signed inputs are streamed.
public enum InputForm: String, Hashable, Sendable, CaseIterable {
    /// All bits one after the other, or those of unsigned values.
    case twosComplement = "twos-complement"
    /// The bits of the magnitude, each with the sign: rows are driven up or down.
    case signMagnitude = "sign-magnitude"
}

/// How signed weights become conductances, which are never negative.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// w + 2^(B_w−1) is stored; the surplus is subtracted digitally (ISAAC).
    case offset
    /// Likewise, and a column whose cells sum to more than half of what they could is stored inverted, each level l as
    /// the highest one less l: what it sums is then taken off the highest level times the sum of the inputs (ISAAC,
    /// section V).
    case flipped = "offset-flipped"
    /// Positive and negative parts in two cells whose currents are subtracted (PUMA, NAX).
    case differential
    /// The same in two rows of one column, driven with opposite signs: subtracted on the bit line (NeuRRAM).
    case differentialRows = "differential-rows"
    /// The magnitude in cells that hold the sign beside it, and subtract where it is negative.
    case signMagnitude = "sign-magnitude"
    /// Bits that count +1 and −1, multiplied by XNOR; nothing is subtracted.
    case xnor
    /// Weights that are never negative, as they are: what a macro is measured with.
    case unsigned

    /// Whether results need the sum of the inputs, which a column of its own gives.
    @inlinable
    public var needsInputSum: Bool { self == .offset || self == .flipped }

    /// Whether it is not for every sort of cell.
    @inlinable
    public var needsCertainCells: Bool { self == .differentialRows || self == .signMagnitude || self == .xnor }

    /// Whether levels are never negative and each column is read by itself, as those who train with crossbars or judge
    /// them by one matrix suppose.
    @inlinable
    public var hasPlainColumns: Bool { self == .offset || self == .flipped || self == .differential }

    /// Columns that the two sides of a weight lie in.
    @inlinable
    public var sides: Int { self == .differential ? 2 : 1 }

    /// Rows that the two sides of a weight lie in.
    @inlinable
    public var rowsPerWeight: Int { self == .differentialRows ? 2 : 1 }

    /// Whether a column's sum may be negative.
    @inlinable
    public var hasSignedSums: Bool { self == .differentialRows || self == .signMagnitude }

    /// Bits that are stored of a weight in one column of slices, or on one side of a pair.
    @inlinable
    public func storedBits(weightBits: Int) -> Int {
        switch self {
        case .offset, .flipped, .xnor, .unsigned: weightBits
        case .differential, .differentialRows, .signMagnitude: max(1, weightBits - 1)
        }
    }

    /// The highest level of any cell that holds a slice of a weight.
    @inlinable
    public func highestLevel(weightBits: Int, cellBits: Int) -> Int {
        (1 << min(cellBits, storedBits(weightBits: weightBits))) - 1
    }

    /// Bit slices of a weight: ⌈B_w/c⌉, or ⌈(B_w−1)/c⌉ where the sign is apart.
    @inlinable
    public func slices(weightBits: Int, cellBits: Int) -> Int {
        (storedBits(weightBits: weightBits) + cellBits - 1) / cellBits
    }

    /// Columns that one weight takes: its slices, on each side of a pair.
    @inlinable
    public func columns(weightBits: Int, cellBits: Int) -> Int {
        sides * slices(weightBits: weightBits, cellBits: cellBits)
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
