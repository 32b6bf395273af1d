/// A natural number of any size: what a search space counts to.
///
/// A space of 20 layers with 48 options each has 48²⁰ ≈ 4.2·10³³ points, more
/// than any machine word; `naxdse search` prints the number to its last digit.
/// Only what counting needs is here: sum, product, order, decimal text.
public struct Natural: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Base 10⁹, least significant first, no leading zero limb; zero is empty.
    private var limbs: [UInt32]
    private static let base: UInt64 = 1_000_000_000

    /// - Precondition: `value >= 0`.
    public init(_ value: Int) {
        precondition(value >= 0, "a natural number is not negative")
        limbs = []
        var rest = UInt64(value)
        while rest > 0 {
            limbs.append(UInt32(rest % Self.base))
            rest /= Self.base
        }
    }

    /// O(limbs of the larger).
    public static func + (a: Natural, b: Natural) -> Natural {
        var sum = Natural(0)
        var carry: UInt64 = 0
        for i in 0..<max(a.limbs.count, b.limbs.count) {
            let digit =
                carry + (i < a.limbs.count ? UInt64(a.limbs[i]) : 0) + (i < b.limbs.count ? UInt64(b.limbs[i]) : 0)
            sum.limbs.append(UInt32(digit % base))
            carry = digit / base
        }
        if carry > 0 { sum.limbs.append(UInt32(carry)) }
        return sum
    }

    /// Schoolbook multiplication, O(limbs of a × limbs of b).
    public static func * (a: Natural, b: Natural) -> Natural {
        var product = Natural(0)
        product.limbs = Array(repeating: 0, count: a.limbs.count + b.limbs.count)
        for i in a.limbs.indices {
            var carry: UInt64 = 0
            for j in b.limbs.indices {
                let digit = UInt64(product.limbs[i + j]) + UInt64(a.limbs[i]) * UInt64(b.limbs[j]) + carry
                product.limbs[i + j] = UInt32(digit % base)
                carry = digit / base
            }
            if carry > 0 { product.limbs[i + b.limbs.count] = UInt32(carry) }
        }
        while product.limbs.last == 0 { product.limbs.removeLast() }
        return product
    }

    public static func < (a: Natural, b: Natural) -> Bool {
        if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
        for (x, y) in zip(a.limbs.reversed(), b.limbs.reversed()) where x != y { return x < y }
        return false
    }

    /// The nearest `Double`, infinite beyond about 1.8·10³⁰⁸.
    public var approximate: Double {
        limbs.reversed().reduce(0) { $0 * Double(Self.base) + Double($1) }
    }

    /// The value as an `Int`, or nil where it does not fit.
    public var exactInt: Int? {
        self <= Natural(.max) ? Int(limbs.reversed().reduce(UInt64(0)) { $0 * Self.base + UInt64($1) }) : nil
    }

    /// All decimal digits, without separators.
    public var description: String {
        guard let top = limbs.last else { return "0" }
        return limbs.dropLast().reversed().reduce(String(top)) { text, limb in
            let digits = String(limb)
            return text + String(repeating: "0", count: 9 - digits.count) + digits
        }
    }
}
