import TensorFile

/// The extents of one tensor for one inference; the batch is left out.
///
/// ```swift
/// Shape.map(channels: 16, height: 32, width: 32)   // 16×32×32
/// Shape.tokens(197, features: 192)                 // 197×192
/// Shape.vector(10)                                 // 10
/// ```
///
/// Any other list of extents is allowed too (attention needs heads × tokens × features).
public struct Shape: Hashable, Sendable {
    /// Extents from the slowest to the fastest varying one, all at least 1.
    public let dimensions: [Int]

    public init(_ dimensions: [Int]) {
        self.dimensions = dimensions
    }

    /// A feature map: channels × height × width.
    public static func map(channels: Int, height: Int, width: Int) -> Shape {
        Shape([channels, height, width])
    }

    /// A sequence: tokens × features.
    public static func tokens(_ count: Int, features: Int) -> Shape {
        Shape([count, features])
    }

    /// A plain vector of features.
    public static func vector(_ features: Int) -> Shape {
        Shape([features])
    }

    /// The number of extents.
    public var rank: Int { dimensions.count }

    /// The number of elements: the product of the extents.
    ///
    /// Shapes that a ``Network`` holds are within ``Limits/elements``, so that this cannot overflow.
    public var elementCount: Int {
        dimensions.reduce(1, *)
    }

    /// Channels of a map, or the one extent of a vector: the first extent.
    public var channels: Int { dimensions.first ?? 1 }

    /// Height of a map; 1 for vectors and tokens.
    public var height: Int { rank == 3 ? dimensions[1] : 1 }

    /// Width of a map; 1 for vectors and tokens.
    public var width: Int { rank == 3 ? dimensions[2] : 1 }

    /// Features of a vector or of tokens: the last extent.
    public var features: Int { dimensions.last ?? 1 }

    /// Whether every extent is at least 1 and the element count is within ``Limits/elements``.
    var isWithinLimits: Bool {
        dimensions.allSatisfy { $0 >= 1 } && rank <= Limits.rank && Strides.count(dimensions) != nil
    }
}

extension Shape: CustomStringConvertible {
    /// "16×32×32"; a tensor without extents (one number) is "scalar".
    public var description: String {
        dimensions.isEmpty ? "scalar" : dimensions.map(String.init).joined(separator: "×")
    }
}

/// Bounds that every network keeps, so that counts of elements, parameters and
/// multiply-accumulates fit 64-bit integers whatever a file says.
public enum Limits {
    /// Elements of one tensor.
    public static let elements = TensorLimits.elements
    /// Extents of one tensor.
    public static let rank = TensorLimits.rank
    /// Kernel, stride, dilation and padding along one axis.
    public static let window = 1 << 12
    /// Multiply-accumulates of one layer.
    public static let multiplyAccumulates = 1 << 46
    /// Layers of one network.
    public static let layers = 1 << 16
}
