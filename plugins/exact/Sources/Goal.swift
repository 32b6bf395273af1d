import Optimisation

/// E^a · D^b · A^c with a = 0 or 1: what the solver can minimise or limit.
struct Product: Sendable {
    var energy, delay, area: Int

    /// The factor besides energy.
    func factor(delay d: Double, area a: Double) -> Double { d.power(delay) * a.power(area) }

    func value(_ cost: DesignCost) -> Double {
        (energy == 0 ? 1 : cost.energy) * factor(delay: cost.delay, area: cost.area)
    }

    /// The least total energy with which a design of this delay and area, or more
    /// of either, has a product of at least `limit`.
    func energy(reaching limit: Double, factor: Double) -> Double {
        if energy == 0 { return factor >= limit ? -.infinity : .infinity }
        if limit <= 0 { return -.infinity }
        return factor == 0 ? .infinity : limit / factor
    }

    /// The most energy with which a design of this delay and area has a product
    /// of at most `limit`; −∞ where none has.
    func energy(within limit: Double, factor: Double) -> Double {
        if energy == 0 || factor == 0 { return (energy == 0 ? factor : 0) <= limit ? .infinity : -.infinity }
        return limit < 0 ? -.infinity : limit / factor
    }
}

/// What is wanted, in terms that the solver can prove something about.
struct Goal: Sendable {
    struct Cap: Sendable {
        var product: Product
        var limit: Double
    }

    var objectives: [Product]
    /// Upper limits besides those of the chip.
    var caps: [Cap]
    var constraints: [Constraint]

    /// - Throws: `StrategyError` for a measure that is no product of energy,
    ///   delay and area, one to be maximised, or a lower limit: dominance
    ///   between partial designs holds only where less is better.
    init(objectives: [Objective], constraints: [Constraint]) throws(StrategyError) {
        func product(_ measure: Measure) throws(StrategyError) -> Product {
            guard let powers = measure.powers, 0...1 ~= powers.energy else {
                throw StrategyError(
                    "exact knows energy, delay, area, edp and edap, which it adds up from a table; for '\(measure)' use another strategy"
                )
            }
            return Product(energy: powers.energy, delay: powers.delay, area: powers.area)
        }
        self.objectives = []
        for objective in objectives {
            guard objective.direction == .minimize else {
                throw StrategyError(
                    "exact minimises; '\(objective.measure)' is to be maximised, for which another strategy is right")
            }
            self.objectives.append(try product(objective.measure))
        }
        caps = []
        for constraint in constraints {
            guard constraint.relation == .atMost else {
                throw StrategyError(
                    "exact keeps to upper limits; '\(constraint.measure)' has a lower one, for which another strategy is right"
                )
            }
            caps.append(Cap(product: try product(constraint.measure), limit: constraint.limit))
        }
        self.constraints = constraints
    }

    /// Whether energy matters at all.
    var usesEnergy: Bool { objectives.contains { $0.energy > 0 } || caps.contains { $0.product.energy > 0 } }

    func isAllowed(_ cost: DesignCost) -> Bool { excess(cost) == 0 }

    func excess(_ cost: DesignCost) -> Double {
        constraints.reduce(cost.excess) { $0 + $1.excess(of: cost[$1.measure]!) }
    }
}

extension Double {
    /// A small non-negative power by multiplication.
    func power(_ exponent: Int) -> Double {
        var product = 1.0
        for _ in 0..<exponent { product *= self }
        return product
    }
}
