import Diagnostics
import Quantities

/// One step on the way from figures that a file states to those that are used, as `naxdse explain` shows it.
public struct DerivationStep: Sendable, Hashable {
    /// What sort of step it is.
    public enum Kind: String, Sendable, Hashable {
        /// Figures that a file states.
        case stated
        /// Those of another component.
        case like
        /// A model made or scaled them.
        case model
        /// They followed the node or the supply.
        case node
        /// Something was assumed.
        case assumption
        /// What the figures are after the steps before.
        case figures
    }

    /// Decides how `naxdse explain` introduces the step.
    public let kind: Kind
    /// What was done, in one line.
    public let text: String
    /// Paper and table, where the step has one of its own.
    public let source: String?
    /// Where the file says so.
    public let location: SourceLocation?

    /// - Parameter text: what was done, in one line.
    public init(_ kind: Kind, _ text: String, source: String? = nil, at location: SourceLocation? = nil) {
        self.kind = kind
        self.text = text
        self.source = source
        self.location = location
    }
}

/// A model, and the parameters that a component's figures were made of.
public struct ModelUse: Sendable, Hashable {
    /// Of the registered model.
    public let name: String
    /// Those that the figures are of, defaults included.
    public let parameters: ModelParameters
}

extension Component {
    /// Its figures on one line: "convert 1.5625 pJ, 0.78125 ns; area 0.0012 mm²; leakage 0.2 mW".
    public var figuresInWords: String {
        var words = actions.map { action in
            "\(action.name.rawValue) \(action.energy.formatted(significant: 6)) in \(action.time.formatted(significant: 6))"
                + (action.energyPerBit.si > 0 || action.timePerBit.si > 0
                    ? ", and \(action.energyPerBit.formatted(significant: 6)) in \(action.timePerBit.formatted(significant: 6)) a bit"
                    : "")
                + (action.shares.isEmpty ? "" : ", less where fewer bits are asked for")
                + (action.dataEnergy.si > 0
                    ? ", \(action.dataEnergy.formatted(significant: 6)) more of the largest value" : "")
        }
        words.append("area \(area.formatted(significant: 6))")
        words.append(leakageBasis == .unknown ? "leakage unknown" : "leakage \(leakage.formatted(significant: 6))")
        return words.joined(separator: "; ")
    }

    /// Adds what the figures are by now to the derivation.
    mutating func noteFigures() { derivation.append(DerivationStep(.figures, figuresInWords)) }
}
