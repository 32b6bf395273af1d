import Foundation
import Networks

@testable import DataSets
@testable import Simulation
@testable import Surrogates

/// A model with one input, and what onnxruntime gives for it: `Scripts/onnx-node-cases`, `Scripts/onnx-models`.
struct ONNXCase {
    enum Outcome: Equatable {
        case equal
        case refused(String)
        case wrong(String)
    }

    let folder: String
    let options: ImportOptions
    /// Relative to 1 or, where it is larger, the number.
    let error: Double

    /// The cases of a folder, by name.
    static func names(in folder: String) throws -> [String] {
        try String(contentsOfFile: folder + "/list.txt", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    init(_ folder: String) throws {
        let lines = try String(contentsOfFile: folder + "/info.txt", encoding: .utf8).split(separator: "\n").map(
            String.init)
        var options = ImportOptions(batch: .none, outputs: [lines[1]])
        for line in lines.dropFirst(2) {
            let words = line.split(separator: "\t").map(String.init)
            switch words[0] {
            case "extent": options.extents[words[1]] = Int(words[2])
            case "constant": options.constants[words[1]] = Double(words[2]).map { [$0] }
            default: options.batch = .one
            }
        }
        self.folder = folder
        self.options = options
        error = Double(lines[0]) ?? 0
    }

    func network() throws -> FloatNetwork {
        let model = try ONNXReader(folder + "/model.onnx", options: options).read()
        return try FloatNetwork(try FoldedNetwork(model.network) { try model.weights.tensor($0) })
    }

    /// What the importer and floating-point execution make of it.
    func outcome() -> Outcome {
        do {
            let (scores, wanted) = (try network().scores(of: try numbers("input.bin")), try numbers("output.bin"))
            guard scores.count == wanted.count else { return .wrong("\(scores.count) numbers for \(wanted.count)") }
            for (score, number) in zip(scores, wanted) where !agree(score, Double(number)) {
                return .wrong("\(score) for \(number)")
            }
            return .equal
        } catch {
            return .refused("\(error)")
        }
    }

    /// Infinities may be the largest number of single precision.
    private func agree(_ score: Double, _ number: Double) -> Bool {
        if score.isNaN || number.isNaN { return score.isNaN && number.isNaN }
        let limit = 3.3e38
        if abs(number) > limit { return abs(score) > limit && (score < 0) == (number < 0) }
        return abs(score - number) <= error * max(1, abs(number))
    }

    private func numbers(_ file: String) throws -> [Float] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
        return data.withUnsafeBytes { bytes in
            (0..<data.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
            }
        }
    }
}
