import Quantities

/// Numbers that a script in any language can make again: Knuth's 64-bit linear congruential generator, upper 53 bits.
public struct Seeded {
    public var state: UInt64

    public init(_ seed: UInt64) { state = seed }

    /// In [0, 1).
    public mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992
    }

    public mutating func next(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * next()
    }
}

extension Seeded {
    /// 0 ..< bound
    public mutating func below(_ bound: Int) -> Int { min(bound - 1, Int(next() * Double(bound))) }

    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Nearly normal: the sum of twelve evenly spread numbers, less 6.
    public mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + next() } }
}

/// Largest difference of two lists of numbers, relative to each number of the second.
public func worstRelative(_ a: [Double], to b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { $1.0 == $1.1 ? $0 : max($0, abs($1.0 - $1.1) / abs($1.1)) }
}

/// The same, relative to the largest number of the second.
public func worst(_ a: [Double], to b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let largest = b.reduce(0) { max($0, abs($1)) }
    return zip(a, b).reduce(0) { $1.0 == $1.1 ? $0 : max($0, abs($1.0 - $1.1) / largest) }
}

extension Array {
    public func si<D: Dimension>() -> [Double] where Element == Quantity<D> { map(\.si) }
}
