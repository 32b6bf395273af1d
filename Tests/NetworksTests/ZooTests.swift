import Testing

@testable import Networks

// Published figures round; the exact multiply-accumulates are half the FLOPs that PyTorch's own
// `torch.utils.flop_counter.FlopCounterMode` (2.15) counts for the same model.

/// He et al., arXiv 1512.03385, table 6, gives 0.27 M parameters; the exact figures are those of
/// https://github.com/akamaster/pytorch_resnet_cifar10 (269 722 with option A) and
/// 40.55 M multiply-accumulates.
@Test func resNet20HasThePublishedCounts() throws {
    let network = try Zoo.network(named: "resnet20")
    #expect(network.parameters == 269_722)
    #expect(network.multiplyAccumulates == 40_551_040)
    #expect(network.layers[network.outputs[0]].output == .vector(10))
}

/// https://docs.pytorch.org/vision/main/models/generated/torchvision.models.resnet18.html:
/// 11 689 512 parameters, 1.81 G multiply-accumulates (as "GFLOPS").
@Test func resNet18HasThePublishedCounts() throws {
    let network = try Zoo.network(named: "resnet18")
    #expect(network.parameters == 11_689_512)
    #expect(giga(network.multiplyAccumulates) == 1.81)
    #expect(network.multiplyAccumulates == 1_814_073_344)
    #expect(network.layers[network.outputs[0]].output == .vector(1000))
}

/// The ResNet-18 for CIFAR-10 of https://github.com/kuangliu/pytorch-cifar has the same stem, 11 173 962
/// parameters and 0.56 G multiply-accumulates (555 422 720 by thop) at 32×32; Tiny ImageNet has
/// 200 classes in place of 10, and 4 times the pixels.
@Test func resNet18ForTinyImageNetFollowsFromTheOneForCIFAR() throws {
    let network = try Zoo.network(named: "resnet18-tiny")
    #expect(network.parameters == 11_173_962 + 190 * 513)
    let withoutLast = 555_422_720 - 512 * 10
    #expect(network.multiplyAccumulates == 4 * withoutLast + 512 * 200)
    let sides = network.layers.filter { $0.name.hasSuffix("1.add") }.map(\.output.height)
    #expect(sides == [64, 32, 16, 8])
}

/// The layers of `cfg_list['vgg8']` in `Inference_pytorch/models/VGG.py` of DNN+NeuroSim V1.3, written as its
/// simulator lists them: height and width, input channels, kernel height and width, output channels.
@Test func vgg8HasTheLayersOfNeuroSim() throws {
    let table = [
        [32, 32, 3, 3, 3, 128], [32, 32, 128, 3, 3, 128], [16, 16, 128, 3, 3, 256], [16, 16, 256, 3, 3, 256],
        [8, 8, 256, 3, 3, 512], [8, 8, 512, 3, 3, 512], [1, 1, 8192, 1, 1, 1024], [1, 1, 1024, 1, 1, 10],
    ]
    let network = try Zoo.network(named: "vgg8")
    let matrices = network.stationaryLayers.map { network.layers[$0].matrix! }
    #expect(matrices.map(\.rows) == table.map { $0[2] * $0[3] * $0[4] })
    #expect(matrices.map(\.columns) == table.map { $0[5] })
    #expect(matrices.map(\.positions) == table.map { $0[0] * $0[1] })
    let parameters = table.map { $0.dropFirst(2).reduce(1, *) }.reduce(0, +)
    let products = table.map { $0.reduce(1, *) }.reduce(0, +)
    #expect(network.parameters == parameters)
    #expect(network.multiplyAccumulates == products)
}

/// https://github.com/kuangliu/pytorch-cifar, `models/vgg.py`: `VGG('VGG16')` has 14 728 266 parameters;
/// 0.31 G multiply-accumulates, as pruning papers give for VGG-16 on CIFAR-10
/// (Li et al., arXiv 1608.08710, table 1: 3.13 × 10⁸).
@Test func vgg16HasThePublishedCounts() throws {
    let network = try Zoo.network(named: "vgg16")
    #expect(network.parameters == 14_728_266)
    #expect(giga(network.multiplyAccumulates) == 0.31)
    #expect(network.multiplyAccumulates == 313_201_664)
}

