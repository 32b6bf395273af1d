/// One thing that may vary.
public struct Parameter: Hashable, Sendable, Codable {
    /// What choosing a value changes.
    public enum Target: Hashable, Sendable, Codable {
        /// A property of one layer of the network.
        case layer(String, Aspect)
        /// Whether a residual block is there, by its name.
        case block(String)
        /// Output channels of the convolutions that have to have as many as this one, as a share of the network's.
        case channels(String)
        /// An attribute of the hardware file, by path, such as
        /// `crossbar[@id='x64']/adc/@columns`.
        case hardware(path: String)
        /// Nothing that the tool knows of: for evaluators of the user's own.
        case free
    }

    /// What may be chosen layer by layer.
    public enum Aspect: String, Hashable, Sendable, Codable, CaseIterable {
        case kernel, crossbar, duplication, precision
        case dacSets = "dac-sets"
    }

    /// Active only where an earlier parameter has one of some values.
    public struct Condition: Hashable, Sendable, Codable {
        /// The index of the other parameter, lower than the parameter's own.
        public var parameter: Int
        /// Any of these makes the parameter active; all are of the other parameter's domain.
        public var values: Set<Value>

        public init(parameter: Int, values: Set<Value>) {
            self.parameter = parameter
            self.values = values
        }
    }

    /// Unique in its space; the column's name in results.
    public var name: String
    /// The values that it may have.
    public var domain: Domain
    /// What a value changes in the design.
    public var target: Target
    /// When the parameter is active; nil where it always is.
    public var condition: Condition?

    public init(_ name: String, _ domain: Domain, target: Target = .free, condition: Condition? = nil) {
        self.name = name
        self.domain = domain
        self.target = target
        self.condition = condition
    }
}
