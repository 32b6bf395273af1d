/// One unit of a dimension: how it is written and what it is in SI.
///
/// A value in this unit is `value · factor · 10^(prefix · prefixPower) + offset` in SI.
public struct Unit: Sendable {
    /// Which prefixes the unit takes.
    public enum Prefixes: Sendable {
        case none, decimal, decimalAndBinary
    }

    /// Spellings, the printed one first.
    public let symbols: [String]
    /// SI units in one of these, before the prefix.
    public let factor: Double
    /// SI value of 0 of these: 273.15 K of 0 °C.
    public let offset: Double
    /// Those that may be written before a symbol.
    public let prefixes: Prefixes
    /// What a prefix is raised to: 2 for squares (1 mm² is 10⁻⁶ m²).
    public let prefixPower: Int

    /// A unit that is `factor` SI units, printed as the first of `symbols`.
    public init(
        _ symbols: String..., factor: Double = 1, offset: Double = 0, prefixes: Prefixes = .none,
        prefixPower: Int = 1
    ) {
        self.symbols = symbols
        self.factor = factor
        self.offset = offset
        self.prefixes = prefixes
        self.prefixPower = prefixPower
    }

    /// The scale that `text` names if it is this unit, with or without prefix.
    func scale(of text: Substring) -> Scale? {
        for symbol in symbols {
            if text == symbol { return Scale(unit: self, exponent: 0, multiple: 1) }
            guard prefixes != .none, text.count > symbol.count, text.hasSuffix(symbol) else { continue }
            let before = text.dropLast(symbol.count)
            if let found = Prefix.spellings.first(where: { $0.text == before })?.prefix, found != .one {
                return Scale(unit: self, exponent: found.exponent * prefixPower, multiple: 1)
            }
            if prefixes == .decimalAndBinary, let found = BinaryPrefix.allCases.first(where: { $0.symbol == before }) {
                return Scale(unit: self, exponent: 0, multiple: found.factor)
            }
        }
        return nil
    }

    /// Everything that may be written for this unit, printed forms first; for suggestions.
    var writtenForms: [String] {
        symbols.flatMap { symbol in
            var forms = [symbol]
            if prefixes != .none { forms += Prefix.spellings.map { $0.text + symbol } }
            if prefixes == .decimalAndBinary { forms += BinaryPrefix.allCases.map { $0.symbol + symbol } }
            return forms
        }
    }
}

/// A unit with its prefix: SI = value · 10^exponent · multiple · unit.factor + unit.offset.
struct Scale {
    let unit: Unit
    let exponent: Int
    let multiple: Double
}
