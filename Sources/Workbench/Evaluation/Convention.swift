import Hardware
import Quantities

/// What is counted, and what is taken for figures that are not known.
public struct Convention {
    public var fullChip = false
    public var withIO = false
    public var assumedLeakage: Percentage?

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
