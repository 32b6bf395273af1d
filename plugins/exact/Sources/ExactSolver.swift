import Optimisation

/// Finds provably optimal designs of per-layer choices.
///
///     var solver = try ExactSolver(table: table, objectives: [Objective(.edap)])
///     let optimum = try solver.solve()[0]
///     print(optimum.cost.edap, optimum.choices)
///
/// Energy, delay and area are E = Σe + L(n)·D, D = the longest path, A(n), with n = Σ crossbars of each kind; see
/// ``LayerTable``. All of them, and their products, never fall when e, a delay or a count grows. That is all the proof
/// needs.
///
/// ## The algorithm
///
/// Branch and bound over **boxes** (ranges of the instances T_g of each group of
/// the chip, of A and of D) with dynamic programming inside:
///
/// 1. Good designs by local search make the first **archive**: the best design
///    known, or, with several objectives, a front.
/// 2. A box is described by one linear inequality that every design of use in
///    it satisfies (``Target``): of use is what no member of the archive equals
///    or betters in all objectives.
/// 3. The Lagrangian relaxation of "is there such a design" falls apart into one
///    minimum a layer (``Relaxation``). It discards boxes and options, and its
///    multipliers bound every partial design from below.
/// 4. Where few options are left, partial designs (**labels**) are extended layer by layer (``Extension``, ``Stage``).
///    A label is dropped when a bound shows that nothing of use comes of it, or when another label of the same layer
///    has no more energy, no later finishing times and no more crossbars (``Labels``). The complete labels go into the
///    archive. Where blocks or channels of the network vary, layers depend on the same choices: labels remember them,
///    and only those that agree about them are compared (``Agreement``).
/// 5. Where too many labels come up, only the most promising are extended, which
///    finds better designs, and the box is halved.
///
/// ## Why the result is optimal
///
/// Let x be a design that no member of the archive equals or betters when the
/// search ends. x lies in a box, and in one of the halves of every box that was
/// halved, so some box that holds x was settled. Archives only improve, so x was
/// of use then too; hence x satisfies the box's inequality, its relaxation did
/// not discard the box, and none of x's options was dropped: each of these
/// needs a lower bound above the target, and the bounds hold for every design of
/// the box. So x's first label was there. If a label leading to x was dropped by
/// dominance, the dominating label completed by the rest of x gives x′, which
/// has no more energy, delay or crossbars than x, so is of use as well and
/// passes the same bounds (crossbars below what the box's smallest chip has room
/// for are compared as equal: in this box they cost nothing). By induction some
/// such x′ was completed and offered to the archive, which then had a member
/// that equals or betters x: a contradiction.
///
/// There is no tolerance in the result. Labels add in the table's own order, so
/// that their sums are the table's, and rounding is monotone, so that dominance
/// holds for the rounded sums too. Bounds, which add in another order, discard
/// only what is beyond them by more than their rounding errors can be. So the
/// result is the minimum of the numbers that ``LayerTable/cost(_:)`` gives, bit for bit.
///
/// ## Effort
///
/// Exponential in the worst case: the problem contains multidimensional
/// multiple-choice knapsack. Memory is limited by `mostLabels`; a search that
/// needs more ends with an error, never with an unproven answer.
///
/// Sources: A. M. Geoffrion, "Lagrangean relaxation for integer programming"
/// (1974); M. L. Fisher, Management Science 27 (1981); E. Q. V. Martins, "On a
/// multicriteria shortest path problem", EJOR 16 (1984), for labels and their
/// dominance; P. Sinha and A. A. Zoltners, "The multiple-choice knapsack
/// problem", Operations Research 27 (1979); M. Ehrgott, "Multicriteria
/// Optimization" (2005), for fronts by limits on all objectives but one.
public struct ExactSolver {
    /// One optimal design.
    public struct Solution: Sendable, Hashable {
        /// The option at each layer.
        public var choices: [Int32]
        public var cost: DesignCost
    }

    /// How much work the proof took.
    public struct Effort: Sendable, Hashable {
        public var boxes = 0
        public var labels = 0
    }

    public private(set) var effort = Effort()
    /// What layers share shows in its costs.
    let table: LayerTable
    /// The same layers as if they shared nothing: no design costs less than this says.
    private let relaxed: LayerTable
    /// The best designs by that, where they are not the same.
    private var bounds: Archive
    let goal: Goal
    let graph: DelayGraph
    let agreement: Agreement
    let all: Choices
    private let mostLabels: Int
    private(set) var archive: Archive
    /// How far it is, in words.
    private var progress = "looking for good designs"
    /// Boxes since labels last found a better design.
    private var idle = 0

