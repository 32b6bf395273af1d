/// The text of a number as figures and pages have it: with a minus sign, "−0.65", and powers of ten in full, "9.4×10⁻⁵".
///
/// Tables on a terminal, CSV and JSON keep "-" and "e-05", which programs read and people paste.
func typeset(_ number: String) -> String {
    let isNegative = number.hasPrefix("-")
    let sign = isNegative ? "−" : number.hasPrefix("+") ? "+" : ""
    let digits = number.dropFirst(sign.isEmpty ? 0 : 1)
    guard digits.first?.isASCII == true, digits.first?.isNumber == true else { return number }
    guard let mark = digits.firstIndex(of: "e"), let exponent = Int(digits[digits.index(after: mark)...]) else {
        return sign + digits
    }
    return "\(sign)\(digits[..<mark])×10" + superscript(exponent)
}

private func superscript(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (exponent < 0 ? "⁻" : "") + "\(exponent.magnitude)".map { String(digits[$0.wholeNumberValue!]) }.joined()
}

extension ColumnScale {
    /// ``text(_:)`` as figures and pages have it.
    func typeset(_ value: Double) -> String { Reports.typeset(text(value)) }

    /// Labels of round numbers along an axis, all with as many decimals as the step between them needs.
    func labels(of ticks: [Double], step: Double) -> [String] {
        let size = printed(step).magnitude
        let decimals = (0...12).first { count in
            let scaled = (0..<count).reduce(size) { scaled, _ in 10 * scaled }
            return scaled >= 0.5 && (scaled - scaled.rounded()).magnitude < 1e-6 * scaled
        }
        return ticks.map { tick in
            // Adding 0 takes the sign of a negative zero away.
            Reports.typeset(decimals.map { (printed(tick) + 0).text(decimals: $0) } ?? text(tick + 0))
        }
    }
}
