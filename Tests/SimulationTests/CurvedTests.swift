import Hardware
import Mapping
import Networks
import Quantities
import RealModule
import Services
import Testing

@testable import Circuit
@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite("Networks on crossbars of curved cells")
struct CurvedTests {
    private static func chip(_ change: (inout Chip) -> Void = { _ in }) -> Chip {
        var chip = Chip(rows: 8, columns: 8, activeRows: 8, adcBits: 6)
        chip.settings.precision = Precision(weights: 4, inputs: 4)
        chip.wires = CrossbarKind.Wires(
            row: Resistance(20), column: Resistance(20), source: Resistance(200), sink: Resistance(200))
        change(&chip)
        return chip
    }

    private static func scores(
        _ chip: Chip, _ imperfections: Imperfections, seed: UInt64 = 3, surrogates: [Surrogate] = []
    ) throws -> [Double] {
        var build = try NetworkBuilder("small", input: .map(channels: 2, height: 3, width: 3))
        var x = try build.convolution("conv", build.input, channels: 3, kernel: 2)
        x = try build.activation("relu", x, .relu)
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("fc", x, features: 4)
        let quantised = try Quantised(build.network(), on: chip)
        let crossbars = try CrossbarNetwork(
            quantised.network, quantised.mapped, quantised.architecture, calibration: quantised.images)
        if imperfections == [] { return try crossbars.scores(of: quantised.images[0]) }
        return try ImperfectNetwork(
            crossbars, quantised.mapped, quantised.architecture, imperfections, seed: seed, surrogates: surrogates
        )
        .scores(of: quantised.images[0], number: 0)
    }

    @Test func strongWiresChangeTheScores() throws {
        let chip = Self.chip {
            $0.effects.nonlinearity = Voltage(0.1)
            $0.wires.sink = Resistance(5000)
        }
        #expect(try Self.scores(chip, .circuit) != Self.scores(chip, []))
    }

    /// Newton's method read by read, and effective matrices, are two ways to the same codes where the curve is slight.
    @Test(arguments: Encoding.allCases.filter(\.hasPlainColumns)) func aSlightCurveGivesTheScoresOfOhmicCells(
        _ encoding: Encoding
    ) throws {
        let ohmic = try Self.scores(Self.chip { $0.settings.encoding = encoding }, .circuit)
        let curved = try Self.scores(
            Self.chip {
                $0.settings.encoding = encoding
                $0.effects.nonlinearity = Voltage(1000)
            }, .circuit)
        #expect(ohmic == curved)
    }

    /// ADCs are set for the cells' law: with streams of one bit and no wires a curve is no error, with streams of two
    /// bits it is.
    @Test func aCurveAloneIsNoErrorOfOneBitStreams() throws {
        let none = CrossbarKind.Wires(row: .zero, column: .zero, source: .zero, sink: .zero)
        let one = Self.chip {
            $0.wires = none
            $0.effects.nonlinearity = Voltage(0.05)
            $0.settings.encoding = .differential
        }
        #expect(try Self.scores(one, .circuit) == Self.scores(one, []))
        var two = one
        two.dacBits = 2
        #expect(try Self.scores(two, .circuit) != Self.scores(two, []))
    }

    @Test func columnSumsFollowTheLaw() throws {
        let chip = Self.chip {
            $0.dacBits = 2
            $0.wires = .init(row: .zero, column: .zero, source: .zero, sink: .zero)
            $0.effects.nonlinearity = Voltage(0.1)
        }
        let kind = chip.architecture.crossbars[0]
        let cells = CrossbarCells(kind, cellBits: 2, .circuit, seed: 1) { row, column in (row + column) % 4 }
        let crossbar = try CurvedCrossbar(cells, kind, surrogate: nil)
        let values: [UInt16] = [3, 1, 2, 0, 1]
        let sums = try crossbar.sums([values])[0]
        // Of a value v the law makes 3·sinh(2v/3)/sinh 2; the reference is subtracted as if it were straight, G_off/ΔG
        // = 1/3.
        for column in 0..<8 {
            let expected = values.enumerated().reduce(0.0) { sum, entry in
                let bent = 3 * Double.sinh(2 * Double(entry.element) / 3) / Double.sinh(2)
                return sum + bent * (Double((entry.offset + column) % 4) + 1 / 3.0) - Double(entry.element) / 3
            }
            #expect(abs(sums[column] - expected) < 1e-12 * 20)
        }
    }

    @Test(arguments: [Imperfections.circuit, .all]) func everythingIsSeeded(_ imperfections: Imperfections) throws {
        let chip = Self.chip {
            $0.effects.nonlinearity = Voltage(0.1)
            $0.effects.readNoiseSigma = 0.1
            $0.effects.programmingSigma = 0.1
            $0.effects.accessResistance = Resistance(3000)
            $0.effects.gateDrive = .init(voltage: Voltage(0.7), threshold: Voltage(0.4))
            $0.offsetSigma = 1
        }
        let scores = try Self.scores(chip, imperfections)
        #expect(try Self.scores(chip, imperfections) == scores)
        #expect(try (Self.scores(chip, imperfections, seed: 4) == scores) == (imperfections == .circuit))
    }

    @Test func aSurrogateStandsInForTheSolver() throws {
        let chip = Self.chip {
            $0.effects.nonlinearity = Voltage(0.1)
            $0.dacBits = 2
            $0.onResistance = Resistance(20, .kilo)
        }
        let kind = chip.architecture.crossbars[0]
        let surrogate = try Surrogate.trained(on: kind, of: "test", samples: 240, seed: 1, threads: 2)
        let cells = CrossbarCells(kind, cellBits: 2, .circuit, seed: 1) { row, column in (row * 3 + column) % 4 }
        let values: [[UInt16]] = [[3, 3, 3, 3, 3, 3, 3, 3], [1, 0, 2, 3, 0, 0, 1, 2], [0, 1]]
        let truth = try CurvedCrossbar(cells, kind, surrogate: nil).sums(values)
        let guess = try CurvedCrossbar(cells, kind, surrogate: surrogate).sums(values)
        #expect(worst(Array(guess.joined()), to: Array(truth.joined())) < 0.02)
        #expect(
            try Self.scores(chip, .circuit, surrogates: [surrogate])
                == Self.scores(chip, .circuit, surrogates: [surrogate]))
        var other = chip
        other.wires.sink = Resistance(100)
        #expect(throws: CircuitError.self) { try Self.scores(other, .circuit, surrogates: [surrogate]) }
    }
}
