import Markup

/// The built-in networks, by name.
///
/// ```swift
/// Zoo.names                               // ["resnet20", "resnet18", …]
/// try Zoo.network(named: "resnet20")
/// ```
///
/// Each is built when asked for; layer names follow the PyTorch modules of the same
/// networks, so that their weights find their layers.
public enum Zoo {
    /// One built-in network: its name, where it comes from, and how to build it.
    public struct Entry: Sendable {
        public let name: String
        /// The data set and the publication or code that the network follows.
        public let source: String
        /// Builds the network.
        public let build: @Sendable () throws(NetworkError) -> Network
    }

    /// In the order in which they are listed to users.
    public static let entries = [
        Entry(name: "resnet20", source: "CIFAR-10; He et al., arXiv 1512.03385, section 4.2, shortcuts A") {
            () throws(NetworkError) in try resNet20()
        },
        Entry(name: "resnet18", source: "ImageNet, 224×224; He et al., arXiv 1512.03385; as torchvision") {
            () throws(NetworkError) in try resNet18()
        },
        Entry(name: "resnet18-tiny", source: "Tiny ImageNet, 64×64; resnet18 with a 3×3 stem and no first pooling") {
            () throws(NetworkError) in try resNet18Tiny()
        },
        Entry(name: "vgg8", source: "CIFAR-10; as DNN+NeuroSim V1.3, Inference_pytorch/models/VGG.py") {
            () throws(NetworkError) in try vgg8()
        },
        Entry(
            name: "vgg16",
            source: "CIFAR-10; configuration D of Simonyan and Zisserman, arXiv 1409.1556, with batch-norm"
        ) {
            () throws(NetworkError) in try vgg16()
        },
        Entry(name: "mobilenetv2", source: "ImageNet, 224×224; Sandler et al., arXiv 1801.04381; as torchvision") {
            () throws(NetworkError) in try mobileNetV2()
        },
        Entry(
            name: "deit-tiny",
            source: "ImageNet, 224×224; Touvron et al., arXiv 2012.12877; as timm deit_tiny_patch16_224"
        ) {
            () throws(NetworkError) in try deiTTiny()
        },
        Entry(
            name: "vgg16-imagenet",
            source:
                "ImageNet, 224×224; configuration D of Simonyan and Zisserman, arXiv 1409.1556; as torchvision vgg16"
        ) {
            () throws(NetworkError) in try vgg16ImageNet()
        },
        Entry(name: "resnet50", source: "ImageNet, 224×224; He et al., arXiv 1512.03385; as torchvision") {
            () throws(NetworkError) in try resNet50()
        },
        Entry(
            name: "bert-base",
            source: "128 embedded tokens; the encoder of Devlin et al., arXiv 1810.04805; as Hugging Face BertModel"
        ) {
            () throws(NetworkError) in try bertBase()
        },
        Entry(name: "gpt2-small", source: "1024 embedded tokens; Radford et al., 2019; as Hugging Face GPT2LMHeadModel")
        {
            () throws(NetworkError) in try gpt2Small()
        },
    ]

    /// The names, in the order in which they are listed to users.
    public static let names = entries.map(\.name)

    /// Builds one network.
    ///
    /// - Throws: ``NetworkError`` with the nearest name, or all names, when there is none of that name.
    public static func network(named name: String) throws(NetworkError) -> Network {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw NetworkError(
                layer: nil, problem: "no built-in network is called '\(name)'",
                remedy: suggestion(for: name, among: names))
        }
        return try entry.build()
    }
}
