import Cost
import Diagnostics
import FoundationEssentials
import Reports
import System

/// The result of one simulation, as it was written.
package struct StoredAccuracy {
    package let file: InputFile
    package let hardware: String
    package let network: String
    package let mapping: String
    package let accuracy: SimulatedAccuracy

    private struct Written: Decodable {
        struct Row: Decodable {
            var computed: String
            var accuracy: Double
            var hits: Int
            var interval_95: [Double]
        }
        var network, hardware, mapping: String
        var images: Int
        var results: [Row]
    }

    /// Larger than any result.
    private static let sizeLimit = 4 << 20

    package init(reading path: String) throws {
        let bytes: [UInt8]
        do throws(ReadingError) {
            bytes = try RegularFile.bytes(of: path, limit: Self.sizeLimit)
        } catch {
            throw InputError("'\(path)' \(error.reason)", hint: "give what `naxdse simulate … --json` wrote")
        }
        guard let written = try? JSONDecoder().decode(Written.self, from: Data(bytes)),
            let last = written.results.last, last.interval_95.count == 2, last.interval_95[0] <= last.interval_95[1],
            (0...1).contains(last.accuracy)
        else {
            throw InputError(
                "'\(path)' is no result of a simulation", hint: "give what `naxdse simulate … --json` wrote")
        }
        file = InputFile(hashing: path) ?? InputFile(path: path, sha256: "")
        hardware = written.hardware
        network = written.network
        mapping = written.mapping
        // The last row has everything together that can go wrong.
        accuracy = SimulatedAccuracy(
            share: last.accuracy, interval: last.interval_95[0]...last.interval_95[1], images: written.images)
    }
}

extension [StoredAccuracy] {
    /// Of the network on the hardware with the mapping.
    package func accuracy(of evaluation: Evaluation) -> SimulatedAccuracy? {
        last {
            $0.hardware == evaluation.hardware && $0.network == evaluation.network && $0.mapping == evaluation.mapping
        }?.accuracy
    }

    /// Those that belong to none of the evaluations, which is worth a word.
    package func notes(unusedBy evaluations: [Evaluation]) -> [(subject: String, words: String)] {
        filter { result in !evaluations.contains { [result].accuracy(of: $0) != nil } }.map {
            (
                "",
                "\($0.file.path) is of \($0.network) on \($0.hardware) with mapping \($0.mapping), which is not here: its accuracy is not shown"
            )
        }
    }
}
