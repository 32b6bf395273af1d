/// How wide a figure of a paper is: the columns of IEEE and ACM proceedings.
public enum PaperWidth: String, Hashable, Sendable, CaseIterable {
    /// One column, 3.5 inches.
    case column
    /// Both columns, 7.16 inches.
    case page

    /// In points of 1/72 inch.
    public var points: Double {
        switch self {
        case .column: 252
        case .page: 516
        }
    }
}
