import Diagnostics
import Markup
import Optimisation

extension Choice {
    /// The values that an element gives, as a list or a range.
    ///
    /// - Parameter mayBeOpen: whether neither stands for all there is.
    init?(_ element: Element, mayBeOpen: Bool, _ problems: inout Problems) {
        location = element.location
        locations = []
        if let when = element.child("when"), let parameter = when.attribute("parameter"),
            let values = when.attribute("values")
        {
            self.when = When(parameter: Word(parameter.value, at: parameter.valueLocation), values: words(of: values))
        }
        let rangeAttributes =
            ["from", "to", "step", "scale"].compactMap { element.attribute($0) }
            + [element.attribute("continuous")].compactMap { $0 }
        if let values = element.attribute("values") {
            if let other = rangeAttributes.first {
                problems.error(
                    at: other.location, "\(other.name) is given beside values",
                    hint: "give either values, or from and to")
                return nil
            }
            let words = words(of: values)
            var seen: Set<String> = []
            for word in words where !seen.insert(word.text).inserted {
                problems.error(
                    at: word.location, "'\(word.text)' is among the values already", hint: "leave one of the two out")
                return nil
            }
            domain = .categories(words.map(\.text))
            locations = words.map(\.location)
        } else if rangeAttributes.isEmpty, mayBeOpen {
            domain = nil
        } else {
            guard let range = Self.range(element, &problems) else { return nil }
            domain = range
            locations = [element.attribute("from")!.valueLocation]
        }
    }

    private static func range(_ element: Element, _ problems: inout Problems) -> Domain? {
        guard let from = element.attribute("from"), let to = element.attribute("to") else {
            problems.error(
                at: element.location, "<\(element.name)> does not say between what it varies",
                hint: "give it values=\"…\", or from=\"…\" and to=\"…\"")
            return nil
        }
        let isLogarithmic = element.attribute("scale")?.value == "logarithmic"
        let domain: Domain
        if ["true", "1"].contains(element.attribute("continuous")?.value ?? "") {
            if let step = element.attribute("step") {
                problems.error(
                    at: step.location, "a continuous range has no step", hint: "leave out step or continuous")
                return nil
            }
            guard let low = element.number("from", in: .any, &problems),
                let high = element.number("to", in: .any, &problems)
            else { return nil }
            guard low <= high else { return empty(from, to, &problems) }
            domain = .reals(low...high, logarithmic: isLogarithmic)
        } else {
            let all = -1_000_000_000...1_000_000_000
            guard let low = element.integer("from", in: all, &problems),
                let high = element.integer("to", in: all, &problems)
            else { return nil }
            guard low <= high else { return empty(from, to, &problems) }
            let step = element.integer("step", in: 1...1_000_000_000, &problems) ?? 1
            // The last value is one that the steps reach.
            domain = .integers(low...(low + (high - low) / step * step), step: step, logarithmic: isLogarithmic)
        }
        guard domain.isValid else {
            problems.error(
                at: from.valueLocation, "a logarithmic range from \(from.value)",
                hint: "begin above 0, and with a step above half the step")
            return nil
        }
        return domain
    }

    private static func empty(_ from: Attribute, _ to: Attribute, _ problems: inout Problems) -> Domain? {
        problems.error(
            at: to.valueLocation, "there is nothing from \(from.value) to \(to.value)",
            hint: "let to be at least \(from.value)")
        return nil
    }
}

/// The words of a list, each with its place.
private func words(of attribute: Attribute) -> [Word] {
    var words: [Word] = []
    var location = attribute.valueLocation
    var current: Word?
    for scalar in attribute.value.unicodeScalars {
        if scalar.properties.isWhitespace {
            if let word = current { words.append(word) }
            current = nil
        } else if current != nil {
            current!.text.unicodeScalars.append(scalar)
        } else {
            current = Word(String(scalar), at: location)
        }
        location.column += 1
    }
    if let word = current { words.append(word) }
    return words
}
