import Search

/// The expected cost by the probabilities of all gates: the layers' candidates and, where the network itself varies, the choices about it.
struct GateCost: Sendable {
    private let expected: ExpectedCost
    private let coupled: CoupledCosts?
    /// Numbers of candidates of each gate.
    let options: [Int]

    init(_ table: LayerTable, _ coupling: RowCoupling? = nil) {
        expected = ExpectedCost(table)
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
        return value
    }
}
