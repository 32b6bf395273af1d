/// A tensor whose values are known when the model is read: a weight, or a shape worked out from others.
///
/// Large ones stay in their file: reshaping and transposing only note what to do.
struct Constant: Sendable {
    /// Elements of a constant that is made larger than those it is worked out from; weights may have any number.
    static let foldingLimit = 1 << 24
    /// Of all constants of a model that are worked out, together: some seconds' work.
    static let totalFoldingLimit = 1 << 28

    var dims: [Int]
    /// The initialiser it comes from, or empty.
    var name: String
    private(set) var source: Source
    /// Of weights that are multiples of a scale, as a quantised model has them.
    var steps: Steps?

    /// One scale for all, or one for each place along an axis.
    struct Steps: Hashable, Sendable {
        var scales: [Double]
        var axis: Int
    }

    /// How the file stores the elements, or would.
    var type: ElementType
    /// What is done to the elements of the source, one after the other. A list and no chain of constants: a file may
    /// have tens of thousands of movements, and what followed them one inside the other would run out of stack.
    private var moves: [Move] = []
    /// Whether movements are done that are not noted any more.
    private var isMoved = false

    enum Source: Sendable {
        case numbers(Numbers)
        case stored(StoredTensor)
    }

    /// Axis `i` of what comes out is axis `order[i]` of what has the extents `dims`.
    private struct Move: Sendable {
        var dims: [Int]
        var order: [Int]
        var result: [Int] { order.map { dims[$0] } }
    }

    /// Movements that are noted and not done; two transposes in a row are one.
    private static let moveLimit = 16

    init(_ tensor: StoredTensor) {
        dims = tensor.dims
        name = tensor.name
        type = tensor.type
        source = .stored(tensor)
    }

    init(_ numbers: Numbers, dims: [Int], name: String = "", type: ElementType? = nil) {
        self.dims = dims
        self.name = name
        self.type = type ?? (numbers.isReal ? .float32 : .int64)
        source = .numbers(numbers)
    }

    /// Tells it from all others, with the order of its axes; empty where nothing does.
    var identity: String { name.isEmpty || isMoved ? "" : "\(name) \(moves.map(\.order)) \(dims)" }

    /// Within ``Limits/elements``, as the parts that it is made of are.
    var count: Int { dims.reduce(1, *) }

    var isReal: Bool {
        switch source {
        case .numbers(let numbers): numbers.isReal
        case .stored(let tensor): tensor.type.isReal
        }
    }

    /// Nothing moved: the same elements with other extents.
    func reshaped(_ dims: [Int]) -> Constant {
        var copy = self
        copy.dims = dims
        // Of several scales only the first axis stays where it was.
        if let steps, steps.scales.count > 1, steps.axis != 0 || dims.first != self.dims.first { copy.steps = nil }
        return copy
    }

    /// Axis `i` of the result is axis `order[i]`.
    /// - Throws: after very many movements of a large constant with reshapes between them.
    func transposed(_ order: [Int]) throws(ImportFailure) -> Constant {
        guard order != Array(dims.indices) else { return self }
        var copy = self
        copy.dims = order.map { dims[$0] }
        copy.steps = steps.map { Steps(scales: $0.scales, axis: order.firstIndex(of: $0.axis) ?? 0) }
        if let last = moves.last, last.result == dims {
            let both = order.map { last.order[$0] }
            copy.moves.removeLast()
            if both != Array(both.indices) { copy.moves.append(Move(dims: last.dims, order: both)) }
        } else {
            copy.moves.append(Move(dims: dims, order: order))
        }
        guard copy.moves.count > Self.moveLimit else { return copy }
        copy.source = .numbers(try copy.numbers())
        copy.moves = []
        copy.isMoved = true
        return copy
    }

    /// The values, for working out others.
    func numbers() throws(ImportFailure) -> Numbers {
        var numbers: Numbers =
            switch source {
            case .numbers(let numbers): numbers
            case .stored(let tensor): tensor.type.isReal ? .reals(tensor.reals) : .integers(tensor.integers)
            }
        for move in moves { numbers = numbers.selecting(Strides.transposed(move.dims, move.order)) }
        return numbers
    }

    /// The values as weights.
    func floats() -> [Float] {
        var values: [Float] =
            switch source {
            case .numbers(let numbers): numbers.reals.map { Float($0) }
            case .stored(let tensor): tensor.floats
            }
        for move in moves {
            let before = values
            values = Strides.transposed(move.dims, move.order).map { before[$0] }
        }
        return values
    }

    /// The only element, as a real number; nil when there are more or none.
    func scalar() throws(ImportFailure) -> Double? {
        count == 1 ? try numbers().reals[0] : nil
    }

    /// The values as integers; throws when they are real.
    func integers() throws(ImportFailure) -> [Int] {
        guard case .integers(let values) = try numbers() else {
            throw ImportFailure("integers are wanted, but there are real numbers", "export the model again")
        }
        return values
    }
}

/// Values that are worked out while reading. Integers are kept apart: 64 bits do not fit a real.
enum Numbers: Hashable, Sendable {
    case integers([Int])
    case reals([Double])

    var isReal: Bool { if case .reals = self { true } else { false } }

    var count: Int {
        switch self {
        case .integers(let values): values.count
        case .reals(let values): values.count
        }
    }

    var reals: [Double] {
        switch self {
        case .integers(let values): values.map(Double.init)
        case .reals(let values): values
        }
    }

    /// The elements of the given numbers, in order.
    func selecting(_ indices: [Int]) -> Numbers {
        switch self {
        case .integers(let values): .integers(indices.map { values[$0] })
        case .reals(let values): .reals(indices.map { values[$0] })
        }
    }

    /// One after the other; real when one of them is.
    static func joined(_ parts: [Numbers]) -> Numbers {
        var integers: [Int] = []
        for part in parts {
            guard case .integers(let values) = part else { return .reals(parts.flatMap(\.reals)) }
            integers += values
        }
        return .integers(integers)
    }
}
