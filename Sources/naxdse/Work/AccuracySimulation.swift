import Catalogue
import Circuit
import Hardware
import Mapping
import Markup
import Networks
import Reports

/// A trained network whose accuracy on an architecture's crossbars is to be simulated.
struct AccuracySimulation {
    var hardware: String
    /// An ONNX file, or a network that `weights` go with.
    var network: String
    var weights: String?
    /// A folder of images.
    var data: String
    var mapping = "default"
    var images = 1000
    var calibrationImages = 64
    var seed: UInt64 = 1
    var range = ConverterRange.calibrated
    /// Files of surrogates for curved cells.
    var surrogates: [String] = []
    var threads = coreCount

    /// Reads everything that it names.
    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit.
    func prepared(_ inputs: Inputs, check: () throws -> Void = {}) throws -> Simulation {
        var gathering = Gathering()
        let architecture = try gathering.attempt { try inputs.architecture(hardware) }
        let specification = try gathering.attempt { try inputs.mapping(mapping) }
        let trained = try gathering.attempt { try TrainedNetwork(network, weights: weights, inputs) }
        let images = try gathering.attempt { try DataSet(folder: data) }
        let read = try gathering.attempt { try surrogates.map { try Surrogate.reading($0) } }
        try gathering.finish()
        guard let architecture, let specification, let trained, let images, let read else { preconditionFailure("no error, so all were read") }
        try check()
        let mapped = try Planner(architecture, specification, mappers: Catalogue.mappers()).place(trained.network.network)
        var options = Simulation.Options()
        options.images = self.images
        options.calibrationImages = calibrationImages
        options.seed = seed
        options.range = range
        options.threads = threads
        options.surrogates = read.map(\.surrogate)
        return try Simulation(trained.network, mapped, architecture, images, options)
    }
}

extension Simulation {
    /// Every way of computing, one after the other.
    /// - Parameter shown: runs one of them, and shows how many images are done.
    func report(shown: (String, ((Int) -> Void) throws -> Outcome) throws -> Outcome) throws -> SimulationReport {
        let rows = try cases.map { trial in
            SimulationReport.Row(trial: trial, outcome: try shown(trial.words) { try run(trial, progress: $0) })
        }
        return SimulationReport(simulation: self, rows: rows, provenance: .ofCommand)
    }
}
