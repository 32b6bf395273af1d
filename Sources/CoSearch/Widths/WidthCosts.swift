import Search

/// What layers cost at each width of theirs and of the layers that they read.
///
/// A layer of several widths takes more or fewer columns, and the one that reads it rows. With p_l(o) the probability of candidate o,
/// q_g(w) that of width w in a group, g(l) the group of layer l's outputs and h(l) that of its inputs, the table has a row for
/// each (o, v, w), and
///
///     P_l(o, v, w) = p_l(o)·q_g(l)(v)·q_h(l)(w)
///
/// are the probabilities that ``ExpectedCost`` is asked with. Where all are certain its numbers are `evaluate`'s; otherwise energy and delay of each
/// layer are their means, while the counts of crossbars are taken as independent between layers though layers of one group share their width.
/// What it takes to hold maps that do not fit beside their crossbars is left out of these: the designs that are chosen are priced with it.
public struct WidthCosts: Sendable {
    /// Candidates count most, then own widths, then those of the input.
    public let table: LayerTable
    private let stages: [Stage]
    private let widths: [Int]

    struct Stage: Hashable, Sendable {
        var candidates: Int
        /// Groups; nil where there is no choice.
        var own, input: Int?
    }

    /// - Parameters:
    ///   - base: the table at the network's own widths.
    ///   - price: the table of the same candidates where each group has the given one of its widths.
    init(_ plan: SupernetPlan, _ choices: WidthChoices, base: LayerTable, price: ([Int]) throws -> LayerTable) throws {
        let widths = choices.options
        let stages = plan.graph.stages.enumerated().map { index, stage in
            let own = choices.groupOfLayer[stage.anchor]
            let input = choices.groupOfLayer[choices.network.layers[stage.anchor].inputs[0]]
            return Stage(candidates: plan.paths[index].count, own: own, input: input == own ? nil : input)
        }
        (self.widths, self.stages) = (widths, stages)
        // Where a layer knows one group alone, all groups have the same of their widths: few tables serve all layers.
        var tables: [[Int]: LayerTable] = [:]
        func priced(_ groups: [Int]) throws -> LayerTable {
            if let known = tables[groups] { return known }
            let table = try price(groups)
            tables[groups] = table
            return table
        }
        var layers: [(name: String, rows: [LayerTable.Row])] = []
        for (index, stage) in stages.enumerated() {
            let own = stage.own.map { widths[$0] } ?? 1, input = stage.input.map { widths[$0] } ?? 1
            let prices = try (0..<own).map { v in
                try (0..<input).map { w in
                    var groups = widths.map { min(stage.own != nil ? v : w, $0 - 1) }
                    if let group = stage.own { groups[group] = v }
                    if let group = stage.input { groups[group] = w }
                    return try priced(groups).rows(of: index)
                }
            }
            let rows = (0..<stage.candidates).flatMap { option in
                (0..<own).flatMap { v in (0..<input).map { w in prices[v][w][option] } }
            }
            layers.append((base.layers[index].name, rows))
        }
        table = LayerTable(kinds: base.kinds, layers: layers, timing: base.timing, chip: base.chip, schedule: base.schedule)
    }

    /// The probabilities of the table's rows.
    /// - Parameter probabilities: of the layers' candidates, then of the groups' widths.
    func joint(_ probabilities: [[Double]]) -> [[Double]] {
        stages.indices.map { index in
            let (p, own, input) = factors(index, probabilities)
            return p.flatMap { p in own.flatMap { v in input.map { w in p * v * w } } }
        }
    }

    /// The gradient by candidates' and widths' probabilities, from that by the rows' probabilities.
    func gradient(_ slopes: [[Double]], at probabilities: [[Double]]) -> [[Double]] {
        var result = probabilities.map { $0.map { _ in 0.0 } }
        for (index, stage) in stages.enumerated() {
            let (p, own, input) = factors(index, probabilities)
            var row = 0
            for option in p.indices {
                for v in own.indices {
                    for w in input.indices {
                        let slope = slopes[index][row]
                        result[index][option] += slope * own[v] * input[w]
                        if let group = stage.own { result[stages.count + group][v] += slope * p[option] * input[w] }
                        if let group = stage.input { result[stages.count + group][w] += slope * p[option] * own[v] }
                        row += 1
                    }
                }
            }
        }
        return result
    }

    private func factors(_ index: Int, _ probabilities: [[Double]]) -> (candidates: [Double], own: [Double], input: [Double]) {
        func width(_ group: Int?) -> [Double] { group.map { probabilities[stages.count + $0] } ?? [1] }
        return (probabilities[index], width(stages[index].own), width(stages[index].input))
    }

    /// Numbers of candidates and of widths, for ``Gates``.
    var options: [Int] { stages.map(\.candidates) + widths }
}

extension LayerTable {
    /// The rows of one layer.
    fileprivate func rows(of layer: Int) -> [Row] {
        (0..<layers[layer].options).map { row($0, of: layer) }
    }
}
