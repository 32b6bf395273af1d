import Circuit
import Diagnostics
import Foundation
import Markup
import Quantities
import Surrogates
import TensorFile

@testable import DesignSearch
@testable import Hardware
@testable import Mapping
@testable import Networks
@testable import Optimisation
@testable import Tensors

/// A reader of files that others wrote, and what has to hold for every input: it is read or refused, and a refusal says
/// where and why.
struct FuzzedReader: Sendable {
    let name: String
    let take: @Sendable ([UInt8]) -> Void

    static let all: [FuzzedReader] = [
        FuzzedReader(name: "hardware") { bytes in
            refusing { () throws(InvalidInput) in
                let architecture = try ArchitectureReader().read(
                    bytes: bytes, as: path("hardware/fuzzed.xml"))
                // What is read has to be usable: sums over a whole chip are numbers.
                let chip = architecture.hierarchy()
                for figure in [chip.area.si, chip.power.si, chip.leakage.si] {
                    require(figure.isFinite && figure >= 0, "a figure of the chip is \(figure)")
                }
                let floorplan = architecture.floorplan()
                for index in architecture.crossbars.indices { _ = floorplan.capacity(of: index) }
                _ = floorplan.area(instances: floorplan.fullChip())
            }
        },
        FuzzedReader(name: "mapping") { bytes in
            refusing { () throws(InvalidInput) in
                let reader = MappingReader()
                _ = try reader.read(bytes: bytes, as: path("mappings/fuzzed.xml"))
            }
        },
        FuzzedReader(name: "network") { bytes in
            refusing { () throws(InvalidInput) in
                let file = try NetworkReader().read(
                    bytes: bytes, as: path("networks/fuzzed.xml"))
                _ = file.network.multiplyAccumulates
            }
        },
        FuzzedReader(name: "search") { bytes in
            refusing { () throws(InvalidInput) in
                _ = try SearchReader().read(
                    bytes: bytes, as: path("search/fuzzed.xml"))
            }
        },
        FuzzedReader(name: "onnx") { bytes in
            refusing { () throws(InvalidInput) in
                let model = try ONNXReader(emptyFolder + "/fuzzed.onnx").read(bytes: Data(bytes))
                _ = model.network.multiplyAccumulates
                for name in model.weights.names {
                    require(try model.weights.tensor(name) != nil, "no tensor '\(name)'")
                }
            }
        },
        FuzzedReader(name: "safetensors") { bytes in
            refusing { () throws(InvalidInput) in
                let weights = try SafetensorsReader("fuzzed.safetensors").read(bytes: Data(bytes))
                for name in weights.names { require(try weights.tensor(name) != nil, "no tensor '\(name)'") }
            }
            // Checkpoints of training take their tensors by the header's word.
            if let header = try? SafetensorsHeader(bytes, path: "fuzzed.safetensors") {
                for entry in header.entries {
                    require(header.end + entry.bytes.upperBound <= bytes.count, "'\(entry.name)' goes beyond the file")
                }
            }
        },
        FuzzedReader(name: "csv") { bytes in
            refusing { () throws(InvalidInput) in
                let grid = try Grid<Dimensions.Conductance>(csv: bytes, as: "fuzzed.csv", atLeast: .zero)
                require(
                    grid.si.count == grid.rows * grid.columns && grid.si.allSatisfy { $0 >= 0 && $0.isFinite },
                    "a conductance below 0 or not finite")
            }
            refusing { () throws(InvalidInput) in
                _ = try Grid<Dimensions.Voltage>(csv: bytes, as: "fuzzed.csv")
            }
            refusing { () throws(InvalidInput) in
                let lines = String(decoding: bytes, as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init)
                let file = try ActivityFile(lines: lines, path: "fuzzed.csv")
                require(file.layers.allSatisfy { (0...1).contains($0.meanSquareInput) }, "a mean square beyond 1")
            }
        },
        FuzzedReader(name: "surrogate") { bytes in
            refusing { () throws(InvalidInput) in
                let surrogate = try Surrogate(bytes: bytes, as: "fuzzed.json")
                require(surrogate.scope.rows >= 1 && surrogate.scope.columns >= 1, "a surrogate of no crossbar")
            }
        },
        FuzzedReader(name: "lines") { bytes in
            // What an external strategy answers, line by line.
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(line)) else { continue }
                for (number, given) in (reply.points ?? []).enumerated() {
                    guard let point = try? Point(given, number: number, in: space) else { continue }
                    require(space.contains(point), "\(point) is none of the space's")
                }
            }
        },
    ]
}

/// The folder of the checkout, whose schemas and libraries the readers look up; Fuzz/run names it.
private let checkout = ProcessInfo.processInfo.environment["NAXDSE_CHECKOUT"] ?? "."

private func path(_ name: String) -> String { checkout + "/" + name }

/// Where a model's tensors are looked for: there is nothing.
private let emptyFolder: String = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-fuzz-empty").path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
}()

/// A space with every kind of parameter, one of them conditional.
private let space: Space = {
    do {
        return try Space([
            Parameter("kernel", .categories(["3", "5", "7"])),
            Parameter("rows", .integers(32...256, step: 32, logarithmic: false)),
            Parameter("voltage", .reals(0.1...0.5, logarithmic: true)),
            Parameter(
                "copies", .integers(1...4, step: 1, logarithmic: false),
                condition: .init(parameter: 0, values: [.category(1)])),
        ])
    } catch { fatalError("\(error)") }
}()

private func require(_ holds: @autoclosure () throws(InvalidInput) -> Bool, _ words: String) {
    do throws(InvalidInput) {
        guard try holds() else { fatalError("found by fuzzing: \(words)") }
    } catch {
        fatalError("found by fuzzing: what was read cannot be used: \(error)")
    }
}

/// Runs a reader; what it throws has to say where, what, and what would be right.
private func refusing(_ read: () throws(InvalidInput) -> Void) {
    do throws(InvalidInput) {
        try read()
    } catch {
        require(!error.diagnostics.isEmpty, "a refusal without a reason")
        for diagnostic in error.diagnostics {
            // Binary files have no lines: 0 and 0.
            let place = diagnostic.location
            require(
                (place.line >= 1) == (place.column >= 1) && place.line >= 0 && !place.file.isEmpty
                    && !diagnostic.message.isEmpty && !diagnostic.hint.isEmpty,
                "a refusal that says too little: \(diagnostic)")
        }
    }
}
