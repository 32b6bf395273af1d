import Optimisation

/// The expected cost by the probabilities of all gates: the layers' candidates and, where the network itself varies,
/// the choices about it.
///
/// Where the network varies and maps may have to lie elsewhere than beside their crossbars, what that takes is the
/// likeliest design's, without a slope.
struct GateCost: Sendable {
    private let expected: ExpectedCost
    private let coupled: CoupledCosts?
    /// Numbers of candidates of each gate.
    let options: [Int]

    init(_ table: LayerTable, _ coupling: RowCoupling? = nil) {
        expected = ExpectedCost(coupling != nil && table.mayCrowd ? table.withoutCrowding : table)
        coupled = coupling.map { CoupledCosts(table, $0) }
        options = coupled?.options ?? table.layers.map(\.options)
    }

    /// As ``ExpectedCost/value(_:)``, with a slope for each gate.
    func value(_ probabilities: [[Double]]) -> ExpectedCost.Value {
        guard let coupled else { return expected.value(probabilities) }
        var value = expected.value(coupled.joint(probabilities))
        for slopes in [\ExpectedCost.Value.energySlopes, \.delaySlopes, \.areaSlopes, \.excessSlopes] {
            value[keyPath: slopes] = coupled.gradient(value[keyPath: slopes], at: probabilities)
        }
        if coupled.table.mayCrowd {
            let likeliest = probabilities.map { layer in layer.indices.max { (layer[$0], -$0) < (layer[$1], -$1) } ?? 0
            }
            if let held = coupled.table.crowdingCost(coupled.rows(likeliest)) {
                value.cost.energy += held.energy
                value.cost.delay += held.delay
                value.cost.area += held.area
            }
        }
        return value
    }
}
