extension Quantity: CustomStringConvertible {
    /// The value with a unit and a prefix that leaves one to three digits before the point
    /// ("1.67 pJ"; areas in mm² down to 0.001), rounded to the given number of significant digits.
    /// What is printed can be read again by `init(parsing:)`.
    public func formatted(significant digits: Int = 4) -> String {
        guard si.isFinite else { return "\(si) \(D.printed.last!.symbol)" }
        // Rounding first keeps 999.96 from being printed as "1000".
        let rounded = abs(si).rounded(significant: digits)
        let unit =
            si == 0
            ? D.printed.first { $0.exponent == 0 } ?? D.printed.last!
            : D.printed.first { rounded >= $0.from } ?? D.printed.last!
        let value = unit.exponent < 0 ? si * powerOfTen(-unit.exponent) : si / powerOfTen(unit.exponent)
        let number = (value / unit.factor).text(significant: digits)
        return unit.symbol.isEmpty ? number : "\(number) \(unit.symbol)"
    }

    /// ``formatted(significant:)`` with four digits.
    public var description: String { formatted() }
}

extension Double {
    /// The number rounded to so many significant digits, without exponent between 10⁻⁵ and 10¹⁵,
    /// without trailing zeros: 0.0012, 85.4, 1.2e-7.
    public func text(significant digits: Int) -> String {
        guard isFinite else { return "\(self)" }
        // Nothing is negative about no difference.
        return self == 0 ? "0" : plain(rounded(significant: digits))
    }

    /// The number with so many digits after the point, all of them written: 1.50.
    /// Beyond 10¹⁵ it is written as ``text(significant:)`` does.
    public func text(decimals: Int) -> String {
        let scaled = (self * powerOfTen(decimals)).rounded()
        guard scaled.magnitude < 1e15 else { return text(significant: 6) }
        let digits = String(Int(scaled.magnitude))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// The nearest number with so many significant digits.
    public func rounded(significant digits: Int) -> Double {
        guard self != 0, isFinite, digits < 17 else { return self }
        let exponent = decimalExponent(magnitude)
        let places = Swift.max(1, digits) - 1 - exponent
        // Two steps where one power of ten would leave the range of exact ones.
        if places >= 0 {
            let scale = powerOfTen(places)
            guard scale.isFinite, (self * scale).isFinite else { return self }
            return (self * scale).rounded() / scale
        }
        let scale = powerOfTen(-places)
        return (self / scale).rounded() * scale
    }
}

/// ⌊log₁₀ x⌋ for a positive number.
private func decimalExponent(_ x: Double) -> Int {
    var exponent = 0
    if x >= 1 {
        while exponent < 308, x >= powerOfTen(exponent + 1) { exponent += 1 }
    } else {
        while exponent > -323, x < 1 / powerOfTen(-exponent) { exponent -= 1 }
    }
    return exponent
}

/// Swift's shortest exact text without ".0", with an exponent only where it writes one.
private func plain(_ value: Double) -> String {
    let text = "\(value)"
    if text.hasSuffix(".0") { return String(text.dropLast(2)) }
    return text
}

/// 10^exponent; exact up to 10²².
func powerOfTen(_ exponent: Int) -> Double {
    if exponent >= 0, exponent < exactPowers.count { return exactPowers[exponent] }
    return Double("1e\(exponent)") ?? 0
}

private let exactPowers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
]
