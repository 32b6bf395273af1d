import Circuit
import Diagnostics
import FoundationEssentials
import Hardware
import Quantities
import System

/// A surrogate as it is stored: JSON, numbers in SI units, read back without loss.
private struct StoredSurrogate: Codable {
    struct Crossbar: Codable {
        var hardware, name: String
        var rows, columns: Int
        var row_ohm, column_ohm, source_ohm, sink_ohm: Double
        var nonlinearity_V: Double?
        var access_ohm: Double
        var gate_V, threshold_V, early_V: Double?
    }
    struct Scope: Codable {
        var highest_voltage_V, lowest_conductance_S, highest_conductance_S: Double
    }
    struct Training: Codable {
        var samples: Int
        var seed: UInt64
    }
    struct Spread: Codable {
        var root_mean_square_A, median_A, percentile_99_A, largest_A: Double
    }
    struct Errors: Codable {
        var points: Int
        var current_A: Double
        var linear, matrices, surrogate: Spread
    }
    struct Layer: Codable {
        var inputs, outputs: Int
        /// outputs × inputs, then biases.
        var parameters: [Double]
    }
    struct Scaling: Codable {
        var means, deviations: [Double]
        var target_mean, target_deviation: Double
    }
    /// The version of this form.
    var naxdse_surrogate: Int
    var crossbar: Crossbar
    var scope: Scope
    var training: Training
    var errors: Errors
    var scaling: Scaling
    var layers: [Layer]
}

extension Surrogate {
    private static let version = 1
    /// Bytes of the largest file that is read; one has about 40 kB.
    private static let sizeLimit = 16 << 20

    /// Reads a file that ``text`` was written to.
    ///
    /// - Throws: when it cannot be read, is none, or says what cannot be.
    public static func reading(_ path: String) throws(InvalidInput) -> (surrogate: Surrogate, file: InputFile) {
        let bytes = try bytesOfFile(
            path, of: "a surrogate, as `naxdse crossbar train-surrogate` writes it", limit: sizeLimit)
        return (try Surrogate(bytes: bytes, as: path), InputFile(path: path, sha256: sha256(bytes)))
    }

    /// As ``reading(_:)``, of bytes that are told to be the content of the file at `path`.
    public init(bytes: [UInt8], as path: String) throws(InvalidInput) {
        func failure(_ problem: String) -> InvalidInput {
            InvalidInput([
                Diagnostic(
                    at: SourceLocation(file: path), problem,
                    hint: "make it again with `naxdse crossbar train-surrogate`")
            ])
        }
        let stored: StoredSurrogate
        do { stored = try JSONDecoder().decode(StoredSurrogate.self, from: Data(bytes)) } catch {
            throw failure("this is no surrogate, or it is damaged")
        }
        guard stored.naxdse_surrogate == Self.version else {
            throw failure("this is a surrogate of form \(stored.naxdse_surrogate); \(Self.version) is read")
        }
        let crossbar = stored.crossbar
        guard (1...16384).contains(crossbar.rows), (1...16384).contains(crossbar.columns) else {
            throw failure("its crossbar has \(crossbar.rows)×\(crossbar.columns) cells")
        }
        let resistances = [
            crossbar.row_ohm, crossbar.column_ohm, crossbar.source_ohm, crossbar.sink_ohm, crossbar.access_ohm,
        ]
        let voltages = [stored.scope.highest_voltage_V] + [crossbar.nonlinearity_V, crossbar.early_V].compactMap { $0 }
        let (low, high) = (stored.scope.lowest_conductance_S, stored.scope.highest_conductance_S)
        guard resistances.allSatisfy({ $0 >= 0 && $0.isFinite }), voltages.allSatisfy({ $0 > 0 && $0.isFinite }),
            low >= 0, low <= high, high > 0, high.isFinite
        else {
            throw failure("its crossbar has a resistance, voltage or conductance that cannot be")
        }
        var drive: DeviceEffects.GateDrive?
        if let gate = crossbar.gate_V {
            guard let threshold = crossbar.threshold_V, gate > threshold, gate.isFinite, threshold.isFinite,
                crossbar.access_ohm > 0
            else {
                throw failure("the access transistors of its crossbar are off")
            }
            drive = .init(
                voltage: Voltage(si: gate), threshold: Voltage(si: threshold),
                earlyVoltage: crossbar.early_V.map(Voltage.init(si:)))
        }
        let law = CellLaw(
            nonlinearity: crossbar.nonlinearity_V.map(Voltage.init(si:)),
            accessResistance: Resistance(si: crossbar.access_ohm), gateDrive: drive)
        guard !law.isLinear else { throw failure("its crossbar is one of ohmic cells") }
        scope = SurrogateScope(
            rows: crossbar.rows, columns: crossbar.columns,
            wires: .init(
                row: Resistance(si: crossbar.row_ohm), column: Resistance(si: crossbar.column_ohm),
                source: Resistance(si: crossbar.source_ohm),
                sink: Resistance(si: crossbar.sink_ohm)),
            law: law, highestVoltage: Voltage(si: stored.scope.highest_voltage_V),
            conductances: Conductance(si: low)...Conductance(si: high))
        origin = Origin(
            hardware: crossbar.hardware, crossbar: crossbar.name, samples: stored.training.samples,
            seed: stored.training.seed)
        errors = SurrogateErrors(stored.errors)
        let count = CurvedBase.features
        guard stored.scaling.means.count == count, stored.scaling.deviations.count == count,
            stored.scaling.deviations.allSatisfy({ $0 > 0 }),
            stored.scaling.target_deviation > 0
        else { throw failure("its scaling is not that of \(count) features") }
        scaling = FeatureScaling(
            means: stored.scaling.means, deviations: stored.scaling.deviations, targetMean: stored.scaling.target_mean,
            targetDeviation: stored.scaling.target_deviation)
        var width = count
        var layers: [Perceptron.Layer] = []
        for layer in stored.layers {
            guard layer.inputs == width, (1...4096).contains(layer.outputs),
                layer.parameters.count == layer.outputs * (layer.inputs + 1)
            else {
                throw failure("its layers do not fit each other")
            }
            width = layer.outputs
            layers.append(.init(inputs: layer.inputs, outputs: layer.outputs, parameters: layer.parameters))
        }
        guard !layers.isEmpty, layers.count <= 16, width == 1 else {
            throw failure("its layers do not end in one output")
        }
        network = Perceptron(layers: layers)
    }

