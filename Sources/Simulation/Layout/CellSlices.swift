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
        // Below 0 where the cell subtracts: one of the pair, or the one cell with its sign.
        case .differentialRows, .signMagnitude:
            let level = (abs(weight) >> (slice * cellBits)) & highest
            return weight < 0 ? -level : level
        // Not simulated: the bits as they are.
        case .xnor, .unsigned: return (weight >> (slice * cellBits)) & highest
        case .differential:
            let half = count / 2
            let magnitude = slice < half ? max(0, weight) : max(0, -weight)
            return (magnitude >> (slice % half * cellBits)) & highest
        }
    }
}

extension MappedStage {
    /// What of a placed layer the simulation does not have, and what would be right; nil where it has all.
    func cannotBeSimulated(on kind: CrossbarKind) -> (what: String, remedy: String)? {
        switch encoding {
        case .xnor:
            return (
                "encoding xnor multiplies by +1 and −1, and networks are quantised to whole numbers with 0",
                "simulate with offset, differential or sign-magnitude weights"
            )
        case .unsigned:
            return (
                "encoding unsigned has no negative weights",
                "simulate with offset, differential or sign-magnitude weights"
            )
        case .offset, .flipped, .differential, .differentialRows, .signMagnitude: break
        }
        let joins = kind.accumulation.slices || kind.accumulation.pairs
        if encoding == .flipped, joins {
            return (
                "columns of crossbar '\(kind.id)' are joined before they are converted, and offset-flipped inverts them one by one",
                "simulate with offset or differential weights"
            )
        }
        let isCurved = kind.device.effects.nonlinearity != nil || kind.device.effects.gateDrive != nil
        guard kind.method == .resistive, isCurved else { return nil }
        let remedy = "simulate with cells that obey Ohm's law"
        if kind.dac.pulses != nil {
            return (
                "cells of crossbar '\(kind.id)' are curved and its inputs are pulses, which is not simulated", remedy
            )
        }
        if isAccumulated(on: kind) {
            return (
                "cells of crossbar '\(kind.id)' are curved, and what they add up has signs or is converted together, which is not simulated",
                remedy
            )
        }
        return nil
    }

    /// Whether a conversion is of anything but one column in one stream of values that are never negative.
    func isAccumulated(on kind: CrossbarKind) -> Bool {
        kind.accumulation != CrossbarKind.Accumulation() || encoding.hasSignedSums
            || precision.inputForm == .signMagnitude
    }
}
