import Circuit
import Cost
import Diagnostics
import Hardware
import Mapping
import Networks
import Reports
import Simulation

extension Workbench {
    /// A network placed and priced on an architecture: place, balance where the mapping asks for it, evaluate.
    ///
    /// - Parameters:
    ///   - healths: what is known of the analog side already, and gets to be.
    ///   - activity: what the crossbars see of real data; nil for evenly used codes and levels.
    /// - Throws: `InvalidInput` with what does not fit or work.
    package func evaluate(
        _ network: Network, on architecture: Architecture, _ specification: MappingSpecification,
        _ convention: Convention,
        healths: inout AnalogHealths, activity: ActivityFile? = nil
    ) throws -> Evaluation {
        let model = CostModel(convention.applied(to: architecture), withIO: convention.withIO)
        var mapped = try place(network, on: model, specification)
        if let activity { mapped = try mapped.applying(activity, architecture) }
        var evaluation = try model.evaluate(mapped, fullChip: convention.fullChip)
        evaluation.analog = healths.reports(of: mapped, architecture)
        evaluation.warnings += evaluation.analog.filter(\.isHarmful).map(EvaluationWarning.analog)
        return evaluation
    }

    /// A network in place on an architecture, balanced where the mapping asks for it.
    package func place(
        _ network: Network, on model: CostModel, _ specification: MappingSpecification
    ) throws -> MappedNetwork {
        let mapped = try Planner(model.architecture, specification, mappers: plugins.mappers()).place(network)
        guard let budget = specification.areaBudget else { return mapped }
        let place =
            specification.areaBudgetLocation
            ?? SourceLocation(file: "mapping \(specification.name)", line: 0, column: 0)
        return try model.balanced(mapped, within: budget, at: place)
    }
}

/// The health of crossbars' results, computed once for each type, encoding and precision.
package struct AnalogHealths {
    private struct Key: Hashable {
        var kind: CrossbarKind
        var precision: Precision
        var encoding: Encoding
        var cellBits: Int
    }

    private var known: [Key: Result<AnalogHealth, CircuitError>] = [:]

    package init() {}

    /// One for each type of crossbar, encoding and precision that a mapped network uses, in the order of its stages.
    package mutating func reports(of mapped: MappedNetwork, _ architecture: Architecture) -> [AnalogReport] {
        var seen: Set<Key> = []
        return mapped.stages.compactMap { stage -> AnalogReport? in
            // What a partial sum is held in, and the converters' costs, have no part in it.
            let precision = Precision(weights: stage.precision.weights, inputs: stage.precision.inputs)
            let key = Key(
                kind: architecture.crossbars[stage.kind], precision: precision, encoding: stage.encoding,
                cellBits: stage.cellBits)
            guard seen.insert(key).inserted else { return nil }
            let health =
                known[key]
                ?? Result { () throws(CircuitError) in
                    try key.kind.analogHealth(precision, key.encoding, cellBits: key.cellBits)
                }
            known[key] = health
            var report = AnalogReport(
                crossbar: key.kind.id, encoding: key.encoding, weightBits: precision.weights,
                inputBits: precision.inputs)
            switch health {
            case .success(let health):
                report.relativeError = health.relativeError
                report.bitsLost = health.bitsLost
                report.isHarmful = health.isHarmful
            case .failure(let error):
                report.problem = error.description
            }
            return report
        }
    }
}

extension Evaluation {
    /// "resnet20 on isaac: 40.6 M MACs an inference", and below "mapping default, layer by layer"
    package func heading(_ hardware: String) -> String {
        "\(network) on \(hardware): \(count(figures.multiplyAccumulates)) MACs an inference\nmapping \(mapping), \(dataflow.phrase)"
    }
}

extension Dataflow {
    package var phrase: String {
        switch self {
        case .layerByLayer: "layer by layer"
        case .pipelined: "pipelined (delay is from one inference to the next)"
        }
    }
}

/// 40.6 M, 270 k, 999.
package func count(_ number: Int) -> String {
    let scale = ColumnScale(of: [Double(number)], unit: "")
    let text = number < 1000 ? "\(number)" : scale.text(Double(number))
    return scale.unit.isEmpty ? text : "\(text) \(scale.unit)"
}
