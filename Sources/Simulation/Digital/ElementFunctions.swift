import Networks
import Random
import RealModule

extension ElementFunction {
    /// The function in double precision. Those that ``Elementary`` has are the same bits everywhere; the others are the
    /// platform's, right to about one unit in the last place.
    var function: @Sendable (Double) -> Double {
        switch self {
        case .exponential: { Double.exp($0) }
        case .logarithm: { Double.log($0) }
        case .squareRoot: { $0.squareRoot() }
        case .reciprocal: { 1 / $0 }
        case .absolute: { $0.magnitude }
        case .errorFunction: { Double.erf($0) }
        case .sine: { Double.sin($0) }
        case .cosine: { Double.cos($0) }
        case .tangent: { Double.tan($0) }
        case .arcSine: { Double.asin($0) }
        case .arcCosine: { Double.acos($0) }
        case .arcTangent: { Double.atan($0) }
        case .hyperbolicSine: { Double.sinh($0) }
        case .hyperbolicCosine: { Double.cosh($0) }
        case .areaSine: { Double.asinh($0) }
        case .areaCosine: { Double.acosh($0) }
        case .areaTangent: { Double.atanh($0) }
        case .sign: { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
        case .floor: { $0.rounded(.down) }
        case .ceiling: { $0.rounded(.up) }
        case .round: { $0.rounded(.toNearestOrEven) }
        case .truncate: { $0.rounded(.towardZero) }
        case .single: { Double(Float($0)) }
        case .softplus: Self.softplus
        case .softsign: { $0 / (1 + $0.magnitude) }
        case .mish: { $0 * Elementary.tanh(Self.softplus($0)) }
        case .geluTanh: { $0 / 2 * (1 + Elementary.tanh(0.7978845608028654 * ($0 + 0.044715 * $0 * $0 * $0))) }
        case .isNaN: { $0.isNaN ? 1 : 0 }
        case .isInfinite: { $0.isInfinite ? 1 : 0 }
        case .isZero: { $0 == 0 ? 1 : 0 }
        }
    }

    /// ln(1 + eˣ) without overflow: max(x, 0) + ln(1 + e^−|x|).
    private static let softplus: @Sendable (Double) -> Double = {
        max($0, 0) + Double.log(onePlus: Double.exp(-$0.magnitude))
    }
}

extension Arithmetic {
    /// The function of two elements.
    var function: @Sendable (Double, Double) -> Double {
        switch self {
        case .subtract: { $0 - $1 }
        case .divide: { $0 / $1 }
        case .power: Self.power
        case .maximum: { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
        case .minimum: { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
        case .modulo: { Self.modulo($0, $1) }
        case .remainder: { $0.truncatingRemainder(dividingBy: $1) }
        case .less: { $0 < $1 ? 1 : 0 }
        case .lessOrEqual: { $0 <= $1 ? 1 : 0 }
        case .equal: { $0 == $1 ? 1 : 0 }
        case .and: { $0 != 0 && $1 != 0 ? 1 : 0 }
        case .or: { $0 != 0 || $1 != 0 ? 1 : 0 }
        case .exclusiveOr: { ($0 != 0) != ($1 != 0) ? 1 : 0 }
        case .slope: { $0 > 0 ? $0 : $0 * $1 }
        }
    }

    private static let power: @Sendable (Double, Double) -> Double = { base, exponent in
        if exponent == 2 { return base * base }
        if exponent == 0.5 { return base.squareRoot() }
        // A whole power of a negative number has a value, which exp(y·ln x) has not.
        if let whole = Int(exactly: exponent) { return Double.pow(base, whole) }
        return base == 0 && exponent > 0 ? 0 : Double.pow(base, exponent)
    }

    private static let modulo: @Sendable (Double, Double) -> Double = { dividend, divisor in
        let rest = dividend.truncatingRemainder(dividingBy: divisor)
        return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
    }
}

extension Reduction {
    /// Elements in ascending order.
    var function: @Sendable (Double, Double) -> Double {
        switch self {
        case .sum: { $0 + $1 }
        case .product: { $0 * $1 }
        case .maximum: { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
        case .minimum: { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
        }
    }
}

/// Elements over some axes, which are dropped, put together in ascending order.
func reduced(_ values: [Double], over axes: [Int], of shape: Shape, _ combine: (Double, Double) -> Double) -> [Double] {
    let targets = keptPlaces(of: shape, without: axes)
    var result = [Double?](repeating: nil, count: values.count / axes.reduce(1) { $0 * shape.dimensions[$1] })
    for (value, target) in zip(values, targets) { result[target] = result[target].map { combine($0, value) } ?? value }
    return result.map { $0 ?? 0 }
}

/// The place of the largest element along an axis, which is dropped.
func largestPlaces(_ values: [Double], axis: Int, of shape: Shape, last: Bool) -> [Double] {
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *), count = shape.dimensions[axis]
    var result: [Double] = []
    for outer in 0..<values.count / (inner * count) {
        for k in 0..<inner {
            var best = 0
            for place in 1..<max(count, 1) where place < count {
                let (value, held) = (
                    values[(outer * count + place) * inner + k], values[(outer * count + best) * inner + k]
                )
                if value > held || (last && value == held) { best = place }
            }
            result.append(Double(best))
        }
    }
    return result
}

/// For each element of a tensor, the element of the one without some axes that it belongs to.
private func keptPlaces(of shape: Shape, without axes: [Int]) -> [Int] {
    var strides = [Int](repeating: 0, count: shape.rank)
    var count = 1
    for axis in shape.dimensions.indices.reversed() where !axes.contains(axis) {
        strides[axis] = count
        count *= shape.dimensions[axis]
    }
    var places: [Int] = [0]
    for (extent, stride) in zip(shape.dimensions, strides) {
        places = places.flatMap { base in (0..<extent).map { base + $0 * stride } }
    }
    return places
}

extension OverlapAdd {
    /// Windows added, position after position, the elements of a window in order.
    func sums(_ values: [Double], of shape: Shape) -> [Double] {
        let channels = shape.channels / window.area
        var result = [Double](repeating: 0, count: channels * size.area)
        for channel in 0..<channels {
            for y in 0..<shape.height {
                for x in 0..<shape.width {
                    for i in 0..<window.height {
                        let row = y * stride.height + i * dilation.height - top
                        guard (0..<size.height).contains(row) else { continue }
                        for j in 0..<window.width {
                            let column = x * stride.width + j * dilation.width - left
                            guard (0..<size.width).contains(column) else { continue }
                            let plane = (channel * window.height + i) * window.width + j
                            result[(channel * size.height + row) * size.width + column] +=
                                values[(plane * shape.height + y) * shape.width + x]
                        }
                    }
                }
            }
        }
        return result
    }
}
