import Optimisation

/// What a design of a box must satisfy to be of use, as one linear inequality:
///
///     e + slope·D + Σ_g price_g·T_g ≤ bound,     e = Σ_l e_l
///
/// A design is of use only if e + L(T)·D < U(D, A(T)), where U is the archive's
/// `usefulEnergy`, which falls with both arguments. The right side is bounded
/// from above by a plane over the box, the left from below by
///
///     L(T)·D ≥ L(T₀)·D + (L(T) − L(T₀))·D₀        for T ≥ T₀, D ≥ D₀
///     A(T)   ≥ area₀ + Σ_g T_g·leastArea_g         and likewise L(T)
///
/// so that whatever violates the inequality is of no use.
struct Target: Sendable {
    var slope: Double
    /// One a group; all zero in a box of one size.
    var prices: [Double]
    /// Infinite where nothing is known yet.
    var bound: Double
    /// Leakage of the smallest chip of the box, W.
    var leakage: Double
    /// The total energy allowed at the delays `fastest + j·step` and above, for the smallest area.
    var ceilings: [Double]
    var fastest: Double
    var step: Double

    private static let steps = 32

    /// - Returns: nil where nothing in the box is of use.
    init?(_ box: Box, archive: Archive, chip: ChipSize) {
        let low = chip.size(instances: box.fewest)
        leakage = low.leakage
        fastest = box.fastest
        step = (box.slowest - box.fastest) / Double(Self.steps)
        ceilings = []
        for j in 0...Self.steps {
            ceilings.append(archive.usefulEnergy(delay: box.fastest + Double(j) * step, area: box.smallest))
        }
        guard ceilings[0] > -.infinity else { return nil }
        prices = Array(repeating: 0, count: chip.groups.count)
        slope = 0
        bound = .infinity
        guard ceilings[0] < .infinity else { return }

        if archive.goal.objectives.count == 1, archive.memberEnergy(delay: box.slowest, area: box.smallest) > -.infinity
        {
            plane(over: box, archive: archive, chip: chip)
        } else {
            // A staircase: the line parallel to its chord that clears every step.
            let width = box.slowest - box.fastest
            slope = width > 0 ? max(0, ceilings[0] - max(ceilings[Self.steps], 0)) / width : 0
            bound = -.infinity
            for j in 0..<Self.steps { bound = max(bound, ceilings[j] + slope * Double(j + 1) * step) }
            bound += slope * box.fastest
            slope += leakage
        }
    }

    /// One objective: U = v/(D^b·A^c) for the best value v. It is convex in D
    /// and in A, so on the box it lies below the bilinear function of its
    /// corners, and that below the plane through three corners, raised by as
    /// much as the fourth is above it.
    private mutating func plane(over box: Box, archive: Archive, chip: ChipSize) {
        let low = chip.size(instances: box.fewest)
        func energy(_ delay: Double, _ area: Double) -> Double { archive.memberEnergy(delay: delay, area: area) }
        let corner = energy(box.fastest, box.smallest), slow = energy(box.slowest, box.smallest)
        let width = box.slowest - box.fastest, spread = box.largest - box.smallest
        guard corner.isFinite, slow.isFinite else { return }
        slope = width > 0 ? (corner - slow) / width : 0
        bound = corner + slope * box.fastest
        if !box.hasOneSize {
            let large = energy(box.fastest, box.largest), far = energy(box.slowest, box.largest)
            let price = spread > 0 ? (corner - large) / spread : 0
            bound += max(0, corner + far - slow - large)
            // A − A₀ ≥ area₀ − A₀ + Σ T_g·leastArea_g, and the same for leakage times D₀.
            bound += price * (box.smallest - chip.area) + box.fastest * (low.leakage - chip.leakage)
            for (index, group) in chip.groups.enumerated() {
                prices[index] = price * group.leastArea + box.fastest * group.leastLeakage
            }
        }
        slope += leakage
    }

    /// The total energy allowed to a design of at least this delay.
    func ceiling(delay: Double) -> Double {
        guard step > 0, delay > fastest else { return ceilings[0] }
        return ceilings[min(Int((delay - fastest) / step * (1 - 1e-12)), Self.steps)]
    }
}
