import Diagnostics
import Registration

/// A path to one attribute of a document, for sweeps and searches that vary it.
///
///     clock of the root                    hardware/@clock
///     an ADC's resolution                  component[@id='adc-8b']/@resolution
///     columns of a crossbar's ADC          crossbar[@id='x64']/adc/@columns
///     tiles on a chip                      level[@name='tile']/@at-most
///
/// The first step matches elements anywhere in the document, each further one children of what was
/// matched; a condition in brackets wants an attribute to have a value. The last step names the
/// attribute, which the element has to have already. It is a subset of XPath's abbreviated form
/// with a `//` in front.
public struct AttributePath: Hashable, Sendable, CustomStringConvertible {
    /// One element on the way.
    public struct Step: Hashable, Sendable {
        /// Its name.
        public var element: String
        /// Attribute and value that are wanted.
        public var condition: Condition?
    }

    /// `[@id='x64']`.
    public struct Condition: Hashable, Sendable {
        /// The name of an attribute of the element.
        public var attribute: String
        /// What it has to be, as it is written.
        public var value: String
    }

    /// From the outermost element to the one that has the attribute; at least one.
    public let steps: [Step]
    /// The name of the attribute that the path leads to.
    public let attribute: String
    /// As it was written.
    public let description: String

    /// Reads a path. Throws when the text is none.
    public init(_ text: String) throws(AttributePathError) {
        var rest = text[...]
        if rest.hasPrefix("//") { rest.removeFirst(2) }
        var steps: [Step] = []
        var attribute: String?
        while attribute == nil {
            if rest.first == "@", !steps.isEmpty {
                rest.removeFirst()
                attribute = String(rest)
                break
            }
            guard let step = Self.step(&rest) else { throw Self.malformed(text) }
            steps.append(step)
            guard rest.first == "/" else { throw Self.malformed(text) }
            rest.removeFirst()
        }
        guard let attribute, !attribute.isEmpty, attribute.allSatisfy(isNameCharacter) else {
            throw Self.malformed(text)
        }
        self.steps = steps
        self.attribute = attribute
        description = text
    }

    private static func malformed(_ text: String) -> AttributePathError {
        AttributePathError(
            "'\(text)' is not a path to an attribute", hint: "write one like \"component[@id='adc-8b']/@resolution\"")
    }

    /// Takes `name` or `name[@attribute='value']` off the front.
    private static func step(_ rest: inout Substring) -> Step? {
        let name = rest.prefix(while: isNameCharacter)
        guard !name.isEmpty else { return nil }
        rest = rest[name.endIndex...]
        guard rest.first == "[" else { return Step(element: String(name)) }
        guard rest.hasPrefix("[@") else { return nil }
        rest.removeFirst(2)
        let attribute = rest.prefix(while: isNameCharacter)
        rest = rest[attribute.endIndex...]
        guard !attribute.isEmpty, rest.first == "=" else { return nil }
        rest.removeFirst()
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        rest.removeFirst()
        let value = rest.prefix { $0 != quote }
        rest = rest[value.endIndex...].dropFirst()
        guard rest.first == "]" else { return nil }
        rest.removeFirst()
        return Step(element: String(name), condition: Condition(attribute: String(attribute), value: String(value)))
    }
}

/// Why a path leads to no attribute, or to several.
public struct AttributePathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var message: String
    /// What would be right.
    public var hint: String

    /// - Parameter hint: what would be right.
    public init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    public var description: String { "\(message); \(hint)" }
}

private func isNameCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "-_.:".contains(character)
}

extension AttributePathError: BadInput {
    public var faults: [Fault] { [Fault(message, remedy: hint)] }
}
