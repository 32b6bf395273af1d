import FoundationEssentials
import Registration

/// A strategy under the name by which `--strategy` finds it.
///
/// ```swift
/// public let plugin = StrategyPlugin("climb", Climb.self)
/// ```
public struct StrategyPlugin: Plugin {
    public let name: String
    public var kind: String { "strategy" }
    public let summary: String
    public let settings: [Setting]
    /// Whether its state is stored between runs; a program of the user's keeps its own.
    public let isStored: Bool
    private let create: @Sendable (Problem, Settings) throws -> any Strategy
    private let decode: @Sendable (Data) throws -> any Strategy

    public init<S: Strategy>(_ name: String, _ type: S.Type) {
        self.name = name
        summary = S.summary
        settings = S.settings
        isStored = S.isStored
        create = { try S(problem: $0, settings: $1) }
        decode = { try StateCoding.decoder().decode(S.self, from: $0) }
    }

    /// A strategy that is not a type of its own, and whose state is not stored.
    init(
        name: String, summary: String, settings: [Setting],
        create: @escaping @Sendable (Problem, Settings) throws -> any Strategy
    ) {
        self.name = name
        self.summary = summary
        self.settings = settings
        isStored = false
        self.create = create
        decode = { _ in throw StrategyError("strategy '\(name)' has no stored state") }
    }

    /// A fresh strategy.
    /// - Parameter given: settings by name; those left out have their defaults.
    /// - Throws: `StrategyError`, or what the strategy's `init` throws.
    public func make(for problem: Problem, settings given: [String: String] = [:]) throws -> any Strategy {
        try create(problem, Settings(given, declared: settings))
    }

    func restore(_ state: Data) throws -> any Strategy { try decode(state) }
}

/// How states are written: JSON in which infinities survive, keys in order.
enum StateCoding {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}
