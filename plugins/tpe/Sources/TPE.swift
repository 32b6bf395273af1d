import Search

/// The tree-structured Parzen estimator (J. Bergstra, R. Bardenet, Y. Bengio,
/// B. Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011).
///
/// The best tenth of the trials, at most `good` of them, are the good ones, the
/// rest the others. For each parameter a density of the good ones' values, l,
/// and of the others', g, is estimated; of some values drawn from l, the one
/// with the greatest l/g is asked: the one of greatest expected improvement.
/// A conditional parameter learns from the trials in which it was active.
///
/// Trials are in order by Deb's rules, by rank of non-dominated sorting where
/// there are several objectives, and within the last rank that fits by crowding,
/// after the multi-objective TPE of Y. Ozaki et al. (GECCO 2020). Points asked
/// and not yet told count among the others, so that a batch spreads out.
struct TPE: Strategy {
    static let summary = "asks where good trials are dense and others are not: tree-structured Parzen estimator"
    static let settings = [
        Setting("startup", 20, "random points at first"),
        Setting("good", 25, "the most trials counted as good"),
        Setting("share", 0.1, "the share of all trials counted as good"),
        Setting("candidates", 24, "values drawn for each parameter, of which the best is asked"),
        Setting("batch", 1, "points asked before their results are known"),
    ]

    private let startup: Int
    private let mostGood: Int
    private let share: Double
    private let candidates: Int
    private let batch: Int
    private var trials: [Trial] = []

    init(problem: Problem, settings: Settings) throws {
        startup = try settings.integer("startup", in: 2...1_000_000)
        mostGood = try settings.integer("good", in: 1...1_000_000)
        share = try settings.number("share", in: 1e-6...1)
        candidates = try settings.integer("candidates", in: 1...1_000_000)
        batch = try settings.integer("batch", in: 1...100_000)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        let space = problem.space
        if trials.count < startup {
            return (0..<min(count, max(batch, startup - trials.count))).map { _ in space.sample(using: &random) }
        }
        let good = bestTrials(trials, count: min(mostGood, max(1, Int((share * Double(trials.count)).rounded(.up)))))
        let isGood = good.reduce(into: Array(repeating: false, count: trials.count)) { $0[$1] = true }
        let models = space.parameters.indices.map { index in
            Model(
                domain: space.parameters[index].domain,
                good: good.map { trials[$0].point[index] },
                others: trials.indices.lazy.filter { !isGood[$0] }.map { [trials] in trials[$0].point[index] })
        }
        var asked: [Point] = []
        while asked.count < min(count, batch) {
            let pending = asked
            var values: [Value] = []
            for index in space.parameters.indices {
                guard space.isActive(index, in: values) else { values.append(.inactive); continue }
                let model = pending.isEmpty ? models[index] : models[index].adding(others: pending.map { $0[index] })
                values.append(model.best(of: candidates, using: &random))
            }
            asked.append(Point(values))
        }
        return asked
    }

    mutating func tell(_ trials: [Trial], problem: Problem) { self.trials += trials }
}

public let plugin = StrategyPlugin("tpe", TPE.self)
