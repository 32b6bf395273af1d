// What goes over the pipe: docs/external-strategies.md describes it for the other side.

/// The first line: what is searched.
struct StartMessage: Encodable {
    struct Start: Encodable {
        var settings: [String: String]
        var space: [ParameterMessage]
        var objectives: [Objective]
        var constraints: [Constraint]
    }
    /// The version of the protocol.
    var naxdse = 1
    var start: Start

    init(_ problem: Problem, settings: [String: String]) {
        start = Start(
            settings: settings, space: problem.space.parameters.map { ParameterMessage($0, in: problem.space) },
            objectives: problem.objectives, constraints: problem.constraints)
    }
}

struct ParameterMessage: Encodable {
    struct When: Encodable {
        var parameter: String
        var values: [Scalar]
    }
    var name: String
    var type: String
    var values: [String]?
    var from: Scalar?
    var to: Scalar?
    var step: Int?
    var logarithmic: Bool?
    var when: When?

    init(_ parameter: Parameter, in space: Space) {
        name = parameter.name
        switch parameter.domain {
        case .categories(let names):
            type = "category"
            values = names
        case .integers(let range, let step, let isLogarithmic):
            type = "integer"
            (from, to, self.step, logarithmic) = (
                .integer(range.lowerBound), .integer(range.upperBound), step, isLogarithmic
            )
        case .reals(let range, let isLogarithmic):
            type = "real"
            (from, to, logarithmic) = (.real(range.lowerBound), .real(range.upperBound), isLogarithmic)
        }
        when = parameter.condition.map { condition in
            let other = space.parameters[condition.parameter]
            return When(parameter: other.name, values: condition.values.map { Scalar($0, in: other.domain) }.sorted())
        }
    }
}

struct AskMessage: Encodable {
    var ask: Int
    /// Fresh for each ask, below 2⁵³ so that every language reads it exactly.
    var seed: UInt64
}

struct TellMessage: Encodable {
    struct Result: Encodable {
        enum Key: String, CodingKey { case number, values, excess }
        var number: Int
        /// In the order of the objectives; null for what could not be evaluated.
        var values: [Double?]
        /// 0 for a feasible point; null for one that could not be evaluated.
        var excess: Double?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(number, forKey: .number)
            try container.encode(values, forKey: .values)
            // Written as null rather than left out.
            try container.encode(excess, forKey: .excess)
        }
    }
    var tell: [Result]

    init(_ trials: [Trial]) {
        tell = trials.map { trial in
            Result(
                number: trial.number, values: trial.outcome.values.map { $0.isFinite ? $0 : nil },
                excess: trial.outcome.excess.isFinite ? trial.outcome.excess : nil)
        }
    }
}

/// Anything that the other side says.
struct Reply: Decodable {
    var ready: String?
    var points: [[String: Scalar]]?
    var error: String?
}

/// A value as JSON has it.
enum Scalar: Codable, Hashable, Comparable, CustomStringConvertible {
    case integer(Int)
    case real(Double)
    case text(String)

    init(_ value: Value, in domain: Domain) {
        switch value {
        case .integer(let integer): self = .integer(integer)
        case .real(let real): self = .real(real)
        default: self = .text(domain.text(of: value))
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let real = try? container.decode(Double.self) {
            self = .real(real)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let integer): try container.encode(integer)
        case .real(let real): try container.encode(real)
        case .text(let text): try container.encode(text)
        }
    }

    /// The value of a domain; nil where the domain has none like it.
    func value(in domain: Domain) -> Value? {
        let value: Value? =
            switch (domain, self) {
            case (.categories, .text(let text)): domain.value(of: text)
            case (.categories, .integer(let integer)): domain.value(of: String(integer))
            case (.integers, .integer(let integer)): .integer(integer)
            case (.reals, .real(let real)): .real(real)
            case (.reals, .integer(let integer)): .real(Double(integer))
            default: nil
            }
        return value.flatMap { domain.contains($0) ? $0 : nil }
    }

    var description: String {
        switch self {
        case .integer(let integer): "\(integer)"
        case .real(let real): "\(real)"
        case .text(let text): "\"\(text)\""
        }
    }
}
