import Cost
import Hardware
import Mapping
import Markup
import Networks
import Search

/// What a search has found, as files that `evaluate` reads.
public struct DerivedDesign: Sendable {
    /// The texts of `network.xml`, `mapping.xml` and `hardware.xml`.
    public let network, mapping, hardware: String
    public let figures: Figures

    /// - Parameters:
    ///   - choices: the candidate of each layer.
    ///   - document: the hardware file that the search was on, valid by its schema.
    ///   - name: of the network, the mapping and the hardware.
    /// - Throws: `InvalidInput` where the design does not fit the largest chip that the file allows.
    public init(_ choices: [Int], of problem: CoSearchProblem, hardware document: Document, name: String) throws {
        let point = problem.point(for: choices)
        var specification = problem.setup.design.specification(at: point)
        specification.name = name
        let mapped = try problem.setup.design.mapped(at: point, on: problem.architecture)
        figures = try CostModel(problem.architecture).evaluate(mapped).figures
        let named = try Network(name: name, nodes: mapped.network.nodes)
        network = try NetworkWriter(
            description: "Kernels chosen by naxdse nas for \(problem.setup.design.network.name) on \(problem.architecture.name).").text(of: named)
        mapping = specification.text
        hardware = document.fitted(to: mapped, on: problem.architecture, name: name).text(namespace: "urn:naxdse:hardware:1")
    }
}
