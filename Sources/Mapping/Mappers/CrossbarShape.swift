import Hardware

/// What a mapper has to know of a crossbar kind.
public struct CrossbarShape: Hashable, Sendable {
    /// Word lines that hold weights: half of the array's where two rows hold one (``holding(_:columnsPerWeight:)``).
    public private(set) var rows: Int
    /// Bit lines that hold weights: whole weights' columns alone where a weight has to lie in one crossbar.
    public private(set) var columns: Int
    /// Rows that may be driven at once.
    public private(set) var activeRows: Int
    /// Bits of an input that are converted at once.
    public let dacBits: Int
    /// Bits that a cell holds.
    public let cellBits: Int
    /// What is added up before a conversion.
    public let accumulation: CrossbarKind.Accumulation
    /// Columns that a weight takes beside those of its bits.
    public let carryColumns: Int
    /// Whether a weight has to lie in one crossbar, as its columns are joined or pass carries on.
    let joinsColumns: Bool

    /// The whole array, before anything is known of the weights.
    public init(_ kind: CrossbarKind) {
        rows = kind.rows
        columns = kind.columns
        activeRows = kind.activeRows
        dacBits = kind.dac.bits
        cellBits = kind.device.cellBits
        accumulation = kind.accumulation
        carryColumns = kind.adders?.carryColumns ?? 0
        joinsColumns = kind.adders != nil || kind.accumulation.slices || kind.accumulation.pairs
    }

    /// The shape as weights of an encoding find it: pairs of rows count as one, and columns that no whole weight fits
    /// into are none.
    public func holding(_ encoding: Encoding, columnsPerWeight: Int) -> CrossbarShape {
        let pair = encoding.rowsPerWeight
        guard pair > 1 || joinsColumns else { return self }
        var result = self
        result.rows = rows / pair
        result.activeRows = activeRows / pair
        if joinsColumns { result.columns = columns / columnsPerWeight * columnsPerWeight }
        return result
    }

    /// Columns that one conversion is of.
    public func columnsPerConversion(_ encoding: Encoding, weightBits: Int, cellBits: Int) -> Int {
        accumulation.columns(slices: encoding.slices(weightBits: weightBits, cellBits: cellBits), sides: encoding.sides)
    }

    /// Streams that each conversion of an MVM is of: one each where nothing is accumulated, else all of a phase.
    public func streamsPerConversion(_ precision: Precision) -> [Int] {
        let streams = (precision.streamedBits + dacBits - 1) / dacBits
        guard accumulation.isOverStreams else { return [Int](repeating: 1, count: streams) }
        let phases = min(precision.phases, streams)
        return (0..<phases).map { (streams + phases - 1 - $0) / phases }
    }

    /// Cells of one crossbar.
    public var cells: Int { rows * columns }
}
