import Circuit
import CoSearch
import Cost
import Diagnostics
import Hardware
import Mapping
import Optimisation
import System
import Tensors

/// A network of one's own, in floating point, or in place on the hardware that it is trained for.
package struct NetworkSession: RunSession {
    package let plan: SupernetPlan
    package let inputs: [InputFile]
    package let meaning: StudyMeaning?
    package let tool: Workbench
    package let widths: [LayerWidth] = []
    /// The network by name or absolute path, as records have it.
    package let network: String
    package let hardware: String?
    package let mapping: String?
    private let placed: (mapped: MappedNetwork, architecture: Architecture, cost: DesignCost)?

    /// - Parameters:
    ///   - network: a built-in network, a shipped one, or a path.
    ///   - hardware: shipped hardware or a path; nil for none, so that nothing is rounded.
    ///   - mapping: a shipped mapping or a path; nil for the default one.
    ///   - hasEffects: whether crossbars' effects are worked out.
    /// - Throws: all that is wrong with the files, or does not fit.
    package init(network: String, hardware: String?, mapping: String?, _ bench: Workbench, hasEffects: Bool) throws {
        tool = bench
        self.network = try bench.networkPath(of: network)
        var gathering = Gathering()
        let read = try gathering.attempt { try bench.network(network) }
        let document = try gathering.attempt { try hardware.map(bench.hardwareDocument) } ?? nil
        let architecture =
            try gathering.attempt { try document.map { try $0.reader.read(document: $0.document) } } ?? nil
        let specification =
            try gathering.attempt { try hardware.map { _ in try bench.mapping(mapping ?? "default") } } ?? nil
        try gathering.finish()
        guard let read else { preconditionFailure("no error, so the network was read") }
        var files = read.files
        var meaning = StudyMeaning(texts: [:])
        meaning.keep(read.network, readFrom: read.files)
        if let document, let architecture, let specification, let hardware {
            meaning.texts[StudyMeaning.Role.hardware.rawValue] = document.document.plainText(
                namespace: "urn:naxdse:hardware:1")
            meaning.texts[StudyMeaning.Role.mapping.rawValue] = specification.text
            let model = CostModel(architecture)
            let mapped = try bench.place(read.network, on: model, specification)
            let figures = try model.evaluate(mapped).figures
            placed = (
                mapped, architecture,
                DesignCost(energy: figures.energy.si, delay: figures.delay.si, area: figures.area.si)
            )
            plan = try SupernetPlan(mapped, on: architecture, hasEffects: hasEffects)
            files += architecture.files + specification.files
            self.hardware = absolute(try bench.path(of: hardware, as: .hardware))
            self.mapping = absolute(try bench.path(of: mapping ?? "default", as: .mapping))
        } else {
            placed = nil
            // Bits of which nothing is rounded.
            plan = try SupernetPlan(read.network, precision: Precision(weights: 8, inputs: 8))
            (self.hardware, self.mapping) = (nil, nil)
        }
        self.meaning = meaning
        self.inputs = files.map { InputFile(path: absolute($0.path), sha256: $0.sha256) }
    }

    package func training(_ record: RunRecord, _ images: RunImages, _ tensors: TrainingBackend) throws -> TrainingRun {
        try TrainingRun.retraining(
            plan, images.training, validation: images.validation, record.recipe, on: tensors.device, of: tensors.backend
        )
    }

    package func inherit(_ record: RunRecord, _ training: TrainingRun) throws {
        guard let source = try record.source else { return }
        guard source.record.kind != .search else {
            throw InputError(
                "the run in '\(source.folder.path)' is a search: it has weights for all of its choices",
                hint: "use naxdse nas retrain, or give a retraining")
        }
        try training.begin(from: source.checkpoint)
    }

    package func design(_ choices: [Int]?) -> RunDesign? {
        guard let placed else { return nil }
        let layers = placed.mapped.network.layers
        let stages = zip(placed.mapped.graph.stages, placed.mapped.stages).map { stage, place in
            (layer: layers[stage.anchor], crossbar: placed.architecture.crossbars[place.kind].id)
        }
        let kernels = stages.compactMap { stage in
            stage.layer.convolution.map { (layer: stage.layer.name, choice: "\($0.kernel)") }
        }
        return RunDesign(
            cost: placed.cost,
            words: stages.map { stage in
                (
                    stage.layer.name,
                    stage.layer.convolution.map { "\($0.kernel) on \(stage.crossbar)" } ?? stage.crossbar
                )
            },
            crossbars: stages.map { ($0.layer.name, $0.crossbar) }, kernels: kernels)
    }
}
