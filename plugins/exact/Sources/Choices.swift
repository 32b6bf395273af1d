import Optimisation

/// The options still in play, layer by layer, with their least and most.
struct Choices: Sendable {
    let kinds: Int
    /// The first row of each layer, and one past the last.
    private(set) var first: [Int] = [0]
    /// The table's number of each row's option.
    private(set) var option: [Int32] = []
    private(set) var energy: [Double] = []
    private(set) var delay: [Double] = []
    private(set) var counts: [Int32] = []
    /// The class of each row; see ``Agreement``.
    private(set) var classes: [Int] = []

    private(set) var leastDelay: [Double] = []
    private(set) var leastEnergy: [Double] = []
    /// `[layer × kinds]`.
    private(set) var leastCounts: [Int32] = []
    private(set) var mostCounts: [Int32] = []

    var layers: Int { first.count - 1 }

    /// All options of a table that no other option of their layer and class equals or
    /// betters in energy, delay and every count. Since all three only ever add
    /// up or go through a maximum, some optimal design uses none of the rest.
    /// - Parameter withEnergy: false to count every energy as zero.
    init(_ table: LayerTable, _ agreement: Agreement, withEnergy: Bool) {
        kinds = table.resources.count
        for layer in table.layers {
            let rows = layer.firstRow..<(layer.firstRow + layer.options)
            func covers(_ a: Int, _ b: Int) -> Bool {
                agreement.classOfRow[a] == agreement.classOfRow[b]
                    && (!withEnergy || table.energy[a] <= table.energy[b]) && table.delay[a] <= table.delay[b]
                    && (0..<table.resources.count).allSatisfy {
                        table.counts[a * kinds + $0] <= table.counts[b * kinds + $0]
                    }
            }
            for row in rows
            where !rows.contains(where: { $0 != row && covers($0, row) && ($0 < row || !covers(row, $0)) }) {
                add(
                    option: Int32(row - layer.firstRow), energy: withEnergy ? table.energy[row] : 0,
                    delay: table.delay[row],
                    counts: table.counts[(row * kinds)..<((row + 1) * kinds)], class: agreement.classOfRow[row])
            }
            close()
        }
    }

    private init(kinds: Int) { self.kinds = kinds }

    /// Only the rows to keep; nil where a layer would have none.
    func filtered(_ keep: (_ layer: Int, _ row: Int) -> Bool) -> Choices? {
        var result = Choices(kinds: kinds)
        for layer in 0..<layers {
            for row in first[layer]..<first[layer + 1] where keep(layer, row) {
                result.add(
                    option: option[row], energy: energy[row], delay: delay[row],
                    counts: counts[(row * kinds)..<((row + 1) * kinds)], class: classes[row])
            }
            if result.option.count == result.first.last! { return nil }
            result.close()
        }
        return result
    }

    private mutating func add(option: Int32, energy: Double, delay: Double, counts: ArraySlice<Int32>, class: Int) {
        classes.append(`class`)
        self.option.append(option)
        self.energy.append(energy)
        self.delay.append(delay)
        self.counts += counts
    }

    /// Ends a layer.
    private mutating func close() {
        let rows = first.last!..<option.count
        leastDelay.append(rows.map { delay[$0] }.min()!)
        leastEnergy.append(rows.map { energy[$0] }.min()!)
        for kind in 0..<kinds {
            leastCounts.append(rows.map { counts[$0 * kinds + kind] }.min()!)
            mostCounts.append(rows.map { counts[$0 * kinds + kind] }.max()!)
        }
        first.append(option.count)
    }

    /// The sum over layers of the least (or most) count of each kind.
    func total(_ perLayer: [Int32]) -> [Int32] {
        var sum = Array(repeating: Int32(0), count: kinds)
        for layer in 0..<layers {
            for kind in 0..<kinds { sum[kind] += perLayer[layer * kinds + kind] }
        }
        return sum
    }
}
