import Markup
import Quantities

/// A parameter of a component model: its name, what it may be, and what it means.
///
/// ```swift
/// let parameters: [ModelParameter] = [
///     .integer("resolution", 4...14, "bits"),
///     .quantity("technology", Length(7, .nano)...Length(130, .nano), "feature size"),
/// ]
/// ```
public struct ModelParameter: Sendable {
    public let name: String
    /// What it is, for people.
    public let help: String
    /// What it is taken for where the file does not give it, as it would be written there; nil where it has to be
    /// given.
    public let standard: String?
    /// What it may be, in words: "from 7 nm to 130 nm".
    public let range: String
    let read: @Sendable (String) -> Result<Value, ReadingError>

    /// A value as the model gets it: quantities in SI.
    enum Value: Sendable, Hashable {
        case number(Double)
        case word(String)
    }

    struct ReadingError: Error {
        var message: String
        var hint: String
    }

    /// Names that a `<component>` has as attributes of its own; all others are `<parameter>` elements.
    public static let attributes = ["resolution", "rate", "capacity", "width", "technology", "supply"]

    /// Whether it is written as an attribute of the component.
    public var isAttribute: Bool { Self.attributes.contains(name) }

    /// A whole number.
    public static func integer(_ name: String, _ range: ClosedRange<Int>, standard: Int? = nil, _ help: String) -> Self
    {
        Self(
            name: name, help: help, standard: standard.map(String.init),
            range: "from \(range.lowerBound) to \(range.upperBound)"
        ) { text in
            guard let value = Int(text), range.contains(value) else {
                return .failure(
                    ReadingError(
                        message: "\(name) is '\(text)'",
                        hint: "a whole number from \(range.lowerBound) to \(range.upperBound) is wanted"))
            }
            return .success(.number(Double(value)))
        }
    }

    /// A number without a unit.
    public static func number(
        _ name: String, _ range: ClosedRange<Double>, standard: Double? = nil, _ help: String
    )
        -> Self
    {
        let words = "from \(range.lowerBound.text(significant: 6)) to \(range.upperBound.text(significant: 6))"
        return Self(name: name, help: help, standard: standard?.text(significant: 17), range: words) { text in
            guard let value = Double(text), range.contains(value) else {
                return .failure(ReadingError(message: "\(name) is '\(text)'", hint: "a number \(words) is wanted"))
            }
            return .success(.number(value))
        }
    }

    /// A quantity with its unit.
    public static func quantity<D: Dimension>(
        _ name: String, _ range: ClosedRange<Quantity<D>>, standard: Quantity<D>? = nil, _ help: String
    ) -> Self {
        let words = "from \(range.lowerBound) to \(range.upperBound)"
        return Self(name: name, help: help, standard: standard?.formatted(significant: 15), range: words) { text in
            do throws(QuantityError) {
                let value = try Quantity<D>(parsing: text)
                // What is written as the end of the range is in it, however its decimal was rounded.
                let tolerance = 1e-12 * max(range.lowerBound.si.magnitude, value.si.magnitude)
                guard value.si >= range.lowerBound.si - tolerance, value.si <= range.upperBound.si + tolerance else {
                    return .failure(
                        ReadingError(message: "\(name) is '\(text)'", hint: "\(words) is what the model holds for"))
                }
                return .success(.number(value.si))
            } catch {
                return .failure(ReadingError(message: error.message, hint: error.hint))
            }
        }
    }

    /// One word of several.
    public static func word(_ name: String, _ words: [String], standard: String? = nil, _ help: String) -> Self {
        Self(name: name, help: help, standard: standard, range: words.joined(separator: ", ")) { text in
            words.contains(text)
                ? .success(.word(text))
                : .failure(ReadingError(message: "\(name) is '\(text)'", hint: suggestion(for: text, among: words)))
        }
    }
}

/// The parameters of one component, as its model gets them.
public struct ModelParameters: Sendable, Hashable {
    /// What the component is: some models serve several kinds.
    public let kind: ComponentKind
    private let values: [String: ModelParameter.Value]
    /// The parameters as they were written, or stand for themselves.
    let texts: [String: String]

    /// Parameters given in code, as a file would give them: `["resolution": "8", "rate": "1 GS/s"]`.
    ///
    /// - Throws: where one is missing, out of its range, or none of those that there are.
    public init(
        _ texts: [String: String], kind: ComponentKind, among parameters: [ModelParameter]
    ) throws(ComponentModelError) {
        var texts = texts
        Self.addNominalSupply(to: &texts, among: parameters)
        var values: [String: ModelParameter.Value] = [:]
        for parameter in parameters {
            guard let text = texts[parameter.name] ?? parameter.standard else {
                throw ComponentModelError(
                    "there is no \(parameter.name)", hint: "give it: \(parameter.range)", parameter: parameter.name)
            }
            switch parameter.read(text) {
            case .success(let value): values[parameter.name] = value
            case .failure(let error):
                throw ComponentModelError(error.message, hint: error.hint, parameter: parameter.name)
            }
        }
        for name in texts.keys.sorted() where values[name] == nil {
            let names = parameters.map(\.name)
            throw ComponentModelError(
                "the model has no parameter '\(name)'", hint: suggestion(for: name, among: names), parameter: name)
        }
        self.kind = kind
        self.values = values
        self.texts = texts
    }

    // Two that mean the same are the same, however they are written.
    public static func == (a: Self, b: Self) -> Bool { a.kind == b.kind && a.values == b.values }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(values)
    }

    /// Where a model asks for a supply and the file states none, it is that which the node is made for.
    private static func addNominalSupply(to texts: inout [String: String], among parameters: [ModelParameter]) {
        guard texts["supply"] == nil, let supply = parameters.first(where: { $0.name == "supply" }),
            supply.standard == nil,
            let length = texts["technology"].flatMap({ try? Length(parsing: $0) }),
            let node = try? TechnologyNode(length)
        else { return }
        texts["supply"] = node.nominalSupply.formatted(significant: 15)
    }

    /// - Throws: where the model has no such number among its parameters.
    public func number(_ name: String) throws(ComponentModelError) -> Double {
        guard case .number(let value)? = values[name] else { throw Self.undeclared(name) }
        return value
    }

    /// - Throws: where the model has no such number among its parameters.
    public func integer(_ name: String) throws(ComponentModelError) -> Int { Int(try number(name)) }

    /// - Throws: where the model has no such quantity among its parameters.
    public func quantity<D: Dimension>(
        _ name: String, _ type: Quantity<D>.Type = Quantity<D>.self
    )
        throws(ComponentModelError) -> Quantity<D>
    {
        Quantity(si: try number(name))
    }

    /// - Throws: where the model has no such word among its parameters.
    public func word(_ name: String) throws(ComponentModelError) -> String {
        guard case .word(let value)? = values[name] else { throw Self.undeclared(name) }
        return value
    }

    private static func undeclared(_ name: String) -> ComponentModelError {
        ComponentModelError(
            "the model reads '\(name)', which is none of its parameters of that type",
            hint: "declare it: mend the model")
    }
}
