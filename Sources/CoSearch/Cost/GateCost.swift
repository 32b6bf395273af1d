import Search

/// The expected cost by the probabilities of all gates: the layers' candidates and, where widths are searched, the groups' widths.
struct GateCost: Sendable {
    private let expected: ExpectedCost
    private let widths: WidthCosts?
    /// Numbers of candidates of each gate.
    let options: [Int]

    init(_ table: LayerTable, _ widths: WidthCosts?) {
        expected = ExpectedCost(widths?.table ?? table)
        self.widths = widths
        options = widths?.options ?? table.layers.map(\.options)
    }

    /// As ``ExpectedCost/value(_:)``, with a slope for each gate.
    func value(_ probabilities: [[Double]]) -> ExpectedCost.Value {
        guard let widths else { return expected.value(probabilities) }
        var value = expected.value(widths.joint(probabilities))
        for slopes in [\ExpectedCost.Value.energySlopes, \.delaySlopes, \.areaSlopes, \.excessSlopes] {
            value[keyPath: slopes] = widths.gradient(value[keyPath: slopes], at: probabilities)
        }
        return value
    }
}
