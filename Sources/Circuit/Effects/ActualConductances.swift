import Hardware
import Quantities
import Random
import RealModule

extension Device {
    /// Conductance of a level: evenly spaced from off (0) to on (`levels` − 1).
    public func conductance(ofLevel level: Int) -> Conductance {
        let share = levels > 1 ? Double(level) / Double(levels - 1) : 1
        return offConductance + (onConductance - offConductance) * share
    }

    /// Levels drawn evenly and independently, as conductances: cells to try a crossbar with.
    public func randomCells(rows: Int, columns: Int, seed: UInt64) -> Grid<Dimensions.Conductance> {
        let draws = CountedDraws(seed: seed, .level)
        return Grid(
            rows: rows, columns: columns,
            si: (0..<rows * columns).map {
                conductance(ofLevel: min(levels - 1, Int(draws.uniform($0) * Double(levels)))).si
            })
    }

    /// What cells have become when they are used, given what they were meant to be.
    ///
    /// Programming variation multiplies each target by exp(σ·n) with n standard normal (lognormal, the
    /// target its median); drift then multiplies by (t/t₀)^−exponent; stuck cells are at the highest or
    /// lowest conductance whatever they were programmed to, and stay there. Open cells (0 S) that are
    /// not stuck stay open. Same seed, same cells; give each crossbar a seed of its own.
    public func programmed(_ targets: Grid<Dimensions.Conductance>, seed: UInt64) -> Grid<Dimensions.Conductance> {
        let variation = CountedDraws(seed: seed, .programming)
        let fate = CountedDraws(seed: seed, .stuck)
        let drift = effects.drift.map { Double.pow($0.after / $0.reference, -$0.exponent) } ?? 1
        var actual = targets
        for k in actual.si.indices {
            if effects.programmingSigma > 0 {
                actual.si[k] *= Double.exp(effects.programmingSigma * variation.normal(k))
            }
            actual.si[k] *= drift
            if effects.stuckOn > 0 || effects.stuckOff > 0 {
                let u = fate.uniform(k)
                if u < effects.stuckOn {
                    actual.si[k] = onConductance.si
                } else if u > 1 - effects.stuckOff {
                    actual.si[k] = offConductance.si
                }
            }
        }
        return actual
    }

    /// What cells show in one read: each conductance times 1 + σ·n with n standard normal, at least 0.
    ///
    /// Reads with the same seed and number are the same; number the reads of a crossbar to have each
    /// with noise of its own.
    public func read(
        _ cells: Grid<Dimensions.Conductance>, seed: UInt64, number: UInt64
    ) -> Grid<Dimensions.Conductance> {
        guard effects.readNoiseSigma > 0 else { return cells }
        let draws = CountedDraws(seed: seed, .read, round: number)
        var shown = cells
        for k in shown.si.indices {
            shown.si[k] = max(0, shown.si[k] * (1 + effects.readNoiseSigma * draws.normal(k)))
        }
        return shown
    }
}
