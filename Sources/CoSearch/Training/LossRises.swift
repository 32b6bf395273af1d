import Tensors

extension TrainingRun {
    /// By how much each path of each layer raises the loss of the supernet as it stands, where that layer alone takes
    /// it.
    ///
    /// All readings see the same images, and draw the same noise, so that their differences are the paths'. Batch-norms
    /// use the batch's statistics, as where gates are trained: running ones belong to networks of random other paths.
    ///
    /// - Parameters:
    ///   - base: the path of each layer while another one is tried.
    ///   - count: images of ``unseenImages``, at most.
    ///   - seed: of what the effects draw.
    ///   - progress: called after each reading with those done of how many.
    /// - Returns: the loss of the base, and `[layer][path]` over it; 0 for the base's own paths.
    public func lossRises(
        base: [Int], images count: Int?, seed: UInt64, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> (base: Reading, rises: [[Double]]) {
        let tried =
            net.plan.paths.enumerated().map { layer, paths in
                // Paths that compute the same, such as those of other copies, are read once.
                paths.indices.filter { path in
                    path != base[layer] && paths.firstIndex(of: paths[path]) == path
                        && paths[path] != paths[base[layer]]
                }
            }
            + net.plan.shapes.enumerated().map { number, shape in
                (0..<shape.options).filter { $0 != base[net.plan.paths.count + number] }
            }
        let total = 1 + tried.reduce(0) { $0 + $1.count }
        let reference = try probe(base, images: count, seed: seed)
        var done = 1
        try progress(done, total)
        var rises = net.plan.options.map { [Double](repeating: 0, count: $0) }
        for layer in rises.indices {
            for path in tried[layer] {
                var choices = base
                choices[layer] = path
                let rise = try probe(choices, images: count, seed: seed).loss - reference.loss
                rises[layer][path] = rise
                guard layer < net.plan.paths.count else { continue }
                let paths = net.plan.paths[layer]
                for alike in paths.indices where paths[alike] == paths[path] { rises[layer][alike] = rise }
                done += 1
                try progress(done, total)
            }
        }
        return (reference, rises)
    }

    /// A reading as ``lossRises(base:images:seed:progress:)`` makes them, for designs that differ from the base in many
    /// layers.
    public func probe(_ choices: [Int], images count: Int?, seed: UInt64) throws(TensorError) -> Reading {
        try backend.seed(seed)
        let batches = try Batches(unseenImages, shift: 0, on: net.device, of: backend)
        return try weights.reading(batches, Self.single(choices), weights.mode(.probing), images: count)
    }
}
