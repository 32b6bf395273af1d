import Quantities

/// What one stage takes in one inference, leakage apart (that belongs to the chip and its time).
public struct StageCost: Hashable, Sendable {
    public var dynamicEnergy: Energy
    /// From the arrival of its inputs to its last result.
    public var delay: Time
    /// How long it is busy: the least time from one inference to the next.
    public var occupancy: Time

    public init(dynamicEnergy: Energy, delay: Time, occupancy: Time) {
        self.dynamicEnergy = dynamicEnergy
        self.delay = delay
        self.occupancy = occupancy
    }
}

/// Why a stage cannot be run on an architecture.
public struct CostError: Error, Hashable, Sendable {
    public enum Work: String, Sendable {
        case addition = "additions"
        case vector = "element-wise arithmetic"
        case activation = "activations"
        case pooling = "pooling"
    }

    /// The layer, as an index into the network.
    public var layer: Int
    /// What no unit on the way from its crossbars to the chip can do.
    public var work: Work
}
