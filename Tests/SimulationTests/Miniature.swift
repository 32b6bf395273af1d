import Networks
import Services

/// A zoo network made small: fewer channels, a smaller image, the same layers in the same order.
///
/// Channels are divided; the extents that attention spells out are replaced.
struct Miniature {
    var side: Int
    var divisor: Int
    /// Extents of constants and reshapes to replace.
    var extents: [Int: Int] = [:]

    func callAsFunction(_ network: Network) throws -> Network {
        let nodes = network.nodes.map { node in
            var node = node
            switch node.operation {
            case .input(let shape): node.operation = .input(.map(channels: shape.channels, height: side, width: side))
            case .convolution(var convolution):
                if convolution.groups > 1 { convolution.groups = smaller(convolution.groups) }
                convolution.outputChannels = smaller(convolution.outputChannels)
                node.operation = .convolution(convolution)
            case .linear(var linear):
                linear.outputFeatures = smaller(linear.outputFeatures)
                node.operation = .linear(linear)
            case .pad(let axis, let before, let after, _):
                node.operation = .pad(axis: axis, before: before / divisor, after: after / divisor)
            case .slice(var slice) where slice.axis > 0:
                // ResNet-20's shortcuts, on images of 32 pixels.
                slice.count = slice.count * side / 32
                node.operation = .slice(slice)
            case .constant(let shape): node.operation = .constant(replaced(shape))
            case .reshape(let shape): node.operation = .reshape(replaced(shape))
            default: break
            }
            return node
        }
        return try Network(name: network.name, nodes: nodes)
    }

    private func smaller(_ count: Int) -> Int { max(2, count / divisor) }

    private func replaced(_ shape: Shape) -> Shape { Shape(shape.dimensions.map { extents[$0] ?? $0 }) }

    static func zoo(_ name: String) throws -> Network {
        let mini: Miniature =
            switch name {
            case "resnet20": Miniature(side: 8, divisor: 4)
            case "resnet18": Miniature(side: 32, divisor: 16)
            case "resnet18-tiny": Miniature(side: 8, divisor: 16)
            case "vgg8": Miniature(side: 8, divisor: 32)
            case "vgg16": Miniature(side: 32, divisor: 16)
            case "mobilenetv2": Miniature(side: 32, divisor: 8)
            default: Miniature(side: 32, divisor: 8, extents: [196: 4, 197: 5, 192: 24, 64: 8])
            }
        return try mini(Zoo.network(named: name))
    }
}

/// Weights of a plausible size for every layer, and images, from a seed.
struct RandomWeights {
    private(set) var tensors: [String: Tensor] = [:]

    init(_ network: Network, seed: UInt64) {
        var random = Seeded(seed)
        for layer in network.layers {
            switch layer.operation {
            case .convolution(let convolution):
                let rows = layer.matrix?.rows ?? 1
                let shape = Shape([
                    convolution.outputChannels, rows / convolution.kernel.area, convolution.kernel.height,
                    convolution.kernel.width,
                ])
                add(layer.name + ".weight", shape) { random.normal() * (2 / Double(rows)).squareRoot() }
                if convolution.bias {
                    add(layer.name + ".bias", .vector(convolution.outputChannels)) { random.normal() * 0.1 }
                }
            case .linear(let linear):
                let rows = layer.matrix?.rows ?? 1
                add(layer.name + ".weight", Shape([linear.outputFeatures, rows])) {
                    random.normal() * (2 / Double(rows)).squareRoot()
                }
                if linear.bias { add(layer.name + ".bias", .vector(linear.outputFeatures)) { random.normal() * 0.1 } }
            case .batchNorm:
                let channels = Shape.vector(layer.output.channels)
                add(layer.name + ".weight", channels) { random.next(in: 0.5...1.5) }
                add(layer.name + ".bias", channels) { random.normal() * 0.2 }
                add(layer.name + ".running_mean", channels) { random.normal() * 0.2 }
                add(layer.name + ".running_var", channels) { random.next(in: 0.5...1.5) }
            case .layerNorm:
                add(layer.name + ".weight", .vector(layer.output.features)) { random.next(in: 0.5...1.5) }
                add(layer.name + ".bias", .vector(layer.output.features)) { random.normal() * 0.2 }
            case .constant(let shape): add(layer.name, shape) { random.normal() * 0.2 }
            default: break
            }
        }
    }

    private mutating func add(_ name: String, _ shape: Shape, _ value: () -> Double) {
        tensors[name] = Tensor(shape: shape, values: (0..<shape.elementCount).map { _ in Float(value()) })
    }

    static func images(_ count: Int, of network: Network, seed: UInt64) -> [[Float]] {
        var random = Seeded(seed)
        let elements = network.layers[network.inputs[0]].output.elementCount
        return (0..<count).map { _ in (0..<elements).map { _ in Float(random.normal()) } }
    }
}
