import Hardware
import Mapping
import Quantities

/// A network on an architecture in numbers, with where they come from.
public struct Evaluation: Sendable {
    /// The name of the architecture.
    public var hardware: String
    /// The name of the network.
    public var network: String
    /// The name of the mapping.
    public var mapping: String
    /// Whether layers wait for each other's ends or all work at once.
    public var dataflow: Dataflow
    /// Bits of weights and inputs, of the layers that have weights: each pair once, in the order of the layers.
    public var precisions: [Precision]
    /// The totals.
    public var figures: Figures
    /// The totals of energy and area, divided by component, by layer and by level.
    public var breakdown: Breakdown
    /// In the order of the stages.
    public var layers: [LayerReport]
    /// Instances of each level of the hierarchy on the chip, in preorder.
    public var levels: [LevelReport]
    /// How busy each sort of part is, in the order of the hierarchy.
    public var parts: [PartReport]
    /// What buffers hold at most, the innermost first, and the memory off the chip where it is on.
    public var buffers: [BufferReport]
    /// What the user should know about the numbers.
    public var warnings: [EvaluationWarning]
    /// Of each type of crossbar and encoding in use; empty where it was not looked at.
    public var analog: [AnalogReport] = []
    /// Of the network on these crossbars; nil where none was simulated.
    public var accuracy: SimulatedAccuracy?

    /// The part that is busy for longest.
    public var bottleneck: PartReport? { parts.max { $0.busyTime < $1.busyTime } }
}

/// What wires and cells make of results of one type of crossbar under one encoding, before any network is trained.
public struct AnalogReport: Hashable, Sendable {
    /// Id of the crossbar kind.
    public var crossbar: String
    /// How signed weights lie in its cells.
    public var encoding: Encoding
    /// Bits of a weight.
    public var weightBits: Int
    /// Bits of an input.
    public var inputBits: Int
    /// rms error of results over their rms; nil where it could not be found.
    public var relativeError: Double?
    /// Of a result of as many bits as inputs have.
    public var bitsLost: Double?
    /// Whether accuracy suffers.
    public var isHarmful = false
    /// Why there is no error to tell.
    public var problem: String?

    /// Nothing is found yet: the error is unknown, and no reason for it given.
    public init(crossbar: String, encoding: Encoding, weightBits: Int, inputBits: Int) {
        self.crossbar = crossbar
        self.encoding = encoding
        self.weightBits = weightBits
        self.inputBits = inputBits
    }
}

/// Share of right answers on images, with its 95 % interval.
public struct SimulatedAccuracy: Hashable, Sendable {
    /// Right answers over all, `0 ... 1`.
    public var share: Double
    /// With 95 % confidence, as shares: Wilson's score interval.
    public var interval: ClosedRange<Double>
    /// How many the share is of.
    public var images: Int

    /// - Parameter interval: with 95 % confidence, as shares.
    public init(share: Double, interval: ClosedRange<Double>, images: Int) {
        self.share = share
        self.interval = interval
        self.images = images
    }
}

/// One layer with weights.
public struct LayerReport: Hashable, Sendable {
    /// As the network has it.
    public var name: String
    /// The id of its crossbar kind.
    public var crossbar: String
    /// Its own, of all copies, those that are kept free included; 0 where it shares an earlier layer's weights.
    public var crossbars: Int
    /// Of its weights, which work at once.
    public var copies: Int
    /// Of one inference.
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
    /// What buffers hold while it works, of all layers; pipelined, what they hold for it.
    public var held = Information.zero
    /// Of its own data, what does not lie beside its crossbars, and of that what lies off the chip.
    public var elsewhere = Information.zero
    /// See ``elsewhere``.
    public var offChip = Information.zero
}

/// A level of the hierarchy on the chip.
public struct LevelReport: Hashable, Sendable {
    /// As the hardware file has it.
    public var name: String
    /// On the whole chip.
    public var instances: Int
    /// The area of those instances without the levels below.
    public var area: Area
}

