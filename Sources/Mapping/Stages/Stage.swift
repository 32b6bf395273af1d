/// A layer that holds weights and the digital layers that follow it: what runs together on one group of crossbars.
///
/// A stage starts when what its layer with weights reads is there. Its results pass through its digital layers as they
/// come, so they are written to a buffer once, at the end. Where a digital layer joins them with the results of stages
/// that may end later than this one begins, that layer and those behind it wait alone: the crossbars do not.
public struct Stage: Hashable, Sendable {
    /// The layer with the weights, as an index into the network.
    public let anchor: Int
    /// The digital layers, with what they do: those that wait for nothing but the stage's own layer, then those that
    /// wait for ``joins``; each in the network's order; those that do nothing are left out.
    public let followers: [Follower]
    /// How many of the followers wait for nothing but the stage's own layer.
    public let promptFollowers: Int
    /// Stages that are complete when this one starts, of those that it reads, as indices into the list of stages,
    /// ascending.
    public let predecessors: [Int]
    /// Stages that only a join among the digital layers waits for, ascending.
    public let joins: [Int]
    /// The digital layers on the network's input that it reads: indices into ``StageGraph/inputTasks``, ascending.
    public let inputTasks: [Int]
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

    /// A digital layer that runs in a stage.
    public struct Follower: Hashable, Sendable {
        /// Index into the network.
        public let layer: Int
        /// What it does in one inference.
        public let work: DigitalWork
    }

    /// Whether some of its digital layers wait for other stages than the crossbars do.
    public var hasJoin: Bool { !joins.isEmpty }
}

/// A digital layer on the network's input: before it no layer holds weights, so that it belongs to no stage.
public struct InputTask: Hashable, Sendable {
    /// Index into the network.
    public let layer: Int
    /// What it does in one inference.
    public let work: DigitalWork
    /// The first stage that reads it, directly or through other such layers: beside its crossbars the work is done.
    public let host: Int
    /// The tasks of this sort that it reads, as indices into ``StageGraph/inputTasks``, ascending.
    public let predecessors: [Int]
}
