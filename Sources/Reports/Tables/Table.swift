/// Rows and columns of text for people to read.
///
/// ```swift
/// let table = Table(
///     columns: [.init("hardware", .leading), .init("energy", unit: "µJ", .decimal)],
///     rows: [["isaac", "12.5"], ["puma", .init("8.02", note: "0.64×", isBest: true)]])
/// print(table.text(on: .standardOutput))
/// ```
/// ```
/// hardware  energy
///               µJ
/// ──────────────────────
/// isaac      12.5
/// puma       *8.02 0.64×
/// ```
public struct Table: Hashable, Sendable {
    public var columns: [Column]
    /// Each with as many cells as there are columns.
    public var rows: [[Cell]]
    /// How many columns, from the first, say what a row is about: they come again where a
    /// narrow terminal breaks the table into parts.
    public var keyColumns: Int
    /// Whether titles and units stand above the rows.
    public var hasHeading: Bool

    /// - Precondition: every row has a cell for each column.
    public init(columns: [Column], rows: [[Cell]], keyColumns: Int = 1, hasHeading: Bool = true) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has a cell for each column")
        self.columns = columns
        self.rows = rows
        self.keyColumns = keyColumns
        self.hasHeading = hasHeading
    }

    /// A column's heading and how its cells stand below each other.
    public struct Column: Hashable, Sendable {
        public enum Alignment: Hashable, Sendable {
            case leading, trailing
            /// Decimal points below each other.
            case decimal
        }

        public var title: String
        /// Below the title, where the cells share a unit.
        public var unit: String
        public var alignment: Alignment

        public init(_ title: String, unit: String = "", _ alignment: Alignment) {
            self.title = title
            self.unit = unit
            self.alignment = alignment
        }
    }

    /// What one row says in one column.
    public struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
        public var text: String
        /// Beside the text, such as the ratio to a baseline.
        public var note: String
        /// Whether it is the best of its column: marked with `*`, and bold on a terminal.
        public var isBest: Bool

        public init(_ text: String, note: String = "", isBest: Bool = false) {
            self.text = text
            self.note = note
            self.isBest = isBest
        }

        public init(stringLiteral text: String) { self.init(text) }
    }
}