    /// What is stored.
    public var text: String {
        let (wires, drive) = (scope.wires, scope.law.gateDrive)
        let stored = StoredSurrogate(
            naxdse_surrogate: Self.version,
            crossbar: .init(
                hardware: origin.hardware, name: origin.crossbar, rows: scope.rows, columns: scope.columns,
                row_ohm: wires.row.si, column_ohm: wires.column.si,
                source_ohm: wires.source.si, sink_ohm: wires.sink.si, nonlinearity_V: scope.law.nonlinearity?.si,
                access_ohm: scope.law.accessResistance.si,
                gate_V: drive?.voltage.si, threshold_V: drive?.threshold.si, early_V: drive?.earlyVoltage?.si),
            scope: .init(
                highest_voltage_V: scope.highestVoltage.si, lowest_conductance_S: scope.conductances.lowerBound.si,
                highest_conductance_S: scope.conductances.upperBound.si),
            training: .init(samples: origin.samples, seed: origin.seed),
            errors: .init(
                points: errors.points, current_A: errors.current.si, linear: .init(errors.linear),
                matrices: .init(errors.matrices),
                surrogate: .init(errors.surrogate)),
            scaling: .init(
                means: scaling.means, deviations: scaling.deviations, target_mean: scaling.targetMean,
                target_deviation: scaling.targetDeviation),
            layers: network.layers.map { .init(inputs: $0.inputs, outputs: $0.outputs, parameters: $0.parameters) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(stored), as: UTF8.self) + "\n" } catch {
            preconditionFailure("a surrogate's numbers are finite: \(error)")
        }
    }
}

extension StoredSurrogate.Spread {
    fileprivate init(_ spread: SurrogateErrors.Spread) {
        self.init(
            root_mean_square_A: spread.rootMeanSquare.si, median_A: spread.median.si,
            percentile_99_A: spread.percentile99.si,
            largest_A: spread.largest.si)
    }
}

extension SurrogateErrors {
    fileprivate init(_ stored: StoredSurrogate.Errors) {
        points = stored.points
        current = Current(si: stored.current_A)
        linear = Spread(stored.linear)
        matrices = Spread(stored.matrices)
        surrogate = Spread(stored.surrogate)
    }
}

extension SurrogateErrors.Spread {
    fileprivate init(_ stored: StoredSurrogate.Spread) {
        rootMeanSquare = Current(si: stored.root_mean_square_A)
        median = Current(si: stored.median_A)
        percentile99 = Current(si: stored.percentile_99_A)
        largest = Current(si: stored.largest_A)
    }
}
