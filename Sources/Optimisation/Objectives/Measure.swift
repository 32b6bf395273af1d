/// A number that an evaluation gives for a point.
///
/// Those of the cost model are named here; an evaluator of the user's own may
/// give others, under any name.
public struct Measure: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name in search files, `--objective` and results.
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Joules an inference.
    public static let energy = Measure(rawValue: "energy")
    /// Seconds an inference (the initiation interval when pipelined).
    public static let delay = Measure(rawValue: "delay")
    /// Seconds from start to end of one inference, when pipelined too.
    public static let latency = Measure(rawValue: "latency")
    /// Seconds from one inference to the next: the delay, by the name that it has where it is not the latency.
    public static let interval = Measure(rawValue: "interval")
    /// Watts, mean over an inference.
    public static let power = Measure(rawValue: "power")
    /// Watts of static power, mean over an inference.
    public static let leakage = Measure(rawValue: "leakage")
    /// Share of the occupied crossbars' cells that hold weights, `0 ... 1`.
    public static let utilisation = Measure(rawValue: "utilisation")
    /// Square metres of the core, or of all where I/O is counted.
    public static let area = Measure(rawValue: "area")
    /// Energy × delay, J·s.
    public static let edp = Measure(rawValue: "edp")
    /// Energy × delay × area, J·s·m².
    public static let edap = Measure(rawValue: "edap")
    /// Share of inputs classified rightly, `0 ... 1`.
    public static let accuracy = Measure(rawValue: "accuracy")

    /// The sum over layers of what their choices add to the loss (``LayerLosses``), in nats.
    public static let loss = Measure(rawValue: "loss")

    /// Whether leakage is in it.
    public var containsLeakage: Bool { [.energy, .power, .leakage, .edp, .edap].contains(self) }

    /// Whether a table of layers' costs gives it; others are found by running the cost model.
    public var isTabulated: Bool { [.energy, .delay, .area, .edp, .edap, .loss].contains(self) }

    public var description: String { rawValue }

    /// The powers (of energy, delay, area) whose product this is, or nil for a
    /// measure that is no such product.
    public var powers: (energy: Int, delay: Int, area: Int)? {
        switch self {
        case .energy: (1, 0, 0)
        case .delay: (0, 1, 0)
        case .area: (0, 0, 1)
        case .edp: (1, 1, 0)
        case .edap: (1, 1, 1)
        default: nil
        }
    }
}

/// What is wanted of a measure.
public struct Objective: Hashable, Sendable, Codable {
    /// Whether less or more of a measure is better.
    public enum Direction: String, Sendable, Codable { case minimize, maximize }

    /// The number that is wanted small or large.
    public var measure: Measure
    /// Which of the two; see ``init(_:_:)`` for what is usual.
    public var direction: Direction

    /// - Parameter direction: nil for the usual one: accuracy and utilisation are maximized, all else is minimized.
    public init(_ measure: Measure, _ direction: Direction? = nil) {
        self.measure = measure
        self.direction = direction ?? (measure == .accuracy || measure == .utilisation ? .maximize : .minimize)
    }

    /// The value with its sign turned so that less is better.
    public func cost(of value: Double) -> Double { direction == .minimize ? value : -value }
}

/// A limit that a point must keep to.
public struct Constraint: Hashable, Sendable, Codable {
    /// On which side of the limit a value has to be; the limit itself keeps to it.
    public enum Relation: String, Sendable, Codable {
        case atMost = "at-most"
        case atLeast = "at-least"
    }

    /// The number that is limited.
    public var measure: Measure
    /// The side of the limit that is allowed.
    public var relation: Relation
    /// In SI units.
    public var limit: Double

    /// - Parameter limit: in SI units: J, s, m², W, or a share of 1.
    public init(_ measure: Measure, _ relation: Relation, _ limit: Double) {
        self.measure = measure
        self.relation = relation
        self.limit = limit
    }

    /// How far a value is beyond the limit, relative to the limit (absolute
    /// where the limit is 0); 0 where it keeps to it, infinite for a NaN.
    public func excess(of value: Double) -> Double {
        guard !value.isNaN else { return .infinity }
        let over = relation == .atMost ? value - limit : limit - value
        return over <= 0 ? 0 : over / (limit == 0 ? 1 : abs(limit))
    }
}
