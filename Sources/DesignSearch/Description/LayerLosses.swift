import Diagnostics
import Markup
import Optimisation
import System

/// By how much each choice at each layer raises a network's loss (mean cross-entropy) where that layer alone takes it.
///
/// Their sum over layers stands for the accuracy of a design that nobody has trained: an estimate that is as
/// good as layers are independent of each other. `naxdse nas losses` measures them, ``text`` is how they are kept.
public struct LayerLosses: Hashable, Sendable {
    /// What one choice at one layer adds.
    public struct Rise: Hashable, Sendable {
        /// As the network has it.
        public var layer: String
        /// Copies do not count: they change nothing of what is computed.
        public var option: LayerOption
        /// Over the same base for all choices of all layers; below 0 where the choice is better than the base's.
        public var rise: Double

        /// - Parameter rise: of the mean cross-entropy, in nats.
        public init(layer: String, option: LayerOption, rise: Double) {
            self.layer = layer
            self.option = option.computation
            self.rise = rise
        }
    }

    /// What a choice about the network itself adds: a block that is left out, a number of channels.
    public struct NetworkRise: Hashable, Sendable {
        /// A block or channels.
        public var target: Parameter.Target
        /// As the search file has it: `none`, `1.5`.
        public var value: String
        /// Of the mean cross-entropy, in nats, over the network as it is.
        public var rise: Double

        /// - Parameter rise: of the mean cross-entropy, in nats.
        public init(target: Parameter.Target, value: String, rise: Double) {
            self.target = target
            self.value = value
            self.rise = rise
        }
    }

    /// Layer by layer.
    public let rises: [Rise]
    /// Block by block, then group of channels by group.
    public let networkRises: [NetworkRise]
    private let byChoice: [String: [LayerOption: Double]]

    /// - Precondition: no choice of a layer comes twice, and none about the network.
    public init(_ rises: [Rise], network: [NetworkRise] = []) {
        self.rises = rises
        networkRises = network
        var byChoice: [String: [LayerOption: Double]] = [:]
        for rise in rises {
            let before = byChoice[rise.layer, default: [:]].updateValue(rise.rise, forKey: rise.option)
            precondition(before == nil, "a choice has one rise")
        }
        self.byChoice = byChoice
    }

    /// The rise of a choice; nil where it was not measured.
    public func rise(of option: LayerOption, at layer: String) -> Double? { byChoice[layer]?[option.computation] }

    /// The rise of a choice about the network itself; nil where it was not measured.
    public func rise(of value: String, at target: Parameter.Target) -> Double? {
        networkRises.first { $0.target == target && $0.value == value }?.rise
    }

    /// The element that a search file includes.
    /// - Parameter description: how they were measured.
    public func text(description: String) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(Mark.xml)\n<losses xmlns=\"urn:naxdse:search:1\">\n"
        text += "  <description>\(escaped(description))</description>\n"
        for (index, rise) in rises.enumerated() {
            if index == 0 || rises[index - 1].layer != rise.layer {
                text += "  <layer name=\"\(escaped(rise.layer))\">\n"
            }
            var attributes = rise.option.kernel.map { " kernel=\"\($0)\"" } ?? ""
            attributes += rise.option.crossbar.map { " crossbar=\"\(escaped($0))\"" } ?? ""
            if let weights = rise.option.weightBits, let inputs = rise.option.inputBits {
                attributes += " precision=\"\(weights)/\(inputs)\""
            }
            text += "    <choice\(attributes) rise=\"\(Self.decimal(rise.rise))\"/>\n"
            if index + 1 == rises.count || rises[index + 1].layer != rise.layer { text += "  </layer>\n" }
        }
        for (index, rise) in networkRises.enumerated() {
            guard let (element, name) = rise.target.lossElement else { continue }
            if index == 0 || networkRises[index - 1].target != rise.target {
                text += "  <\(element) name=\"\(escaped(name))\">\n"
            }
            text += "    <choice value=\"\(escaped(rise.value))\" rise=\"\(Self.decimal(rise.rise))\"/>\n"
            if index + 1 == networkRises.count || networkRises[index + 1].target != rise.target {
                text += "  </\(element)>\n"
            }
        }
        return text + "</losses>\n"
    }

    /// Six decimals, without an exponent.
    private static func decimal(_ value: Double) -> String {
        let millionths = Int((value * 1e6).rounded())
        let digits = String(abs(millionths))
        let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
        return (millionths < 0 ? "-" : "") + padded.dropLast(6) + "." + padded.suffix(6)
    }
}

extension LayerOption {
    /// What of it changes a layer's result.
    fileprivate var computation: LayerOption {
        var option = self
        option.duplication = nil
        return option
    }
}

/// Losses with their place in the search file.
public struct PlacedLosses: Hashable, Sendable {
    /// What the file says.
    public var losses: LayerLosses
    /// Of the element `<losses>`.
    public var location: SourceLocation

    init(_ element: Element, _ problems: inout Problems) {
        location = element.location
        var rises: [LayerLosses.Rise] = [], known: Set<LayerLosses.Rise> = []
        for layer in element.children(named: "layer") {
            let name = layer.attribute("name")?.value ?? ""
            for choice in layer.children(named: "choice") {
                var option = LayerOption()
                var isRight = true
                for aspect in [Parameter.Aspect.kernel, .crossbar, .precision] {
                    guard let attribute = choice.attribute(aspect.rawValue), !option.set(aspect, to: attribute.value)
                    else { continue }
                    problems.error(
                        at: attribute.valueLocation, "'\(attribute.value)' is no \(aspect.rawValue)", hint: aspect.words
                    )
                    isRight = false
                }
                guard let rise = choice.number("rise", in: .any, &problems), isRight else { continue }
                guard known.insert(LayerLosses.Rise(layer: name, option: option, rise: 0)).inserted else {
                    problems.error(
                        at: choice.location, "this choice of layer '\(name)' has a rise already",
                        hint: "leave one of the two out")
                    continue
                }
                rises.append(LayerLosses.Rise(layer: name, option: option, rise: rise))
            }
        }
        var network: [LayerLosses.NetworkRise] = [], seen: Set<LayerLosses.NetworkRise> = []
        for element in element.children(named: "block") + element.children(named: "channels") {
            let name = element.attribute("name")?.value ?? ""
            let target: Parameter.Target = element.name == "block" ? .block(name) : .channels(name)
            for choice in element.children(named: "choice") {
                guard let value = choice.attribute("value"), let rise = choice.number("rise", in: .any, &problems)
                else { continue }
                guard seen.insert(LayerLosses.NetworkRise(target: target, value: value.value, rise: 0)).inserted else {
                    problems.error(
                        at: choice.location, "this choice of '\(name)' has a rise already",
                        hint: "leave one of the two out")
                    continue
                }
                network.append(LayerLosses.NetworkRise(target: target, value: value.value, rise: rise))
            }
        }
        losses = LayerLosses(rises, network: network)
    }
}

extension Parameter.Target {
    /// The element of a file of losses for it, and its name there.
    fileprivate var lossElement: (element: String, name: String)? {
        switch self {
        case .block(let name): ("block", name)
        case .channels(let name): ("channels", name)
        case .layer, .hardware, .free: nil
        }
    }
}
