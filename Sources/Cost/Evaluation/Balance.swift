import Diagnostics
import Mapping
import Quantities

extension CostModel {
    /// The network with copies added to its slowest stages while the chip stays within an area.
    ///
    /// Copies go, one step at a time, to the stage that takes longest and can still gain from one, which evens out a
    /// pipeline; a pipeline that waits for a part that all share, of which there is one, gains from none. A stage whose
    /// next copy does not fit keeps what it has; the others go on. In the end a pipeline gives back the copies that its
    /// interval does not need. Without an area to stay within, copies go as far as the chip's `at-most` does.
    /// - Parameter budget: of the core, or of all where I/O is counted; infinite for what the chip holds.
    /// - Throws: when the network with one copy of each layer is already larger, by how much; and what
    ///   ``evaluate(_:fullChip:)`` throws.
    public func balanced(
        _ mapped: MappedNetwork, within budget: Area, at location: SourceLocation
    ) throws(InvalidInput) -> MappedNetwork {
        var result = mapped
        for index in result.stages.indices { result.stages[index].copies = 1 }
        let layers = mapped.network.layers
        if budget.si == .infinity, let open = mapped.stages.first(where: { floorplan.capacity(of: $0.kind) == nil }) {
            throw InvalidInput([
                Diagnostic(
                    at: location,
                    "copies are to fill '\(architecture.name)', and it holds any number of crossbars '\(architecture.crossbars[open.kind].id)'",
                    hint:
                        "give the level that comes as needed an at-most, or give an area here: <balance area=\"20 mm²\"/>"
                )
            ])
        }
        let smallest: Area
        do throws(CostError) { smallest = try area(of: result) } catch { throw InvalidInput([refusal(error, layers)]) }
        guard smallest <= budget else {
            throw InvalidInput([
                Diagnostic(
                    at: location,
                    "'\(mapped.network.name)' takes \(smallest) on '\(architecture.name)' without any copies: \(smallest - budget) too much",
                    hint: "allow at least \(smallest)")
            ])
        }
        guard var balance = Balance(self, result) else {
            // A stage whose arithmetic no unit can do: `evaluate` says so, copies would not help.
            return result
        }
        // What shares its weights has the copies that they have.
        var isOpen = result.stages.map { $0.matrix.positions > 1 && $0.sharesWith == nil }
        while let slowest = result.stages.indices.filter({ isOpen[$0] }).max(by: {
            balance.times[$0] < balance.times[$1]
        }) {
            // Nothing gets ahead of a part that is there once.
            if mapped.dataflow == .pipelined, balance.times[slowest] <= balance.floor { break }
            isOpen[slowest] = balance.addCopies(slowest, to: &result) { fits($0, budget) }
        }
        if mapped.dataflow == .pipelined { balance.giveBack(&result) }
        return result
    }

    /// With what is there for maps alone.
    private func area(of mapped: MappedNetwork) throws(CostError) -> Area {
        let least = try residence(of: mapped).least
        return floorplan.area(
            instances: floorplan.instances(
                crossbars: mapped.crossbars(kinds: architecture.crossbars.count), atLeast: least))
    }

    private func fits(_ mapped: MappedNetwork, _ budget: Area) -> Bool {
        let counts = mapped.crossbars(kinds: architecture.crossbars.count)
        guard floorplan.overflows(crossbars: counts).isEmpty else { return false }
        // Where the chip may be as large as it gets and what does not fit goes off it, nobody asks where maps lie.
        if budget.si == .infinity, fitsOffChip(mapped) { return true }
        guard floorplan.area(instances: floorplan.instances(crossbars: counts)) <= budget,
            let area = try? area(of: mapped)
        else { return false }
        return area <= budget
    }
}

/// What stages take while copies are added.
private struct Balance {
    private let model: CostModel
    private let schedule: Schedule
    private var costs: [StageCost]
    /// Of each stage the time that copies are to shorten: its duration, or pipelined the time that its parts are busy
    /// for it alone.
    private(set) var times: [Double]
    private let sharing: [Int?]

    /// A copy has to gain at least this share of what it would where nothing but crossbars took time.
    private static let leastGain = 0.01

