extension Quantity {
    /// Reads a number and a unit: "1.67 pJ", "2.5 Ω" or "2.5 ohm", "0.0012 mm²" (also mm2, mm^2),
    /// "1 GHz", "64 KiB", "15 %". The space may be missing.
    ///
    /// The result is the double nearest to the decimal value, as if it had been written in SI:
    /// `Energy(parsing: "1.67 pJ") == Energy(si: 1.67e-12)`.
    /// - Throws: what is wrong and what would be right, when the text is no number with a unit of
    ///   this dimension, or is out of the range of a double.
    public init(parsing text: String) throws(QuantityError) {
        let written = WrittenNumber(text)
        func failure(_ reason: QuantityError.Reason) -> QuantityError {
            QuantityError(text: text, reason: reason, wanted: D.name, example: D.example)
        }
        guard let written else { throw failure(text.allSatisfy(\.isWhitespace) ? .empty : .noNumber) }
        guard let scale = D.units.lazy.compactMap({ $0.scale(of: written.unit) }).first else {
            throw failure(Self.reason(for: written))
        }
        // Moving the decimal exponent before conversion rounds once, not twice.
        guard let value = Double("\(written.mantissa)e\(written.exponent + scale.exponent)"), value.isFinite else {
            throw failure(.outOfRange)
        }
        si = value * (scale.multiple * scale.unit.factor) + scale.unit.offset
        guard si.isFinite else { throw failure(.outOfRange) }
    }

    /// Why what was written is no number with a unit of this dimension.
    private static func reason(for written: WrittenNumber) -> QuantityError.Reason {
        let unit = written.unit
        if unit.isEmpty { return .noUnit }
        if unit.first == "," { return .comma(meant: meant(by: written)) }
        for other in Dimensions.all where other.units.contains(where: { $0.scale(of: unit) != nil }) {
            return .wrongDimension(found: other.name)
        }
        // A millihertz differs from a megahertz in case alone, too: what gives a size as that of the example is meant.
        let near = forms(likeCaseOf: unit)
        return .unknownUnit(
            String(unit),
            near: near.count == 1
                ? near[0] : near.min { strangeness(of: written, in: $0) < strangeness(of: written, in: $1) })
    }

    /// What may be meant by a quantity that is not of a size that is wanted: the same number with other units,
    /// the likeliest first: "32 nm", "32 µm" for "32 mm".
    ///
    /// - Returns: one whose unit differs in case alone, or else at most two; none where no unit gives such a size.
    public static func likelier(than text: String, where isWanted: (Quantity) -> Bool) -> [String] {
        // Who writes an exponent has thought of the size.
        guard let written = WrittenNumber(text), written.exponent == 0 else { return [] }
        let number = trimmed(trimmed(text[...]).dropLast(written.unit.count))
        func wanted(_ forms: [String]) -> [String] {
            forms.filter { (try? Quantity(parsing: "\(number) \($0)")).map(isWanted) ?? false }
                .sorted { strangeness(of: written, in: $0) < strangeness(of: written, in: $1) }
        }
        let near = wanted(forms(likeCaseOf: written.unit))
        guard near.isEmpty else { return ["\(number) \(near[0])"] }
        let printed = D.units.flatMap { unit in
            (unit.prefixes == .none ? [.one] : Prefix.allCases).map { $0.symbol + unit.symbols[0] }
        }
        return wanted(printed).filter { strangeness(of: written, in: $0) < 4 }.prefix(2).map { "\(number) \($0)" }
    }

    /// Ways to write units of this dimension that differ from this one in case alone.
    private static func forms(likeCaseOf unit: Substring) -> [String] {
        let folded = unit.lowercased()
        return D.units.flatMap(\.writtenForms).filter { $0.lowercased() == folded && $0 != unit }
    }

    /// How far from the size of the example a number is in a unit, in powers of ten.
    private static func strangeness(of written: WrittenNumber, in form: String) -> Double {
        let number = Double(written.mantissa).map { abs($0) } ?? 1
        guard let size = try? Self(parsing: "\(number) \(form)"), let likely = try? Self(parsing: D.example),
            size.si != 0, likely.si != 0
        else { return .infinity }
        return abs(logarithm(abs(size.si / likely.si)))
    }

    /// What a number with a comma may be: a decimal fraction, and where three digits follow a thousand, too.
    private static func meant(by written: WrittenNumber) -> [String] {
        let rest = written.unit.dropFirst()
        let digits = rest.prefix(while: \.isDigit), unit = trimmed(rest[digits.endIndex...])
        guard !digits.isEmpty, !unit.isEmpty, !written.mantissa.contains("."), !unit.contains(",") else {
            return [D.example]
        }
        return ["\(written.mantissa).\(digits) \(unit)"]
            + (digits.count == 3 ? ["\(written.mantissa)\(digits) \(unit)"] : [])
    }
}

/// The decimal logarithm, roughly: digits before the point.
private func logarithm(_ number: Double) -> Double {
    // Exponents of 2 are near enough for units that are at least a thousand apart.
    Double(number.exponent) * 0.30103
}

/// A decimal number and what follows it.
private struct WrittenNumber {
    var mantissa: Substring
    var exponent: Int
    var unit: Substring

    /// Nil when the text does not start with a number: sign, digits with or without a point, exponent.
    init?(_ text: String) {
        let text = trimmed(text[...])
        var rest = text
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        let whole = rest.prefix(while: \.isDigit)
        rest = rest[whole.endIndex...]
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        mantissa = text[..<rest.startIndex]
        if mantissa.hasSuffix(".") { mantissa = mantissa.dropLast() }
        exponent = 0
        if let e = rest.first, e == "e" || e == "E" {
            var after = rest.dropFirst()
            let negative = after.first == "-"
            if negative || after.first == "+" { after.removeFirst() }
            let digits = after.prefix(while: \.isDigit)
            // Without digits the e belongs to the unit, as in "5 eV". Five digits are out of range anyway, but for
            // zeros in front of them.
            if !digits.isEmpty {
                exponent = (negative ? -1 : 1) * (Int(digits.drop { $0 == "0" }.prefix(5)) ?? 0)
                rest = after[digits.endIndex...]
            }
        }
        unit = trimmed(rest)
    }
}

extension Character {
    fileprivate var isDigit: Bool { "0" <= self && self <= "9" }
}

private func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
}
