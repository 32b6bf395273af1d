import Catalogue
import Cost
import Hardware
import Mapping
import Markup
import Networks
import Reports

/// A network placed and priced on an architecture: place, balance where the mapping asks for it, evaluate.
///
/// - Parameter activity: what the crossbars see of real data; nil for evenly used codes and levels.
/// - Throws: `InvalidInput` with what does not fit or work.
func evaluate(
    _ network: Network, on architecture: Architecture, _ specification: MappingSpecification, fullChip: Bool,
    activity: ActivityFile? = nil
) throws -> Evaluation {
    let model = CostModel(architecture)
    var mapped = try place(network, on: model, specification)
    if let activity { mapped = try mapped.applying(activity, architecture) }
    return try model.evaluate(mapped, fullChip: fullChip)
}

/// A network in place on an architecture, balanced where the mapping asks for it.
func place(_ network: Network, on model: CostModel, _ specification: MappingSpecification) throws -> MappedNetwork {
    let mapped = try Planner(model.architecture, specification, mappers: Catalogue.mappers()).place(network)
    guard let budget = specification.areaBudget else { return mapped }
    let place = specification.areaBudgetLocation ?? SourceLocation(file: "mapping \(specification.name)", line: 0, column: 0)
    return try model.balanced(mapped, within: budget, at: place)
}

extension Evaluation {
    /// Says on standard error what the user should know about the numbers.
    func printWarnings(on hardware: String) {
        for warning in warnings { Output.printError("\(hardware), \(network): warning: \(warning)") }
    }

    /// "resnet20 on isaac: 40.6 M MACs an inference", and below "mapping default, layer by layer"
    func heading(_ hardware: String) -> String {
        "\(network) on \(hardware): \(count(figures.multiplyAccumulates)) MACs an inference\nmapping \(mapping), \(dataflow.phrase)"
    }
}

extension Dataflow {
    var phrase: String {
        switch self {
        case .layerByLayer: "layer by layer"
        case .pipelined: "pipelined (delay is from one inference to the next)"
        }
    }
}

/// 40.6 M, 270 k, 999.
func count(_ number: Int) -> String {
    let scale = ColumnScale(of: [Double(number)], unit: "")
    let text = number < 1000 ? "\(number)" : scale.text(Double(number))
    return scale.unit.isEmpty ? text : "\(text) \(scale.unit)"
}
