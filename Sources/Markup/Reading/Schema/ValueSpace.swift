import Registration

/// What a value may be according to a schema.
package struct ValueSpace {
    /// The built-in type at its bottom: "positiveInteger", "double", "token", "union", "list".
    var base: String
    /// The only words that it may be, when it is one of some words.
    package var words: [String] = []
    /// Bounds, as the schema writes them.
    var least: String?
    var most: String?
    var above: String?
    /// What the schema's author says of it.
    var note: String?
    /// Of a union.
    var alternatives: [ValueSpace] = []

    init(base: String) {
        self.base = base
    }

    /// What would be right instead of a wrong value.
    func hint(for value: String) -> String {
        let choices = words + alternatives.flatMap(\.words)
        if !choices.isEmpty, let near = nearest(to: value, in: choices) { return "did you mean '\(near)'?" }
        if !words.isEmpty { return suggestion(for: value, among: words) }
        return "\(wanted) is wanted"
    }

    /// With its article: "a whole number from 1 to 32".
    package var wanted: String {
        if !alternatives.isEmpty { return alternatives.map(\.wanted).joined(separator: " or ") }
        if !words.isEmpty { return words.map { "'\($0)'" }.joined(separator: " or ") }
        if let note { return note }
        let number: String
        var least = least
        switch base {
        case "positiveInteger":
            number = "a whole number"
            least = least ?? "1"
        case "nonNegativeInteger":
            number = "a whole number"
            least = least ?? "0"
        case "integer", "int", "long", "unsignedInt", "unsignedLong", "short": number = "a whole number"
        case "double", "float", "decimal": number = "a number"
        case "boolean": return "'true' or 'false'"
        default: return "a text"
        }
        return switch (least, most, above) {
        case (let least?, let most?, _): "\(number) from \(least) to \(most)"
        case (let least?, nil, _): "\(number) of \(least) or more"
        case (nil, let most?, nil): "\(number) of \(most) or less"
        case (nil, let most?, let above?): "\(number) above \(above) and up to \(most)"
        case (nil, nil, let above?): "\(number) above \(above)"
        case (nil, nil, nil): number
        }
    }
}
