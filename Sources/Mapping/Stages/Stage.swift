import Networks

/// A layer that holds weights and the digital layers that follow it: what runs together on one group of crossbars.
///
/// A stage starts when everything that it reads from other stages is there. Its results pass through its
/// digital layers as they come, so they are written to a buffer once, at the end.
public struct Stage: Hashable, Sendable {
    /// The layer with the weights, as an index into the network.
    public let anchor: Int
    /// The digital layers, with what they do, in the network's order; those that do nothing are left out.
    public let followers: [Follower]
    /// Stages whose results this one reads, as indices into the list of stages, ascending.
    public let predecessors: [Int]
    /// Values that arrive once an inference from other stages or from outside for the anchor.
    public let arrivals: Int
    /// Values that arrive for the followers: the other operand of a residual addition, and the like.
    public let operands: Int
    /// Of these two, the values that come from outside the chip.
    public let externalInputs: Int
    /// Values that leave the chip.
    public let externalOutputs: Int
    /// Share of the anchor's input that it needs before it can start.
    public let startShare: Double

    public struct Follower: Hashable, Sendable {
        public let layer: Int
        public let work: DigitalWork
    }
}
