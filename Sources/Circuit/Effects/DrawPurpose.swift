import Random

/// What random numbers are drawn for here: each effect has numbers of its own, so that switching one on does not change
/// what another does to the same cells.
package enum DrawPurpose: UInt64 {
    case programming = 1
    case stuck
    case read
    case converterOffset
    case converterGain
    case level
    case surrogateWeights
    case surrogateSamples
    case surrogateBatches
}

extension CountedDraws {
    package init(seed: UInt64, _ purpose: DrawPurpose, round: UInt64 = 0) {
        self.init(seed: seed, purpose: purpose.rawValue, round: round)
    }
}
