import Networks

/// Element-wise sums or products; extents of 1 are repeated, extents line up at the end.
func elementwise(
    _ first: [Double], _ second: [Double], _ firstShape: Shape, _ secondShape: Shape, output: Shape,
    _ combine: (Double, Double) -> Double
) -> [Double] {
    if firstShape == secondShape { return zip(first, second).map(combine) }
    let left = repeating(firstShape, to: output), right = repeating(secondShape, to: output)
    return (0..<output.elementCount).map { combine(first[left[$0]], second[right[$0]]) }
}

/// A tensor with its extents of 1 repeated; extents line up at the end.
func repeated(_ values: [Double], _ shape: Shape, to output: Shape) -> [Double] {
    shape == output ? values : repeating(shape, to: output).map { values[$0] }
}

/// For each element of the output, the element of an input that is repeated to fill it.
private func repeating(_ shape: Shape, to output: Shape) -> [Int] {
    let missing = output.rank - shape.rank
    var strides = [Int](repeating: 0, count: output.rank)
    var stride = 1
    for axis in shape.dimensions.indices.reversed() {
        if shape.dimensions[axis] > 1 { strides[axis + missing] = stride }
        stride *= shape.dimensions[axis]
    }
    var indices: [Int] = []
    indices.reserveCapacity(output.elementCount)
    var position = [Int](repeating: 0, count: output.rank)
    for _ in 0..<output.elementCount {
        indices.append(zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 })
        for axis in position.indices.reversed() {
            position[axis] += 1
            if position[axis] < output.dimensions[axis] { break }
            position[axis] = 0
        }
    }
    return indices
}

/// Products of batches of matrices, each sum in ascending order of its terms.
///
/// - Parameter transposesSecond: the second is batch × n × k, otherwise batch × k × n.
func matrixProducts(
    _ first: [Double], _ second: [Double], matrix: MatrixShape, transposesSecond: Bool
) -> [Double] {
    let (m, k, n) = (matrix.positions, matrix.rows, matrix.columns)
    var result = [Double](repeating: 0, count: matrix.groups * m * n)
    first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
            for batch in 0..<matrix.groups {
                for i in 0..<m {
                    for j in 0..<n {
                        var sum = 0.0
                        let row = (batch * m + i) * k
                        if transposesSecond {
                            let column = (batch * n + j) * k
                            for t in 0..<k { sum += first[row + t] * second[column + t] }
                        } else {
                            for t in 0..<k { sum += first[row + t] * second[(batch * k + t) * n + j] }
                        }
                        result[(batch * m + i) * n + j] = sum
                    }
                }
            }
        }
    }
    return result
}
