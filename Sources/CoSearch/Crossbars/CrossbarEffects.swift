/// What crossbars of one kind do to one layer's products, in the form that training applies.
///
/// A layer computes y_n = Σ_m w_{mn}·x_m. On crossbars it becomes, with ξ and ζ standard normal,
///
///     y_n = Σ_m (g_{mn}·(1 + s·ξ_{mn})·(w_{mn} + b·Δ_n) − c·Δ_n)·x_m + a·Δ_x·Δ_n·ζ_n
///
/// g is what wires leave of each weight's current, s the relative deviation of conductances, ξ drawn anew in every
/// step; b is what is stored beside every weight and c what is subtracted again, both 0 for differential pairs; a is
/// the deviation that ADCs give a sum. Δ_x and Δ_n are the least significant bits of input and weight.
public struct CrossbarEffects: Hashable, Sendable {
    /// g, by the position of a weight in its crossbar: `rows` × `columns`, the last varying fastest. A weight's row is
    /// m modulo `rows`, its column n modulo `columns`.
    public var gains: [Float]
    /// Rows of a crossbar, and weights that it holds in a row; 1 and 1 where all gains are the same.
    public var rows, columns: Int
    /// s.
    public var weightDeviation: Double
    /// a.
    public var sumDeviation: Double
    /// b.
    public var offset: Double
    /// c; the same as b where nothing goes wrong.
    public var subtracted: Double

    /// - Parameter subtracted: nil for the offset.
    /// - Precondition: there is one gain for each position.
    public init(
        gains: [Float], rows: Int, columns: Int, weightDeviation: Double = 0, sumDeviation: Double = 0,
        offset: Double = 0,
        subtracted: Double? = nil
    ) {
        precondition(rows > 0 && columns > 0 && gains.count == rows * columns, "one gain for each position")
        self.gains = gains
        self.rows = rows
        self.columns = columns
        self.weightDeviation = weightDeviation
        self.sumDeviation = sumDeviation
        self.offset = offset
        self.subtracted = subtracted ?? offset
    }

    /// A crossbar that computes what it should.
    public static let ideal = CrossbarEffects(gains: [1], rows: 1, columns: 1)

    var changesWeights: Bool { gains.contains { $0 != 1 } }
    /// Whether nothing of the above changes a layer's result.
    public var isIdeal: Bool { !changesWeights && weightDeviation == 0 && sumDeviation == 0 && offset == subtracted }

    /// g for a weight matrix as a layer holds it: outputs × inputs per group (the columns of one group follow those of
    /// the one before, as each group is placed anew).
    func gains(outputs: Int, inputs: Int, groups: Int) -> [Float] {
        let perGroup = outputs / groups
        var result: [Float] = []
        result.reserveCapacity(outputs * inputs)
        for output in 0..<outputs {
            let column = output % perGroup % columns
            for input in 0..<inputs { result.append(gains[input % rows * columns + column]) }
        }
        return result
    }
}
