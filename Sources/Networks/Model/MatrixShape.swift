/// The matrix view of a convolution, a linear layer or a product of two tensors:
/// `groups` matrices of `rows` × `columns`, each multiplied with `positions` vectors
/// per inference (section 5 of the design).
public struct MatrixShape: Hashable, Sendable {
    /// Rows per group, M = C_in/g·k_h·k_w: the length of one input vector.
    public let rows: Int
    /// Columns per group, N = C_out/g: the length of one output vector.
    public let columns: Int
    /// Independent matrices: a convolution's groups, an attention's heads.
    public let groups: Int
    /// Matrix-vector multiplications per group and inference: H_out·W_out, or tokens.
    public let positions: Int
    /// Whether the matrix holds weights, so that it can stay in a crossbar.
    /// False for the products of two computed tensors in attention.
    public let isStationary: Bool

    /// - Parameter isStationary: whether it holds weights; false for products of two computed tensors.
    public init(rows: Int, columns: Int, groups: Int, positions: Int, isStationary: Bool) {
        self.rows = rows
        self.columns = columns
        self.groups = groups
        self.positions = positions
        self.isStationary = isStationary
    }

    /// Matrix elements over all groups, without biases.
    public var elements: Int { rows * columns * groups }

    /// Multiply-accumulates per inference.
    public var multiplyAccumulates: Int { elements * positions }
}
