import Quantities
import RealModule

/// How ADCs of Murmann's survey follow the node, in the fit of ``SurveyADC``.
enum SurveyTrend {
    /// Of the feature size in energy.
    static let energyExponent = 1.8800369
    /// Of the feature size in area at the same energy.
    static let lengthInArea = 0.9932795
    /// Of the energy in area.
    static let energyInArea = 0.2991243

    /// Energy of a conversion of the same bits and rate at another node: L^1.880.
    static func energyFactor(from old: Length, to new: Length) -> Double { .pow(new / old, energyExponent) }

    /// Its area: L^(0.9933 + 0.2991·1.880).
    static func areaFactor(from old: Length, to new: Length) -> Double {
        .pow(new / old, lengthInArea + energyInArea * energyExponent)
    }
}
