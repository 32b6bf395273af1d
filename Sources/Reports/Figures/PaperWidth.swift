/// How wide a figure of a paper is: a column or both of IEEE and ACM proceedings, or any width.
public struct PaperWidth: Hashable, Sendable {
    /// In points of 1/72 inch.
    public let points: Double

    /// One column, 3.5 inches.
    public static let column = PaperWidth(points: 252)
    /// Both columns, 7.16 inches.
    public static let page = PaperWidth(points: 516)

    private init(points: Double) { self.points = points }

    /// Widths that text can be read in and a sheet can have, in millimetres.
    public static let millimetres = 40.0...1000.0

    /// `column`, `page`, or a length: "88 mm", "8.8cm", "3.5 in", "252pt".
    ///
    /// Nil for what is none, or is beyond ``millimetres``.
    public init?(_ text: String) {
        switch text {
        case "column": self = .column
        case "page": self = .page
        default:
            guard let points = paperLength(text) else { return nil }
            self.points = points
        }
    }
}

/// How high a figure may become: as a page of the same proceedings, or as a length says.
public struct PaperHeight: Hashable, Sendable {
    /// In points of 1/72 inch.
    public let points: Double

    /// What a page has for text, 9.25 inches, less a caption of three lines.
    public static let page = PaperHeight(points: 630)

    private init(points: Double) { self.points = points }

    /// `page`, or a length as ``PaperWidth`` takes it.
    public init?(_ text: String) {
        guard text != "page" else {
            self = .page
            return
        }
        guard let points = paperLength(text) else { return nil }
        self.points = points
    }
}

/// A length in points; nil for what is none, or is beyond ``PaperWidth/millimetres``.
private func paperLength(_ text: String) -> Double? {
    let units = [("mm", 72 / 25.4), ("cm", 72 / 2.54), ("in", 72.0), ("pt", 1.0)]
    guard let (unit, points) = units.first(where: { text.hasSuffix($0.0) }),
        let number = Double(text.dropLast(unit.count).filter { $0 != " " }), number.isFinite,
        PaperWidth.millimetres.contains(number * points * 25.4 / 72)
    else { return nil }
    return number * points
}
