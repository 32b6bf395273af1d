import Optimisation

/// The best designs known so far, none dominated by another in the objectives.
struct Archive {
    struct Member: Sendable {
        var choices: [Int32]
        var cost: DesignCost
    }

    let goal: Goal
    private(set) var members: [Member] = []
    /// Objective values, `[member × objectives]`.
    private var values: [Double] = []

    init(goal: Goal) { self.goal = goal }

    /// Takes a design that keeps to all limits, unless a member is as good in every objective.
    /// - Returns: whether it is a member now.
    @discardableResult
    mutating func insert(_ choices: @autoclosure () -> [Int32], _ cost: DesignCost) -> Bool {
        guard goal.isAllowed(cost) else { return false }
        let width = goal.objectives.count
        let new = goal.objectives.map { $0.value(cost) }
        for member in members.indices {
            var covered = true
            for i in 0..<width where values[member * width + i] > new[i] {
                covered = false
                break
            }
            if covered { return false }
        }
        var kept = 0
        for member in members.indices {
            var dominated = true
            for i in 0..<width where values[member * width + i] < new[i] {
                dominated = false
                break
            }
            if dominated { continue }
            if kept != member {
                members[kept] = members[member]
                for i in 0..<width { values[kept * width + i] = values[member * width + i] }
            }
            kept += 1
        }
        members.removeSubrange(kept...)
        values.removeSubrange((kept * width)...)
        members.append(Member(choices: choices(), cost: cost))
        values += new
        return true
    }

    /// The total energy from which on a design with at least this delay and
    /// area is of no use: it breaks a limit, or a member is as good in every
    /// objective. Infinite where nothing is known, −∞ where no energy helps.
    func usefulEnergy(delay: Double, area: Double) -> Double {
        var most = memberEnergy(delay: delay, area: area)
        for cap in goal.caps {
            let factor = cap.product.factor(delay: delay, area: area)
            most = min(most, cap.product.energy(within: cap.limit, factor: factor))
        }
        return most
    }

    /// As `usefulEnergy`, by members alone.
    func memberEnergy(delay: Double, area: Double) -> Double {
        let width = goal.objectives.count
        let factors = goal.objectives.map { $0.factor(delay: delay, area: area) }
        var most = Double.infinity
        for member in members.indices {
            var reached = -Double.infinity
            for i in 0..<width {
                reached = max(
                    reached, goal.objectives[i].energy(reaching: values[member * width + i], factor: factors[i]))
                if reached >= most { break }
            }
            most = min(most, reached)
        }
        return most
    }
}
