import Reports
import Simulation
import System
import Workbench

extension Server {
    /// One network on one architecture: what `evaluate --json` writes, and with `html` the page of `report --html`.
    func evaluate(_ parameters: inout RequestParameters) throws -> JSON {
        var wanted = SingleEvaluation(
            hardware: try parameters.needed("hardware", "the name of shipped hardware, or the path of a hardware file"),
            network: try parameters.needed("network", "the name of a network, or the path of a network or ONNX file"))
        wanted.mapping = try parameters.text("mapping")
        wanted.changes = try parameters.assignments("set").map { AttributeChange(path: $0.name, value: $0.value) }
        wanted.activity = try parameters.text("activity")
        wanted.convention = try parameters.convention()
        let isPageWanted = try parameters.flag("html")
        try parameters.finish()
        let result = try wanted.run(bench(), &healths)
        return isPageWanted ? result.json.adding("html", .string(result.page.text)) : result.json
    }

    /// Architectures on networks: `comparisons`, each as `compare --json` writes it, and with `html` the page.
    func compare(_ parameters: inout RequestParameters) throws -> JSON {
        let hardware = try parameters.texts("hardware"), networks = try parameters.texts("network")
        guard !hardware.isEmpty, !networks.isEmpty else {
            throw RPCError(.invalidParameters, "compare: name 'hardware' and a 'network', one or several of each")
        }
        var wanted = ArchitectureComparison(hardware: hardware, networks: networks)
        wanted.mappings = try parameters.texts("mapping")
        wanted.baseline = try parameters.text("baseline")
        if let sort = try parameters.text("sort") {
            guard let metric = Metric.named(sort) else {
                throw RPCError(
                    .invalidParameters,
                    "compare: 'sort' is '\(sort)'; give one of " + Metric.all.map(\.name).joined(separator: ", "))
            }
            wanted.sort = metric
        }
        wanted.convention = try parameters.convention()
        let isPageWanted = try parameters.flag("html")
        try parameters.finish()
        let outcome = try wanted.run(bench(), &healths)
        let result: JSON = ["comparisons": .array(outcome.comparisons.map(\.json))]
        return isPageWanted ? result.adding("html", .string(outcome.page.text)) : result
    }

    /// The accuracy of a trained network: what `simulate --json` writes, and with `html` the page.
    func simulate(_ parameters: inout RequestParameters, _ report: @escaping Report) throws -> JSON {
        var wanted = AccuracySimulation(
            hardware: try parameters.needed("hardware", "the name of shipped hardware, or the path of a hardware file"),
            network: try parameters.needed("network", "an ONNX file, or a network that 'weights' go with"),
            data: try parameters.needed("data", "a folder with CIFAR-10 or Tiny ImageNet"))
        wanted.weights = try parameters.text("weights")
        wanted.mapping = try parameters.text("mapping") ?? wanted.mapping
        wanted.images = try parameters.integer("images", in: 1...Int.max) ?? wanted.images
        wanted.calibrationImages =
            try parameters.integer("calibration_images", in: 1...Int.max) ?? wanted.calibrationImages
        wanted.seed = try parameters.seed("seed") ?? wanted.seed
        if let text = try parameters.text("adc_range") {
            guard let range = ConverterRange(rawValue: text) else {
                let all = ConverterRange.allCases.map(\.rawValue).joined(separator: ", ")
                throw RPCError(.invalidParameters, "simulate: 'adc_range' is '\(text)'; give one of \(all)")
            }
            wanted.range = range
        }
        wanted.surrogates = try parameters.texts("surrogate")
        wanted.threads = try parameters.integer("threads", in: 1...1024) ?? coreCount
        let isPageWanted = try parameters.flag("html")
        try parameters.finish()
        let simulation = try wanted.prepared(bench())
        let outcome = try simulation.report { words, run in try run { report($0, simulation.images, words) } }
        return isPageWanted ? outcome.json.adding("html", .string(Page(outcome.accuracies).text)) : outcome.json
    }
}

extension JSON {
    /// An object with one key more.
    func adding(_ key: String, _ value: JSON) -> JSON {
        guard case .object(let members) = self else { preconditionFailure("keys are added to objects") }
        return .object(members + [.init(key, value)])
    }
}
