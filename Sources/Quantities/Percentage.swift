/// A share that is written in per cent: "10 %", "2.5%".
public struct Percentage: Hashable, Sendable {
    /// Of 1.
    public var share: Double

    /// - Parameter share: of 1, so that 0.1 is 10 %.
    public init(share: Double) { self.share = share }

    /// Nil for anything but a finite number and a per cent sign.
    public init?(_ text: String) {
        guard text.hasSuffix("%") else { return nil }
        var digits = text.dropLast()
        while digits.last == " " || digits.last == "\u{A0}" || digits.last == "\u{202F}" { digits.removeLast() }
        guard let number = Double(digits), number.isFinite else { return nil }
        share = number / 100
    }

    /// "10 %"
    public var text: String { "\((100 * share).text(significant: 4)) %" }
}