    /// - Parameters:
    ///   - coupling: which rows of the table go together; nil where each layer is chosen by itself.
    ///   - mostLabels: how many partial designs of one layer may be held.
    /// - Throws: `StrategyError` where an objective or a constraint is not one
    ///   that can be proven anything about.
    public init(
        table: LayerTable, coupling: RowCoupling? = nil, objectives: [Objective], constraints: [Constraint] = [],
        mostLabels: Int = 20_000_000
    ) throws(StrategyError) {
        self.table = table
        self.mostLabels = mostLabels
        goal = try Goal(objectives: objectives, constraints: constraints)
        graph = DelayGraph(table.timing, layers: table.layers.count)
        agreement = Agreement(table, coupling)
        all = Choices(table, agreement, withEnergy: goal.usesEnergy)
        archive = Archive(goal: goal)
        bounds = Archive(goal: goal)
        relaxed = table.withoutSharing
    }

    /// By what factor an objective of some design can be below those of the best solutions at most: 1 where they are
    /// proven to be optimal.
    ///
    /// Where layers share parts, the proof is one about the relaxed costs, which are never above the true ones: every
    /// design x was discarded since even its relaxed costs are no better than a solution's, or it was completed, or
    /// another design was whose relaxed costs are no worse than those of x. So no design has all objectives below those
    /// of every solution by more than the least factor that brings the solutions down to these relaxed costs.
    public var distance: Double {
        guard table.hasSharing else { return 1 }
        var largest = 1.0
        for bound in bounds.members {
            let low = goal.values(bound.cost)
            var least = Double.infinity
            for member in archive.members {
                let factor = zip(goal.values(member.cost), low).reduce(0.0) {
                    $1.1 > 0 ? max($0, $1.0 / $1.1) : $1.0 > 0 ? .infinity : $0
                }
                least = min(least, factor)
            }
            largest = max(largest, least)
        }
        return largest
    }

    /// What is proven, in words.
    public var conclusion: String {
        if distance <= 1 { return "optimal: no design is better" }
        let percent = (1000 * (1 - 1 / distance)).rounded() / 10
        return "layers share parts of the chip: best known, and no design is better by more than \(percent) %"
    }

    /// The optimal designs: one where there is one objective, the whole front
    /// (one design for each of its points) where there are several; none where
    /// no design keeps to the limits.
    ///
    /// - Throws: `StrategyError` where a part of the space that cannot be
    ///   divided any further needs more labels than `mostLabels`; `StopRequest` where the run it is part of is to stop.
    public mutating func solve() throws -> [Solution] {
        try seed()
        var queue: [Box] = []
        if let root { queue.append(root) }
        while let box = queue.popLast() {
            effort.boxes += 1
            progress =
                "proof: \(effort.boxes) parts of the space examined, \(queue.count) open, \(archive.members.count) best"
            switch try examine(box) {
            case .settled: continue
            case .open(let box):
                guard let halves = halves(of: box) else {
                    throw StrategyError(
                        "the proof needs more than \(mostLabels) partial designs of a layer; ask for fewer objectives, a smaller space, or set a higher 'labels'"
                    )
                }
                queue += halves
                // The most promising last; earlier ones first among equals.
                queue.sort { $0.rank > $1.rank }
            }
        }
        return archive.members.map { Solution(choices: $0.choices, cost: $0.cost) }
            .sorted { goal.values($0.cost).lexicographicallyPrecedes(goal.values($1.cost)) }
    }

    private enum Finding {
        /// Nothing of use is left in it.
        case settled
        case open(Box)
    }

    /// Good designs to begin with. The random source has a seed of its own:
    /// it decides how long the proof takes and nothing else.
    private mutating func seed() throws(StopRequest) {
        var random = SeededRandom(seed: 0)
        let descent = Descent(table: table, goal: goal, choices: all, agreement: agreement)
        let count = goal.objectives.count
        // A step from one design to another whose layers agree takes longer.
        let starts = agreement.values.isEmpty ? (count == 1 ? 60 : 200) : 20
        for start in 0..<starts {
            try Thinking.pause(progress)
            var weights = goal.objectives.map { _ in -logarithm(1 - random.unit()) }
            if start < count { weights = goal.objectives.indices.map { $0 == start ? 1 : 1e-6 } }
            guard let first = descent.randomStart(using: &random) else { return }
            descent.improve(first, weights: weights, into: &archive)
        }
    }

    var plain: Multipliers { Multipliers(kinds: all.kinds, graph: graph, chip: table.chip) }

