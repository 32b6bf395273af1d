import Diagnostics
import Quantities
import Registration

// Typed attribute values. Each gives nil and adds a diagnostic, at the attribute's
// line and column, when the value is wrong; an absent optional attribute gives nil alone.

extension Element {
    /// A text that has to be there.
    public func required(_ name: String, _ problems: inout Problems) -> Attribute? {
        if let attribute = attribute(name) { return attribute }
        problems.error(at: location, "<\(self.name)> has no \(name)", hint: "add \(name)=\"…\"")
        return nil
    }

    /// A quantity with its unit; nil when absent.
    ///
    /// - Parameter range: what it has to lie in; by default not negative.
    public func quantity<D: Dimension>(
        _ name: String, as type: Quantity<D>.Type = Quantity<D>.self, in range: NumberRange = .notNegative,
        _ problems: inout Problems
    ) -> Quantity<D>? {
        guard let attribute = attribute(name) else { return nil }
        do {
            let value = try Quantity<D>(parsing: attribute.value)
            guard range.contains(value.si) else {
                let meant = Quantity<D>.likelier(than: attribute.value) { range.contains($0.si) }
                problems.error(
                    at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                    hint: "it has to be \(range.words)"
                        + (meant.isEmpty ? "" : "; did you mean \(meant.map { "'\($0)'" }.joined(separator: " or "))?"))
                return nil
            }
            return value
        } catch {
            problems.error(at: attribute.valueLocation, error.message, hint: error.hint)
            return nil
        }
    }

    /// A quantity that has to be there.
    public func requiredQuantity<D: Dimension>(
        _ name: String, as type: Quantity<D>.Type = Quantity<D>.self, in range: NumberRange = .notNegative,
        _ problems: inout Problems
    ) -> Quantity<D>? {
        guard required(name, &problems) != nil else { return nil }
        return quantity(name, as: type, in: range, &problems)
    }

    /// A whole number of a range; nil when absent.
    public func integer(_ name: String, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int? {
        guard let attribute = attribute(name) else { return nil }
        guard let value = Int(attribute.value), range.contains(value) else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "a whole number from \(range.lowerBound) to \(range.upperBound) is wanted")
            return nil
        }
        return value
    }

    /// A whole number that has to be there.
    public func requiredInteger(_ name: String, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int? {
        guard required(name, &problems) != nil else { return nil }
        return integer(name, in: range, &problems)
    }

    /// A child that has to be there; the first when there are several.
    public func requiredChild(_ name: String, _ problems: inout Problems) -> Element? {
        if let child = child(name) { return child }
        problems.error(at: location, "<\(self.name)> has no <\(name)>", hint: "add <\(name) …/>")
        return nil
    }

    /// A plain number; nil when absent.
    public func number(_ name: String, in range: NumberRange = .notNegative, _ problems: inout Problems) -> Double? {
        guard let attribute = attribute(name) else { return nil }
        guard let value = Double(attribute.value), value.isFinite, range.contains(value) else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "a number that is \(range.words) is wanted")
            return nil
        }
        return value
    }

    /// One word of a fixed list; nil when absent.
    public func keyword<K: RawRepresentable & CaseIterable>(
        _ name: String, as type: K.Type = K.self, _ problems: inout Problems
    ) -> K? where K.RawValue == String {
        guard let attribute = attribute(name) else { return nil }
        if let value = K(rawValue: attribute.value) { return value }
        let words = K.allCases.map(\.rawValue)
        problems.error(
            at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
            hint: suggestion(for: attribute.value, among: words))
        return nil
    }
}

/// What a number in a file may be.
public struct NumberRange: Sendable {
    let contains: @Sendable (Double) -> Bool
    let words: String

    public static let any = NumberRange(contains: { _ in true }, words: "any number")
    public static let notNegative = NumberRange(contains: { $0 >= 0 }, words: "0 or more")
    public static let positive = NumberRange(contains: { $0 > 0 }, words: "more than 0")
    public static let share = NumberRange(contains: { (0...1).contains($0) }, words: "from 0 to 1")

    /// From one number to another, both included.
    public static func between(_ least: Double, and most: Double) -> NumberRange {
        let words = "from \(least.text(significant: 4)) to \(most.text(significant: 4))"
        return NumberRange(contains: { (least...most).contains($0) }, words: words)
    }

    /// From one quantity to another, both included: "from 1 Hz to 10 THz".
    public static func from<D: Dimension>(_ least: Quantity<D>, to most: Quantity<D>) -> NumberRange {
        NumberRange(contains: { (least.si...most.si).contains($0) }, words: "from \(least) to \(most)")
    }
}
