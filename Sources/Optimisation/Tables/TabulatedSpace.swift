/// A space of per-layer choices together with the table of what they cost.
///
/// A layer's option is the mixed-radix number of its parameters' categories, the first parameter counting most: with
/// kernel {3, 5} and crossbar {x32, x64, x128}, option 4 is kernel 5 on x64. Where the network itself varies, a layer
/// has such options for each of the values that matter to it: ``coupling``.
public struct TabulatedSpace: Sendable {
    /// What each layer's options cost; as many layers as ``parameters``.
    public let table: LayerTable
    /// Which rows go together; nil where layers' choices are independent.
    public let coupling: RowCoupling?
    /// The parameters that the coupling's variables are.
    public let variables: [Int]
    /// For each layer, where the rows of its options begin for each combination of its variables' values; empty without
    /// a coupling.
    fileprivate let shapes: [Shape]
    /// For each layer of the table the parameters that choose its option.
    public let parameters: [[Int]]
    private let radices: [[Int]]
    /// For each parameter of the space; of a variable nothing.
    private let slots: [Slot]
    private let domains: [Domain]

    /// The variables that matter to a layer, the last counting least, and by their combination the first of its rows.
    fileprivate struct Shape {
        var variables: [(parameter: Int, count: Int)]
        var firstRows: [Int32]
        /// Whether the layer is there, so that it has a row for each of its options.
        var isThere: [Bool]
    }

    /// How a parameter's value counts in its layer's option.
    private struct Slot {
        var layer = 0
        var weight: Int32 = 0
        var count = 0
        /// Of integers; 0 and 1 for categories.
        var lower = 0
        var step = 1
    }

    /// - Parameter parameters: for each layer, indices into the space's
    ///   parameters; a layer with none has one option.
    /// - Throws: `SpaceError.notTabulable` where a layer's combinations are not
    ///   its options, or a parameter is conditional or chooses for no layer.
    public init(space: Space, table: LayerTable, parameters: [[Int]]) throws(SpaceError) {
        try self.init(space: space, table: table, parameters: parameters, coupling: nil, variables: [])
    }

    /// - Parameters:
    ///   - coupling: which rows go together.
    ///   - variables: the parameters that its variables are.
    /// - Throws: `SpaceError.notTabulable` as above, where a layer lacks a row for some values, and where a parameter
    ///   of a layer is conditional on anything but a variable.
    public init(
        space: Space, table: LayerTable, parameters: [[Int]], coupling: RowCoupling?, variables: [Int]
    ) throws(SpaceError) {
        var used = Set(variables)
        for (index, variable) in variables.enumerated()
        where space.parameters[variable].domain.count != coupling?.values[index] {
            throw .notTabulable(space.parameters[variable].name)
        }
        var radices: [[Int]] = []
        for (layer, indices) in zip(table.layers, parameters) {
            var radix: [Int] = []
            for index in indices {
                let parameter = space.parameters[index]
                guard parameter.condition.map({ variables.contains($0.parameter) }) ?? true,
                    let count = parameter.domain.count, used.insert(index).inserted
                else {
                    throw .notTabulable(parameter.name)
                }
                radix.append(count)
            }
            guard coupling != nil || radix.reduce(1, *) == layer.options else { throw .notTabulable(layer.name) }
            radices.append(radix)
        }
        for index in space.parameters.indices where !used.contains(index) {
            throw .notTabulable(space.parameters[index].name)
        }
        guard parameters.count == table.layers.count else { throw .notTabulable("every layer") }
        var shapes: [Shape] = []
        if let coupling {
            for (layer, radix) in zip(table.layers, radices) {
                guard let shape = Shape(of: layer, options: radix.reduce(1, *), coupling, variables) else {
                    throw .notTabulable(layer.name)
                }
                shapes.append(shape)
            }
        }
        self.shapes = shapes
        self.coupling = coupling
        self.variables = variables
        self.table = table
        self.parameters = parameters
        self.radices = radices
        var slots = Array(repeating: Slot(), count: space.parameters.count)
        for (layer, indices) in parameters.enumerated() {
            var weight: Int32 = 1
            for (index, radix) in zip(indices, radices[layer]).reversed() {
                slots[index] = Slot(layer: layer, weight: weight, count: radix)
                if case .integers(let range, let step, _) = space.parameters[index].domain {
                    (slots[index].lower, slots[index].step) = (range.lowerBound, step)
                }
                weight *= Int32(radix)
            }
        }
        self.slots = slots
        domains = space.parameters.map(\.domain)
    }

    /// The option of each layer at a point of the space.
    public func choices(at point: Point, in space: Space) -> [Int32] {
        choices(at: [point][...])
    }

