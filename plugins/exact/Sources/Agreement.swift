import Optimisation

/// What a partial design has to remember of choices that several layers depend on, so that its layers agree about them.
///
/// After the first p layers these are the **values** of the variables (see ``RowCoupling``) that some layer before p
/// and some layer from p on has conditions about: the **states** of cut p. A variable that no row so far says anything
/// about has no value yet (−1): its block is left out. Rows of a layer with the same conditions are one **class**.
///
/// A table without a coupling has one state everywhere and one class a layer.
struct Agreement: Sendable {
    /// The first state of each cut, `0 ... layers`, and one past the last; the first cut and the last have one state.
    let firstState: [Int]
    /// The first class of each layer, and one past the last.
    let firstClass: [Int]
    /// For each row of the table its class within its layer.
    let classOfRow: [Int]
    /// For each layer, where its steps begin; for each state and class the state after it within the next cut, −1 where
    /// the class contradicts the state.
    private let firstStep: [Int]
    private let steps: [Int32]
    /// For each layer and class its conditions.
    let conditions: [[[RowCoupling.Condition]]]
    /// How many values each variable has.
    let values: [Int]

    var layers: Int { firstClass.count - 1 }

    init(_ table: LayerTable, _ coupling: RowCoupling?) {
        var classOfRow: [Int] = [], firstClass = [0]
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
            firstClass.append(firstClass.last! + own.count)
        }
        (self.classOfRow, self.firstClass, self.conditions) = (classOfRow, firstClass, conditions)
        values = coupling?.values ?? []
        let mentioned = conditions.map { Set($0.joined().map(\.variable)) }
        var firstState = [0, 1], firstStep = [0], steps: [Int32] = []
        var current: [[Int: Int]] = [[:]]
        for layer in conditions.indices {
            let later = mentioned[(layer + 1)...].reduce(into: Set<Int>()) { $0.formUnion($1) }
            var numbers: [[Int: Int]: Int32] = [:], list: [[Int: Int]] = []
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
            current = list
            firstStep.append(steps.count)
            firstState.append(firstState.last! + list.count)
        }
        (self.firstState, self.firstStep, self.steps) = (firstState, firstStep, steps)
    }

    func states(_ cut: Int) -> Int { firstState[cut + 1] - firstState[cut] }
    func classes(_ layer: Int) -> Int { firstClass[layer + 1] - firstClass[layer] }

    /// The states after a layer, `[state × class]`.
    func steps(_ layer: Int) -> ArraySlice<Int32> { steps[firstStep[layer]..<firstStep[layer + 1]] }

    /// The least sums of one term a layer, from each layer and state on, over designs whose layers agree.
    ///
    /// - Parameter terms: of each class of each layer; infinite where the layer has no row of the class.
    /// - Returns: by ``firstState``.
    func sumsToCome(_ terms: [Double]) -> [Double] {
        var sums = [Double](repeating: .infinity, count: firstState.last!)
        sums[firstState[layers]] = 0
        for layer in (0..<layers).reversed() {
            var step = firstStep[layer]
            let after = firstState[layer + 1], first = firstClass[layer], end = firstClass[layer + 1]
            for state in firstState[layer]..<firstState[layer + 1] {
                var least = Double.infinity
                for own in first..<end {
                    let next = steps[step]
                    step += 1
                    if next >= 0 { least = min(least, terms[own] + sums[after + Int(next)]) }
                }
                sums[state] = least
            }
        }
        return sums
    }

    /// How much more than the least sum a design with each class has at least, the class's own term apart.
    /// - Precondition: the least sum is finite.
    func excess(_ terms: [Double], toCome: [Double]) -> [Double] {
        var before = [Double](repeating: .infinity, count: firstState.last!)
        before[0] = 0
        var excess = [Double](repeating: .infinity, count: terms.count)
        for layer in 0..<layers {
            var step = firstStep[layer]
            let after = firstState[layer + 1], first = firstClass[layer], end = firstClass[layer + 1]
            for state in firstState[layer]..<firstState[layer + 1] {
                for own in first..<end {
                    let next = steps[step]
                    step += 1
                    guard next >= 0 else { continue }
                    let place = after + Int(next)
                    excess[own] = min(excess[own], before[state] + toCome[place] - toCome[0])
                    before[place] = min(before[place], before[state] + terms[own])
                }
            }
        }
        return excess
    }

    /// The class of each layer, within the layer, where the sum of terms is least; nil where no layers agree.
    func best(_ terms: [Double], toCome: [Double]) -> [Int]? {
        guard toCome[0] < .infinity else { return nil }
        var state = 0
        return (0..<layers).map { layer in
            var best = 0, least = Double.infinity
            let count = classes(layer)
            for own in 0..<count {
                let next = steps[firstStep[layer] + state * count + own]
                guard next >= 0 else { continue }
                let sum = terms[firstClass[layer] + own] + toCome[firstState[layer + 1] + Int(next)]
                if sum < least { (least, best) = (sum, own) }
            }
            state = Int(steps[firstStep[layer] + state * count + best])
            return best
        }
    }
}
