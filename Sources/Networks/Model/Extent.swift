/// A height and a width: of a kernel, a stride or a dilation.
public struct Extent: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// In elements of a map, at least 1.
    public var height: Int
    /// In elements of a map, at least 1.
    public var width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// The same extent along both axes.
    public init(square side: Int) {
        self.init(height: side, width: side)
    }

    /// The same along both axes: `let kernel: Extent = 3`.
    public init(integerLiteral side: Int) {
        self.init(square: side)
    }

    /// Height times width.
    public var area: Int { height * width }

    /// "3" for a square, "1×7" otherwise.
    public var description: String {
        height == width ? "\(height)" : "\(height)×\(width)"
    }

    /// Whether both sides lie in 1…``Limits/window``.
    var isWithinLimits: Bool {
        (1...Limits.window).contains(height) && (1...Limits.window).contains(width)
    }
}

/// Zeros (or, for a maximum, nothing) added around a map before a window slides over it.
public struct Padding: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Rows above the map.
    public var top: Int
    /// Columns before it.
    public var left: Int
    /// Rows below it.
    public var bottom: Int
    /// Columns behind it.
    public var right: Int

    public init(top: Int, left: Int, bottom: Int, right: Int) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    /// The same padding on all four sides.
    public init(_ all: Int) {
        self.init(top: all, left: all, bottom: all, right: all)
    }

    /// The same on all four sides: `let padding: Padding = 1`.
    public init(integerLiteral all: Int) {
        self.init(all)
    }

    /// The padding that keeps a map's size at stride 1: dilation·(kernel − 1), the odd
    /// remainder at the bottom and the right (as ONNX `SAME_UPPER` and TensorFlow do).
    public static func same(kernel: Extent, dilation: Extent = 1) -> Padding {
        let vertical = dilation.height * (kernel.height - 1)
        let horizontal = dilation.width * (kernel.width - 1)
        return Padding(
            top: vertical / 2, left: horizontal / 2,
            bottom: vertical - vertical / 2, right: horizontal - horizontal / 2)
    }

    /// Top plus bottom.
    public var vertical: Int { top + bottom }

    /// Left plus right.
    public var horizontal: Int { left + right }

    /// "1" when all sides are alike, otherwise "top 0 left 0 bottom 1 right 1".
    public var description: String {
        top == left && top == bottom && top == right
            ? "\(top)" : "top \(top) left \(left) bottom \(bottom) right \(right)"
    }

    /// Whether all sides lie in 0…``Limits/window``.
    var isWithinLimits: Bool {
        [top, left, bottom, right].allSatisfy { (0...Limits.window).contains($0) }
    }
}
