/// What a quantity measures: its names, the units it may be written in, and how it is printed.
public protocol Dimension: Sendable {
    /// With its article, for messages: "an energy".
    static var name: String { get }
    /// Units that may be written; the first is the SI unit and takes the prefix of `Quantity(_:_:)`.
    static var units: [Unit] { get }
    /// A well-written value, for messages: "1.67 pJ".
    static var example: String { get }
    /// Units to print in, largest first: the first whose `from` does not exceed the magnitude is
    /// taken, the last for anything smaller.
    static var printed: [PrintedUnit] { get }
}

/// A unit to print in, used from a magnitude (in SI) upwards.
public struct PrintedUnit: Sendable {
    /// With its prefix: "mm²".
    public let symbol: String
    /// SI value of one such unit, as a power of ten and a factor on top.
    public let exponent: Int
    /// See ``exponent``.
    public let factor: Double
    /// The least magnitude, in SI, that is printed in this unit.
    public let from: Double

    /// - Parameter from: the least magnitude, in SI, that is printed in it.
    public init(_ symbol: String, exponent: Int = 0, factor: Double = 1, from: Double) {
        self.symbol = symbol
        self.exponent = exponent
        self.factor = factor
        self.from = from
    }

    /// Engineering notation: one to three digits before the point, prefixes between the two given.
    static func engineering(_ symbol: String, _ prefixes: ClosedRange<Int> = -15...12) -> [PrintedUnit] {
        Prefix.allCases.reversed().filter { prefixes.contains($0.exponent) }.map {
            PrintedUnit($0.symbol + symbol, exponent: $0.exponent, from: powerOfTen($0.exponent))
        }
    }
}
