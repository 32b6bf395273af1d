import Cost
import DataSets
import Diagnostics
import Hardware
import Mapping
import Reports
import Simulation
import Surrogates
import System

/// A trained network whose accuracy on an architecture's crossbars is to be simulated.
public struct AccuracySimulation {
    /// A shipped architecture by name, or the path of a hardware file.
    public var hardware: String
    /// An ONNX file, or a network that `weights` go with.
    public var network: String
    /// A safetensors file; nil where the network's own file has them.
    public var weights: String?
    /// A folder of images.
    public var data: String
    /// A shipped mapping by name, or the path of a mapping file.
    public var mapping = "default"
    /// Test images, the first of the data set.
    public var images = 1000
    /// Training images from which the ranges of activations are chosen.
    public var calibrationImages = 64
    /// Of cells, ADCs and read noise.
    public var seed: UInt64 = 1
    /// How the range of ADCs that cannot tell all sums apart is laid over them.
    public var range = ConverterRange.calibrated
    /// Files of surrogates for curved cells.
    public var surrogates: [String] = []
    /// Images at work at once; they change no result.
    public var threads = coreCount

    /// All that may be left out is as `naxdse simulate` has it.
    public init(
        hardware: String, network: String, weights: String? = nil, data: String, mapping: String = "default",
        images: Int = 1000, calibrationImages: Int = 64, seed: UInt64 = 1,
        range: ConverterRange = ConverterRange.calibrated, surrogates: [String] = [], threads: Int = coreCount
    ) {
        self.hardware = hardware
        self.network = network
        self.weights = weights
        self.data = data
        self.mapping = mapping
        self.images = images
        self.calibrationImages = calibrationImages
        self.seed = seed
        self.range = range
        self.surrogates = surrogates
        self.threads = threads
    }

    /// Reads everything that it names.
    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit.
    package func prepared(_ bench: Workbench, check: () throws -> Void = {}) throws -> Simulation {
        var gathering = Gathering()
        let architecture = try gathering.attempt { try bench.architecture(hardware) }
        let specification = try gathering.attempt { try bench.mapping(mapping) }
        let trained = try gathering.attempt { try TrainedNetwork(network, weights: weights, bench) }
        let images = try gathering.attempt { try DataSet(folder: data) }
        let read = try gathering.attempt { try surrogates.map { try Surrogate.reading($0) } }
        try gathering.finish()
        guard let architecture, let specification, let trained, let images, let read else {
            preconditionFailure("no error, so all were read")
        }
        try check()
        let mapped = try Planner(architecture, specification, mappers: bench.plugins.mappers()).place(
            trained.network.network)
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

extension Workbench {
    /// The accuracy with everything that can go wrong.
    ///
    /// - Parameters:
    ///   - network: an ONNX file with weights.
    ///   - data: a folder of images.
    ///   - images: how many of them, from the first.
    /// - Throws: what is wrong with any of the files, or does not fit.
    package func simulatedAccuracy(
        of network: String, on architecture: Architecture, _ mapping: MappingSpecification, data: String, images: Int
    ) throws -> SimulatedAccuracy {
        let trained = try TrainedNetwork(network, weights: nil, self)
        let mapped = try Planner(architecture, mapping, mappers: plugins.mappers()).place(trained.network.network)
        var options = Simulation.Options()
        options.images = images
        options.threads = coreCount
        let simulation = try Simulation(trained.network, mapped, architecture, DataSet(folder: data), options)
        guard let last = simulation.cases.last else { preconditionFailure("there are always cases") }
        let accuracy = try simulation.run(last).accuracy
        return SimulatedAccuracy(share: accuracy.share, interval: accuracy.interval, images: accuracy.images)
    }
}

extension Simulation {
    /// Every way of computing, one after the other.
    /// - Parameter shown: runs one of them, and shows how many images are done.
    package func report(shown: (String, ((Int) -> Void) throws -> Outcome) throws -> Outcome) throws -> SimulationReport
    {
        let rows = try cases.map { trial in
            SimulationReport.Row(trial: trial, outcome: try shown(trial.words) { try run(trial, progress: $0) })
        }
        return SimulationReport(simulation: self, rows: rows, provenance: .ofReading)
    }
}
