import Hardware
import Quantities
import Testing

@testable import DataSets
@testable import Simulation
@testable import Surrogates

@Suite struct ActivityCountTests {
    /// Counted from uses of each input element, and directly over positions, rows and streams.
    @Test(arguments: UInt64(0)..<8, [false, true])
    func meanSquaresAreThoseOfAllDrivenRows(_ seed: UInt64, _ accumulates: Bool) throws {
        let trial = try RandomLayer(seed: seed, accumulates: accumulates)
        let (layer, plan) = (trial.layer, trial.plan)
        let padded = plan.padded(trial.codes, zero: 0)
        var sum = 0.0, mean = 0.0, count = 0.0
        for base in plan.bases {
            for offset in plan.offsets {
                for stream in 0..<layer.streams.count {
                    let code = padded[Int(base + offset)]
                    let bits =
                        layer.streams.form == .signMagnitude ? UInt32(abs(code)) : layer.streams.pattern(code)
                    let value = (bits >> UInt32(stream * layer.streams.width)) & UInt32(layer.streams.highest)
                    let share = Double(value) / Double(layer.streams.highest)
                    sum += share * share
                    mean += share
                    count += 1
                }
            }
        }
        let means = ActivityCount(layer, plan).means(trial.codes)
        #expect(abs(means.square - sum / count) < 1e-12)
        #expect(abs(means.mean - mean / count) < 1e-12)
    }

    @Test func meanLevelIsThatOfAllCellsThatAreRead() throws {
        let trial = try RandomLayer(seed: 1)
        let mean = trial.layer.meanLevel
        #expect(mean > 0 && mean < 1)
        var levels = 0, cells = 0
        for block in trial.layer.layout.rowBlocks {
            for column in block.crossbars.flatMap(\.columns) {
                for row in block.rows {
                    levels += trial.layer.level(row: row, output: column.output, slice: column.slice)
                    cells += 1
                }
            }
        }
        #expect(abs(mean - Double(levels) / Double(cells * trial.layer.slices.highest)) < 1e-12)
    }
}
