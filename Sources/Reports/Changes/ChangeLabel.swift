extension Change {
    /// What changed in few words, for a label in a figure: "adc-8b resolution 8 → 6", "crossbar x64 → x128", "+ router".
    ///
    /// The path says which one it is exactly; the label has the name of the nearest element that has one.
    var label: String {
        let steps = PathStep.steps(of: path)
        let attribute = steps.last?.attribute
        let elements = steps.filter { $0.attribute == nil }
        let subject = PathStep.subject(elements)
        let element = elements.last?.name ?? path
        let values = "\(before ?? "not given") → \(after ?? "not given")"
        switch kind {
        case .attribute:
            // What an element is called by is told once.
            if let attribute, elements.last?.condition == attribute { return "\(element) \(values)" }
            return [subject ?? element, attribute ?? "", values].joined(separator: " ")
        case .text: return "text of \(subject ?? element)"
        case .added: return "+ \(element)" + (elements.last?.value.map { " \($0)" } ?? "")
        case .removed: return "− \(element)" + (elements.last?.value.map { " \($0)" } ?? "")
        case .order: return "order in \(subject ?? element)"
        }
    }
}

extension Attribution {
    /// The changes of a step in few words.
    func label(of step: Step) -> String {
        let first = step.changes.first.map { changes[$0].label } ?? ""
        return step.changes.count < 2 ? first : "\(first) and \(step.changes.count - 1) more"
    }
}

/// A step of a path: `component[@id='adc-8b']` or `@resolution`.
struct PathStep {
    var name: String
    /// The attribute that the element is found by, and its value.
    var condition: String?
    var value: String?
    /// Where the step is an attribute, its name.
    var attribute: String? { name.hasPrefix("@") ? String(name.dropFirst()) : nil }

    /// The name of the nearest element that has one, with the elements behind it: "x64 read".
    static func subject(_ elements: [PathStep]) -> String? {
        elements.lastIndex { $0.value != nil }.map { named in
            elements[named].value! + elements[(named + 1)...].map { " \($0.name)" }.joined()
        }
    }

    /// "core @count"
    static func words(of path: String) -> String {
        let steps = steps(of: path)
        let elements = steps.filter { $0.attribute == nil }
        return "\(subject(elements) ?? elements.last?.name ?? "") \(steps.last?.name ?? "")"
    }

    static func steps(of path: String) -> [PathStep] {
        var pieces: [Substring] = []
        var start = path.startIndex
        for place in placesOutsideConditions(of: path) where path[place] == "/" {
            pieces.append(path[start..<place])
            start = path.index(after: place)
        }
        return (pieces + [path[start...]]).map { PathStep(String($0)) }
    }

    /// Where no condition stands: outside of `[…]`, in which quotation marks hold any character.
    static func placesOutsideConditions(of path: String) -> [String.Index] {
        var depth = 0
        var quote: Character?
        return path.indices.filter { index in
            let character = path[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if depth > 0, character == "'" || character == "\"" {
                quote = character
            } else if character == "[" {
                depth += 1
            } else if character == "]" {
                depth -= 1
            }
            return depth == 0
        }
    }

    private init(_ piece: String) {
        guard let bracket = piece.firstIndex(of: "["), let equals = piece[bracket...].firstIndex(of: "=") else {
            name = piece
            return
        }
        name = String(piece[..<bracket])
        condition = String(piece[bracket..<equals].drop { $0 == "[" || $0 == "@" })
        // Between the quotes, which no bracket stands in after the value.
        var rest = piece[piece.index(after: equals)...]
        if rest.last == "]" { rest.removeLast() }
        value = String(rest.dropFirst().dropLast())
    }
}
