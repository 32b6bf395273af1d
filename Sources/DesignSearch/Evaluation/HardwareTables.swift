import Cost
import Diagnostics
import Optimisation
import Synchronization

/// What the options of layers cost, in a table for each hardware that a search may choose.
///
/// For spaces of attributes of the hardware and choices at layers: with the hardware given, what is left to choose is
/// a sum over layers as where the hardware is fixed.
final class HardwareTables: Sendable {
    /// The space's choices at layers alone.
    private let design: DesignSpace
    /// Which parameters of the whole space these are.
    private let parameters: [Int]
    /// By the values of the hardware's attributes; nil where a table cannot say what designs on such hardware cost.
    private let tables = Mutex<[[String]: TabulatedSpace?]>([:])

    /// - Parameter mostOptions: options of layers that are priced at most, on all hardware together.
    /// - Returns: nil where the space has no attributes, or more than attributes and choices at layers, or too many
    ///   options.
    init?(_ whole: DesignSpace, mostOptions: Int) {
        var layers: [Int] = [], hardware = 1
        for (index, parameter) in whole.space.parameters.enumerated() {
            guard parameter.condition == nil, let count = parameter.domain.count else { return nil }
            switch parameter.target {
            case .layer: layers.append(index)
            case .hardware:
                let (product, isTooLarge) = hardware.multipliedReportingOverflow(by: count)
                guard !isTooLarge else { return nil }
                hardware = product
            case .block, .channels, .free: return nil
            }
        }
        let options = max(1, whole.optionCount).multipliedReportingOverflow(by: hardware)
        guard layers.count < whole.space.parameters.count, !options.overflow, options.partialValue <= mostOptions,
            let space = try? Space(layers.map { whole.space.parameters[$0] })
        else { return nil }
        parameters = layers
        design = DesignSpace(
            space, network: whole.network, specification: whole.specification, mappers: whole.mappers)
    }

    /// Outcomes of points on one hardware; nil where a table cannot say what they are.
    ///
    /// - Parameters:
    ///   - values: of the hardware's attributes, at all these points.
    ///   - model: of that hardware.
    func outcomes(of points: [Point], _ values: [String], on model: CostModel, problem: Problem) -> [Outcome]? {
        guard let table = table(values, model) else { return nil }
        let choices = points.map { point in Point(parameters.map { point[$0] }) }
        return TableEvaluator().evaluate(
            choices[...],
            problem: Problem(
                space: design.space, objectives: problem.objectives, constraints: problem.constraints, costs: table))
    }

    private func table(_ values: [String], _ model: CostModel) -> TabulatedSpace? {
        if let known = tables.withLock({ $0[values] }) { return known }
        // An option that cannot be on this hardware is told of the points that have it, which are priced by themselves.
        let nowhere = SourceLocation(file: design.specification.name, line: 0, column: 0)
        let table = (try? TabulatedSpace.tabulated(design, on: model) { _ in nowhere }) ?? nil
        tables.withLock { $0[values] = .some(table) }
        return table
    }
}
