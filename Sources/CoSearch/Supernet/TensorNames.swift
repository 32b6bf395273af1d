import Networks

/// What a supernet calls its tensors.
extension SupernetPlan {
    /// The suffix of what a kernel's paths share, and of what is a path's own.
    func suffixes(_ stage: Int, _ path: Int) -> (kernel: String, path: String) {
        let all = paths[stage]
        guard let kernel = all[path].kernel else { return ("", all.count > 1 ? "/\(path)" : "") }
        let kernelSuffix = all.allSatisfy { $0.kernel == kernel } ? "" : "@\(kernel)"
        let alike = all.indices.filter { all[$0].kernel == kernel }
        return (kernelSuffix, kernelSuffix + (alike.count > 1 ? "/\(alike.firstIndex(of: path)!)" : ""))
    }

    /// What follows a layer's name in that of the weights of one of its paths.
    func weightSuffix(_ stage: Int, _ path: Int) -> String { nestsKernels ? "" : suffixes(stage, path).kernel }

    /// The kernel that weights are kept of: of all paths the largest where they share them, otherwise the path's own.
    func storedKernel(_ stage: Int, _ path: Int) -> Extent? {
        guard nestsKernels, paths[stage][path].kernel != nil else { return paths[stage][path].kernel }
        let kernels = paths[stage].compactMap(\.kernel)
        return Extent(height: kernels.map(\.height).max()!, width: kernels.map(\.width).max()!)
    }

    /// The batch-norm that belongs to a layer's paths.
    func foldedNorm(of index: Int) -> (layer: Layer, epsilon: Double)? {
        guard let next = network.consumers[index].first, network.foldTarget(of: next) == index,
            case .batchNorm(let epsilon) = network.layers[next].operation
        else { return nil }
        return (network.layers[next], epsilon)
    }

    /// Where the tensors of a network with one path a layer stand in the search's supernet, for those whose names
    /// differ.
    ///
    /// - Parameter choices: the path of each layer; what is chosen about the network changes no names.
    /// - Returns: the supernet's names, by those of ``chosen(_:)``.
    func supernetNames(_ choices: [Int]) -> [String: String] {
        var names: [String: String] = [:]
        for (stage, choice) in zip(graph.stages.indices, choices) {
            let suffix = suffixes(stage, choice)
            let anchor = graph.stages[stage].anchor
            let layer = network.layers[anchor].name
            names["\(layer).weight"] = "\(layer).weight\(weightSuffix(stage, choice))"
            names["\(layer).bias"] = "\(layer).bias\(suffix.kernel)"
            guard let norm = foldedNorm(of: anchor)?.layer.name else { continue }
            for part in ["weight", "bias"] { names["\(norm).\(part)"] = "\(norm).\(part)\(suffix.kernel)" }
            for part in ["running_mean", "running_var"] { names["\(norm).\(part)"] = "\(norm).\(part)\(suffix.path)" }
        }
        return names
    }
}
