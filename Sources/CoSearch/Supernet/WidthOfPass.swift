import Tensors

/// What a pass makes of the output channels of one group.
enum WidthOfPass {
    /// The first channels alone are computed.
    case cut(Int)
    /// All are computed, and weighed by Σ gate·mask, 1 × channels × 1 × 1: the mask of a width is 1 for its channels
    /// and 0 for those behind, as if layers that read them had no weights there.
    case masked(Tensor)
}

extension Supernet {
    /// - Parameters:
    ///   - counts: the numbers to choose among.
    ///   - options: which of them; one is cut, several are mixed by their gates.
    func width(_ counts: [Int], _ options: [Int], gates: Tensor?, first: Int) throws(TensorError) -> WidthOfPass {
        guard options.count > 1, let gates else { return .cut(counts[options[0]]) }
        let channels = counts.max()!
        var sum: Tensor?
        for (position, option) in options.enumerated() {
            let width = counts[option]
            let mask = try backend.tensor(
                (0..<channels).map { $0 < width ? 1 as Float : 0 }, [1, channels, 1, 1], on: device)
            let gate = first + position
            let weighed = try mask * gates.slice(gate..<gate + 1, along: 0)
            sum = if let sum { try sum + weighed } else { weighed }
        }
        return .masked(sum!)
    }

    /// What a shortcut that adds zero channels passes on: all of its input's channels and zeros, or the first of them.
    func resized(_ x: Tensor, to channels: Int) throws(TensorError) -> Tensor {
        let now = x.shape[1]
        return now < channels
            ? try x.padded(along: 1, before: 0, after: channels - now) : try x.first(channels, along: 1)
    }
}

extension Tensor {
    /// The first of the slices along an axis, or the tensor itself where it has no more.
    func first(_ count: Int, along axis: Int = 0) throws(TensorError) -> Tensor {
        count < shape[axis] ? try slice(0..<count, along: axis) : self
    }
}
