import Tensors

extension TrainingRun {
    /// Begins a retraining with what a search has learnt, in the place of random numbers: of each layer the weights, ranges and
    /// statistics of its path. Where there is time for a few epochs only, they count; momenta begin at 0.
    ///
    /// - Parameters:
    ///   - path: the checkpoint of a search.
    ///   - search: what that search was on.
    ///   - choices: the path of each layer, as this run's plan was chosen.
    /// - Throws: ``CheckpointError`` where the file is of another search; nothing is changed then.
    public func inherit(from path: String, of search: SupernetPlan, choices: [Int]) throws {
        let file = try SafeTensors(path)
        let names = search.supernetNames(choices)
        let targets = (net.parameters.pairs + net.buffers.pairs).map { (from: names[$0.name] ?? $0.name, to: $0.tensor) }
        for (name, tensor) in targets where file.entry(name)?.shape != tensor.shape {
            throw CheckpointError(
                path, "it has no tensor '\(name)' of shape \(tensor.shape)", hint: "give the checkpoint of the search that the choices are of")
        }
        try net.backend.withoutGradients {
            for (name, tensor) in targets { try tensor.copy(from: file.tensor(name, on: net.device, of: net.backend)) }
        }
    }
}
