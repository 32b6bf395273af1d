/// Payload of ``Layer/Operation/layerNorm(_:)``: (x − mean)/√(variance + ε)·scale + shift along the last extent.
public struct LayerNorm: Hashable, Sendable {
    /// Added to the variance; above 0.
    public var epsilon: Double
    /// Whether there is a learnt factor for each feature.
    public var scales: Bool
    /// Whether there is a learnt number to add for each feature.
    public var shifts: Bool
    /// Whether the mean is taken off; without it, x/√(mean of x² + ε), as RMSNorm.
    public var isCentred: Bool

    /// As PyTorch's `LayerNorm` unless something else is said.
    public init(epsilon: Double = 1e-5, scales: Bool = true, shifts: Bool = true, isCentred: Bool = true) {
        self.epsilon = epsilon
        self.scales = scales
        self.shifts = shifts
        self.isCentred = isCentred
    }
}

/// Payload of ``Layer/Operation/interpolate(_:)``: each output along an axis is a weighted sum of a few inputs along
/// it.
///
/// Output i is Σ weights[i·taps + t] · input[indices[i·taps + t]] over t.
public struct Interpolation: Hashable, Sendable {
    /// From 0; the batch is not counted.
    public var axis: Int
    /// Inputs that one output is made of.
    public var taps: Int
    /// Outputs × taps.
    public var indices: [Int]
    /// Outputs × taps.
    public var weights: [Double]

    /// - Parameter indices: outputs × taps, places along the axis; so many weights as well.
    public init(axis: Int, taps: Int, indices: [Int], weights: [Double]) {
        self.axis = axis
        self.taps = taps
        self.indices = indices
        self.weights = weights
    }

    /// Outputs along the axis.
    public var count: Int { taps > 0 ? indices.count / taps : 0 }

    /// Weighted sums along the axis, terms in the order of the taps.
    ///
    /// - Parameters:
    ///   - values: elements of a tensor, the last extent fastest.
    ///   - shape: its extents.
    public func sums(_ values: [Double], of shape: Shape) -> [Double] {
        let inner = shape.dimensions[(axis + 1)...].reduce(1, *), extent = shape.dimensions[axis]
        var result = [Double](repeating: 0, count: values.count / extent * count)
        for outer in 0..<values.count / (extent * inner) {
            for output in 0..<count {
                for tap in output * taps..<(output + 1) * taps where weights[tap] != 0 {
                    let from = (outer * extent + indices[tap]) * inner, to = (outer * count + output) * inner
                    for k in 0..<inner { result[to + k] += weights[tap] * values[from + k] }
                }
            }
        }
        return result
    }
}

/// Payload of ``Layer/Operation/overlapAdd(_:)``: windows of a map, laid side by side as channels, added where they
/// overlap.
///
/// The input is (C·k_h·k_w) × h × w: at each of h × w positions a window for each of C channels. Window (y, x) is added
/// to the output from (y·stride − padding) on; what falls outside is dropped. A 1×1 convolution and this are a
/// transposed convolution.
public struct OverlapAdd: Hashable, Sendable {
    /// k_h × k_w.
    public var window: Extent
    /// From one window to the next, in elements of the output.
    public var stride: Extent
    /// Steps between the elements of a window.
    public var dilation: Extent
    /// Cut off at the top and the left.
    public var top: Int
    /// See ``top``.
    public var left: Int
    /// Of the output.
    public var size: Extent

    /// - Parameter size: height and width of the output.
    public init(window: Extent, stride: Extent = 1, dilation: Extent = 1, top: Int = 0, left: Int = 0, size: Extent) {
        self.window = window
        self.stride = stride
        self.dilation = dilation
        self.top = top
        self.left = left
        self.size = size
    }
}

/// Payload of ``Layer/Operation/embedding(_:)``: a table of vectors, one of which is read for each id.
public struct Embedding: Hashable, Sendable {
    /// Vectors in the table. Ids below 0 count from its end.
    public var rows: Int
    /// Elements of a vector.
    public var features: Int

    /// - Parameter rows: vectors in the table.
    public init(rows: Int, features: Int) {
        self.rows = rows
        self.features = features
    }
}

/// Payload of ``Layer/Operation/quantise(_:)``: x as the nearest of evenly spaced numbers, as quantised models say.
///
/// (min(max(round(x / scale) + zero, lowest), highest) − zero)·scale, halves rounded to even.
public struct FixedPoint: Hashable, Sendable {
    /// Between neighbours; above 0.
    public var scale: Double
    /// The code that stands for 0.
    public var zero: Int
    /// The lowest code: −128 or 0 of 8 bits.
    public var lowest: Int
    /// The highest code: 127 or 255 of 8 bits.
    public var highest: Int

    /// - Parameter scale: between neighbours, above 0.
    public init(scale: Double, zero: Int = 0, lowest: Int, highest: Int) {
        self.scale = scale
        self.zero = zero
        self.lowest = lowest
        self.highest = highest
    }

    /// The number that stands for `value`.
    @inlinable
    public func nearest(_ value: Double) -> Double {
        let code = (value / scale).rounded(.toNearestOrEven) + Double(zero)
        return (min(max(code, Double(lowest)), Double(highest)) - Double(zero)) * scale
    }
}
