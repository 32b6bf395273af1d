/// Shapes of the operations that multiply matrices or slide windows.
extension ShapeInference {
    func output(of convolution: Convolution) throws(NetworkError) -> Shape {
        let input = try map()
        let groups = convolution.groups
        guard groups >= 1, groups <= input.channels, input.channels % groups == 0 else {
            throw failure(
                "\(groups) groups do not divide its \(input.channels) input channels",
                "choose a divisor of \(input.channels)")
        }
        guard convolution.outputChannels >= 1, convolution.outputChannels <= Limits.elements,
            convolution.outputChannels % groups == 0
        else {
            throw failure(
                "\(convolution.outputChannels) output channels cannot be cut into \(groups) groups",
                "choose a multiple of \(groups)")
        }
        guard convolution.kernel.isWithinLimits, convolution.stride.isWithinLimits,
            convolution.dilation.isWithinLimits, convolution.padding.isWithinLimits
        else { throw windowFailure() }
        let size = try slide(
            over: input, kernel: convolution.kernel, stride: convolution.stride,
            padding: convolution.padding, dilation: convolution.dilation, roundsUp: false)
        return .map(channels: convolution.outputChannels, height: size.height, width: size.width)
    }

    func output(of pooling: Pooling) throws(NetworkError) -> Shape {
        let input = try map()
        guard pooling.window.isWithinLimits, pooling.stride.isWithinLimits, pooling.padding.isWithinLimits,
            pooling.dilation.isWithinLimits
        else { throw windowFailure() }
        let size = try slide(
            over: input, kernel: pooling.window, stride: pooling.stride,
            padding: pooling.padding, dilation: pooling.dilation, roundsUp: pooling.roundsUp)
        return .map(channels: input.channels, height: size.height, width: size.width)
    }

    func output(of linear: Linear) throws(NetworkError) -> Shape {
        guard inputs[0].rank == 1 || inputs[0].rank == 2 else {
            throw failure("linear cannot read \(inputs[0])", "flatten it, or reshape it to tokens×features")
        }
        guard linear.outputFeatures >= 1, linear.outputFeatures <= Limits.elements else {
            throw failure("\(linear.outputFeatures) output features", "use at least 1")
        }
        return Shape(inputs[0].dimensions.dropLast() + [linear.outputFeatures])
    }

    func output(of product: MatrixProduct) throws(NetworkError) -> Shape {
        let (first, second) = (inputs[0].dimensions, inputs[1].dimensions)
        let rank = first.count
        let wanted = product.transposesSecond ? "…×m×k and …×n×k" : "…×m×k and …×k×n"
        guard rank >= 2, second.count == rank, first.dropLast(2) == second.dropLast(2),
            first[rank - 1] == second[product.transposesSecond ? rank - 1 : rank - 2]
        else {
            throw failure("cannot multiply \(inputs[0]) with \(inputs[1])", "the inputs have to be \(wanted)")
        }
        return Shape(first.dropLast() + [second[product.transposesSecond ? rank - 2 : rank - 1]])
    }

    /// The matrix view of the layer, checked to stay within ``Limits``.
    func matrix(output: Shape) throws(NetworkError) -> MatrixShape? {
        let matrix: MatrixShape
        switch operation {
        case .convolution(let convolution):
            matrix = MatrixShape(
                rows: inputs[0].channels / convolution.groups * convolution.kernel.area,
                columns: convolution.outputChannels / convolution.groups, groups: convolution.groups,
                positions: output.height * output.width, isStationary: true)
        case .linear(let linear):
            matrix = MatrixShape(
                rows: inputs[0].features, columns: linear.outputFeatures, groups: 1,
                positions: inputs[0].rank == 2 ? inputs[0].dimensions[0] : 1, isStationary: true)
        case .matmul:
            let rank = output.rank
            matrix = MatrixShape(
                rows: inputs[0].dimensions[rank - 1], columns: output.dimensions[rank - 1],
                groups: output.dimensions.dropLast(2).reduce(1, *),
                positions: output.dimensions[rank - 2], isStationary: false)
        default:
            return nil
        }
        var product = 1
        for factor in [matrix.rows, matrix.columns, matrix.groups, matrix.positions] {
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            guard !overflow, next <= Limits.multiplyAccumulates else {
                throw failure(
                    "more than \(Limits.multiplyAccumulates) multiply-accumulates", "check its channels and kernel")
            }
            product = next
        }
        return matrix
    }

    /// Output size of a sliding window: ⌊(n + padding − dilation·(kernel − 1) − 1)/stride⌋ + 1,
    /// or ⌈…⌉ + 1 less the windows that would start beyond the data (as PyTorch's `ceil_mode`).
    private func slide(
        over input: Shape, kernel: Extent, stride: Extent, padding: Padding, dilation: Extent, roundsUp: Bool
    ) throws(NetworkError) -> Extent {
        func count(_ size: Int, _ before: Int, _ after: Int, _ kernel: Int, _ stride: Int, _ dilation: Int) -> Int {
            let room = size + before + after - dilation * (kernel - 1) - 1
            guard room >= 0 else { return 0 }
            guard roundsUp else { return room / stride + 1 }
            let windows = (room + stride - 1) / stride + 1
            return (windows - 1) * stride >= size + before ? windows - 1 : windows
        }
        let height = count(
            input.height, padding.top, padding.bottom, kernel.height, stride.height, dilation.height)
        let width = count(
            input.width, padding.left, padding.right, kernel.width, stride.width, dilation.width)
        guard height >= 1, width >= 1 else {
            let reach = dilation == 1 ? "\(kernel)" : "\(kernel) with dilation \(dilation)"
            throw failure(
                "a kernel of \(reach) does not fit into \(input) with padding \(padding)",
                "use a smaller kernel or more padding")
        }
        return Extent(height: height, width: width)
    }

    private func windowFailure() -> NetworkError {
        failure(
            "kernel, stride, dilation or padding out of range",
            "kernel, stride and dilation are 1 to \(Limits.window), padding is 0 to \(Limits.window)")
    }
}
