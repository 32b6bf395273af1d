import Optimisation

/// Tables of every shape that the cost model may give, small enough to try all points.
struct RandomTable {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func table(layers: Int, options: ClosedRange<Int>) -> LayerTable {
        let kinds = 1 + random.below(3)
        let coarse = random.unit() < 0.3
        let rows = (0..<layers).map { layer in
            (
                name: "l\(layer)",
                rows: (0..<(options.lowerBound + random.below(options.count))).map { _ in
                    row(kinds: kinds, coarse: coarse)
                }
            )
        }
        return LayerTable(
            resources: (0..<kinds).map { .crossbars(kind: "k\($0)") }, layers: rows, timing: timing(layers: layers),
            chip: chip(kinds: kinds, layers: layers))
    }

    /// Layers that depend on the same choices: a width that all know, and a block of two layers with a width of its
    /// own, which may be left out.
    mutating func coupled() -> (table: LayerTable, coupling: RowCoupling) {
        let kinds = 1 + random.below(3)
        let values = [2 + random.below(2), 2, 1 + random.below(3), 2]
        let free = LayerTable.Row(energy: 0, delay: 0, counts: Array(repeating: 0, count: kinds))
        var layers: [(name: String, rows: [LayerTable.Row])] = []
        var conditions: [[RowCoupling.Condition]] = [], options: [Int?] = []
        // Of each layer the variables that matter to it, and whether it is in the block, which is variable 1.
        for (index, (variables, isInBlock)) in [
            ([0], false), ([0, 2], true), ([2, 0], true), ([0, 3], false), ([3, 1], false),
        ].enumerated() {
            var assignments: [[RowCoupling.Condition]] = isInBlock ? [[.init(variable: 1, value: 0)]] : [[]]
            for variable in variables {
                assignments = assignments.flatMap { known in
                    (0..<values[variable]).map { known + [.init(variable: variable, value: $0)] }
                }
            }
            let own = 1 + random.below(3)
            var rows: [LayerTable.Row] = []
            for assignment in assignments {
                for option in 0..<own {
                    rows.append(row(kinds: kinds, coarse: false))
                    conditions.append(assignment)
                    options.append(option)
                }
            }
            if isInBlock {
                rows.append(free)
                conditions.append([.init(variable: 1, value: 1)])
                options.append(nil)
            }
            layers.append(("l\(index)", rows))
        }
        let table = LayerTable(
            resources: (0..<kinds).map { .crossbars(kind: "k\($0)") }, layers: layers,
            timing: timing(layers: layers.count), chip: chip(kinds: kinds, layers: layers.count))
        return (table, RowCoupling(values: values, conditions: conditions, options: options))
    }

    /// Mostly one kind an option, as crossbar choices are; coarse ones have many ties.
    private mutating func row(kinds: Int, coarse: Bool) -> LayerTable.Row {
        var counts = Array(repeating: 0, count: kinds)
        counts[random.below(kinds)] = random.below(12)
        if random.unit() < 0.2 { counts[random.below(kinds)] += 1 + random.below(4) }
        func value() -> Double { coarse ? Double(random.below(4)) : 0.1 + random.unit() * random.unit() * 10 }
        return LayerTable.Row(energy: value() * 1e-6, delay: value() * 1e-3, counts: counts)
    }

    private mutating func timing(layers: Int) -> LayerTable.Timing {
        switch random.below(4) {
        case 0: .interval
        case 1: .criticalPath(predecessors: (0..<layers).map { $0 == 0 ? [] : [$0 - 1] })
        default:
            .criticalPath(
                predecessors: (0..<layers).map { layer in
                    (0..<layer).filter { $0 > layer - 4 && random.unit() < 0.5 }
                })
        }
    }

    private mutating func chip(kinds: Int, layers: Int) -> ChipSize {
        let groups = (0..<random.below(4)).map { _ in
            ChipSize.Group(
                capacities: (0..<kinds).map { _ in random.unit() < 0.25 ? 0 : 1 + random.below(8) },
                area: random.unit() * 1e-7, leakage: random.unit() < 0.3 ? 0 : random.unit() * 1e-4,
                shared: (0..<random.below(3)).map { _ in
                    ChipSize.Shared(
                        sharedBy: 1 + random.below(5), area: random.unit() * 1e-7, leakage: random.unit() * 1e-4)
                })
        }
        return ChipSize(
            area: random.unit() < 0.2 ? 0 : 1e-7, leakage: random.unit() < 0.3 ? 0 : 1e-4, groups: groups,
            limits: (0..<kinds).map { _ in random.unit() < 0.6 ? nil : layers * (2 + random.below(6)) })
    }

    /// Upper limits that cut through the middle of what the table reaches.
    mutating func constraints(_ table: LayerTable) -> [Constraint] {
        [Measure.energy, .delay, .area, .edp, .edap].compactMap { measure in
            guard random.unit() < 0.3 else { return nil }
            let values = (0..<9).map { _ in table.cost(table.layers.map { Int32(random.below($0.options)) })[measure]! }
                .sorted()
            return Constraint(measure, .atMost, values[2 + random.below(5)])
        }
    }
}

/// What trying every point gives: the front's objective values, in order.
func exhaustiveFront(
    _ table: LayerTable, _ coupling: RowCoupling? = nil, objectives: [Objective], constraints: [Constraint]
) -> [[Double]] {
    var front = ParetoFront<Bool>()
    forEveryPoint(of: table, coupling) { cost in
        guard cost.excess == 0, !constraints.contains(where: { $0.excess(of: cost[$0.measure]!) > 0 }) else { return }
        front.insert(true, costs: objectives.map { cost[$0.measure]! })
    }
    return front.members.map(\.costs)
}

/// The least EDAP of all points within the chip's limits; nil where there is none.
func exhaustiveOptimum(_ table: LayerTable) -> Double? {
    var least = Double.infinity
    forEveryPoint(of: table) { if $0.excess == 0, $0.edap < least { least = $0.edap } }
    return least < .infinity ? least : nil
}

private func forEveryPoint(of table: LayerTable, _ coupling: RowCoupling? = nil, _ look: (DesignCost) -> Void) {
    func agrees(_ choices: [Int32]) -> Bool {
        guard let coupling else { return true }
        var values: [Int: Int] = [:]
        for (layer, choice) in zip(table.layers, choices) {
            for condition in coupling.conditions[layer.firstRow + Int(choice)] {
                guard values[condition.variable] ?? condition.value == condition.value else { return false }
                values[condition.variable] = condition.value
            }
        }
        return true
    }
    var choices = Array(repeating: Int32(0), count: table.layers.count)
    let chunk = 4096
    var points: [Int32] = []
    var costs = Array(repeating: DesignCost(energy: 0, delay: 0, area: 0), count: chunk)
    func flush() {
        let count = points.count / choices.count
        points.withUnsafeBufferPointer { points in
            costs.withUnsafeMutableBufferPointer {
                table.costs(UnsafeMutableBufferPointer(rebasing: $0[..<count]), of: points)
            }
        }
        points.removeAll(keepingCapacity: true)
        for cost in costs[..<count] { look(cost) }
    }
    while true {
        if agrees(choices) { points += choices }
        if points.count == chunk * choices.count { flush() }
        guard let layer = choices.indices.last(where: { Int(choices[$0]) + 1 < table.layers[$0].options }) else {
            break
        }
        choices[layer] += 1
        for later in choices.indices where later > layer { choices[later] = 0 }
    }
    flush()
}
