import Hardware
import Networks

/// Places a layer's matrix on crossbars of one kind. Conform, register, and mapping files can name it.
///
/// ## A whole mapper
///
/// ```swift
/// enum OneColumnBlock: Mapper {
///     static let summary = "the first crossbar that holds the whole matrix, or none"
///
///     static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
///         guard request.matrix.rows <= request.kind.rows, request.matrix.columns * request.columnsPerWeight <= request.kind.columns
///         else { throw MapperError("the matrix is larger than one crossbar", hint: "use a larger crossbar") }
///         return Placement(
///             request, blocks: [Block(
///                 count: request.matrix.groups, rows: request.matrix.rows,
///                 columns: request.matrix.columns * request.columnsPerWeight)],
///             inputBlocks: request.matrix.groups, partialSums: 1)
///     }
/// }
///
/// public let plugin = MapperPlugin("one-column-block", OneColumnBlock.self)
/// ```
///
/// ## Who calls what, when
///
/// `place` is called once for each layer, crossbar kind and precision that is looked at, from
/// several threads; it depends on the request alone. It places one copy of the weights:
/// duplication multiplies the result. The cost model reads the ``Placement`` and nothing else.
public protocol Mapper: Sendable {
    /// One line for `naxdse plugins`.
    static var summary: String { get }

    /// - Throws: ``MapperError`` when the matrix cannot be placed on this kind.
    static func place(_ request: PlacementRequest) throws(MapperError) -> Placement
}

/// What is to be placed, and on what.
public struct PlacementRequest: Sendable {
    /// `groups` matrices of `rows` × `columns` weights.
    public var matrix: MatrixShape
    public var kind: CrossbarShape
    public var precision: Precision
    public var encoding: Encoding
    /// Bits used of each cell.
    public var cellBits: Int

    public init(matrix: MatrixShape, kind: CrossbarKind, precision: Precision, encoding: Encoding, cellBits: Int) {
        self.init(
            matrix: matrix, shape: CrossbarShape(kind), precision: precision, encoding: encoding, cellBits: cellBits)
    }

    /// With the shape alone: a search places millions of layers, and a whole kind is costly to hand around.
    public init(matrix: MatrixShape, shape: CrossbarShape, precision: Precision, encoding: Encoding, cellBits: Int) {
        self.matrix = matrix
        kind = shape
        self.precision = precision
        self.encoding = encoding
        self.cellBits = cellBits
    }

    /// Columns that one weight takes over all slices, both sides of a pair and columns for carries counted.
    public var columnsPerWeight: Int {
        encoding.columns(weightBits: precision.weights, cellBits: cellBits) + kind.carryColumns
    }

    /// Bit streams of one input, S = ⌈B_x/d⌉.
    public var streams: Int { (precision.streamedBits + kind.dacBits - 1) / kind.dacBits }
}

/// Why a mapper cannot place a matrix.
public struct MapperError: Error, Hashable, Sendable {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    public init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }
}
