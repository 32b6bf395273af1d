import Foundation
import Testing

@testable import Networks

/// Real exports, made by `Fixtures/export_models.py` in a folder that the environment names: they are
/// hundreds of megabytes. File names are MODEL-EXPORTER-OPSET.onnx.
///
/// Multiply-accumulates are half of what `torch.utils.flop_counter.FlopCounterMode` (PyTorch 2.15) counts for the
/// same models of torchvision and timm; for vit_b_16, where that misses the products inside PyTorch's
/// fused attention, torchvision's page has 17.56 G.
private let published = [
    "resnet18": 1_814_073_344, "mobilenetv2": 300_774_272, "deit": 1_253_683_200, "vit_b_16": 17_563_828_224,
    "mobilenetv3": 56_510_400, "convnext": 4_455_531_264, "efficientnet": 385_814_752, "googlenet": 1_498_376_192,
    "densenet": 2_834_161_664, "shufflenet": 144_907_992, "regnet": 401_842_848, "squeezenet": 349_151_936,
    "swin": 4_490_566_656,
]

private let folder = ProcessInfo.processInfo.environment["NAXDSE_EXPORTED_MODELS"]

@Test(.enabled(if: folder != nil, "set NAXDSE_EXPORTED_MODELS to a folder of exports"))
func realExportsHaveThePublishedCounts() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: #require(folder)).filter { $0.hasSuffix(".onnx") }
        .sorted()
    #expect(!files.isEmpty)
    for file in files {
        do {
            let model = try ONNXReader(#require(folder) + "/" + file).read()
            let expected = published[String(file.prefix { $0 != "-" })]
            print(file, model.network.layers.count, model.network.parameters, model.network.multiplyAccumulates)
            #expect(model.network.multiplyAccumulates == expected, "\(file)")
        } catch {
            Issue.record("\(file): \(error)")
        }
    }
}
