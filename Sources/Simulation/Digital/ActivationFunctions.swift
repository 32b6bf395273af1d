import Networks
import Random
import RealModule

extension Activation {
    /// The function of one element; nil for softmax and its logarithm, which work on several.
    func function() -> (@Sendable (Double) -> Double)? {
        switch self {
        case .relu: { max($0, 0) }
        case .relu6: { min(max($0, 0), 6) }
        case .leakyRelu(let slope): { $0 > 0 ? $0 : slope * $0 }
        case .elu(let alpha): { $0 > 0 ? $0 : alpha * (Elementary.exponential($0) - 1) }
        case .clip(let minimum, let maximum): { min(max($0, minimum), maximum) }
        case .sigmoid: Elementary.sigmoid
        case .tanh: Elementary.tanh
        case .gelu: Elementary.gelu
        case .silu: { $0 * Elementary.sigmoid($0) }
        case .hardSigmoid: { min(max($0 / 6 + 0.5, 0), 1) }
        case .hardSwish: { $0 * min(max($0 / 6 + 0.5, 0), 1) }
        case .function(let function): function.function
        case .softmax, .logSoftmax: nil
        }
    }

    /// Whether no output is ever negative.
    var isNonNegative: Bool {
        switch self {
        case .relu, .relu6, .sigmoid, .hardSigmoid, .softmax: true
        case .clip(let minimum, _): minimum >= 0
        case .function(let function): function.isNonNegative
        case .leakyRelu, .elu, .tanh, .gelu, .silu, .hardSwish, .logSoftmax: false
        }
    }
}

/// eˣ / Σ eˣ along the last extent, the largest element subtracted first, summed in ascending order.
func softmax(_ values: [Double], features: Int) -> [Double] {
    var result = values
    for start in stride(from: 0, to: values.count, by: features) {
        var largest = values[start]
        for k in start..<start + features { largest = max(largest, values[k]) }
        var sum = 0.0
        for k in start..<start + features {
            result[k] = Elementary.exponential(values[k] - largest)
            sum += result[k]
        }
        for k in start..<start + features { result[k] /= sum }
    }
    return result
}

/// x − ln Σ eˣ along the last extent, the largest element subtracted first, summed in ascending order.
func logSoftmax(_ values: [Double], features: Int) -> [Double] {
    var result = values
    for start in stride(from: 0, to: values.count, by: features) {
        var largest = values[start]
        for k in start..<start + features { largest = max(largest, values[k]) }
        var sum = 0.0
        for k in start..<start + features { sum += Elementary.exponential(values[k] - largest) }
        let logarithm = Double.log(sum)
        for k in start..<start + features { result[k] = values[k] - largest - logarithm }
    }
    return result
}

/// (x − mean)/√(variance + ε)·scale + shift along the last extent; sums in ascending order, the variance
/// from the differences to the mean. Without centring the mean is taken as 0.
func layerNorm(_ values: [Double], _ norm: FoldedNetwork.Normalisation, epsilon: Double, isCentred: Bool) -> [Double] {
    let features = norm.scale.count
    var result = values
    for start in stride(from: 0, to: values.count, by: features) {
        var sum = 0.0
        for k in start..<start + features { sum += values[k] }
        let mean = isCentred ? sum / Double(features) : 0
        var squares = 0.0
        for k in start..<start + features { squares += (values[k] - mean) * (values[k] - mean) }
        let deviation = (squares / Double(features) + epsilon).squareRoot()
        for k in 0..<features {
            result[start + k] = (values[start + k] - mean) / deviation * norm.scale[k] + norm.shift[k]
        }
    }
    return result
}
