import Hardware
import Quantities

/// What is counted, and what is taken for figures that are not known.
public struct Convention {
    /// Whether area and leakage are those of the largest chip that the file allows, not of what the network needs.
    public var fullChip = false
    /// Whether area and leakage count the links off the chip.
    public var withIO = false
    /// What leakage that is unknown is taken for, as a share of the power at full activity; nil leaves it unknown.
    public var assumedLeakage: Percentage?

    /// What is needed for the network, without I/O, nothing assumed.
    public init(fullChip: Bool = false, withIO: Bool = false, assumedLeakage: Percentage? = nil) {
        self.fullChip = fullChip
        self.withIO = withIO
        self.assumedLeakage = assumedLeakage
    }

    /// The architecture with leakage assumed where it is unknown.
    public func applied(to architecture: Architecture) -> Architecture {
        guard let assumedLeakage else { return architecture }
        return architecture.assumingLeakage(assumedLeakage.share, reason: "--assume-leakage")
    }
}
