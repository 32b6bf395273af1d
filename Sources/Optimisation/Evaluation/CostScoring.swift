/// Turns costs into outcomes, what is wanted having been looked up once.
///
/// Gives what ``Outcome/init(measures:objectives:constraints:)`` gives, without comparing
/// names of measures for each point.
struct CostScoring {
    private enum Product {
        case energy, delay, area, edp, edap, loss, unknown

        init(_ measure: Measure) {
            self =
                switch measure {
                case .energy: .energy
                case .delay: .delay
                case .area: .area
                case .edp: .edp
                case .edap: .edap
                case .loss: .loss
                default: .unknown
                }
        }

        @inline(__always)
        func value(_ cost: DesignCost) -> Double {
            switch self {
            case .energy: cost.energy
            case .delay: cost.delay
            case .area: cost.area
            case .edp: cost.edp
            case .edap: cost.edap
            case .loss: cost.loss ?? .nan
            case .unknown: .nan
            }
        }
    }

    private let objectives: [(product: Product, objective: Objective)]
    private let limits: [(product: Product, constraint: Constraint)]
    private let isMinimized: Bool

    init(objectives: [Objective], constraints: [Constraint]) {
        self.objectives = objectives.map { (Product($0.measure), $0) }
        limits = constraints.map { (Product($0.measure), $0) }
        isMinimized = objectives.allSatisfy { $0.direction == .minimize }
    }

    /// Crossbars beyond the largest chip count as excess.
    func outcome(_ cost: DesignCost) -> Outcome {
        let count = objectives.count
        var isKnown = true
        let values = [Double](unsafeUninitializedCapacity: count) { values, initialized in
            for index in 0..<count {
                let value = objectives[index].product.value(cost)
                if value.isNaN { isKnown = false }
                (values.baseAddress! + index).initialize(to: value)
            }
            initialized = count
        }
        var excess = 0.0
        for limit in limits { excess += limit.constraint.excess(of: limit.product.value(cost)) }
        excess += cost.excess
        guard isKnown else {
            return Outcome(values: values, excess: .infinity, objectives: objectives.map(\.objective))
        }
        // Where everything is minimised the costs are the values: one array serves as both.
        let costs = isMinimized ? values : zip(objectives, values).map { $0.objective.cost(of: $1) }
        return Outcome(values: values, costs: costs, excess: excess)
    }
}
