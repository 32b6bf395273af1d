import Diagnostics
import Hardware
import Quantities
import RealModule
import Services
import Testing

@testable import Circuit

@Suite("Effects on cells and ADCs")
struct EffectsTests {
    func device(_ change: (inout DeviceEffects) -> Void = { _ in }) -> Device {
        var effects = DeviceEffects()
        change(&effects)
        return Device(
            id: "cell", cellBits: 2, onResistance: Resistance(100, .kilo), offResistance: Resistance(1, .mega),
            effects: effects, source: "test", location: SourceLocation(file: "test", line: 1, column: 1))
    }

    let targets = Grid(rows: 200, columns: 200, filledWith: Conductance(5, .micro))

    @Test func withoutEffectsCellsAreWhatTheyWereMeantToBe() {
        #expect(device().programmed(targets, seed: 1) == targets)
        #expect(device().read(targets, seed: 1, number: 3) == targets)
    }

    @Test func levelsAreEvenlySpacedFromOffToOn() {
        let levels = (0..<4).map { device().conductance(ofLevel: $0).si }
        #expect(worstRelative(levels, to: [1e-6, 4e-6, 7e-6, 10e-6]) < 1e-15)
        let cells = device().randomCells(rows: 100, columns: 100, seed: 9).si
        for level in levels {
            // Binomial: 2500 expected, standard deviation 43.
            #expect(abs(cells.count { $0 == level } - 2500) < 220)
        }
    }

    @Test func programmingIsLognormalAroundTheTarget() {
        let cells = device { $0.programmingSigma = 0.3 }.programmed(targets, seed: 5)
        let logs = cells.si.map { Double.log($0 / 5e-6) }
        let mean = logs.reduce(0, +) / 40000
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40000
        let skew = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) } / 40000 / (0.3 * 0.3 * 0.3)
        // Five standard errors of each.
        #expect(abs(mean) < 5 * 0.3 / 200)
        #expect(abs(variance / 0.09 - 1) < 5 * 0.0071)
        #expect(abs(skew) < 5 * 0.0123)
    }

    @Test func stuckCellsComeInTheSharesGiven() {
        let cells = device {
            $0.stuckOn = 0.02
            $0.stuckOff = 0.1
        }.programmed(targets, seed: 6).si
        let on = cells.count { $0 == 1e-5 }
        let off = cells.count { abs($0 - 1e-6) < 1e-20 }
        #expect(abs(on - 800) < 5 * 28)
        #expect(abs(off - 4000) < 5 * 60)
        #expect(cells.count { $0 == 5e-6 } == 40000 - on - off)
    }

    @Test func conductanceDriftsByAPowerOfTime() {
        let drifting = device {
            $0.drift = .init(exponent: 0.05, after: Time(1000), reference: Time(1))
        }
        let expected = 5e-6 * Double.pow(1000, -0.05)
        #expect(abs(drifting.programmed(targets, seed: 1).si[77] / expected - 1) < 1e-15)
    }

    @Test func eachReadHasNoiseOfItsOwn() {
        let noisy = device { $0.readNoiseSigma = 0.01 }
        let first = noisy.read(targets, seed: 2, number: 0)
        #expect(first == noisy.read(targets, seed: 2, number: 0))
        let second = noisy.read(targets, seed: 2, number: 1)
        let product = zip(first.si, second.si).reduce(0) { $0 + ($1.0 / 5e-6 - 1) * ($1.1 / 5e-6 - 1) } / 40000
        let square = first.si.reduce(0) { $0 + ($1 / 5e-6 - 1) * ($1 / 5e-6 - 1) } / 40000
        #expect(abs(product) < 5 * 1e-4 / 200)
        #expect(abs(square / 1e-4 - 1) < 5 * 0.0071)
    }

    @Test func noiseNeverMakesAConductanceNegative() {
        let wild = device { $0.readNoiseSigma = 3 }
        let cells = wild.read(targets, seed: 2, number: 0).si
        #expect(cells.allSatisfy { $0 >= 0 })
        #expect(cells.contains(0))
    }

    @Test func oneEffectDoesNotDisturbAnother() {
        let varied = device { $0.programmingSigma = 0.2 }.programmed(targets, seed: 8)
        let both = device {
            $0.programmingSigma = 0.2
            $0.stuckOff = 0.05
        }.programmed(targets, seed: 8)
        let off = device().offConductance.si
        #expect(zip(varied.si, both.si).allSatisfy { $0 == $1 || $1 == off })
        #expect(both.si.contains(off))
    }

    @Test func theSeedDecides() {
        let varied = device {
            $0.programmingSigma = 0.2
            $0.stuckOn = 0.1
        }
        #expect(varied.programmed(targets, seed: 8) == varied.programmed(targets, seed: 8))
        #expect(varied.programmed(targets, seed: 8) != varied.programmed(targets, seed: 9))
        // SplitMix64 and Box-Muller written down once more in Python: other machines have to draw the same.
        #expect(
            worstRelative(
                Array(varied.programmed(targets, seed: 8).si[..<3]),
                to: [5.059095509771777e-06, 4.356839989257628e-06, 4.982981700426001e-06]) < 1e-14)
    }

    @Test func columnsThatShareAnADCShareItsErrors() {
        let component = Component(
            id: "adc", kind: .adc, actions: [], area: .zero, leakage: .zero, resolution: 8, source: "test",
            location: device().location)
        var adc = CrossbarKind.ColumnConverter(component: component, columns: 16, offsetSigma: 0.5, gainSigma: 0.01)
        let step = Current(1, .micro)
        let converters = adc.converters(columns: 64, step: step, seed: 3)
        #expect(converters.count == 64 && converters.allSatisfy { $0.bits == 8 })
        #expect(Set(converters).count == 4)
        #expect(Set(converters[16..<32]).count == 1)
        #expect(adc.converters(columns: 64, step: step, seed: 3, crossbar: 1)[0] != converters[0])
        adc.columns = 128
        let shared = (0..<2000).map { adc.converters(columns: 64, step: step, seed: 3, crossbar: $0)[0].offset }
        #expect(shared[0] == shared[1] && shared[1] != shared[2])
        let variance = shared.reduce(0) { $0 + $1 * $1 } / 2000
        // 1000 ADCs: five standard errors.
        #expect(Set(shared).count == 1000 && abs(variance / 0.25 - 1) < 5 * 0.045)
    }

    @Test func convertersRoundAndClip() {
        let ideal = Converter(bits: 3, step: Current(2, .micro))
        #expect(
            [-1, 0, 0.99, 1, 2.9, 3, 13, 14, 15, 99].map { ideal.code(for: Current($0, .micro)) } == [
                0, 0, 0, 1, 1, 2, 7, 7, 7, 7,
            ])
        #expect(ideal.code(for: Current(.nan)) == 0)
        #expect(ideal.current(of: 3) == Current(6, .micro))
        let poor = Converter(bits: 3, step: Current(1, .micro), offset: -0.75, gain: 0.5)
        #expect((0...6).map { poor.code(for: Current(Double($0), .micro)) } == [0, 1, 2, 4, 5, 7, 7])
    }
}
