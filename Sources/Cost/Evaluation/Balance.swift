import Mapping
import Markup
import Networks
import Quantities

extension CostModel {
    /// The network with copies added to its slowest stages while the chip stays within an area.
    ///
    /// One copy at a time goes to the stage that takes longest and can still gain from one, which
    /// evens out a pipeline. A stage whose next copy does not fit keeps what it has; the others go on.
    /// - Throws: when the network with one copy of each layer is already larger, by how much; and what
    ///   ``evaluate(_:fullChip:)`` throws.
    public func balanced(_ mapped: MappedNetwork, within budget: Area, at location: SourceLocation) throws(InvalidInput) -> MappedNetwork {
        var result = mapped
        for index in result.stages.indices { result.stages[index].copies = 1 }
        let smallest = area(of: result)
        guard smallest <= budget else {
            throw InvalidInput([Diagnostic(
                at: location,
                "'\(mapped.network.name)' takes \(smallest) on '\(architecture.name)' without any copies: \(smallest - budget) too much",
                hint: "allow at least \(smallest)")])
        }
        var isOpen = result.stages.map { $0.matrix.positions > 1 }
        var times = result.stages.indices.map { time(of: $0, in: result) }
        while let slowest = result.stages.indices.filter({ isOpen[$0] }).max(by: { times[$0] < times[$1] }) {
            if let faster = fasterWithinBudget(slowest, in: result, than: times[slowest], budget) {
                result = faster
                times[slowest] = time(of: slowest, in: result)
            } else {
                isOpen[slowest] = false
            }
        }
        return result
    }

    /// The fewest further copies of one stage that make it faster, or nil when the budget or its positions end before.
    ///
    /// One copy more may gain nothing, where it comes to share the converters of those that are there.
    private func fasterWithinBudget(_ index: Int, in mapped: MappedNetwork, than time: Time, _ budget: Area) -> MappedNetwork? {
        var tried = mapped
        while tried.stages[index].copies < tried.stages[index].matrix.positions {
            tried.stages[index].copies = nextUseful(tried.stages[index])
            guard fits(tried, budget) else { return nil }
            if self.time(of: index, in: tried) < time { return tried }
        }
        return nil
    }

    /// The fewest copies that shorten the sequence of positions: fewer positions for the busiest copy.
    private func nextUseful(_ stage: MappedStage) -> Int {
        let sequence = (stage.matrix.positions + stage.copies - 1) / stage.copies
        return (stage.matrix.positions + sequence - 2) / (sequence - 1)
    }

    private func area(of mapped: MappedNetwork) -> Area {
        floorplan.area(instances: floorplan.instances(crossbars: mapped.crossbars(kinds: architecture.crossbars.count)))
    }

    private func fits(_ mapped: MappedNetwork, _ budget: Area) -> Bool {
        let counts = mapped.crossbars(kinds: architecture.crossbars.count)
        return floorplan.overflows(crossbars: counts).isEmpty && area(of: mapped) <= budget
    }

    /// Zero for a stage whose arithmetic no unit can do: `evaluate` says so, copies would not help.
    private func time(of index: Int, in mapped: MappedNetwork) -> Time {
        guard let cost = try? cost(of: mapped.graph.stages[index], as: mapped.stages[index]) else { return .zero }
        return mapped.dataflow == .pipelined ? cost.occupancy : cost.delay
    }
}
