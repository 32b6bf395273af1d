import Quantities

/// Quantities of one dimension on the rows and columns of a crossbar.
///
/// ```swift
/// var cells = Grid(rows: 128, columns: 128, filledWith: Conductance(10, .micro))
/// cells[3, 5] = .zero                                     // an open cell
/// ```
public struct Grid<D: Dimension>: Sendable, Hashable {
    /// Word lines; the last is beside the sinks.
    public let rows: Int
    /// Bit lines; the first is beside the drivers.
    public let columns: Int
    /// SI values, row after row.
    public var si: [Double]

    /// - Precondition: neither number is negative.
    public init(rows: Int, columns: Int, filledWith value: Quantity<D> = .zero) {
        precondition(rows >= 0 && columns >= 0, "a grid has no negative size")
        self.rows = rows
        self.columns = columns
        si = [Double](repeating: value.si, count: rows * columns)
    }

    /// SI values, row after row; there must be `rows · columns` of them.
    public init(rows: Int, columns: Int, si: [Double]) {
        precondition(si.count == rows * columns, "\(si.count) values do not fill \(rows)×\(columns)")
        self.rows = rows
        self.columns = columns
        self.si = si
    }

    @inlinable public subscript(row: Int, column: Int) -> Quantity<D> {
        get { Quantity(si: si[row * columns + column]) }
        set { si[row * columns + column] = newValue.si }
    }

    /// The values of one row.
    public func row(_ row: Int) -> [Quantity<D>] {
        (0..<columns).map { self[row, $0] }
    }
}
