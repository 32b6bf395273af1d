import Optimisation

/// What layers cost where the network itself varies, by the probabilities of all gates: those of the layers' candidates
/// and of each choice about the network.
///
/// A row of the table stands for one candidate where some choices about the network have certain values. With p_l(o)
/// the probability of candidate o and q_v(w) that of value w of choice v,
///
///     P(row) = p_l(o)·Π_v q_v(w_v)        of a layer that is left out Π_v q_v(w_v)
///
/// are the probabilities that ``ExpectedCost`` is asked with. Where all are certain its numbers are `evaluate`'s;
/// otherwise energy and delay of each layer are their means, while the counts of crossbars are taken as independent
/// between layers though layers of one stage share their width.
struct CoupledCosts: Sendable {
    let table: LayerTable
    private let coupling: RowCoupling
    /// Numbers of candidates of each layer, then of the values of each choice about the network, for ``Gates``.
    let options: [Int]

    init(_ table: LayerTable, _ coupling: RowCoupling) {
        self.table = table
        self.coupling = coupling
        options =
            table.layers.map { layer in
                1 + ((layer.firstRow..<layer.firstRow + layer.options).compactMap { coupling.options[$0] }.max() ?? 0)
            } + coupling.values
    }

    /// What a row's probability is the product of, as places among the probabilities.
    private func factors(_ layer: Int, _ row: Int) -> [(gate: Int, option: Int)] {
        var factors = coupling.conditions[row].map { (gate: table.layers.count + $0.variable, option: $0.value) }
        if let option = coupling.options[row] { factors.append((layer, option)) }
        return factors
    }

    /// The row of each layer in a design.
    /// - Parameter choices: of the layers' candidates, then about the network.
    func rows(_ choices: [Int]) -> [Int32] {
        table.layers.enumerated().map { index, layer in
            let row = (0..<layer.options).first { option in
                let row = layer.firstRow + option
                return coupling.options[row].map { $0 == choices[index] } != false
                    && coupling.conditions[row].allSatisfy { choices[table.layers.count + $0.variable] == $0.value }
            }
            guard let row else { preconditionFailure("a layer has a row for all choices") }
            return Int32(row)
        }
    }

    /// The probabilities of the table's rows.
    /// - Parameter probabilities: of the layers' candidates, then of the choices about the network.
    func joint(_ probabilities: [[Double]]) -> [[Double]] {
        table.layers.enumerated().map { index, layer in
            (layer.firstRow..<layer.firstRow + layer.options).map { row in
                factors(index, row).reduce(1) { $0 * probabilities[$1.gate][$1.option] }
            }
        }
    }

    /// The gradient by the probabilities of ``joint(_:)``, from that by the rows' probabilities.
    func gradient(_ slopes: [[Double]], at probabilities: [[Double]]) -> [[Double]] {
        var result = probabilities.map { $0.map { _ in 0.0 } }
        for (index, layer) in table.layers.enumerated() {
            for option in 0..<layer.options where slopes[index][option] != 0 {
                let factors = factors(index, layer.firstRow + option)
                for (place, factor) in factors.enumerated() {
                    let others = factors.enumerated().reduce(1) {
                        $1.offset == place ? $0 : $0 * probabilities[$1.element.gate][$1.element.option]
                    }
                    result[factor.gate][factor.option] += slopes[index][option] * others
                }
            }
        }
        return result
    }
}
