/// What is known of a tensor of the graph.
enum Value: Sendable {
    /// Computed by a layer.
    case computed(Computed)
    /// Known when the model is read.
    case constant(Constant)
    /// The output of a node that could not be imported: its errors are told already.
    case unknown

    var dims: [Int] {
        switch self {
        case .computed(let value): value.dims
        case .constant(let constant): constant.dims
        case .unknown: []
        }
    }
}

/// A layer's output, seen with the extents that the tensor has in the graph.
///
/// The elements and their order are those of the layer's output. The extents may differ: the graph
/// has a batch of 1, and may have other extents of 1 or a reshape that no layer had to do yet.
/// So the batch is dropped, and reshapes and squeezes cost nothing, until a layer needs
/// a certain shape: ``GraphImport/layer(_:as:for:)``.
struct Computed: Hashable, Sendable {
    var layer: Int
    var dims: [Int]
    /// How the file stores the elements: layers compute real numbers whatever it is.
    var type: ElementType = .float32
    /// Set where the tensor holds codes of a quantised model, and the layer the numbers that they stand for.
    var codes: Codes?

    /// A tensor holds the codes number/scale + zero.
    struct Codes: Hashable, Sendable {
        var scale: Double
        var zero: Int
    }

    /// The axes with more than one element.
    var wideAxes: [Int] { dims.indices.filter { dims[$0] != 1 } }

    var count: Int { dims.reduce(1, *) }

    func reshaped(_ dims: [Int]) -> Computed {
        var copy = self
        copy.dims = dims
        return copy
    }

    /// Other elements of the same kind.
    func moved(_ layer: Int, _ dims: [Int]) -> Computed {
        var copy = self
        copy.layer = layer
        copy.dims = dims
        return copy
    }

    func typed(_ type: ElementType) -> Computed {
        var copy = self
        copy.type = type
        return copy
    }
}
