import ArgumentParser
import Diagnostics
import Hardware
import Mapping
import Quantities
import Reports
import Simulation
import System
import Workbench

/// `naxdse simulate HARDWARE --network MODEL.onnx --data DIR`
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Accuracy of a trained network on an architecture's crossbars, bit by bit.",
        discussion: """
            Runs test images in floating point, with integers, and on the crossbars with their ADCs and partial sums; then with each
            imperfection that the hardware file describes alone, and all together. docs/simulation.md says what is computed.
              naxdse simulate homogeneous-128 --network resnet20.onnx --data cifar-10-batches-bin --images 1000
            """)

    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @Option(
        name: .shortAndLong, help: "An ONNX file; or a built-in network, with --weights.",
        completion: .file(extensions: ["onnx"]))
    var network: String

    @Option(
        help: "A safetensors file with the network's weights, named as in PyTorch (default: those of the ONNX file).",
        completion: .file(extensions: ["safetensors"]))
    var weights: String?

    @Option(
        name: .shortAndLong, help: "A folder with CIFAR-10 (binary version) or Tiny ImageNet.", completion: .directory)
    var data: String

    @Option(name: .shortAndLong, help: "A shipped mapping, or the path of a mapping file.", completion: .mapping)
    var mapping = "default"

    @Option(help: "How many test images, from the first.")
    var images = 1000

    @Option(help: "How many training images choose the ranges of activations.")
    var calibrationImages = 64

    @Option(help: "Of cells, ADCs and read noise.")
    var seed: UInt64 = 1

    @Option(
        help:
            "How ADCs of few bits are laid over the sums: full (rounds), unit (clips), or calibrated (whichever errs less)."
    )
    var adcRange = ConverterRange.calibrated

    @Option(
        help: """
            A surrogate of `naxdse crossbar train-surrogate` for crossbars with curved cells; may be given for several kinds. Without any, each \
            of their reads is solved by Newton's method, which takes long.
            """, completion: .file(extensions: ["json"]))
    var surrogate: [String] = []

    @Option(help: "Threads that work at once (default: one for each processor).")
    var threads: Int?

    @Option(
        help: "Write what the crossbars see of the images, for evaluate --activity.",
        completion: .file(extensions: ["csv"]))
    var activityOut: String?

    @OptionGroup var openings: ImportOpenings
    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var input: InputOptions

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard images >= 1, calibrationImages >= 1 else {
            throw ValidationError("use at least 1 image, and 1 to calibrate with")
        }
        guard threads ?? 1 >= 1 else { throw ValidationError("use at least 1 thread") }
    }

    func run() throws {
        let simulation = try AccuracySimulation(
            hardware: hardware, network: network, weights: weights, data: data, mapping: mapping, images: images,
            calibrationImages: calibrationImages, seed: seed, range: adcRange, surrogates: surrogate,
            threads: threads ?? coreCount
        ).prepared(Workbench(input, openings), check: Outputs(activityOut, figure: figure, page: page).check)
        if let remark = try simulation.remarkOnCurvedCells() { Output.printError(remark) }
        let report = try simulation.report { words, run in try shown(words, simulation.images, run) }
        if let activityOut {
            let activity = try shown("activity", simulation.images) { try simulation.activity(progress: $0) }
            try AtomicFile.write(activity.text, to: activityOut)
        }
        try figure.write {
            report.accuracies.figure
        } data: {
            report.accuracies.csv.text
        }
        try page.write { Page(report.accuracies) }
        try Output.write(json ? report.json.text : report.text)
    }

    /// Shows on a terminal how far it is.
    private func shown<T>(_ words: String, _ total: Int, _ work: ((Int) -> Void) throws -> T) throws -> T {
        var progress = ProgressLine(of: "images", total: total)
        defer { progress.finish() }
        progress.update(done: 0, notes: [words])
        return try work { progress.update(done: $0, notes: [words]) }
    }
}

extension Simulation {
    /// How crossbars of curved cells are simulated, and how long that takes: said before the work begins.
    fileprivate func remarkOnCurvedCells() throws -> String? {
        let kinds = curvedKinds
        guard !kinds.isEmpty else {
            guard options.surrogates.isEmpty else {
                throw InputError(
                    "a surrogate is given, and all cells of \(architecture.name) are ohmic: their effective matrices are exact",
                    hint: "leave --surrogate out")
            }
            return nil
        }
        let names = kinds.map { "'\($0.id)'" }.joined(separator: ", ")
        guard options.surrogates.isEmpty else { return nil }
        let reads = try curvedReads()
        let runs = cases.count { trial in
            if case .imperfect(let imperfections) = trial { imperfections.contains(.circuit) } else { false }
        }
        let seconds = reads.seconds * Double(images * runs) / Double(min(options.threads, images))
        return
            "naxdse: note: the cells of crossbars \(names) are curved: up to \(reads.count) circuits an image are solved by Newton's method, "
            + "\(Time(si: reads.seconds)) an image and \(Time(si: seconds)) in all at most; --surrogate FILE is faster"
    }
}

extension ConverterRange: ExpressibleByArgument {}
