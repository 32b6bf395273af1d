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
    }

    /// The option of each layer at a point.
    public func choices(at point: Point, in space: Space) -> [Int32] {
        parameters.map { indices in
            indices.reduce(into: Int32(0)) { option, index in
                let domain = space.parameters[index].domain
                option = option * Int32(domain.count!) + Int32(domain.index(of: point[index])!)
            }
        }
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
