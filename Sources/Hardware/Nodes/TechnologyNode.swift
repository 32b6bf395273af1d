import Quantities

/// A CMOS node from 130 nm to 7 nm, with what is known of energy and area from one to another.
///
/// ```swift
/// try TechnologyNode(Length(32, .nano)).energyFactor(to: TechnologyNode(Length(7, .nano)))     // 0.143
/// ```
/// Dynamic energy of logic goes with S(V) = a·V² + b·V + c, and its area with a factor each: A. Stillmaker and B. Baas,
/// Scaling equations for the accurate prediction of CMOS device performance from 180 nm to 7 nm, Integration 58, 2017.
/// 22, 28 and 40 nm, and all else between the nodes of their tables, are interpolated linearly in the feature size.
public struct TechnologyNode: Sendable, Hashable {
    /// Feature size, in ``range``.
    public let length: Length
    /// Positions in the table, and how far it is from the one to the other.
    private let below: Int
    private let above: Int
    private let way: Double

    /// The nodes that are known.
    public static let range = Length(7, .nano)...Length(130, .nano)

    /// The supply that energies of two nodes are compared at where none is stated.
    public static let commonSupply = Voltage(0.8)
    /// Supplies at which the fits of all nodes rise with the voltage, and are used.
    public static let supplies = Voltage(0.6)...Voltage(1.3)

    /// - Throws: where the length is beyond the tables.
    public init(_ length: Length) throws(ComponentModelError) {
        let nm = length.si * 1e9
        let table = Self.table
        guard nm >= table[0].nm * (1 - 1e-9), nm <= table[table.count - 1].nm * (1 + 1e-9) else {
            throw ComponentModelError(
                "nothing is known of a node of \(length)", hint: "name one \(Self.rangeInWords)",
                parameter: "technology")
        }
        self.length = length
        let upper = table.firstIndex { $0.nm >= nm * (1 - 1e-9) } ?? table.count - 1
        let isTabled = abs(table[upper].nm / nm - 1) < 1e-9
        above = upper
        below = isTabled ? upper : upper - 1
        way = isTabled ? 0 : (nm - table[upper - 1].nm) / (table[upper].nm - table[upper - 1].nm)
    }

    /// "from 7 nm to 130 nm".
    public static var rangeInWords: String { "from \(range.lowerBound) to \(range.upperBound)" }

    private func interpolated(_ value: (Row) -> Double) -> Double {
        let first = value(Self.table[below])
        return first + (value(Self.table[above]) - first) * way
    }

    /// Supply that the node is made for.
    ///
    /// **Assumed**: the usual one of each node, as the Predictive Technology Model has it at 16 nm (0.85 V, its
    /// high-performance cards).
    public var nominalSupply: Voltage { Voltage(interpolated(\.supply)) }

    /// S(V), in Stillmaker and Baas's arbitrary unit.
    func relativeEnergy(at supply: Voltage) -> Double {
        interpolated { ($0.a * supply.si + $0.b) * supply.si + $0.c }
    }

    /// Energy of the same logic at another node over that at this one, both at one supply.
    public func energyFactor(to other: TechnologyNode, at supply: Voltage = commonSupply) -> Double {
        if other.length == length { return 1 }
        return other.relativeEnergy(at: supply) / relativeEnergy(at: supply)
    }

    /// Area of the same logic at another node over that at this one.
    public func areaFactor(to other: TechnologyNode) -> Double {
        other.length == length ? 1 : other.interpolated(\.area) / interpolated(\.area)
    }

    /// Area of a six-transistor SRAM cell, over that at this node; see the table for which were published.
    public func sramCellFactor(to other: TechnologyNode) -> Double {
        other.length == length ? 1 : other.interpolated(\.cell) / interpolated(\.cell)
    }

    /// Feature size there over that here.
    public func lengthFactor(to other: TechnologyNode) -> Double { other.length / length }

    private struct Row {
        /// Feature size in nanometres.
        var nm: Double
        /// Of S(V): Stillmaker and Baas, table of general scaling of energy.
        var a: Double
        var b: Double
        var c: Double
        /// Area against 32 nm: Stillmaker and Baas, table of area factors.
        var area: Double
        /// Nominal supply in volts.
        var supply: Double
        /// Area of a high-density SRAM cell in µm². 16 nm: Chen et al., JSSC 50(1), 2015; 7 nm: Chang et al., ISSCC
        /// 2017, 12.1; both as en.wikichip.org quotes them on its pages of these nodes. All others are **assumed**: as
        /// they are commonly quoted of foundries' papers, none of which could be read (Intel's of 65 nm is quoted as
        /// 0.57).
        var cell: Double
    }

    private static let table: [Row] = [
        Row(nm: 7, a: 0.1776, b: -0.09097, c: 0.02447, area: 0.13, supply: 0.7, cell: 0.027),
        Row(nm: 10, a: 0.2068, b: -0.09311, c: 0.02375, area: 0.22, supply: 0.75, cell: 0.042),
        Row(nm: 14, a: 0.2363, b: -0.09675, c: 0.02239, area: 0.38, supply: 0.8, cell: 0.064),
        Row(nm: 16, a: 0.2958, b: -0.1241, c: 0.03024, area: 0.41, supply: 0.85, cell: 0.07),
        Row(nm: 20, a: 0.373, b: -0.1582, c: 0.04104, area: 0.46, supply: 0.9, cell: 0.081),
        Row(nm: 32, a: 0.9559, b: -0.7823, c: 0.471, area: 1, supply: 0.9, cell: 0.171),
        Row(nm: 45, a: 1.103, b: -0.362, c: 0.2767, area: 2.2, supply: 1.0, cell: 0.346),
        Row(nm: 65, a: 3.755, b: -4.398, c: 1.975, area: 3.3, supply: 1.1, cell: 0.525),
        Row(nm: 90, a: 4.762, b: -4.781, c: 2.092, area: 6.1, supply: 1.2, cell: 1.0),
        Row(nm: 130, a: 7.171, b: -6.709, c: 2.904, area: 14, supply: 1.3, cell: 2.43),
    ]
}
