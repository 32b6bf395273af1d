import Circuit
import Cost
import DataSets
import Mapping
import Optimisation
import Simulation

/// Costs by the cost model, and accuracy by running test images bit by bit on the crossbars of each point's design,
/// with everything that its hardware file says can go wrong on them.
///
/// All points see the same images and the same draws of cells and noise, so that a difference between two is theirs.
public final class AccuracyEvaluator: Evaluator {
    /// A trained network and the images that it is tried on.
    public struct Trial: Sendable {
        /// With its batch-norms folded and its trained weights.
        public var network: FoldedNetwork
        /// Test images, and training images for the ranges.
        public var data: DataSet
        /// Images, seed and the like; one thread, as points are evaluated beside each other.
        public var options: Simulation.Options

        /// - Throws: `CircuitError` where network and images do not fit each other.
        public init(_ network: FoldedNetwork, on data: DataSet, as test: AccuracyTest) throws(CircuitError) {
            try Simulation.check(network, on: data)
            self.network = network
            self.data = data
            options = Simulation.Options()
            options.images = test.images
            options.calibrationImages = test.calibrationImages
            options.seed = test.seed
            // Points are evaluated beside each other.
            options.threads = 1
        }
    }

    /// A point takes seconds.
    public let grain = 1
    private let model: ModelEvaluator
    private let trial: Trial

    init(_ model: ModelEvaluator, _ trial: Trial) {
        self.model = model
        self.trial = trial
    }

    /// - Throws: `InvalidInput` when an image cannot be read.
    public func evaluate(_ points: ArraySlice<Point>, problem: Problem) throws -> [Outcome] {
        try points.map { point in
            let built: ModelEvaluator.Built, figures: Figures, cost: DesignCost
            do {
                built = try model.built(at: point)
                figures = try model.figures(of: built)
                cost = model.cost(of: built, figures)
            } catch { return .failed(objectives: problem.objectives, because: error) }
            let accuracy: Double
            do { accuracy = try self.accuracy(of: built) } catch let error as CircuitError {
                return .failed(objectives: problem.objectives, because: error)
            }
            var outcome = Outcome(
                measures: { $0 == .accuracy ? accuracy : cost[$0] ?? figures[$0] }, objectives: problem.objectives,
                constraints: problem.constraints)
            outcome.excess += cost.excess
            return outcome
        }
    }

    /// The share of test images that a design recognises.
    /// - Throws: `CircuitError` where it cannot be simulated.
    private func accuracy(of built: ModelEvaluator.Built) throws -> Double {
        let simulation = try Simulation(
            trial.network, built.mapped, built.model.architecture, trial.data, trial.options)
        let present = simulation.present
        return try simulation.run(present.isEmpty ? .crossbars : .imperfect(present)).accuracy.share
    }
}
