import Search

/// What a partial design has to remember of choices that several layers depend on, so that its layers agree about them.
///
/// After the first p layers these are the **values** of the variables (see ``RowCoupling``) that some layer before p and some layer from p on
/// has conditions about: the **states** of cut p. A variable that no row so far says anything about has no value yet (−1): its
/// block is left out. Rows of a layer with the same conditions are one **class**.
///
/// A table without a coupling has one state everywhere and one class a layer.
struct Agreement: Sendable {
    /// Numbers of states, `0 ... layers`; the first cut and the last have one.
    let states: [Int]
    /// For each row of the table its class within its layer.
    let classOfRow: [Int]
    /// Numbers of classes of each layer.
    let classes: [Int]
    /// For each layer the state after it, `[state × class]`; −1 where the class contradicts the state.
    let next: [[Int32]]
    /// For each layer and class its conditions.
    let conditions: [[[RowCoupling.Condition]]]
    /// How many values each variable has.
    let values: [Int]

    init(_ table: LayerTable, _ coupling: RowCoupling?) {
        var classOfRow: [Int] = [], classes: [Int] = []
        var conditions: [[[RowCoupling.Condition]]] = []
        for layer in table.layers {
            var known: [[RowCoupling.Condition]: Int] = [:], own: [[RowCoupling.Condition]] = []
            for row in layer.firstRow..<layer.firstRow + layer.options {
                let these = coupling?.conditions[row] ?? []
                if known[these] == nil {
                    known[these] = own.count
                    own.append(these)
                }
                classOfRow.append(known[these]!)
            }
            conditions.append(own)
            classes.append(own.count)
        }
        (self.classOfRow, self.classes, self.conditions) = (classOfRow, classes, conditions)
        values = coupling?.values ?? []
        let mentioned = conditions.map { Set($0.joined().map(\.variable)) }
        var states = [1], next: [[Int32]] = []
        var current: [[Int: Int]] = [[:]]
        for layer in conditions.indices {
            let later = mentioned[(layer + 1)...].reduce(into: Set<Int>()) { $0.formUnion($1) }
            var numbers: [[Int: Int]: Int32] = [:], list: [[Int: Int]] = [], steps: [Int32] = []
            for state in current {
                for own in conditions[layer] {
                    guard own.allSatisfy({ state[$0.variable] == nil || state[$0.variable] == $0.value }) else {
                        steps.append(-1)
                        continue
                    }
                    var after = state
                    for condition in own { after[condition.variable] = condition.value }
                    after = after.filter { later.contains($0.key) }
                    if numbers[after] == nil {
                        numbers[after] = Int32(list.count)
                        list.append(after)
                    }
                    steps.append(numbers[after]!)
                }
            }
            next.append(steps)
            current = list
            states.append(list.count)
        }
        (self.states, self.next) = (states, next)
    }

    /// The least sum of one term a layer over designs whose layers agree.
    ///
    /// - Parameter terms: `[layer][class]`; infinite where the layer has no row of the class.
    /// - Returns: the least sums from each layer and state on, `[0 ... layers][state]`, and to each.
    func sums(_ terms: [[Double]]) -> (toCome: [[Double]], before: [[Double]]) {
        var toCome = states.map { [Double](repeating: .infinity, count: $0) }
        toCome[terms.count] = [Double](repeating: 0, count: states[terms.count])
        for layer in terms.indices.reversed() {
            for state in 0..<states[layer] {
                var least = Double.infinity
                for own in 0..<classes[layer] {
                    let after = next[layer][state * classes[layer] + own]
                    if after >= 0 { least = min(least, terms[layer][own] + toCome[layer + 1][Int(after)]) }
                }
                toCome[layer][state] = least
            }
        }
        var before = states.map { [Double](repeating: .infinity, count: $0) }
        before[0][0] = 0
        for layer in terms.indices {
            for state in 0..<states[layer] where before[layer][state] < .infinity {
                for own in 0..<classes[layer] {
                    let after = next[layer][state * classes[layer] + own]
                    if after >= 0 { before[layer + 1][Int(after)] = min(before[layer + 1][Int(after)], before[layer][state] + terms[layer][own]) }
                }
            }
        }
        return (toCome, before)
    }

    /// The class of each layer where the sum of terms is least; nil where no layers agree.
    func best(_ terms: [[Double]], toCome: [[Double]]) -> [Int]? {
        guard toCome[0][0] < .infinity else { return nil }
        var state = 0
        return terms.indices.map { layer in
            var best = -1, least = Double.infinity
            for own in 0..<classes[layer] {
                let after = next[layer][state * classes[layer] + own]
                guard after >= 0 else { continue }
                let sum = terms[layer][own] + toCome[layer + 1][Int(after)]
                if sum < least { (least, best) = (sum, own) }
            }
            state = Int(next[layer][state * classes[layer] + best])
            return best
        }
    }
}
