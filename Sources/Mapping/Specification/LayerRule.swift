import Diagnostics
import Networks

/// Settings for all layers that a pattern fits; of several rules that fit, later ones win.
public struct LayerRule: Hashable, Sendable {
    /// A layer's name, with `*` for any run of characters: `layer3.*.conv1`.
    public var pattern: String
    /// Only layers of this sort; nil for all.
    public var sort: LayerSort?
    /// What it sets for the layers that it fits.
    public var change: SettingsChange
    /// Whether it may fit no layer of a network.
    public var isOptional: Bool
    /// Of its `<layer>`; nil for a rule made in code.
    public var location: SourceLocation?

    /// - Parameter pattern: a name with `*` for any run of characters.
    public init(
        pattern: String, sort: LayerSort? = nil, change: SettingsChange, isOptional: Bool = false,
        location: SourceLocation? = nil
    ) {
        self.pattern = pattern
        self.sort = sort
        self.change = change
        self.isOptional = isOptional
        self.location = location
    }

    /// Whether the rule is for this layer.
    public func applies(to layer: Layer) -> Bool {
        (sort == nil || sort == LayerSort(layer)) && matches(name: layer.name)
    }

    /// Whether the pattern fits a name.
    public func matches(name: String) -> Bool {
        fits(Array(pattern.utf8)[...], Array(name.utf8)[...])
    }
}

/// The sorts of layer that hold weights.
public enum LayerSort: String, Hashable, Sendable, CaseIterable {
    case convolution, depthwise, linear

    init?(_ layer: Layer) {
        switch layer.operation {
        case .convolution(let convolution):
            self =
                convolution.groups > 1 && convolution.groups == convolution.outputChannels ? .depthwise : .convolution
        case .linear: self = .linear
        default: return nil
        }
    }
}

/// Whether a pattern with `*` fits a name. O(pattern × name): on a mismatch only the last `*` takes one character more.
private func fits(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    var p = pattern.startIndex, n = name.startIndex
    var retry: (pattern: Int, name: Int)?
    while n < name.endIndex {
        if p < pattern.endIndex, pattern[p] == star {
            p += 1
            retry = (p, n)
        } else if p < pattern.endIndex, pattern[p] == name[n] {
            p += 1
            n += 1
        } else if let last = retry {
            retry = (last.pattern, last.name + 1)
            (p, n) = (last.pattern, last.name + 1)
        } else {
            return false
        }
    }
    return pattern[p...].allSatisfy { $0 == star }
}
