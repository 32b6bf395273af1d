/// Numbers with what they were made from, so that the slopes of one by all others follow in one pass backwards
/// (reverse accumulation: Linnainmaa, BIT 16, 1976).
struct Tape {
    /// A number on a tape, or a constant.
    struct Number {
        var value: Double
        /// −1 for a constant.
        fileprivate var place: Int32
    }

    /// ∂number/∂parents; −1 where there is none.
    private var parents: [(Int32, Int32)] = []
    private var slopes: [(Double, Double)] = []

    static func constant(_ value: Double) -> Number { Number(value: value, place: -1) }

    mutating func variable(_ value: Double) -> Number { append(value, -1, 0, -1, 0) }

    private mutating func append(_ value: Double, _ a: Int32, _ slopeA: Double, _ b: Int32, _ slopeB: Double) -> Number
    {
        parents.append((a, b))
        slopes.append((slopeA, slopeB))
        return Number(value: value, place: Int32(parents.count - 1))
    }

    /// `factorA`·a + `factorB`·b + `constant`
    mutating func sum(
        _ a: Number, _ b: Number, _ factorA: Double = 1, _ factorB: Double = 1, constant: Double = 0
    ) -> Number {
        let value = factorA * a.value + factorB * b.value + constant
        guard a.place >= 0 || b.place >= 0 else { return Self.constant(value) }
        return append(value, a.place, factorA, b.place, factorB)
    }

    mutating func scaled(_ a: Number, by factor: Double, plus constant: Double = 0) -> Number {
        guard a.place >= 0 else { return Self.constant(factor * a.value + constant) }
        return append(factor * a.value + constant, a.place, factor, -1, 0)
    }

    mutating func product(_ a: Number, _ b: Number) -> Number {
        guard a.place >= 0 || b.place >= 0 else { return Self.constant(a.value * b.value) }
        return append(a.value * b.value, a.place, b.value, b.place, a.value)
    }

    mutating func quotient(_ a: Number, _ b: Number) -> Number {
        let value = a.value / b.value
        guard a.place >= 0 || b.place >= 0 else { return Self.constant(value) }
        return append(value, a.place, 1 / b.value, b.place, -value / b.value)
    }

    /// The larger; of equals the first.
    func larger(_ a: Number, _ b: Number) -> Number { a.value >= b.value ? a : b }

    /// ∂result/∂variable for each variable.
    func slopes(of result: Number, by variables: [[Number]]) -> [[Double]] {
        var adjoints = [Double](repeating: 0, count: parents.count)
        if result.place >= 0 { adjoints[Int(result.place)] = 1 }
        for place in parents.indices.reversed() where adjoints[place] != 0 {
            let (a, b) = parents[place], (slopeA, slopeB) = slopes[place]
            if a >= 0 { adjoints[Int(a)] += slopeA * adjoints[place] }
            if b >= 0 { adjoints[Int(b)] += slopeB * adjoints[place] }
        }
        return variables.map { $0.map { $0.place >= 0 ? adjoints[Int($0.place)] : 0 } }
    }
}
