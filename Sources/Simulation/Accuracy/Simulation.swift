import Circuit
import DataSets
import Hardware
import Mapping
import Networks
import Surrogates
import System

/// A network on the crossbars of an architecture, tried on the images of a data set: in floating point, quantised, and
/// on crossbars with what can go wrong on them.
///
/// ```swift
/// let simulation = try Simulation(folded, mapped, architecture, data, Simulation.Options())
/// for trial in simulation.cases { print(try simulation.run(trial).accuracy) }
/// ```
public struct Simulation: Sendable {
    public struct Options: Hashable, Sendable {
        /// Test images, the first of the data set.
        public var images = 1000
        /// Training images from which the ranges of activations are chosen.
        public var calibrationImages = 64
        /// Of cells, ADCs and read noise.
        public var seed: UInt64 = 1
        public var range = ConverterRange.calibrated
        public var calibration = CalibrationMethod.leastSquares
        public var threads = 1
        /// For crossbars of curved cells, in place of the solver.
        public var surrogates: [Surrogate] = []

        public init() {}
    }

    /// Training images from which the ranges of ADCs and partial sums are chosen: of those above, the first.
    static let rangeImages = 8

    public let float: FloatNetwork
    public let quantised: QuantisedNetwork
    public let crossbars: CrossbarNetwork
    public let mapped: MappedNetwork
    public let architecture: Architecture
    public let data: DataSet
    public let options: Options

    /// - Throws: ``CircuitError`` when network and data do not fit each other, or something cannot be simulated;
    ///   `InvalidInput` when an image cannot be read.
    public init(
        _ folded: FoldedNetwork, _ mapped: MappedNetwork, _ architecture: Architecture, _ data: DataSet,
        _ options: Options
    ) throws {
        float = try FloatNetwork(folded)
        let training = try Self.check(folded.network, float.interpreter, data)
        guard options.images >= 1, options.calibrationImages >= 1 else {
            throw CircuitError(
                "\(options.images) images, \(options.calibrationImages) of calibration",
                remedy: "use at least 1 of each")
        }
        let images = try inParallel(min(options.calibrationImages, training.count), threads: options.threads) {
            data.normalisation.elements(try training.image($0).bytes)
        }
        quantised = try QuantisedNetwork(
            float, mapped.graph, precisions: mapped.stages.map(\.precision), calibration: images,
            method: options.calibration,
            threads: options.threads)
        crossbars = try CrossbarNetwork(
            quantised, mapped, architecture, range: options.range, calibration: Array(images.prefix(Self.rangeImages)),
            threads: options.threads)
        self.mapped = mapped
        self.architecture = architecture
        self.data = data
        self.options = options
    }

    /// Whether a network can be tried on a data set.
    ///
    /// - Throws: ``CircuitError`` where they do not fit each other, or a layer cannot be computed.
    public static func check(_ folded: FoldedNetwork, on data: DataSet) throws(CircuitError) {
        _ = try check(folded.network, FloatNetwork(folded).interpreter, data)
    }

    /// The images to calibrate with, where network and data fit each other.
    private static func check(
        _ network: Network, _ interpreter: Interpreter, _ data: DataSet
    ) throws(CircuitError) -> any LabelledImages {
        guard let training = data.training, training.count > 0 else {
            throw CircuitError(
                "the data has no training images to calibrate the quantisation with",
                remedy: "put its training files beside the test files")
        }
        let input = network.layers[interpreter.input].output
        guard input == data.shape else {
            throw CircuitError(
                "network '\(network.name)' takes images of \(input), those of \(data.name) are \(data.shape)",
                remedy: "give a network that was made for this data")
        }
        let scores = network.layers[interpreter.output].output.elementCount
        guard scores == data.classes else {
            throw CircuitError(
                "network '\(network.name)' gives \(scores) scores, \(data.name) has \(data.classes) classes",
                remedy: "give a network that was trained on this data")
        }
        return training
    }

    /// Test images that are tried.
    public var images: Int { min(options.images, data.test.count) }

    /// One way to run the network.
    public enum Case: Hashable, Sendable {
        case float, quantised, crossbars
        case imperfect(Imperfections)
    }

    /// What can go wrong on the crossbars that the network is placed on.
    public var present: Imperfections {
        mapped.stages.reduce(into: []) { $0.formUnion(architecture.crossbars[$1.kind].imperfections) }
    }

    /// All ways that differ: each imperfection that the hardware has alone, and where there are several, all together.
    public var cases: [Case] {
        let each = Imperfections.each.map(\.kind).filter(present.contains)
        return [.float, .quantised, .crossbars] + each.map(Case.imperfect)
            + (each.count > 1 ? [.imperfect(present)] : [])
    }

    public struct Outcome: Hashable, Sendable {
        public let accuracy: Accuracy
        /// Wall-clock time of the images alone.
        public let seconds: Double
    }

    /// Tries all images.
    ///
    /// - Parameter progress: is told how many images are done.
    /// - Throws: `InvalidInput` when an image cannot be read, ``CircuitError`` when a circuit cannot be solved.
    public func run(_ trial: Case, progress: (Int) -> Void = { _ in }) throws -> Outcome {
        let scores = try self.scores(trial)
        let start = ContinuousClock.now
        let chunk = options.threads * 8
        var hits = 0
        for first in stride(from: 0, to: images, by: chunk) {
            let count = min(chunk, images - first)
            let outcomes = try inParallel(count, threads: options.threads) { number in
                let image = try data.test.image(first + number)
                return Accuracy.choice(try scores(data.normalisation.elements(image.bytes), first + number))
                    == image.label
            }
            hits += outcomes.count { $0 }
            progress(first + count)
        }
        let time = ContinuousClock.now - start
        return Outcome(
            accuracy: Accuracy(hits: hits, images: images),
            seconds: Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }

    private func scores(_ trial: Case) throws -> @Sendable ([Float], Int) throws -> [Double] {
        switch trial {
        case .float: return { image, _ in float.scores(of: image) }
        case .quantised: return { image, _ in try quantised.scores(of: image) }
        case .crossbars: return { image, _ in try crossbars.scores(of: image) }
        case .imperfect(let imperfections):
            let network = try ImperfectNetwork(
                crossbars, mapped, architecture, imperfections, seed: options.seed, threads: options.threads,
                surrogates: options.surrogates)
            return { image, number in try network.scores(of: image, number: number) }
        }
    }
}
