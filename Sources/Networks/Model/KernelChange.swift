extension Network {
    /// The same network with another kernel in one convolution, its output size unchanged.
    ///
    /// The padding grows or shrinks by dilation·(new − old) along each axis, half on each side
    /// and the odd remainder at the bottom and right: a layer padded to keep its size keeps it.
    ///
    /// - Throws: when no layer, or no convolution, has that name, or when the smaller kernel
    ///   would need padding below 0 to keep the size.
    public func changingKernel(of name: String, to kernel: Extent) throws(NetworkError) -> Network {
        guard let index = index(of: name) else {
            throw NetworkError(
                layer: name, problem: "network '\(self.name)' has no such layer",
                remedy: "its convolutions are \(convolutionNames)")
        }
        var changed = self
        try changed.changeKernel(at: index, to: kernel)
        return changed
    }

    /// Gives a convolution, by its index, another kernel, as ``changingKernel(of:to:)`` does. O(1) where nobody else
    /// holds the network.
    ///
    /// - Throws: as there.
    public mutating func changeKernel(at index: Int, to kernel: Extent) throws(NetworkError) {
        let name = layers[index].name
        guard var convolution = layers[index].convolution else {
            throw NetworkError(
                layer: name, problem: "a \(layers[index].operation.word) has no kernel",
                remedy: "choose a convolution: \(convolutionNames)")
        }
        guard kernel.isWithinLimits else {
            throw NetworkError(
                layer: name, problem: "a kernel of \(kernel)", remedy: "use 1 to \(Limits.window)")
        }
        let vertical = convolution.dilation.height * (kernel.height - convolution.kernel.height)
        let horizontal = convolution.dilation.width * (kernel.width - convolution.kernel.width)
        var padding = convolution.padding
        // Shifting right rounds down, so that growing and shrinking back meet again.
        padding.top += vertical >> 1
        padding.bottom += vertical - (vertical >> 1)
        padding.left += horizontal >> 1
        padding.right += horizontal - (horizontal >> 1)
        guard padding.isWithinLimits else {
            throw NetworkError(
                layer: name,
                problem:
                    "a kernel of \(kernel) in place of \(convolution.kernel) needs padding \(padding) to keep its output",
                remedy: "use a larger kernel")
        }
        convolution.kernel = kernel
        convolution.padding = padding
        try replace(index, with: .convolution(convolution))
    }

    private var convolutionNames: String {
        layers.filter { $0.convolution != nil }.map(\.name).joined(separator: ", ")
    }
}
