import Hardware
import Mapping
import Quantities

/// A network on an architecture in numbers, with where they come from.
public struct Evaluation: Sendable {
    public var hardware: String
    public var network: String
    public var mapping: String
    public var dataflow: Dataflow
    public var figures: Figures
    public var breakdown: Breakdown
    /// In the order of the stages.
    public var layers: [LayerReport]
    /// Instances of each level of the hierarchy on the chip, in preorder.
    public var levels: [LevelReport]
    /// How busy each sort of part is, in the order of the hierarchy.
    public var parts: [PartReport]
    public var warnings: [EvaluationWarning]

    /// The part that is busy for longest.
    public var bottleneck: PartReport? { parts.max { $0.busyTime < $1.busyTime } }
}

/// One layer with weights.
public struct LayerReport: Hashable, Sendable {
    public var name: String
    /// The id of its crossbar kind.
    public var crossbar: String
    public var crossbars: Int
    public var copies: Int
    public var multiplyAccumulates: Int
    /// Of the layer and the digital layers that follow it, without leakage.
    public var dynamicEnergy: Energy
    /// Start to end.
    public var delay: Time
    /// What limits its rate: "adc", "edram-bus", …
    public var bottleneck: String
    /// Where that is: "tile 3", "crossbars" for what each of its crossbars has.
    public var bottleneckPlace: String
    /// Share of its crossbars' cells that hold weights.
    public var utilisation: Double
}

/// A level of the hierarchy on the chip.
public struct LevelReport: Hashable, Sendable {
    public var name: String
    public var instances: Int
    /// The area of those instances without the levels below.
    public var area: Area
}

/// Something that the user should know about the numbers.
public enum EvaluationWarning: Hashable, Sendable, CustomStringConvertible {
    /// The ADC has fewer bits than the sums of a layer need.
    case resolution(layers: [String], crossbar: String, adc: String, has: Int, needs: Int)
    /// Parts whose figures are for another node than the chip's.
    case node(hardware: String, technology: Length, parts: [String], of: Length)
    /// No part states leakage, so that idle time costs nothing.
    case noLeakage(hardware: String)

    public var description: String {
        switch self {
        case .resolution(let layers, let crossbar, let adc, let has, let needs):
            let names = layers.count <= 3 ? layers.joined(separator: ", ") : "\(layers[0]), \(layers[1]) and \(layers.count - 2) more"
            return "ADC '\(adc)' of crossbar '\(crossbar)' has \(has) bits where \(needs) lose nothing: "
                + "\(needs - has) bit\(needs - has == 1 ? "" : "s") lost in \(names)"
        case .node(let hardware, let technology, let parts, let other):
            let names = parts.count <= 4 ? parts.joined(separator: ", ") : "\(parts[0]), \(parts[1]) and \(parts.count - 2) more"
            return "'\(hardware)' is a chip of \(technology), and figures of \(names) are for \(other): they are taken as they stand; "
                + "a part `like` another with model=\"technology\" is scaled"
        case .noLeakage(let hardware):
            return "'\(hardware)' states no leakage apart: idle time costs it nothing, so its energy compares only with others at full load"
        }
    }
}
