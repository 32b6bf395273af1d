import Hardware
import Mapping
import Markup
import Quantities
import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

/// What wires and cells make of results, told without a trained network, against accuracies that were simulated with
/// one.
@Suite struct AnalogHealthTests {
    /// ResNet-20 of Benchmarks/train-resnet20 on 50 test images of CIFAR-10, `naxdse simulate`: hits with wires and
    /// cells; 43 of 50 without them. A crossbar is harmful where 4 or more are lost, two standard deviations of what 50
    /// images tell.
    static let simulated: [(hardware: String, crossbar: String, encoding: Encoding, hits: Int)] = [
        ("isaac", "isaac-x128", .offset, 7), ("isaac", "isaac-x128", .differential, 32),
        ("puma", "puma-x128", .offset, 7), ("puma", "puma-x128", .differential, 32),
        ("homogeneous-32", "x32", .offset, 27), ("homogeneous-32", "x32", .differential, 43),
        ("homogeneous-64", "x64", .offset, 6), ("homogeneous-64", "x64", .differential, 41),
        ("homogeneous-128", "x128", .offset, 7), ("homogeneous-128", "x128", .differential, 32),
    ]
    static let withoutWires = 43

    @Test(arguments: simulated)
    func theWarningAgreesWithTheSimulation(
        _ run: (hardware: String, crossbar: String, encoding: Encoding, hits: Int)
    ) throws {
        let health = try health(run.hardware, run.crossbar, run.encoding)
        #expect(health.isHarmful == (Self.withoutWires - run.hits >= 4), "error \(health.relativeError)")
    }

    /// Larger crossbars of the same cells are worse, and pairs better than an offset.
    @Test func errorsGrowWithTheCrossbarAndShrinkInPairs() throws {
        var last = (offset: 0.0, pairs: 0.0)
        for size in [16, 32, 64, 128] {
            let offset = try health("homogeneous-\(size)", "x\(size)", .offset).relativeError
            let pairs = try health("homogeneous-\(size)", "x\(size)", .differential).relativeError
            #expect(offset > last.offset && pairs > last.pairs && pairs < offset, "\(size)")
            last = (offset, pairs)
        }
    }

    /// Without wires and with perfect cells nothing is off.
    @Test(arguments: [Encoding.offset, .differential])
    func anIdealCrossbarLosesNothing(_ encoding: Encoding) throws {
        var kind = try kind("homogeneous-64", "x64")
        kind.wires = .init(row: Resistance(0), column: Resistance(0), source: Resistance(0), sink: Resistance(0))
        let health = try kind.analogHealth(Precision(weights: 8, inputs: 8), encoding, cellBits: 2)
        #expect(health.relativeError < 1e-9 && health.bitsLost < 1e-9)
    }

    /// Everything that the file says of cells and converters counts.
    @Test func cellsAndConvertersCount() throws {
        let kind = try kind("homogeneous-32", "x32")
        let precision = Precision(weights: 8, inputs: 8)
        let before = try kind.analogHealth(precision, .differential, cellBits: 2).relativeError
        func worse(_ change: (inout CrossbarKind) -> Void) throws -> Double {
            var changed = kind
            change(&changed)
            return try changed.analogHealth(precision, .differential, cellBits: 2).relativeError / before
        }
        #expect(try worse { $0.device.effects.programmingSigma = 0.1 } > 1.1)
        #expect(try worse { $0.device.effects.stuckOn = 0.02 } > 1.1)
        #expect(try worse { $0.device.effects.readNoiseSigma = 0.2 } > 1.02)
        #expect(try worse { $0.adc.gainSigma = 0.05 } > 1.02)
    }

    private func health(_ hardware: String, _ crossbar: String, _ encoding: Encoding) throws -> AnalogHealth {
        try kind(hardware, crossbar).analogHealth(Precision(weights: 8, inputs: 8), encoding, cellBits: 2)
    }

    private func kind(_ hardware: String, _ crossbar: String) throws -> CrossbarKind {
        let architecture = try ArchitectureReader().read(ShippedFiles().path("hardware/\(hardware).xml"))
        return try #require(architecture.crossbars.first { $0.id == crossbar })
    }
}
