import Hardware
import Mapping
import Markup
import Networks
import Quantities

/// Prices networks on one architecture.
///
/// ```swift
/// let model = CostModel(architecture)
/// let figures = try model.figures(of: planner.place(network))        // totals, for a search
/// let evaluation = try model.evaluate(planner.place(network))        // with breakdowns
/// ```
///
/// What is prepared once and shared by all evaluations: the levels and parts on the way of each
/// crossbar kind with their energies and times, and area and leakage of each level.
public struct CostModel: Sendable {
    public let architecture: Architecture
    public let floorplan: Floorplan
    let items: ItemIndex
    let paths: [CrossbarPath?]

    public init(_ architecture: Architecture) {
        self.architecture = architecture
        let floorplan = architecture.floorplan()
        let items = ItemIndex(floorplan)
        self.floorplan = floorplan
        self.items = items
        paths = architecture.crossbars.indices.map { CrossbarPath(kind: $0, architecture, floorplan, items) }
    }

    /// The item of that number in the ``ItemIndex``.
    func item(_ number: Int) -> FloorplanItem {
        let level = items.levelOfItem[number]
        return floorplan.levels[level].items[number - items[level, 0]]
    }

    /// What one stage takes.
    ///
    /// Energy of the whole network is the sum over stages and leakage × delay; see ``figures(of:)``.
    /// - Throws: ``CostError`` when the architecture has no unit for some of its arithmetic.
    public func cost(of stage: Stage, as mapped: MappedStage) throws(CostError) -> StageCost {
        guard let path = paths[mapped.kind] else { preconditionFailure("the planner places stages on kinds that the hierarchy holds") }
        var run = StageRun(path: path, stage: stage, mapped: mapped, ledger: SumLedger())
        var cost = try run.run()
        cost.dynamicEnergy = Energy(si: run.ledger.energy)
        return cost
    }

    /// The totals alone.
    ///
    /// Complexity: O(stages × parts of the hierarchy). Crossbars beyond the chip's limit are counted as if they were there;
    /// ``evaluate(_:fullChip:)`` refuses them.
    public func figures(of mapped: MappedNetwork) throws(CostError) -> Figures {
        var costs: [StageCost] = []
        costs.reserveCapacity(mapped.stages.count)
        for (stage, placed) in zip(mapped.graph.stages, mapped.stages) { costs.append(try cost(of: stage, as: placed)) }
        let instances = floorplan.instances(crossbars: mapped.crossbars(kinds: architecture.crossbars.count))
        return figures(of: mapped, costs, instances)
    }

    func figures(of mapped: MappedNetwork, _ costs: [StageCost], _ instances: [Int]) -> Figures {
        let timing = Timing(mapped.graph, mapped.dataflow, costs)
        let leakage = floorplan.leakage(instances: instances)
        var cells = 0, weightCells = 0
        for stage in mapped.stages {
            cells += stage.crossbars * (paths[stage.kind]?.cells ?? 0)
            weightCells += stage.placement.weightCells * stage.copies
        }
        return Figures(
            energy: costs.reduce(.zero) { $0 + $1.dynamicEnergy } + leakage * timing.delay, delay: timing.delay,
            area: floorplan.area(instances: instances), leakage: leakage, latency: timing.latency,
            multiplyAccumulates: mapped.network.multiplyAccumulates, utilisation: Double(weightCells) / Double(cells))
    }
}
