import Cost
import Diagnostics
import Hardware
import Mapping
import Markup
import Optimisation
import Quantities
import Synchronization

/// Runs the cost model for every point: for spaces in which the hardware varies,
/// or that no table can hold.
///
/// Each distinct hardware is read and prepared once; the last ones are kept. Where there are few, each has a table of
/// what the options of layers cost on it.
public final class ModelEvaluator: Evaluator {
    /// Points take a part of a millisecond, or microseconds where they are looked up.
    public var grain: Int { tables == nil ? 16 : 1024 }
    private let tables: HardwareTables?
    private let design: DesignSpace
    private let hardware: Document
    let reader: ArchitectureReader
    private let attributes: [HardwareAttribute]
    private let models: Mutex<Models>

    /// A parameter that is an attribute of the hardware file.
    struct HardwareAttribute: Hashable, Sendable {
        var parameter: Int
        var path: String
        /// Written after the value; "" where there is none.
        var unit: String
    }

    /// Cost models by the values of the hardware's attributes, or why such hardware cannot be.
    private struct Models {
        static let capacity = 256
        var byValues: [[String]: Result<CostModel, any Error>] = [:]
        var order: [[String]] = []
    }

    /// Whether links count in area and leakage.
    let withIO: Bool

    /// - Parameter hardware: what is changed at each point, as `ArchitectureReader.document` gives it.
    init(
        _ design: DesignSpace, hardware: Document, reader: ArchitectureReader, attributes: [HardwareAttribute],
        withIO: Bool, tables: HardwareTables? = nil
    ) {
        self.tables = tables
        self.withIO = withIO
        self.design = design
        self.hardware = hardware
        self.reader = reader
        self.attributes = attributes
        models = Mutex(Models())
    }

    /// The outcome of a point that cannot be built is a failure, with the reason.
    public func evaluate(_ points: ArraySlice<Point>, problem: Problem) -> [Outcome] {
        // Others may be asked for than the search wants: a table has few.
        let measures = problem.objectives.map(\.measure) + problem.constraints.map(\.measure)
        guard let tables, measures.allSatisfy(\.isTabulated) else { return points.map { priced($0, problem) } }
        var outcomes = [Outcome?](repeating: nil, count: points.count)
        let places = Dictionary(grouping: points.indices) { values(at: points[$0]) }
        for (values, places) in places {
            guard let model = try? model(values),
                let found = tables.outcomes(of: places.map { points[$0] }, values, on: model, problem: problem)
            else { continue }
            for (place, outcome) in zip(places, found) { outcomes[place - points.startIndex] = outcome }
        }
        return zip(outcomes, points).map { $0 ?? priced($1, problem) }
    }

    private func priced(_ point: Point, _ problem: Problem) -> Outcome {
        do {
            let built = try built(at: point), figures = try figures(of: built)
            let cost = cost(of: built, figures)
            var outcome = Outcome(
                measures: { cost[$0] ?? figures[$0] }, objectives: problem.objectives,
                constraints: problem.constraints)
            outcome.excess += cost.excess
            return outcome
        } catch { return .failed(objectives: problem.objectives, because: error) }
    }

    /// A point's network in place on its hardware.
    struct Built {
        var model: CostModel
        var mapped: MappedNetwork
    }

    /// - Throws: why the point cannot be built.
    func built(at point: Point) throws -> Built {
        let model = try model(at: point)
        return Built(model: model, mapped: try mapped(at: point, on: model))
    }

    /// What a point costs; nil where it cannot be built.
    public func cost(of point: Point) -> DesignCost? { try? cost(of: built(at: point)) }

    /// - Throws: `InvalidInput` where the design's hardware cannot do what its network asks for.
    func cost(of built: Built) throws -> DesignCost { cost(of: built, try figures(of: built)) }

    func figures(of built: Built) throws -> Figures {
        do { return try built.model.figures(of: built.mapped) } catch {
            let architecture = built.model.architecture.name
            let (problem, remedy) = error.explanation(hardware: architecture, built.mapped.network.layers)
            throw InvalidInput([Diagnostic(at: SourceLocation(file: architecture), problem, hint: remedy)])
        }
    }

    func cost(of built: Built, _ figures: Figures) -> DesignCost {
        let counts = built.mapped.crossbars(kinds: built.model.architecture.crossbars.count)
        let excess = built.model.floorplan.overflows(crossbars: counts).reduce(0) { sum, overflow in
            sum + Double(overflow.needed - overflow.available) / Double(max(overflow.available, 1))
        }
        return DesignCost(
            energy: figures.energy.si, delay: figures.delay.si, area: figures.countedArea.si, excess: excess)
    }

    /// The network of a point in place on its hardware, with the copies of a mapping that balances them.
    /// - Throws: what cannot be placed, a kernel that cannot be, or an area that does not do for one copy of each
    ///   layer.
    func mapped(at point: Point, on model: CostModel) throws -> MappedNetwork {
        let mapped = try design.mapped(at: point, on: model.architecture)
        guard let budget = design.specification.areaBudget else { return mapped }
        let place =
            design.specification.areaBudgetLocation
            ?? SourceLocation(file: design.specification.name, line: 0, column: 0)
        return try model.balanced(mapped, within: budget, at: place)
    }

    /// The hardware file with a point's values.
    /// - Throws: where a path leads nowhere.
    public func document(at point: Point) throws(AttributePathError) -> Document {
        try document(values(at: point))
    }

    private func document(_ values: [String]) throws(AttributePathError) -> Document {
        var document = hardware
        for (attribute, value) in zip(attributes, values) where !value.isEmpty {
            document = try document.setting(path: attribute.path, value: value)
        }
        return document
    }

    private func values(at point: Point) -> [String] {
        attributes.map { attribute in
            let value = point[attribute.parameter]
            // An inactive parameter leaves what the file says, which no value is: they are not empty.
            guard value != .inactive else { return "" }
            let text = design.space.parameters[attribute.parameter].domain.text(of: value)
            return attribute.unit.isEmpty ? text : "\(text) \(attribute.unit)"
        }
    }

    private func model(at point: Point) throws -> CostModel { try model(values(at: point)) }

    private func model(_ values: [String]) throws -> CostModel {
        if let known = models.withLock({ $0.byValues[values] }) { return try known.get() }
        let model = Result { CostModel(try reader.read(document: document(values)), withIO: withIO) }
        models.withLock { models in
            if models.byValues.updateValue(model, forKey: values) == nil { models.order.append(values) }
            if models.order.count > Models.capacity { models.byValues[models.order.removeFirst()] = nil }
        }
        return try model.get()
    }
}

extension Figures {
    /// The value of a measure that is in no table.
    public subscript(measure: Measure) -> Double? {
        switch measure {
        case .latency: latency.si
        case .interval: delay.si
        case .power: power.si
        case .leakage: leakage.si
        case .utilisation: utilisation
        default: nil
        }
    }
}
