import Diagnostics
import Markup

// Values of network files. Each gives nil and adds a diagnostic when the value is wrong or missing.

extension Element {
    /// Whole numbers with white space between them.
    func integers(_ name: String, _ problems: inout Problems) -> [Int]? {
        guard let attribute = required(name, &problems) else { return nil }
        return integers(attribute, in: 0...Limits.elements, &problems)
    }

    private func integers(_ attribute: Attribute, in range: ClosedRange<Int>, _ problems: inout Problems) -> [Int]? {
        let parts = attribute.value.split(whereSeparator: \.isWhitespace)
        let values = parts.compactMap { Int($0) }.filter { range.contains($0) }
        guard !values.isEmpty, values.count == parts.count else {
            problems.error(
                at: attribute.valueLocation, "\(attribute.name) is '\(attribute.value)'",
                hint:
                    "whole numbers from \(range.lowerBound) to \(range.upperBound), with spaces between them, are wanted"
            )
            return nil
        }
        return values
    }

    /// Extents such as "3 32 32".
    ///
    /// - Parameter allowsNone: whether nothing stands for the shape of a single number.
    func shape(_ name: String, allowsNone: Bool = false, _ problems: inout Problems) -> Shape? {
        guard let attribute = required(name, &problems) else { return nil }
        if allowsNone, attribute.value.allSatisfy(\.isWhitespace) { return Shape([]) }
        guard let values = integers(attribute, in: 1...Limits.elements, &problems) else { return nil }
        let shape = Shape(values)
        guard shape.isWithinLimits else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "at most \(Limits.rank) extents and \(Limits.elements) elements are possible")
            return nil
        }
        return shape
    }

    /// "3", or height and width as in "1 7".
    ///
    /// - Parameter fallback: what an absent attribute means; nil when it has to be there.
    func extent(_ name: String, default fallback: Extent?, _ problems: inout Problems) -> Extent? {
        guard let attribute = attribute(name) else {
            if fallback == nil { _ = required(name, &problems) }
            return fallback
        }
        guard let values = integers(attribute, in: 1...Limits.window, &problems) else { return nil }
        switch values.count {
        case 1: return Extent(square: values[0])
        case 2: return Extent(height: values[0], width: values[1])
        default:
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "one number, or height and width as in '1 7', is wanted")
            return nil
        }
    }

    /// "same", "1", or top, left, bottom and right as in "0 0 1 1"; none when absent.
    func padding(_ name: String, kernel: Extent, dilation: Extent, _ problems: inout Problems) -> Padding? {
        guard let attribute = attribute(name) else { return 0 }
        if attribute.value.split(whereSeparator: \.isWhitespace) == ["same"] {
            return .same(kernel: kernel, dilation: dilation)
        }
        guard let values = integers(attribute, in: 0...Limits.window, &problems) else { return nil }
        switch values.count {
        case 1: return Padding(values[0])
        case 4: return Padding(top: values[0], left: values[1], bottom: values[2], right: values[3])
        default:
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "'same', one number, or top, left, bottom and right as in '0 0 1 1', is wanted")
            return nil
        }
    }

    /// Height and width of a map, as in "32 32", or one number for both.
    func size(_ name: String, _ problems: inout Problems) -> Extent? {
        guard let attribute = required(name, &problems) else { return nil }
        guard let values = integers(attribute, in: 1...Limits.elements, &problems) else { return nil }
        guard values.count <= 2 else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "height and width as in '32 32' are wanted")
            return nil
        }
        return Extent(height: values[0], width: values[values.count - 1])
    }

    /// Numbers with white space between them.
    func reals(_ name: String, _ problems: inout Problems) -> [Double]? {
        guard let attribute = required(name, &problems) else { return nil }
        let parts = attribute.value.split(whereSeparator: \.isWhitespace)
        let values = parts.compactMap { Double($0) }.filter(\.isFinite)
        guard !values.isEmpty, values.count == parts.count else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: "finite numbers with spaces between them are wanted")
            return nil
        }
        return values
    }

    /// One of the words of a kind.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ kind: Word.Type, _ problems: inout Problems
    ) -> Word? where Word.RawValue == String {
        guard let attribute = required(name, &problems) else { return nil }
        guard let word = Word(rawValue: attribute.value) else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'",
                hint: suggestion(for: attribute.value, among: Word.allCases.map(\.rawValue)))
            return nil
        }
        return word
    }

    /// A whole number that has to be there.
    func required(integer name: String, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int? {
        required(name, &problems) == nil ? nil : integer(name, in: range, &problems)
    }

    /// A whole number, or what its absence means.
    func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int?
    {
        attribute(name) == nil ? fallback : integer(name, in: range, &problems)
    }

    /// A number, or what its absence means; nil as fallback when it has to be there.
    func real(_ name: String, default fallback: Double?, in range: NumberRange, _ problems: inout Problems) -> Double? {
        guard let attribute = attribute(name) else {
            if fallback == nil { _ = required(name, &problems) }
            return fallback
        }
        guard Double(attribute.value)?.isFinite == true else {
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'", hint: "a finite number is wanted")
            return nil
        }
        return number(name, in: range, &problems)
    }

    /// "true" or "false" (or 1 or 0), or what its absence means.
    func flag(_ name: String, default fallback: Bool, _ problems: inout Problems) -> Bool? {
        guard let attribute = attribute(name) else { return fallback }
        switch attribute.value {
        case "true", "1": return true
        case "false", "0": return false
        default:
            problems.error(
                at: attribute.valueLocation, "\(name) is '\(attribute.value)'", hint: "'true' or 'false' is wanted")
            return nil
        }
    }
}
