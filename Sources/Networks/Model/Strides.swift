import TensorFile

/// Which element of a tensor stands at each place of another one made from it; row-major.
enum Strides {
    /// The product of the extents, or nil beyond ``Limits/elements``.
    static func count(_ dims: [Int]) -> Int? { TensorLimits.count(dims) }

    /// Elements between neighbours along each axis.
    static func of(_ dims: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: dims.count)
        for axis in dims.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * dims[axis + 1] }
        return strides
    }

    /// Walks over `dims` in order, with `strides` into the other tensor.
    static func walk(_ dims: [Int], strides: [Int], from start: Int = 0) -> [Int] {
        var indices = [start]
        for (extent, stride) in zip(dims, strides) {
            indices = indices.flatMap { base in (0..<extent).map { base + $0 * stride } }
        }
        return indices
    }

    /// For a transposition: axis `i` of the result is axis `order[i]`.
    static func transposed(_ dims: [Int], _ order: [Int]) -> [Int] {
        let strides = of(dims)
        return walk(order.map { dims[$0] }, strides: order.map { strides[$0] })
    }

    /// For repeating extents of 1 until the shape is `target`, lined up at the end.
    static func broadcast(_ dims: [Int], to target: [Int]) -> [Int] {
        let missing = target.count - dims.count
        let own = of(dims)
        let strides = target.indices.map { axis in
            axis < missing || dims[axis - missing] == 1 ? 0 : own[axis - missing]
        }
        return walk(target, strides: strides)
    }

    /// The shape that both can be repeated to, or nil.
    static func broadcastShape(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        let left = Array(repeating: 1, count: rank - a.count) + a
        let right = Array(repeating: 1, count: rank - b.count) + b
        var result: [Int] = []
        for (l, r) in zip(left, right) {
            guard l == r || l == 1 || r == 1 else { return nil }
            result.append(l == 1 ? r : l)
        }
        return result
    }
}
