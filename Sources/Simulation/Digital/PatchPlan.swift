import Networks

/// How the input vectors of a stationary layer are taken from its input: im2col without the copies.
///
/// After zeros are added around the map, element m of the vector of position p is number
/// `bases[p] + offsets[m]` of the padded input.
struct PatchPlan: Sendable {
    let bases: [Int32]
    /// One for each row of each group, groups one after the other.
    let offsets: [Int32]
    /// Elements of the padded input.
    let paddedCount: Int
    private let input: Shape
    private let padding: Padding
    /// Whether outputs are channels × positions, as of a convolution; otherwise positions × features.
    let isChannelFirst: Bool

    init(_ layer: Layer, input: Shape) {
        self.input = input
        guard let convolution = layer.convolution else {
            let features = input.features
            bases = (0..<input.elementCount / features).map { Int32($0 * features) }
            offsets = (0..<features).map(Int32.init)
            paddedCount = input.elementCount
            padding = 0
            isChannelFirst = false
            return
        }
        padding = convolution.padding
        let height = input.height + padding.vertical, width = input.width + padding.horizontal
        paddedCount = input.channels * height * width
        isChannelFirst = true
        bases = (0..<layer.output.height).flatMap { y in
            (0..<layer.output.width).map { x in
                Int32(y * convolution.stride.height * width + x * convolution.stride.width)
            }
        }
        offsets = (0..<input.channels).flatMap { channel in
            (0..<convolution.kernel.height).flatMap { y in
                (0..<convolution.kernel.width).map { x in
                    Int32((channel * height + y * convolution.dilation.height) * width + x * convolution.dilation.width)
                }
            }
        }
    }

    /// The input with its zeros around it.
    func padded<Element: Sendable>(_ values: [Element], zero: Element) -> [Element] {
        guard padding != 0 else { return values }
        var padded = [Element](repeating: zero, count: paddedCount)
        let width = input.width + padding.horizontal
        for channel in 0..<input.channels {
            for y in 0..<input.height {
                let from = (channel * input.height + y) * input.width
                let to = (channel * (input.height + padding.vertical) + y + padding.top) * width + padding.left
                for x in 0..<input.width { padded[to + x] = values[from + x] }
            }
        }
        return padded
    }
}
