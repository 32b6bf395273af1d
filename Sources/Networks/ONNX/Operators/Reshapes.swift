extension GraphImport {
    /// The extents after `Flatten`, `Reshape`, `Squeeze` or `Unsqueeze`, with as many elements as before.
    func reshapedDims(_ node: NodeReader, _ dims: [Int]) throws(ImportFailure) -> [Int] {
        switch node.operation {
        case "Flatten":
            let axis = try node.integer("axis") ?? 1
            let cut = axis == dims.count ? axis : try node.axis(axis, rank: dims.count)
            return [dims[..<cut].reduce(1, *), dims[cut...].reduce(1, *)]
        case "Squeeze": return try squeezed(node, dims)
        case "Unsqueeze": return try unsqueezed(node, dims)
        default: return try reshaped(node, dims)
        }
    }

    private func squeezed(_ node: NodeReader, _ dims: [Int]) throws(ImportFailure) -> [Int] {
        guard let stated = try integers(node, attribute: "axes", input: 1) else { return dims.filter { $0 != 1 } }
        var axes: Set<Int> = []
        for axis in stated { axes.insert(try node.axis(axis, rank: dims.count)) }
        guard axes.allSatisfy({ dims[$0] == 1 }) else {
            throw ImportFailure("it squeezes the axes \(stated) of \(dims)", "only extents of 1 can be dropped")
        }
        return dims.indices.filter { !axes.contains($0) }.map { dims[$0] }
    }

    private func unsqueezed(_ node: NodeReader, _ dims: [Int]) throws(ImportFailure) -> [Int] {
        guard let stated = try integers(node, attribute: "axes", input: 1), stated.count <= 64 else {
            throw ImportFailure("it has no axes, or more than 64", "export the model again")
        }
        let rank = dims.count + stated.count
        var axes: Set<Int> = []
        for axis in stated { axes.insert(try node.axis(axis, rank: rank)) }
        guard axes.count == stated.count else {
            throw ImportFailure("it names an axis twice: \(stated)", "name each axis once")
        }
        var rest = dims[...]
        return (0..<rank).map { axes.contains($0) ? 1 : rest.removeFirst() }
    }

    private func reshaped(_ node: NodeReader, _ dims: [Int]) throws(ImportFailure) -> [Int] {
        let target = try constant(node, 1, "extents").integers()
        let keepsZeros = try node.integer("allowzero") ?? 0 == 0
        let failure = ImportFailure(
            "it reshapes \(dims) to \(target)", "the extents have to have the same product; one may be -1")
        var result: [Int] = []
        var open: Int?
        for (index, extent) in target.enumerated() {
            switch extent {
            case 0 where keepsZeros:
                guard index < dims.count else { throw failure }
                result.append(dims[index])
            case -1:
                guard open == nil else { throw failure }
                open = index
                result.append(1)
            case 0...: result.append(extent)
            default: throw failure
            }
        }
        guard let known = Strides.count(result), let total = Strides.count(dims) else { throw failure }
        if let open {
            guard known > 0, total % known == 0 else { throw failure }
            result[open] = total / known
        } else {
            guard known == total else { throw failure }
        }
        return result
    }
}
