extension Zoo {
    /// VGG-8 for CIFAR-10 as DNN+NeuroSim has it (V1.3, `Inference_pytorch/models/VGG.py`): six 3×3
    /// convolutions in three pairs, each pair followed by a 2×2 maximum, then two linear
    /// layers; neither biases nor batch-norm. The network of NeuroSim's papers.
    ///
    /// - Parameter classes: size of the last layer.
    public static func vgg8(classes: Int = 10) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("vgg8", input: .map(channels: 3, height: 32, width: 32))
        var x = try build.features(
            [128, 128, nil, 256, 256, nil, 512, 512, nil], bias: false, normalised: false)
        x = try build.append("flatten", .flatten, [x])
        x = try build.linear("classifier.0", x, features: 1024, bias: false)
        x = try build.activation("classifier.1", x, .relu)
        _ = try build.linear("classifier.2", x, features: classes, bias: false)
        return try build.network()
    }

    /// VGG-16 for CIFAR-10: the thirteen convolutions of configuration D (Simonyan and Zisserman,
    /// arXiv 1409.1556, table 1) with batch-norm, and one linear layer, as in
    /// https://github.com/kuangliu/pytorch-cifar (whose 1×1 average pooling does nothing and is left out).
    ///
    /// - Parameter classes: size of the last layer.
    public static func vgg16(classes: Int = 10) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("vgg16", input: .map(channels: 3, height: 32, width: 32))
        var x = try build.features(
            [64, 64, nil, 128, 128, nil, 256, 256, 256, nil, 512, 512, 512, nil, 512, 512, 512, nil],
            bias: true, normalised: true)
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("classifier", x, features: classes)
        return try build.network()
    }
}

extension Zoo {
    /// VGG-16 for 224×224 images: configuration D of Simonyan and Zisserman, arXiv 1409.1556, table 1, as torchvision
    /// builds it without batch-norm: thirteen convolutions and three linear layers.
    ///
    /// - Parameter classes: size of the last layer.
    public static func vgg16ImageNet(classes: Int = 1000) throws(NetworkError) -> Network {
        var build = try NetworkBuilder("vgg16-imagenet", input: .map(channels: 3, height: 224, width: 224))
        var x = try build.features(
            [64, 64, nil, 128, 128, nil, 256, 256, 256, nil, 512, 512, 512, nil, 512, 512, 512, nil],
            bias: true, normalised: false)
        x = try build.append("flatten", .flatten, [x])
        for (index, features) in [4096, 4096].enumerated() {
            x = try build.linear("classifier.\(3 * index)", x, features: features)
            x = try build.activation("classifier.\(3 * index + 1)", x, .relu)
        }
        _ = try build.linear("classifier.6", x, features: classes)
        return try build.network()
    }
}

extension NetworkBuilder {
    /// 3×3 convolutions of the given channels, each with a ReLU, and a 2×2 maximum for each nil;
    /// named `features.0`, `features.1`, … as PyTorch's sequence of them.
    fileprivate mutating func features(
        _ channels: [Int?], bias: Bool, normalised: Bool
    ) throws(NetworkError) -> Int {
        var x = input
        var number = 0
        func next() -> String {
            defer { number += 1 }
            return "features.\(number)"
        }
        for channels in channels {
            guard let channels else {
                x = try append(next(), .pool(Pooling(.maximum, window: 2, stride: 2)), [x])
                continue
            }
            x = try convolution(next(), x, channels: channels, kernel: 3, bias: bias)
            if normalised { x = try batchNorm(next(), x) }
            x = try activation(next(), x, .relu)
        }
        return x
    }
}
