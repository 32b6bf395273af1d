import Hardware

/// What a mapper has to know of a crossbar kind.
public struct CrossbarShape: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    /// Rows that may be driven at once.
    public let activeRows: Int
    /// Bits of an input that are converted at once.
    public let dacBits: Int
    /// Bits that a cell holds.
    public let cellBits: Int

    public init(_ kind: CrossbarKind) {
        rows = kind.rows
        columns = kind.columns
        activeRows = kind.activeRows
        dacBits = kind.dac.bits
        cellBits = kind.device.cellBits
    }

    /// Cells of one crossbar.
    public var cells: Int { rows * columns }
}
