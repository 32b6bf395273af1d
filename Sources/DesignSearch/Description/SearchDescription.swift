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
    public var name: String
    public var description: String
    public var network: Word
    public var hardware: Word
    /// nil for the default mapping.
    public var mapping: Word?
    /// Whether area and leakage are those of the links off the chip as well.
    public var withIO = false
    public var parameters: [HardwareParameter]
    /// Residual blocks that may be left out.
    public var blocks: [NetworkChoice]
    /// Numbers of channels that may vary.
    public var channels: [NetworkChoice]
    public var layers: [LayerChoices]
    /// nil where accuracy is not measured.
    public var accuracy: AccuracyTest?
    /// nil where loss is not limited.
    public var losses: PlacedLosses?
    public var objectives: [WantedMeasure]
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
    public var text: String
    public var location: SourceLocation

    public init(_ text: String, at location: SourceLocation) {
        self.text = text
        self.location = location
    }
}

/// An attribute of the hardware file that may vary.
public struct HardwareParameter: Hashable, Sendable {
    public var name: Word
    public var path: Word
    public var values: Choice
    /// Written after each value; "" where there is none.
    public var unit: String

    /// What the attribute is to be set to.
    public func attribute(_ value: String) -> String { unit.isEmpty ? value : "\(value) \(unit)" }
}

/// What may vary of the layers that a pattern fits.
public struct LayerChoices: Hashable, Sendable {
    public var pattern: Word
    public var sort: LayerSort?
    public var choices: [Parameter.Aspect: Choice]
}

/// What may vary of the network's blocks, or of its channels, whose names a pattern fits.
public struct NetworkChoice: Hashable, Sendable {
    public var pattern: Word
    public var choice: Choice
}

/// The values of something that may vary.
public struct Choice: Hashable, Sendable {
    /// nil for every value there is (of a crossbar).
    public var domain: Domain?
    /// The place of each category, or of the range as a whole.
    public var locations: [SourceLocation]
    public var location: SourceLocation
    public var when: When?

    public struct When: Hashable, Sendable {
        public var parameter: Word
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
    public var location: SourceLocation
}

/// An objective with its place.
public struct WantedMeasure: Hashable, Sendable {
    public var objective: Objective
    public var location: SourceLocation
}

/// A constraint with its place.
public struct Limit: Hashable, Sendable {
    public var constraint: Constraint
    public var location: SourceLocation
}
