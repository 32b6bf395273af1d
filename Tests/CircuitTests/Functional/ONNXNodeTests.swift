import Foundation
import Networks
import Services
import Testing

@testable import Circuit

/// ONNX's own tests of its operators: what is imported computes what onnxruntime computes, what is not is refused with a reason.
@Suite struct ONNXNodeTests {
    private enum Outcome: Equatable {
        case equal
        case refused(String)
        case wrong(String)
    }

    @Test(.enabled(if: PythonWithONNX.path != nil, Comment(rawValue: PythonWithONNX.reason)))
    func noneOfOnnxOwnNodeTestsIsWrongInSilence() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-nodes-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        #expect(try PythonWithONNX.run(PythonWithONNX.path!, ["\(root)/Scripts/onnx-node-cases", folder]) == 0)
        let names = try String(contentsOfFile: folder + "/list.txt", encoding: .utf8).split(separator: "\n").map(String.init)
        var equal: Set<String> = []
        var wrong: [String] = []
        for name in names {
            switch outcome(of: "\(folder)/\(name)") {
            case .equal: equal.insert(name)
            case .wrong(let how): wrong.append("\(name): \(how)")
            // Never the way of a program that fell over itself.
            case .refused(let reason): #expect(reason.contains(": error: ") || reason.contains("weights"), "\(name): \(reason)")
            }
        }
        #expect(wrong == [])
        // A newer ONNX has more tests; what was read once stays read.
        #expect(equal.count >= 1400, "\(equal.count) of \(names.count) cases are equal")
    }

    private func outcome(of folder: String) -> Outcome {
        do {
            let info = try String(contentsOfFile: folder + "/info.txt", encoding: .utf8).split(separator: "\n").map(String.init)
            let model = try ONNXReader(folder + "/model.onnx", options: ImportOptions(batch: .none, outputs: [info[1]])).read()
            let network = try FloatNetwork(try FoldedNetwork(model.network) { try model.weights.tensor($0) })
            let (scores, wanted) = (network.scores(of: try numbers(folder + "/input.bin")), try numbers(folder + "/output.bin"))
            guard scores.count == wanted.count else { return .wrong("\(scores.count) numbers for \(wanted.count)") }
            for (score, number) in zip(scores, wanted) where !Self.agree(score, Double(number), within: Double(info[0]) ?? 0) {
                return .wrong("\(score) for \(number)")
            }
            return .equal
        } catch {
            return .refused("\(error)")
        }
    }

    /// Relative to 1 or, where it is larger, the number; infinities may be the largest number of single precision.
    private static func agree(_ score: Double, _ number: Double, within error: Double) -> Bool {
        if score.isNaN || number.isNaN { return score.isNaN && number.isNaN }
        let limit = 3.3e38
        if abs(number) > limit { return abs(score) > limit && (score < 0) == (number < 0) }
        return abs(score - number) <= error * max(1, abs(number))
    }

    private func numbers(_ path: String) throws -> [Float] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return data.withUnsafeBytes { bytes in
            (0..<data.count / 4).map { Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))) }
        }
    }
}
