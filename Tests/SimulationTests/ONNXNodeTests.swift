import Foundation
import Services
import Testing

/// ONNX's own tests of its operators, and models that packages carry: what is imported computes what onnxruntime
/// computes, what is not is refused with a reason.
@Suite struct ONNXNodeTests {
    @Test(.enabled(if: PythonWithONNX.path != nil, Comment(rawValue: PythonWithONNX.reason)))
    func noneOfOnnxOwnNodeTestsIsWrongInSilence() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-nodes-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        #expect(try PythonWithONNX.run(PythonWithONNX.path!, ["\(root)/Scripts/onnx-node-cases", folder]) == 0)
        let names = try ONNXCase.names(in: folder)
        var equal = 0
        var wrong: [String] = []
        for name in names {
            switch try ONNXCase("\(folder)/\(name)").outcome() {
            case .equal: equal += 1
            case .wrong(let how): wrong.append("\(name): \(how)")
            // A reason, never the way of a program that fell over itself.
            case .refused(let reason):
                #expect(reason.contains(": error: ") || reason.contains("weights"), "\(name): \(reason)")
            }
        }
        #expect(wrong == [])
        // A newer ONNX has more tests; what was read once stays read.
        #expect(equal >= 1200, "\(equal) of \(names.count) cases are equal")
    }

    private static let models = ProcessInfo.processInfo.environment["NAXDSE_ONNX_MODELS"]

    /// The models of eight packages on PyPI; one of them has an LSTM that is quantised anew for each input, which is
    /// refused.
    @Test(.enabled(if: models != nil, "NAXDSE_ONNX_MODELS names no folder of Scripts/onnx-models"))
    func modelsOfPackagesGiveWhatOnnxruntimeGives() throws {
        for name in try ONNXCase.names(in: Self.models!) {
            let outcome = try ONNXCase("\(Self.models!)/\(name)").outcome()
            if name.hasPrefix("common_old.") {
                guard case .refused(let reason) = outcome else {
                    Issue.record("\(name): \(outcome)")
                    continue
                }
                #expect(reason.contains("DynamicQuantizeLSTM"))
            } else {
                #expect(outcome == .equal, "\(name)")
            }
        }
    }
}
