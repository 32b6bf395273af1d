import Tensors

/// What a pass makes of the output channels of one group.
enum WidthOfPass {
    /// The first channels alone are computed.
    case cut(Int)
    /// All are computed, and weighed by Σ gate·mask, 1 × channels × 1 × 1: the mask of a width is 1 for its channels and 0 for those
    /// behind, as if layers that read them had no weights there.
    case masked(Tensor)
}

extension Supernet {
    /// - Parameter options: which widths of the group; one is cut, several are mixed by their gates.
    func width(_ group: Int, _ options: [Int], gates: Tensor?, first: Int) throws(TensorError) -> WidthOfPass {
        guard let choices = plan.widths else { preconditionFailure("a group is of a plan's widths") }
        guard options.count > 1, let gates else { return .cut(choices.channels[group][options[0]]) }
        let channels = choices.groups[group].channels
        var sum: Tensor?
        for (position, option) in options.enumerated() {
            let width = choices.channels[group][option]
            let mask = try backend.tensor((0..<channels).map { $0 < width ? 1 as Float : 0 }, [1, channels, 1, 1], on: device)
            let gate = first + position
            let weighed = try mask * gates.slice(gate..<gate + 1, along: 0)
            sum = if let sum { try sum + weighed } else { weighed }
        }
        return .masked(sum!)
    }
}

extension Tensor {
    /// The first of the slices along an axis, or the tensor itself where it has no more.
    func first(_ count: Int, along axis: Int = 0) throws(TensorError) -> Tensor {
        count < shape[axis] ? try slice(0..<count, along: axis) : self
    }
}
