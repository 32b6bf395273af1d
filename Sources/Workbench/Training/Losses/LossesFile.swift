import DesignSearch
import Optimisation
import System

/// What a search file includes: how much each choice at each layer adds to the loss.
package struct LossesFile {
    private let losses: LayerLosses
    private let description: String

    /// - Parameters:
    ///   - rises: `[layer][choice]`, over one base.
    ///   - description: what they are and how they came about.
    init(_ rises: [[Double]], of search: TrainedSearch, _ description: String) {
        losses = search.session.losses(rises)
        self.description = description
    }

    package func write(to path: String) throws {
        try AtomicFile.write(losses.text(description: description), to: path)
    }
}