    /// The options of many points, one point after another, each with one option a layer. O(points × parameters).
    /// - Precondition: every parameter has a value of its domain.
    public func choices(at points: ArraySlice<Point>) -> [Int32] {
        let layers = parameters.count
        var result = [Int32](repeating: 0, count: points.count * layers)
        let isCoupled = coupling != nil
        result.withUnsafeMutableBufferPointer { result in
            slots.withUnsafeBufferPointer { slots in
                var base = 0
                for point in points {
                    precondition(point.values.count == slots.count, "a point has a value for each parameter")
                    point.values.withUnsafeBufferPointer { values in
                        for index in slots.indices where slots[index].count > 0 {
                            let slot = slots[index]
                            // A layer that is not there has one row.
                            if isCoupled, values[index] == .inactive { continue }
                            let option =
                                switch values[index] {
                                case .category(let category): category
                                case .integer(let integer):
                                    slot.step == 1 ? integer - slot.lower : (integer - slot.lower) / slot.step
                                case .real, .inactive: -1
                                }
                            precondition(option >= 0 && option < slot.count, "a parameter has a value of its domain")
                            result[base + slot.layer] &+= slot.weight &* Int32(truncatingIfNeeded: option)
                        }
                        guard isCoupled else { return }
                        for layer in shapes.indices {
                            let (first, isThere) = shapes[layer].firstRow(values, space: domains)
                            result[base + layer] = isThere ? result[base + layer] &+ first : first
                        }
                    }
                    base += layers
                }
            }
        }
        return result
    }

    /// The point with the given option at each layer.
    public func point(for choices: [Int32], in space: Space) -> Point {
        var values = Array(repeating: Value.inactive, count: space.parameters.count)
        if let coupling {
            // What no layer says anything about is of no matter: the first value, where it varies at all.
            for variable in variables { values[variable] = space.parameters[variable].domain.value(at: 0) }
            for (layer, choice) in zip(table.layers, choices) {
                for condition in coupling.conditions[layer.firstRow + Int(choice)] {
                    let variable = variables[condition.variable]
                    values[variable] = space.parameters[variable].domain.value(at: condition.value)
                }
            }
            for variable in variables where !space.isActive(variable, in: values) { values[variable] = .inactive }
        }
        for layer in parameters.indices {
            var rest = Int(choices[layer])
            if let coupling {
                guard let option = coupling.options[table.layers[layer].firstRow + rest] else { continue }
                rest = option
            }
            for (index, radix) in zip(parameters[layer], radices[layer]).reversed() {
                values[index] = space.parameters[index].domain.value(at: rest % radix)
                rest /= radix
            }
        }
        return Point(values)
    }
}

extension TabulatedSpace.Shape {
    /// - Parameter options: of the layer itself.
    /// - Returns: nil where rows of some values are missing, or are not one for each option.
    fileprivate init?(of layer: LayerTable.Layer, options: Int, _ coupling: RowCoupling, _ parameters: [Int]) {
        let rows = layer.firstRow..<layer.firstRow + layer.options
        let known = Set(rows.flatMap { coupling.conditions[$0].map(\.variable) }).sorted()
        variables = known.map { (parameters[$0], coupling.values[$0]) }
        firstRows = [Int32](repeating: -1, count: known.reduce(1) { $0 * coupling.values[$1] })
        isThere = [Bool](repeating: true, count: firstRows.count)
        for row in rows where (coupling.options[row] ?? 0) == 0 {
            if coupling.options[row] != nil {
                guard row + options <= rows.upperBound,
                    (0..<options).allSatisfy({
                        coupling.options[row + $0] == $0 && coupling.conditions[row + $0] == coupling.conditions[row]
                    })
                else { return nil }
            }
            // It stands for all values of what it says nothing about.
            var places = [0]
            for variable in known {
                let fixed = coupling.conditions[row].first { $0.variable == variable }?.value
                places = places.flatMap { place in
                    (fixed.map { $0..<$0 + 1 } ?? 0..<coupling.values[variable]).map {
                        place * coupling.values[variable] + $0
                    }
                }
            }
            for place in places {
                guard firstRows[place] < 0 else { return nil }
                firstRows[place] = Int32(row - layer.firstRow)
                isThere[place] = coupling.options[row] != nil
            }
        }
        guard firstRows.allSatisfy({ $0 >= 0 }) else { return nil }
    }

    @inline(__always)
    fileprivate func firstRow(
        _ values: UnsafeBufferPointer<Value>, space domains: [Domain]
    ) -> (row: Int32, isThere: Bool) {
        var place = 0
        for (parameter, count) in variables {
            // What is inactive is so since its block is left out, and then of no matter.
            place = place * count + (domains[parameter].index(of: values[parameter]) ?? 0)
        }
        return (firstRows[place], isThere[place])
    }
}
