import Optimisation

/// Iterated local search that learns what single changes are worth.
///
/// From a starting point it goes through the parameters in random order, tries
/// the other values of each, and takes the best whenever it is better. Once
/// no single change is, it tries changes of two parameters: a pair's worth is
/// guessed as the sum of what its changes did alone, and the most promising pairs
/// come first. Beside them it tries joint changes of many parameters that share a
/// domain (layers that all leave one crossbar for another may save a whole tile).
/// When these fail too, it starts again: from a perturbed best point, from a
/// joint change of the latest optimum, from a cross of two good points, or from a point
/// with few different values (H. R. Lourenço, O. C. Martin, T. Stützle, "Iterated Local Search", 2003).
///
/// Several objectives are weighed, as the weighted sum of relative changes, with
/// random weights for each start, which then begins at the best known point by
/// these weights. Constraints by Deb's rules. No point is asked twice, so it ends
/// where a space has no more.
struct LocalSearch: Strategy {
    static let summary = "best single changes, then promising pairs, again and again: iterated local search"
    static let settings = [
        Setting("start", 8, "random points at first"),
        Setting("pairs", 2.0, "pairs tried at a local optimum, for each parameter"),
        Setting("perturbation", 4, "parameters changed when starting again from the best point"),
        Setting("batch", 16, "points asked before their results are known, at most"),
    ]

    enum Phase: Codable {
        /// Several points, of which the best is where to begin.
        case start
        /// The other values of one parameter.
        case single
        /// Changes of several parameters at a local optimum.
        case several
    }

    /// What changing a parameter to a value did to the incumbent: its relative change, less is better.
    struct Effect: Codable {
        var parameter: Int
        var value: Value
        var change: Double
    }

    let start: Int
    let pairs: Double
    let perturbation: Int
    let batch: Int

    var memory = Memory()
    var phase = Phase.start
    /// The points to compare with the incumbent next.
    var probe: [Point] = []
    var incumbent: Trial?
    /// Of the objectives, summing to 1.
    var weights: [Double] = []
    /// Parameters in the order of their turns, and how many turns were in vain.
    var order: [Int] = []
    var turn = 0
    var failures = 0
    var effects: [Effect] = []
    /// Changes of several parameters still to try.
    var queue: [Point] = []
    /// Local optima, the latest last.
    var optima: [Trial] = []

    init(problem: Problem, settings: Settings) throws {
        start = try settings.integer("start", in: 1...1_000_000)
        pairs = try settings.number("pairs", in: 0...1_000_000)
        perturbation = try settings.integer("perturbation", in: 1...1_000_000)
        batch = try settings.integer("batch", in: 1...1_000_000)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        if weights.isEmpty { begin(problem, using: &random) }
        // What is known already takes no asking; a small space may be known entirely.
        for _ in 0..<1000 {
            let unknown = memory.unknown(probe)
            if !unknown.isEmpty { return Array(unknown.prefix(min(count, batch))) }
            conclude(problem, using: &random)
        }
        for _ in 0..<1000 {
            let point = problem.space.sample(using: &random)
            if memory[point] == nil { return [point] }
        }
        return []
    }

    mutating func tell(_ trials: [Trial], problem: Problem) { for trial in trials { memory.add(trial) } }

    /// Takes the probe's results, all known now, and makes the next probe.
    private mutating func conclude(_ problem: Problem, using random: inout SeededRandom) {
        let results = probe.map { memory[$0]! }
        if phase == .single, let incumbent {
            for trial in results { note(trial, beside: incumbent) }
        }
        var improved = false
        for trial in results where incumbent == nil || isBetter(trial.outcome, incumbent!.outcome) {
            (incumbent, improved) = (trial, true)
        }
        switch phase {
        case .start: sweep(problem, using: &random)
        case .single:
            failures = improved ? 0 : failures + 1
            turn += 1
            if failures > order.count { lookFurther(problem, using: &random) } else { tryNext(problem, using: &random) }
        case .several:
            if improved { sweep(problem, using: &random) } else { tryFromQueue(problem, using: &random) }
        }
    }

    /// Begins to go through the parameters.
    private mutating func sweep(_ problem: Problem, using random: inout SeededRandom) {
        order = problem.space.parameters.indices.filter { problem.space.parameters[$0].domain.count != 1 }
        random.shuffle(&order)
        (turn, failures, phase) = (0, 0, .single)
        tryNext(problem, using: &random)
    }

    private mutating func tryNext(_ problem: Problem, using random: inout SeededRandom) {
        guard let incumbent, !order.isEmpty else { return begin(problem, using: &random) }
        let parameter = order[turn % order.count]
        probe = problem.space.others(incumbent.point, at: parameter, using: &random)
    }

    /// At a local optimum: the queue of changes of several parameters.
    private mutating func lookFurther(_ problem: Problem, using random: inout SeededRandom) {
        guard let incumbent else { return begin(problem, using: &random) }
        phase = .several
        let most = Int(pairs * Double(order.count))
        queue =
            promisingPairs(of: incumbent.point, most: most, in: problem.space, using: &random)
            + jointChanges(of: incumbent.point, in: problem.space, using: &random)
        tryFromQueue(problem, using: &random)
    }

    private mutating func tryFromQueue(_ problem: Problem, using random: inout SeededRandom) {
        guard !queue.isEmpty else {
            if let incumbent { optima.append(incumbent) }
            return begin(problem, using: &random)
        }
        probe = Array(queue.prefix(4))
        queue.removeFirst(probe.count)
    }

    /// A new start, with new weights.
    private mutating func begin(_ problem: Problem, using random: inout SeededRandom) {
        let draws = problem.objectives.map { _ in -logarithm(1 - random.unit()) }
        weights = draws.map { $0 / draws.reduce(0, +) }
        (phase, incumbent, queue) = (.start, nil, [])
        let space = problem.space
        guard !memory.trials.isEmpty else {
            probe = space.diagonals + (0..<start).map { _ in space.sample(using: &random) }
            return
        }
        let best = memory.trials.reduce(memory.trials[0]) { isBetter($1.outcome, $0.outcome) ? $1 : $0 }
        let dice = random.unit()
        if dice < 0.3 {
            probe = [space.mutated(best.point, parameters: perturbation, using: &random)]
        } else if dice < 0.55, let optimum = optima.last {
            let joint = jointChanges(of: optimum.point, in: space, using: &random)
            probe = joint.isEmpty ? [space.palettePoint(using: &random)] : [joint[random.below(joint.count)]]
        } else if dice < 0.8, !optima.isEmpty {
            let other = optima[random.below(optima.count)]
            probe = [
                space.mutated(space.crossed(best.point, other.point, using: &random), parameters: 1, using: &random)
            ]
        } else {
            probe = [space.palettePoint(using: &random)]
        }
    }
}

public let plugin = StrategyPlugin("local-search", LocalSearch.self)
