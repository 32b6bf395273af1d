import Optimisation

/// The tree-structured Parzen estimator (J. Bergstra, R. Bardenet, Y. Bengio,
/// B. Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011), with
/// densities over whole points (S. Falkner, A. Klein, F. Hutter, "BOHB", ICML 2018).
///
/// The best tenth of the trials, at most `good` of them, are the good ones, the
/// rest the others. A density of the good ones, l, and one of the others, g, are
/// estimated (``Mixture``); of some points drawn from l, the one with the greatest
/// l/g that is not known yet is asked: the one of greatest expected improvement.
/// Old trials among the others count less, so that g follows the search.
///
/// Trials are in order by Deb's rules, by rank of non-dominated sorting where
/// there are several objectives, and within the last rank that fits by crowding,
/// after the multi-objective TPE of Y. Ozaki et al. (GECCO 2020). Points asked
/// and not yet told count among the others, so that a batch spreads out.
struct TPE: Strategy {
    static let summary = "asks where good trials are dense and others are not: tree-structured Parzen estimator"
    static let settings = [
        Setting("startup", 10, "random points at first"),
        Setting("good", 25, "the most trials counted as good"),
        Setting("share", 0.1, "the share of all trials counted as good"),
        Setting("candidates", 24, "points drawn where trials are good, of which the best is asked"),
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
        let dense = Mixture(space, points: good.map { trials[$0].point }, weights: good.map { _ in 1 })
        let known = trials.indices.filter { !isGood[$0] }.map { trials[$0].point }
        var asked: [Point] = []
        while asked.count < min(count, batch) {
            let others = Mixture(
                space, points: known + asked, weights: Self.weights(known.count) + asked.map { _ in 1 })
            var best: (point: Point, score: Double)?
            for _ in 0..<candidates {
                let point = dense.sample(using: &random)
                if asked.contains(point) || trials.contains(where: { $0.point == point }) { continue }
                let score = dense.logDensity(at: point) - others.logDensity(at: point)
                if best == nil || score > best!.score { best = (point, score) }
            }
            // All of them are known: next to one of the good ones.
            asked.append(best?.point ?? space.mutated(dense.sample(using: &random), parameters: 1, using: &random))
        }
        return asked
    }

    /// 1 for the latest 25, falling to 1/count for the first (Bergstra, Yamins, Cox, ICML 2013).
    private static func weights(_ count: Int) -> [Double] {
        let ramp = count - 25
        return (0..<count).map { index in
            index >= ramp
                ? 1
                : ramp == 1
                    ? 1 / Double(count)
                    : 1 / Double(count) + (1 - 1 / Double(count)) * Double(index) / Double(ramp - 1)
        }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) { self.trials += trials }
}

public let plugin = StrategyPlugin("tpe", TPE.self)