    /// The box of all designs.
    private var root: Box? {
        let none = table.chip.groups.map { _ in 0 }
        var box = Box(
            fewest: none, most: [], smallest: table.chip.size(instances: none).area, largest: 0, fastest: 0, slowest: 0,
            rank: 0)
        var most = all.total(all.mostCounts)
        for kind in most.indices { most[kind] = min(most[kind], Int32(clamping: table.chip.limits[kind] ?? .max)) }
        box.most = table.chip.groups.map { $0.instances(counts: most) }
        box.largest = table.chip.size(instances: box.most).area
        box.slowest =
            graph.paths(
                (0..<all.layers).map { layer in
                    (all.first[layer]..<all.first[layer + 1]).map { all.delay[$0] }.max()!
                }
            ).total
        for cap in goal.caps where cap.product.energy == 0 {
            if cap.product.area == 0, cap.product.delay == 1 { box.slowest = min(box.slowest, cap.limit) }
            if cap.product.area == 1, cap.product.delay == 0 { box.largest = min(box.largest, cap.limit) }
        }
        return box.slowest >= 0 && box.largest >= box.smallest ? box : nil
    }

    private mutating func examine(_ given: Box) throws(StopRequest) -> Finding {
        var box = given
        var choices = all
        var relaxation: Relaxation
        var multipliers = box.multipliers ?? plain
        var rounds = 0
        while true {
            try Thinking.pause(progress)
            guard let left = fitted(choices, to: &box) else { return .settled }
            guard let target = Target(box, archive: archive, chip: table.chip) else { return .settled }
            if let useless = target.ceilings.firstIndex(of: -.infinity) {
                box.slowest = min(box.slowest, box.fastest + Double(useless) * target.step)
            }
            choices = left
            relaxation = Relaxation(
                choices: choices, agreement: agreement, graph: graph, chip: table.chip, box: box, target: target,
                budgets: Box.budgets(box.most, chip: table.chip))
            multipliers = relaxation.ascend(
                from: multipliers, isFirst: box.multipliers == nil, iterations: box.multipliers == nil ? 100 : 40
            ) { [table] rows in
                let options = rows.map { choices.option[$0] }
                archive.insert(options, table.cost(options))
            }
            box.multipliers = multipliers
            let value = relaxation.value(multipliers)
            let room = relaxation.bound + value.tolerance - value.bound
            if room < 0 { return .settled }
            box.rank =
                relaxation.energyWeight > 0 ? value.bound / max(relaxation.bound, .leastNormalMagnitude) : box.fastest
            let excess = agreement.excess(value.terms, toCome: value.toCome)
            guard
                let fewer = choices.filtered({ layer, row in
                    relaxation.term(row, delayWeight: value.delayWeights[layer], countWeights: value.countWeights)
                        + excess[agreement.firstClass[layer] + choices.classes[row]] <= room
                })
            else { return .settled }
            rounds += 1
            let before = choices.option.count
            choices = fewer
            if rounds == 6 || fewer.option.count > before * 9 / 10 { break }
        }
        guard let left = fitted(choices, to: &box) else { return .settled }
        guard let target = Target(box, archive: archive, chip: table.chip) else { return .settled }
        relaxation = Relaxation(
            choices: left, agreement: agreement, graph: graph, chip: table.chip, box: box, target: target,
            budgets: Box.budgets(box.most, chip: table.chip))
        return try extend(relaxation, multipliers) ? .settled : .open(box)
    }

    /// Settles a box by labels, where that takes no more than its share.
    private mutating func extend(_ relaxation: Relaxation, _ multipliers: Multipliers) throws(StopRequest) -> Bool {
        let box = relaxation.box
        let isLast = box.divisions(chip: table.chip, byArea: goal.objectives.count == 1).isEmpty
        // More the smaller the box, so that all attempts at large ones cost little beside those that succeed.
        let share = 500 << min(box.depth / 4, 24)
        let sets = [multipliers, plain]
        let extended = Extension(relaxation: relaxation, bounds: sets.map(relaxation.value), multipliers: sets)
        idle += 1
        let result = try extended.run(
            limit: isLast ? mostLabels : min(share, mostLabels), goesOn: !isLast && (idle < 20 || idle % 16 == 0),
            progress: progress)
        effort.labels += result.stages.reduce(0) { $0 + $1.count }
        guard let complete = result.stages.last else { return result.isComplete }
        for label in 0..<complete.count {
            let options = result.rows(of: label).map { relaxation.choices.option[$0] }
            if table.hasSharing {
                let cost = relaxed.cost(options)
                if goal.isAllowed(cost) { bounds.insert(options, cost) }
            }
            if archive.insert(options, table.cost(options)) { idle = 0 }
        }
        return result.isComplete
    }
}

extension Goal {
    func values(_ cost: DesignCost) -> [Double] { objectives.map { $0.value(cost) } }
}
