import Networks

extension Networks.Pooling {
    /// Maxima over the parts of the windows that lie on the map.
    func maxima<Element: Comparable>(_ values: [Element], input: Shape, output: Shape) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(output.elementCount)
        forEachWindow(input: input, output: output) { channel, rows, columns in
            var largest: Element?
            for y in rows {
                for x in columns {
                    let value = values[(channel * input.height + y) * input.width + x]
                    if largest.map({ value > $0 }) ?? true { largest = value }
                }
            }
            // A window wholly in the padding shows the nearest element of the map.
            result.append(
                largest
                    ?? values[
                        (channel * input.height + min(rows.first, input.height - 1)) * input.width
                            + min(columns.first, input.width - 1)])
        }
        return result
    }

    /// Sums in ascending order, divided by the elements on the map or, with `countsPadding`, on the padded map.
    func means(_ values: [Double], input: Shape, output: Shape) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(output.elementCount)
        var number = 0
        forEachWindow(input: input, output: output) { channel, rows, columns in
            var sum = 0.0
            for y in rows {
                for x in columns { sum += values[(channel * input.height + y) * input.width + x] }
            }
            let place = number % (output.height * output.width)
            number += 1
            let count =
                countsPadding
                ? covered(
                    place / output.width * stride.height - padding.top, window.height, dilation.height,
                    input.height + padding.bottom)
                    * covered(
                        place % output.width * stride.width - padding.left, window.width, dilation.width,
                        input.width + padding.right)
                : rows.count * columns.count
            result.append(sum / Double(max(1, count)))
        }
        return result
    }

    /// Elements of a window that lie before the end of the padded map.
    private func covered(_ start: Int, _ size: Int, _ step: Int, _ end: Int) -> Int {
        min(size, (end - start - 1) / step + 1)
    }

    /// The places of a window along one axis that lie on the map.
    private struct Places: Sequence, IteratorProtocol {
        private(set) var first: Int
        let step: Int
        private(set) var count: Int

        init(start: Int, size: Int, step: Int, extent: Int) {
            let outside = start < 0 ? Swift.min(size, (step - 1 - start) / step) : 0
            first = start + outside * step
            self.step = step
            count = first < extent ? Swift.min(size - outside, (extent - 1 - first) / step + 1) : 0
            first = Swift.max(first, 0)
        }

        mutating func next() -> Int? {
            guard count > 0 else { return nil }
            defer {
                first += step
                count -= 1
            }
            return first
        }
    }

    private func forEachWindow(input: Shape, output: Shape, _ body: (Int, Places, Places) -> Void) {
        for channel in 0..<output.channels {
            for y in 0..<output.height {
                for x in 0..<output.width {
                    body(
                        channel,
                        Places(
                            start: y * stride.height - padding.top, size: window.height, step: dilation.height,
                            extent: input.height),
                        Places(
                            start: x * stride.width - padding.left, size: window.width, step: dilation.width,
                            extent: input.width))
                }
            }
        }
    }
}

/// Means over some axes, each a sum in ascending order divided by the count.
func means(_ values: [Double], over axes: [Int], of shape: Shape) -> [Double] {
    let kept = shape.dimensions.indices.filter { !axes.contains($0) }
    var strides = [Int](repeating: 0, count: shape.rank)
    var count = 1
    for axis in kept.reversed() {
        strides[axis] = count
        count *= shape.dimensions[axis]
    }
    var sums = [Double](repeating: 0, count: count)
    var position = [Int](repeating: 0, count: shape.rank)
    for value in values {
        var target = 0
        for axis in kept { target += position[axis] * strides[axis] }
        sums[target] += value
        for axis in position.indices.reversed() {
            position[axis] += 1
            if position[axis] < shape.dimensions[axis] { break }
            position[axis] = 0
        }
    }
    let divisor = Double(values.count / count)
    return sums.map { $0 / divisor }
}
