import Networks
import Tensors

extension TrainingRun {
    /// Begins with the weights, ranges and statistics of another run of the same network, trained by whatever recipe;
    /// momenta begin at 0.
    ///
    /// - Parameter path: the checkpoint of a run with one path a layer.
    /// - Throws: ``CheckpointError`` where the file is of another network; nothing is changed then.
    public func begin(from path: String) throws {
        let file = try SafeTensors(path)
        let targets = net.parameters.pairs + net.buffers.pairs
        for (name, tensor) in targets where file.entry(name)?.shape != tensor.shape {
            throw CheckpointError(
                path, "it has no tensor '\(name)' of shape \(tensor.shape)",
                hint: "give a run of the same network, with the same kernels and widths")
        }
        try net.backend.withoutGradients {
            for (name, tensor) in targets { try tensor.copy(from: file.tensor(name, on: net.device, of: net.backend)) }
        }
    }

    /// Begins a retraining with what a search has learnt, in the place of random numbers: of each layer the weights,
    /// ranges and statistics of its path. Where there is time for a few epochs only, they count; momenta begin at 0.
    ///
    /// - Parameters:
    ///   - path: the checkpoint of a search.
    ///   - search: what that search was on.
    ///   - choices: the path of each layer, as this run's plan was chosen.
    ///   - narrowed: layers may be narrower than the search's; they have the first of its channels.
    /// - Throws: ``CheckpointError`` where the file is of another search; nothing is changed then.
    public func inherit(from path: String, of search: SupernetPlan, choices: [Int], narrowed: Bool = false) throws {
        let file = try SafeTensors(path)
        let names = search.supernetNames(choices)
        let targets = (net.parameters.pairs + net.buffers.pairs).map {
            (from: names[$0.name] ?? $0.name, to: $0.tensor)
        }
        func fits(_ shape: [Int]?, _ wanted: [Int]) -> Bool {
            guard let shape, shape.count == wanted.count else { return false }
            let channels = zip(shape, wanted).prefix(2), kernels = zip(shape, wanted).dropFirst(2)
            return (narrowed ? channels.allSatisfy { $0 >= $1 } : channels.allSatisfy { $0 == $1 })
                && (search.nestsKernels ? kernels.allSatisfy { $0 >= $1 } : kernels.allSatisfy { $0 == $1 })
        }
        for (name, tensor) in targets where !fits(file.entry(name)?.shape, tensor.shape) {
            throw CheckpointError(
                path, "it has no tensor '\(name)' of shape \(tensor.shape)",
                hint: "give the checkpoint of the search that the choices are of")
        }
        try net.backend.withoutGradients {
            for (name, tensor) in targets {
                var source = try file.tensor(name, on: net.device, of: net.backend)
                if tensor.rank == 4 {
                    source = try source.middle(Extent(height: tensor.shape[2], width: tensor.shape[3]))
                }
                for axis in tensor.shape.indices.prefix(2) {
                    source = try source.first(tensor.shape[axis], along: axis)
                }
                try tensor.copy(from: source)
            }
        }
    }
}
