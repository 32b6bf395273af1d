/// A physical quantity: a number in SI units that knows what it measures.
///
/// ```swift
/// let conversion = Energy(1.67, .pico)                  // or try Energy(parsing: "1.67 pJ")
/// let power: Power = conversion / Time(1, .nano)
/// power.formatted()                                     // "1.67 mW"
/// ```
///
/// Quantities of one dimension add and compare; products and quotients exist where they
/// make sense (`Power * Time` is an ``Energy``); everything else does not compile.
@frozen
public struct Quantity<D: Dimension>: Sendable, Hashable, Comparable, AdditiveArithmetic {
    /// The value in the SI unit of the dimension: joules, seconds, square metres; bits for data.
    public var si: Double

    @inlinable public init(si: Double) { self.si = si }

    /// A number of SI units with a prefix: `Energy(1.67, .pico)`; the prefix of an area is squared,
    /// `Area(0.0012, .milli)` is 0.0012 mm².
    public init(_ value: Double, _ prefix: Prefix = .one) {
        let exponent = prefix.exponent * D.units[0].prefixPower
        // Powers of ten up to 10²² are exact, negative ones are not: divide by the exact one.
        si = exponent < 0 ? value / powerOfTen(-exponent) : value * powerOfTen(exponent)
    }

    @inlinable public static var zero: Self { Self(si: 0) }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.si < b.si }
    @inlinable public static func + (a: Self, b: Self) -> Self { Self(si: a.si + b.si) }
    @inlinable public static func - (a: Self, b: Self) -> Self { Self(si: a.si - b.si) }
    @inlinable public static prefix func - (a: Self) -> Self { Self(si: -a.si) }
    @inlinable public static func * (a: Self, b: Double) -> Self { Self(si: a.si * b) }
    @inlinable public static func * (a: Double, b: Self) -> Self { Self(si: a * b.si) }
    @inlinable public static func / (a: Self, b: Double) -> Self { Self(si: a.si / b) }
    /// How many times `b` goes into `a`.
    @inlinable public static func / (a: Self, b: Self) -> Double { a.si / b.si }
    @inlinable public static func *= (a: inout Self, b: Double) { a.si *= b }
    @inlinable public static func /= (a: inout Self, b: Double) { a.si /= b }
}

extension Quantity: Codable {
    /// Reads the bare SI value.
    public init(from decoder: any Decoder) throws {
        si = try decoder.singleValueContainer().decode(Double.self)
    }

    /// Writes the bare SI value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(si)
    }
}

extension Sequence {
    /// The sum of the quantities; zero of an empty sequence.
    @inlinable public func sum<D: Dimension>() -> Quantity<D> where Element == Quantity<D> {
        reduce(.zero, +)
    }
}