/// https://docs.pytorch.org/vision/main/models/generated/torchvision.models.mobilenet_v2.html:
/// 3 504 872 parameters, 0.30 G multiply-accumulates.
@Test func mobileNetV2HasThePublishedCounts() throws {
    let network = try Zoo.network(named: "mobilenetv2")
    #expect(network.parameters == 3_504_872)
    #expect(giga(network.multiplyAccumulates) == 0.30)
    #expect(network.multiplyAccumulates == 300_774_272)
    #expect(network.layers.filter { ($0.convolution?.groups ?? 1) > 1 }.count == 17)
}

/// https://huggingface.co/timm/deit_tiny_patch16_224.fb_in1k: 5.7 M parameters (5 717 416 by
/// `numel`), 1.3 G multiply-accumulates (attention's products included).
@Test func deiTTinyHasThePublishedCounts() throws {
    let network = try Zoo.network(named: "deit-tiny")
    #expect(network.parameters == 5_717_416)
    #expect((network.multiplyAccumulates + 50_000_000) / 100_000_000 == 13)
    #expect(network.multiplyAccumulates == 1_253_683_200)
    // Two products of 197×197×64 per head and block.
    let products = network.layers.filter { $0.matrix?.isStationary == false }
    let each = 197 * 197 * 64
    #expect(products.map(\.multiplyAccumulates) == Array(repeating: 3 * each, count: 2 * 12))
}

@Test(arguments: Zoo.names) func everyNetworkOfTheZooCarriesItsOwnName(name: String) throws {
    let summary = try Zoo.network(named: name).summary
    #expect(summary.name == name)
    // Tokens stand in rows, images in three channels.
    #expect(["bert-base": 128, "gpt2-small": 1024][name, default: 3] == summary.input.channels)
    #expect(summary.output.rank == 1)
}

@Test func aMisspeltNameGetsTheNearest() {
    #expect(
        throws: NetworkError(
            layer: nil, problem: "no built-in network is called 'resnet-18'", remedy: "did you mean 'resnet18'?")
    ) {
        try Zoo.network(named: "resnet-18")
    }
}

/// In units of 10⁹ with two decimals, as torchvision's tables print it.
private func giga(_ count: Int) -> Double {
    (Double(count) / 1e7).rounded() / 100
}

/// torchvision's vgg16: 138 357 544 parameters; its multiply-accumulates are 15.47 G ("GFLOPS").
@Test func vgg16ForImageNetHasThePublishedCounts() throws {
    let network = try Zoo.network(named: "vgg16-imagenet")
    #expect(network.parameters == 138_357_544)
    #expect(giga(network.multiplyAccumulates) == 15.47)
}

/// torchvision's resnet50: 25 557 032 parameters, 4.09 G multiply-accumulates.
@Test func resNet50HasThePublishedCounts() throws {
    let network = try Zoo.network(named: "resnet50")
    #expect(network.parameters == 25_557_032)
    #expect(giga(network.multiplyAccumulates) == 4.09)
}

/// Hugging Face's `BertModel` of bert-base-uncased has 109 482 240 parameters, of which its embeddings' tables have
/// (30522 + 512 + 2)·768. A layer's matrices are 4·768² and 2·768·3072, and attention is 2·128²·768 products.
@Test func bertBaseHasTheCountsOfItsModel() throws {
    let network = try Zoo.network(named: "bert-base")
    #expect(network.parameters == 109_482_240 - (30522 + 512 + 2) * 768)
    #expect(
        network.multiplyAccumulates == 12 * (128 * (4 * 768 * 768 + 2 * 768 * 3072) + 2 * 128 * 128 * 768) + 768 * 768)
}

/// Hugging Face's `GPT2LMHeadModel` has 124 439 808 parameters: embeddings of 50257 words, which the last layer shares,
/// and of 1024 places.
@Test func gpt2SmallHasTheCountsOfItsModel() throws {
    let network = try Zoo.network(named: "gpt2-small")
    #expect(network.parameters == 124_439_808 - 1024 * 768)
    let block = 1024 * (4 * 768 * 768 + 2 * 768 * 3072) + 2 * 1024 * 1024 * 768
    #expect(network.multiplyAccumulates == 12 * block + 768 * 50257)
}
