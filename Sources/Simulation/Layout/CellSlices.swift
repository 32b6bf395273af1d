import Hardware
import Mapping

/// How a weight is cut into cells: levels of c bits, and what each counts.
public struct CellSlices: Hashable, Sendable {
    /// How signed weights become levels.
    public let encoding: Encoding
    /// B_w, the sign included.
    public let weightBits: Int
    /// c, bits used of each cell.
    public let cellBits: Int
    /// What a level of 1 counts in each slice; with pairs, first the positive side, then the negative.
    public let factors: [Int]

    /// - Parameter cellBits: bits used of each cell, the device's or fewer.
    public init(encoding: Encoding, weightBits: Int, cellBits: Int) {
        self.encoding = encoding
        self.weightBits = weightBits
        self.cellBits = cellBits
        let count = encoding.columns(weightBits: weightBits, cellBits: cellBits)
        factors =
            switch encoding {
            case .offset, .flipped, .differentialRows, .signMagnitude, .xnor, .unsigned:
                (0..<count).map { 1 << ($0 * cellBits) }
            case .differential:
                (0..<count).map { k in k < count / 2 ? 1 << (k * cellBits) : -(1 << ((k - count / 2) * cellBits)) }
            }
    }

    /// Columns of one weight.
    public var count: Int { factors.count }

    /// What is added to a weight before it is stored; the sum of levels times factors is the weight plus this.
    public var surplus: Int { encoding.needsInputSum ? 1 << (weightBits - 1) : 0 }

    /// The highest level of a cell.
    public var highest: Int { (1 << cellBits) - 1 }

    /// The highest level that a weight's cell in one slice can have: the last slice may have fewer bits.
    @inline(__always)
    public func highest(of slice: Int) -> Int {
        let sides = encoding == .differential ? 2 : 1
        let bits = encoding.storedBits(weightBits: weightBits) - slice % (count / sides) * cellBits
        return (1 << min(cellBits, bits)) - 1
    }

    /// Whether a column whose cells in so many rows have these levels together is stored inverted: where that is more
    /// than half of what it could be.
    func isFlipped(sum: @autoclosure () -> Int, rows: Int, slice: Int) -> Bool {
        encoding == .flipped && 2 * sum() > rows * highest(of: slice)
    }

    /// The level of a weight's cell in one slice, not flipped.
    @inline(__always)
    public func level(of weight: Int, slice: Int) -> Int {
        switch encoding {
        case .offset, .flipped: return ((weight + surplus) >> (slice * cellBits)) & highest
        // Not simulated: what a cell holds of the magnitude, or of the bits as they are.
        case .differentialRows, .signMagnitude: return (abs(weight) >> (slice * cellBits)) & highest
        case .xnor, .unsigned: return (weight >> (slice * cellBits)) & highest
        case .differential:
            let half = count / 2
            let magnitude = slice < half ? max(0, weight) : max(0, -weight)
            return (magnitude >> (slice % half * cellBits)) & highest
        }
    }
}

extension MappedStage {
    /// What of a placed layer the simulation does not have; nil where it has all.
    func cannotBeSimulated(on kind: CrossbarKind) -> String? {
        if !encoding.isSimulated { return "encoding \(encoding.rawValue) is not simulated" }
        if precision.inputForm != .twosComplement { return "inputs as sign and magnitude are not simulated" }
        if precision.conversions != nil { return "conversions of fewer bits than the ADC's are not simulated" }
        if kind.dac.pulses != nil, kind.device.effects.nonlinearity != nil || kind.device.effects.gateDrive != nil {
            return "cells of crossbar '\(kind.id)' are curved and its inputs are pulses, which is not simulated"
        }
        let accumulation = kind.accumulation
        if accumulation != CrossbarKind.Accumulation() {
            return "crossbar '\(kind.id)' accumulates before it converts, which is not simulated"
        }
        return nil
    }
}