/// Something that the user should know about the numbers.
public enum EvaluationWarning: Hashable, Sendable, CustomStringConvertible {
    /// The ADC has fewer bits than the sums of layers need; `needs` is of the one that needs most.
    case resolution(layers: [String], of: Int, crossbar: String, adc: String, has: Int, needs: Int)
    /// Maps lie in a memory off the chip, which is on for them.
    case offChip(memory: String, bits: Double, idlePower: Power, countsIO: Bool)
    /// Instances of a level are there for maps alone.
    case addedForMaps(level: String, count: Int, buffer: String)
    /// Buffers do not say what they hold.
    case unknownCapacity(buffers: [String])
    /// The leakage of parts is neither stated nor assumed.
    case unknownLeakage(parts: [String])
    /// The leakage of so many sorts of part is assumed.
    case assumedLeakage(parts: Int, share: Double, reason: String)
    /// A stated energy of a read is far from that of the device's conductances; `ratio` is the device's over the stated
    /// one.
    case readEnergy(crossbars: [String], device: String, ratio: Double)
    /// Wires and cells put results off.
    case analog(AnalogReport)
    /// The chip has no part that holds or moves data.
    case freeTransport(hardware: String)
    /// Parts whose figures are for another node than the chip's.
    case node(hardware: String, technology: Length, parts: [String], of: Length)

    public var description: String {
        switch self {
        case .resolution(let layers, let all, let crossbar, let adc, let has, let needs):
            let names = layers.count <= 3 ? layers.joined(separator: ", ") : "\(layers.count) of \(all) layers"
            return "ADC '\(adc)' of crossbar '\(crossbar)' has \(has) bits where \(needs) lose nothing: "
                + "\(needs - has) bit\(needs - has == 1 ? "" : "s") lost in \(names)"
        case .offChip(let memory, let bits, let idlePower, let countsIO):
            return
                "maps of \(Information(si: bits).formatted()) fit no buffer and lie in '\(memory)' off the chip, which is on for them: its accesses count; its idle power of "
                + "\(idlePower.formatted()) \(countsIO ? "counts as well" : "counts --with-io")"
        case .addedForMaps(let level, let count, let buffer):
            return
                "\(count) of level '\(level)' \(count == 1 ? "is" : "are") there for maps alone, which the '\(buffer)' of those with weights cannot hold"
        case .unknownCapacity(let buffers):
            return
                "\(buffers.joined(separator: ", ")) do\(buffers.count == 1 ? "es" : "") not say how much \(buffers.count == 1 ? "it holds" : "they hold"): all maps are "
                + "taken to fit; give capacity=\"…\""
        case .unknownLeakage(let parts):
            let names =
                parts.count <= 3
                ? parts.joined(separator: ", ") : "\(parts[0]), \(parts[1]) and \(parts.count - 2) more"
            return
                "the leakage of \(names) is unknown: energy and all that contains it are dynamic alone, the least that they can be; "
                + "--assume-leakage 10% goes on with an assumption"
        case .assumedLeakage(let parts, let share, let reason):
            return
                "leakage of \(parts) part\(parts == 1 ? "" : "s") is assumed, \(Percentage(share: share).text) of the power at full activity (\(reason))"
        case .readEnergy(let crossbars, let device, let ratio):
            let factor = ratio >= 1 ? ratio : 1 / ratio
            return
                "the energy of a read that \(crossbars.joined(separator: ", ")) state\(crossbars.count == 1 ? "s" : "") is "
                + "\(factor.text(significant: 3)) times \(ratio >= 1 ? "less" : "more") than V²·G·t of device '\(device)': the stated one counts"
        case .analog(let report):
            let error = report.relativeError.map { "\((100 * $0).text(significant: 2)) %" } ?? "an unknown share"
            let bits = report.bitsLost.map { ", \($0.text(decimals: 1)) of \(report.inputBits) bits," } ?? ""
            return
                "wires and cells of crossbar '\(report.crossbar)' with \(report.encoding.rawValue) encoding put results off by "
                + "\(error) rms\(bits) so that accuracy suffers; simulate tells how much"
        case .freeTransport(let hardware):
            return
                "'\(hardware)' has no buffer, register, bus or router: holding and moving data takes no energy, time or area"
        case .node(let hardware, let technology, let parts, let other):
            let names =
                parts.count <= 4
                ? parts.joined(separator: ", ") : "\(parts[0]), \(parts[1]) and \(parts.count - 2) more"
            return
                "'\(hardware)' is a chip of \(technology), and figures of \(names) are for \(other): they are taken as they stand; "
                + "a part `like` another with model=\"technology\" is scaled"
        }
    }
}
