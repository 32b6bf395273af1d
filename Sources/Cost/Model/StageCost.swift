import Networks
import Quantities

/// What one stage takes in one inference, leakage apart (that belongs to the chip and its time).
public struct StageCost: Hashable, Sendable {
    /// Of one inference: every action that the stage asks for.
    public var dynamicEnergy: Energy
    /// What parts leak that are on for it alone; zero where no part is ever off.
    public var awakeEnergy: Energy
    /// How long it takes where it is alone on the chip.
    public var times: StageTimes
    /// Index of the crossbar kind.
    public var kind: Int
    /// Crossbars that it takes, those that are kept free included; 0 where it is on those of another stage.
    public var crossbars: Int
    /// What it puts on each server of its path, four numbers each: see ``ServerWork``.
    var works: [Double]
    /// Of the digital layers on the network's input that are done beside its crossbars, in their order.
    var inputTasks: [InputTaskCost]

    /// From the arrival of its inputs to its last result, alone on the chip.
    public var delay: Time { Time(si: times.whole) }
}

/// What a digital layer on the network's input takes.
struct InputTaskCost: Hashable, Sendable {
    /// Alone on the chip, s.
    var duration: Double
    var works: [Double]
}

/// How long a stage takes where it is alone on the chip, s.
public struct StageTimes: Hashable, Sendable {
    /// Without the digital layers that wait for other stages.
    public var prompt: Double
    /// With all of them, where these stages are complete when it starts.
    public var whole: Double
    /// Of the digital layers that wait for other stages, on their own; 0 where there are none.
    public var late: Double
    /// How long its busiest crossbar and the converters of its own work.
    public var occupancy: Double

    /// All in seconds.
    public init(prompt: Double, whole: Double, late: Double, occupancy: Double) {
        self.prompt = prompt
        self.whole = whole
        self.late = late
        self.occupancy = occupancy
    }
}

/// What the run of a stage gives besides its energy.
struct StageResult {
    var times: StageTimes
    /// The item that limits its rate.
    var bottleneck: Int
    /// For how long the arrays are busy, and converters that each crossbar has for itself.
    var own: [(item: Int, time: Double)]
}

/// Why a stage cannot be run on an architecture; layers are indices into the network.
public enum CostError: Error, Hashable, Sendable {
    /// No unit on the way from its crossbars to the chip can do some of its work.
    case noUnit(layer: Int, work: Work)
    /// What has to be held, in bits, is more than there is room for, in buffers and further out.
    case noRoom(layer: Int, part: String, need: Double, size: Double)
    /// A register holds fewer bits than one value has that passes through it.
    case narrowRegister(layer: Int, part: String, value: Value, need: Int, size: Int)

    /// What a register beside the crossbars holds.
    public enum Value: String, Sendable {
        case input
        case partialSum = "partial sum"
    }

    /// What a digital unit is missing for.
    public enum Work: String, Sendable {
        case addition = "additions"
        case vector = "element-wise arithmetic"
        case activation = "activations"
        case pooling = "pooling"
    }

    /// What is wrong, and what would be right.
    ///
    /// - Parameter layers: of the network.
    public func explanation(hardware: String, _ layers: [Layer]) -> (problem: String, remedy: String) {
        switch self {
        case .noUnit(let layer, let work):
            let role =
                switch work {
                case .addition: "adder"
                case .vector: "vector"
                case .activation: "activation"
                case .pooling: "pooling"
                }
            return (
                "'\(hardware)' has no unit for the \(work.rawValue) of layer '\(layers[layer].name)'",
                work == .vector
                    ? "add a component of kind alu to a level around its crossbars"
                    : "add a component of role \(role), or of kind alu, to a level around its crossbars"
            )
        case .noRoom(let layer, let part, let need, let size):
            return (
                "'\(part)' of '\(hardware)' holds \(Information(si: size)) and layer '\(layers[layer].name)' needs \(Information(si: need)) there, "
                    + "with all that is held beside it",
                "give it more capacity or more instances, or add a memory off the chip, as <component ref=\"lpddr4\"/> of components/dram.xml"
            )
        case .narrowRegister(let layer, let part, let value, let need, let size):
            return (
                "'\(part)' of '\(hardware)' holds \(size) bit and one \(value.rawValue) of layer '\(layers[layer].name)' has \(need) bit",
                "give it a capacity of \(need) bit or more"
            )
        }
    }
}
