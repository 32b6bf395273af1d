/// A space of per-layer choices together with the table of what they cost.
///
/// A layer's option is the mixed-radix number of its parameters' categories,
/// the first parameter counting most: with kernel {3, 5} and crossbar
/// {x32, x64, x128}, option 4 is kernel 5 on x64.
public struct TabulatedSpace: Sendable {
    public let table: LayerTable
    /// For each layer of the table the parameters that choose its option.
    public let parameters: [[Int]]
    private let radices: [[Int]]
    /// For each parameter of the space.
    private let slots: [Slot]

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
        var used: Set<Int> = []
        var radices: [[Int]] = []
        for (layer, indices) in zip(table.layers, parameters) {
            var radix: [Int] = []
            for index in indices {
                let parameter = space.parameters[index]
                guard parameter.condition == nil, let count = parameter.domain.count, used.insert(index).inserted else {
                    throw .notTabulable(parameter.name)
                }
                radix.append(count)
            }
            guard radix.reduce(1, *) == layer.options else { throw .notTabulable(layer.name) }
            radices.append(radix)
        }
        for index in space.parameters.indices where !used.contains(index) { throw .notTabulable(space.parameters[index].name) }
        guard parameters.count == table.layers.count else { throw .notTabulable("every layer") }
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
        result.withUnsafeMutableBufferPointer { result in
            slots.withUnsafeBufferPointer { slots in
                var base = 0
                for point in points {
                    precondition(point.values.count == slots.count, "a point has a value for each parameter")
                    point.values.withUnsafeBufferPointer { values in
                        for index in slots.indices {
                            let slot = slots[index]
                            let option = switch values[index] {
                            case .category(let category): category
                            case .integer(let integer): slot.step == 1 ? integer - slot.lower : (integer - slot.lower) / slot.step
                            case .real, .inactive: -1
                            }
                            precondition(option >= 0 && option < slot.count, "a parameter has a value of its domain")
                            result[base + slot.layer] &+= slot.weight &* Int32(truncatingIfNeeded: option)
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
        for layer in parameters.indices {
            var rest = Int(choices[layer])
            for (index, radix) in zip(parameters[layer], radices[layer]).reversed() {
                values[index] = space.parameters[index].domain.value(at: rest % radix)
                rest /= radix
            }
        }
        return Point(values)
    }
}
