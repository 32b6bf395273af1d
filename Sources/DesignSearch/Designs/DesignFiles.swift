import Cost
import Hardware
import Mapping
import Networks
import Optimisation

/// One point of a search as files that `naxdse evaluate` reads: the network with its kernels, the mapping with its
/// crossbars, copies and precisions, and the hardware with its attributes, as large as the design needs.
///
/// ```swift
/// let files = try DesignFiles(trial.point, of: setup, name: "trial-7", description: "Trial 7 of study mine.")
/// try AtomicFile.write(files.hardware, to: "hardware.xml")
/// ```
///
/// Evaluating the three gives ``figures``, to the last bit.
public struct DesignFiles: Sendable {
    /// The texts of `network.xml`, `mapping.xml` and `hardware.xml`.
    public let network, mapping, hardware: String
    /// What `evaluate` gives for them.
    public let figures: Figures

    /// - Parameters:
    ///   - name: of the network, the mapping and the hardware: letters, digits, `_`, `.` and `-`, a letter or `_`
    ///     first.
    ///   - description: where the design is from, for network and mapping.
    /// - Throws: `InvalidInput` where the point cannot be built, or does not fit the largest chip that the hardware
    ///   file allows.
    public init(_ point: Point, of setup: SearchSetup, name: String, description: String) throws {
        let document = try setup.model.document(at: point)
        let model = CostModel(try setup.model.reader.read(document: document), withIO: setup.model.withIO)
        let mapped = try setup.model.mapped(at: point, on: model)
        figures = try model.evaluate(mapped).figures
        network = try NetworkWriter(description: description).text(of: Network(name: name, nodes: mapped.network.nodes))
        var specification = setup.design.specification(at: point)
        specification.name = name
        specification.description = description
        if specification.areaBudget != nil {
            // Balancing on a chip that is no larger than it has to be could come out otherwise: its copies are written
            // down.
            specification.areaBudget = nil
            for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
                var change = SettingsChange()
                change.duplication = placed.copies
                specification.rules.append(LayerRule(pattern: mapped.network.layers[stage.anchor].name, change: change))
            }
        }
        mapping = specification.text
        hardware = document.fitted(to: model.floorplan, try model.instances(of: mapped), name: name).text(
            namespace: "urn:naxdse:hardware:1")
    }
}
