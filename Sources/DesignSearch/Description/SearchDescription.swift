import Diagnostics
import Mapping
import Optimisation
import System

/// A search as its file says it, before the network and the hardware are read.
///
/// ```swift
/// let description = try SearchReader().read("search/resnet20.xml")
/// let space = try description.space(network: network, crossbars: ["x32", "x64", "x128"])
/// ```
public struct SearchDescription: Hashable, Sendable {
    /// Of the search; studies take it where they are given none.
    public var name: String
    /// Prose of the file; empty where it has none.
    public var description: String
    /// A built-in network, a shipped one, or a path relative to the search file.
    public var network: Word
    /// A shipped architecture, or a path relative to the search file.
    public var hardware: Word
    /// nil for the default mapping.
    public var mapping: Word?
    /// Whether area and leakage are those of the links off the chip as well.
    public var withIO = false
    /// Attributes of the hardware file that may vary, in the order of the file.
    public var parameters: [HardwareParameter]
    /// Residual blocks that may be left out.
    public var blocks: [NetworkChoice]
    /// Numbers of channels that may vary.
    public var channels: [NetworkChoice]
    /// What may vary layer by layer, in the order of the file; of several that fit a layer, later ones win.
    public var layers: [LayerChoices]
    /// nil where accuracy is not measured.
    public var accuracy: AccuracyTest?
    /// nil where loss is not limited.
    public var losses: PlacedLosses?
    /// In the order of the file; at least one.
    public var objectives: [WantedMeasure]
    /// Limits that designs keep to, in the order of the file.
    public var constraints: [Limit]
    /// The search file and what it includes.
    public var files: [InputFile]
}

extension SearchDescription {
    /// Lets the channels of all convolutions vary about which the file says nothing, as `<channels match="*"
    /// values="…"/>` before all others does.
    ///
    /// - Parameter shares: of the channels that the network has.
    public mutating func chooseChannels(_ shares: [Double]) {
        let words = shares.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
        let all = Choice(
            domain: .categories(words), locations: words.map { _ in network.location }, location: network.location)
        channels.insert(NetworkChoice(pattern: Word("*", at: network.location), choice: all), at: 0)
    }
}

/// A word of a file with its place.
public struct Word: Hashable, Sendable {
    /// As it is written.
    public var text: String
    /// Of the value in the file.
    public var location: SourceLocation

    /// - Parameter location: of the value in the file.
    public init(_ text: String, at location: SourceLocation) {
        self.text = text
        self.location = location
    }
}

/// An attribute of the hardware file that may vary.
public struct HardwareParameter: Hashable, Sendable {
    /// Of the parameter, by which results give it.
    public var name: Word
    /// Of one attribute: elements with `/` between them, a condition in brackets, the attribute behind `@`.
    public var path: Word
    /// What the attribute may be, without its unit.
    public var values: Choice
    /// Written after each value; "" where there is none.
    public var unit: String

    /// What the attribute is to be set to.
    public func attribute(_ value: String) -> String { unit.isEmpty ? value : "\(value) \(unit)" }
}

/// What may vary of the layers that a pattern fits.
public struct LayerChoices: Hashable, Sendable {
    /// Layers' names, with `*` for any run of characters.
    public var pattern: Word
    /// Only layers of this sort; nil for all that have weights.
    public var sort: LayerSort?
    /// What may vary of each, by aspect.
    public var choices: [Parameter.Aspect: Choice]
}

/// What may vary of the network's blocks, or of its channels, whose names a pattern fits.
public struct NetworkChoice: Hashable, Sendable {
    /// Names, with `*` for any run of characters: of blocks, or of convolutions.
    public var pattern: Word
    /// What each may be: `keep` and `none`, or shares of the network's channels.
    public var choice: Choice
}

/// The values of something that may vary.
public struct Choice: Hashable, Sendable {
    /// nil for every value there is (of a crossbar).
    public var domain: Domain?
    /// The place of each category, or of the range as a whole.
    public var locations: [SourceLocation]
    /// Of the element.
    public var location: SourceLocation
    /// When it varies at all; nil for always.
    public var when: When?

    /// A condition: another parameter has one of some values.
    public struct When: Hashable, Sendable {
        /// A parameter above it, or an aspect of the same layer.
        public var parameter: Word
        /// Any of these will do.
        public var values: [Word]
    }
}

/// How a search measures accuracy.
public struct AccuracyTest: Hashable, Sendable {
    /// The folder of a data set.
    public var data: Word
    /// A safetensors file; nil for the weights of the network's own file.
    public var weights: Word?
    /// Test images, the first of the data set.
    public var images: Int
    /// Training images from which the ranges of activations are chosen.
    public var calibrationImages: Int
    /// Of cells, ADCs and read noise, the same for all designs.
    public var seed: UInt64
    /// Of the element `<accuracy>`.
    public var location: SourceLocation
}

/// An objective with its place.
public struct WantedMeasure: Hashable, Sendable {
    /// What is wanted, and whether little or much of it.
    public var objective: Objective
    /// Of the element `<objective>`.
    public var location: SourceLocation
}

/// A constraint with its place.
public struct Limit: Hashable, Sendable {
    /// In SI units, whatever the file has.
    public var constraint: Constraint
    /// Of the element `<constraint>`.
    public var location: SourceLocation
}
