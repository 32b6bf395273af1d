/// One thing a user may set about a strategy, as `--set name=value`.
public struct Setting: Hashable, Sendable {
    /// Unique among the strategy's settings.
    public var name: String
    /// As the user would write it.
    public var standard: String
    /// One line of help.
    public var help: String

    /// - Parameter standard: what it is where the user sets nothing, written as the user would.
    public init(_ name: String, _ standard: some LosslessStringConvertible, _ help: String) {
        self.name = name
        self.standard = standard.description
        self.help = help
    }
}

/// The settings of one study's strategy: every declared one has a value.
public struct Settings: Hashable, Sendable, Codable {
    private var values: [String: String]

    /// - Throws: `StrategyError` for a name that the strategy does not declare.
    public init(_ given: [String: String], declared: [Setting]) throws(StrategyError) {
        values = [:]
        for setting in declared { values[setting.name] = setting.standard }
        for (name, value) in given.sorted(by: { $0.key < $1.key }) {
            guard values[name] != nil else {
                let names = declared.map(\.name).joined(separator: ", ")
                throw StrategyError("the strategy has no setting '\(name)'; it has \(names.isEmpty ? "none" : names)")
            }
            values[name] = value
        }
    }

    /// Name and value of each, by name.
    public var list: [(name: String, value: String)] { values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

    /// The text of a declared setting.
    public func text(_ name: String) -> String {
        guard let value = values[name] else { preconditionFailure("the strategy declares no setting '\(name)'") }
        return value
    }

    /// - Throws: `StrategyError` where the value is no integer of the range.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(StrategyError) -> Int {
        guard let value = Int(text(name)), range.contains(value) else {
            throw StrategyError(
                "\(name) is '\(text(name))' and should be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// - Throws: `StrategyError` where the value is no number of the range.
    public func number(_ name: String, in range: ClosedRange<Double>) throws(StrategyError) -> Double {
        guard let value = Double(text(name)), range.contains(value) else {
            throw StrategyError(
                "\(name) is '\(text(name))' and should be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