    /// Nil where some stage cannot be run.
    init?(_ model: CostModel, _ mapped: MappedNetwork) {
        self.model = model
        schedule = Schedule(model, mapped.graph, mapped.dataflow)
        var costs: [StageCost] = []
        for (index, stage) in mapped.stages.enumerated() {
            guard let cost = try? model.cost(ofStage: index, in: mapped.graph, as: stage) else { return nil }
            costs.append(cost)
        }
        self.costs = costs
        times = costs.map { [schedule] in Self.time($0, schedule) }
        sharing = mapped.stages.map(\.sharesWith)
    }

    private static func time(_ cost: StageCost, _ schedule: Schedule) -> Double {
        schedule.dataflow == .pipelined ? schedule.busyTimeAlone(cost) : cost.times.whole
    }

    /// The busy time of the parts that the chip has once, whatever copies there are.
    var floor: Double { schedule.busiestSingle(costs) }

    /// The fewest further copies of one stage that make it faster; false when the budget or its positions end before.
    ///
    /// One copy more may gain nothing, where it comes to share the converters of those that are there.
    mutating func addCopies(_ index: Int, to mapped: inout MappedNetwork, fits: (MappedNetwork) -> Bool) -> Bool {
        let before = times[index], sequence = mapped.stages[index].sequence
        var tried = mapped
        while tried.stages[index].copies < tried.stages[index].matrix.positions {
            tried.setCopies(tried.stages[index].nextUsefulCopies, of: index)
            guard fits(tried), let cost = try? model.cost(ofStage: index, in: mapped.graph, as: tried.stages[index])
            else { return false }
            let best = before * (1 - Double(tried.stages[index].sequence) / Double(sequence))
            let after = Self.time(cost, schedule)
            if before - after >= Self.leastGain * best {
                mapped = tried
                (costs[index], times[index]) = (cost, after)
                updateSharing(index, mapped)
                return true
            }
        }
        return false
    }

    /// Takes copies away while the interval stays as it is.
    mutating func giveBack(_ mapped: inout MappedNetwork) {
        let interval = interval()
        for index in mapped.stages.indices where mapped.stages[index].copies > 1 && sharing[index] == nil {
            let (stage, cost) = (mapped.stages[index], costs[index])
            var low = 1, high = stage.copies
            // The fewest that do: more never make the interval longer, but by the way of other stages on shared parts.
            while low < high {
                let middle = (low + high) / 2
                if keeps(interval, index, copies: middle, &mapped) { high = middle } else { low = middle + 1 }
            }
            if high == stage.copies || !keeps(interval, index, copies: high, &mapped) {
                mapped.setCopies(stage.copies, of: index)
                costs[index] = cost
                updateSharing(index, mapped)
            }
        }
    }

    private mutating func keeps(_ interval: Double, _ index: Int, copies: Int, _ mapped: inout MappedNetwork) -> Bool {
        mapped.setCopies(copies, of: index)
        guard let cost = try? model.cost(ofStage: index, in: mapped.graph, as: mapped.stages[index]) else {
            return false
        }
        costs[index] = cost
        updateSharing(index, mapped)
        return self.interval() <= interval
    }

    /// The costs of stages on a stage's crossbars, whose copies are its own.
    private mutating func updateSharing(_ index: Int, _ mapped: MappedNetwork) {
        for other in sharing.indices where sharing[other] == index {
            guard let cost = try? model.cost(ofStage: other, in: mapped.graph, as: mapped.stages[other]) else {
                continue
            }
            (costs[other], times[other]) = (cost, Self.time(cost, schedule))
        }
    }

    private func interval() -> Double {
        let loads = StageLoads(costs)
        return (schedule.dataflow == .pipelined ? loads.merged(sharing, schedule) : loads).withLoads {
            schedule.timing($0).delay
        }
    }
}

extension MappedStage {
    /// Positions that the busiest copy works through.
    fileprivate var sequence: Int { (matrix.positions + copies - 1) / copies }

    /// The fewest copies that shorten the sequence of positions: fewer positions for the busiest copy.
    fileprivate var nextUsefulCopies: Int { (matrix.positions + sequence - 2) / (sequence - 1) }
}
