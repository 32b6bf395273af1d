import Networks

/// Integer products of a layer, exact: held in single precision where no sum can reach 2²⁴,
/// otherwise in double precision, where none reaches 2⁵³.
enum ExactProduct: Sendable {
    case single(DenseProduct<Float>)
    case double(DenseProduct<Double>)

    init(_ matrix: MatrixShape, _ weights: QuantisedWeights, inputBits: Int) {
        // Bits of weight, input, and terms: at most 16 + 16 + 21 for any layer that fits in memory.
        let largest = Double(1 << (weights.bits - 1)) * Double(1 << inputBits) * Double(matrix.rows)
        precondition(largest < 0x1p53, "integer sums fit double precision")
        self =
            largest < 0x1p24
            ? .single(DenseProduct(matrix) { Float(weights.codes[$0]) })
            : .double(DenseProduct(matrix) { Double(weights.codes[$0]) })
    }

    /// Sums of all positions, positions × outputs.
    func callAsFunction(_ codes: [Int32], _ plan: PatchPlan) -> [Double] {
        switch self {
        case .single(let product): product(plan.padded(codes.map { Float($0) }, zero: 0), plan).map(Double.init)
        case .double(let product): product(plan.padded(codes.map { Double($0) }, zero: 0), plan)
        }
    }
}
