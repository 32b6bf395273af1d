import Mapping
import Networks
import Optimisation

/// What a point of the space says about one layer; nil leaves what network and mapping say.
public struct LayerOption: Hashable, Sendable {
    /// Height and width of a convolution's window.
    public var kernel: Extent?
    /// Id of a crossbar kind.
    public var crossbar: String?
    /// Copies of the weights that work at once.
    public var duplication: Int?
    /// Bits of a weight.
    public var weightBits: Int?
    /// Bits of an input.
    public var inputBits: Int?
    /// Whether different inputs may share a set of DACs.
    public var dacSets: DACSets?

    /// Nothing is chosen.
    public init() {}

    /// Sets one aspect from the text of its value.
    /// - Returns: whether the text is one for this aspect.
    public mutating func set(_ aspect: Parameter.Aspect, to text: String) -> Bool {
        switch aspect {
        case .kernel:
            guard let extent = Extent(text) else { return false }
            kernel = extent
        case .crossbar:
            crossbar = text
        case .duplication:
            guard let copies = Int(text), (1...1_000_000).contains(copies) else { return false }
            duplication = copies
        case .precision:
            let bits = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(bits.count), let weights = bits[0], let inputs = bits.last!,
                (1...32).contains(weights), (1...32).contains(inputs)
            else { return false }
            (weightBits, inputBits) = (weights, inputs)
        case .dacSets:
            guard let sets = DACSets(rawValue: text) else { return false }
            dacSets = sets
        }
        return true
    }

    /// "kernel 3, crossbar x32, bits 8/8"; "no choice" where nothing is chosen.
    public var words: String {
        var words: [String] = []
        if let kernel { words.append("kernel \(kernel)") }
        if let crossbar { words.append("crossbar \(crossbar)") }
        if let duplication { words.append("copies \(duplication)") }
        if let weightBits, let inputBits { words.append("bits \(weightBits)/\(inputBits)") }
        if let dacSets { words.append("DAC sets \(dacSets.rawValue)") }
        return words.isEmpty ? "no choice" : words.joined(separator: ", ")
    }

    /// The same as a rule of a mapping, kernel apart.
    public var change: SettingsChange {
        var change = SettingsChange()
        change.crossbar = crossbar
        change.duplication = duplication
        change.weightBits = weightBits
        change.inputBits = inputBits
        change.dacSets = dacSets
        return change
    }
}

extension Extent {
    /// "3" or "1x7" (also with ×).
    init?(_ text: String) {
        let sides = text.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "×" }.map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides.last!, height > 0, width > 0
        else { return nil }
        self.init(height: height, width: width)
    }
}
