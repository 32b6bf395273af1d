import Diagnostics
import Hardware
import Networks
import Quantities
import Testing

@testable import Mapping

/// An ADC loses nothing with the fewest bits b with 2^b ≥ the largest sum + 1.
@Suite struct LosslessBitsTests {
    private static func kind(rows: Int, active: Int, dacBits: Int, cellBits: Int) -> CrossbarKind {
        let here = SourceLocation(file: "test")
        func converter(_ kind: ComponentKind, _ bits: Int) -> Component {
            Component(
                id: kind.rawValue, kind: kind, actions: [], area: .zero, leakage: .zero, resolution: bits, source: "",
                location: here)
        }
        let device = Device(
            id: "cell", cellBits: cellBits, onResistance: Resistance(100, .kilo), offResistance: Resistance(1, .mega),
            source: "", location: here)
        return CrossbarKind(
            id: "x", rows: rows, columns: 64, device: device, activeRows: active, area: .zero,
            read: .init(voltage: Voltage(0.2), time: Time(10, .nano)),
            wires: .init(row: .zero, column: .zero, source: .zero, sink: .zero),
            dac: .init(component: converter(.dac, dacBits), sharedBy: 1),
            adc: .init(component: converter(.adc, 8), columns: 8), source: "",
            location: here)
    }

    /// All of a matrix of so many rows in row blocks.
    private static func stage(_ kind: CrossbarKind, rows: Int, weights: Int, _ encoding: Encoding) -> MappedStage {
        let matrix = MatrixShape(rows: rows, columns: 4, groups: 1, positions: 1, isStationary: true)
        let request = PlacementRequest(
            matrix: matrix, kind: kind, precision: Precision(weights: weights, inputs: 8), encoding: encoding,
            cellBits: kind.device.cellBits)
        let blocks = grid(rows: rows, columns: 4 * request.columnsPerWeight, of: kind.rows, kind.columns, times: 1)
        let placement = Placement(
            request, blocks: blocks, inputBlocks: (rows + kind.rows - 1) / kind.rows,
            partialSums: (rows + kind.rows - 1) / kind.rows)
        return MappedStage(
            kind: 0, matrix: matrix, precision: request.precision, encoding: encoding, cellBits: kind.device.cellBits,
            copies: 1, placement: placement)
    }

    @Test(arguments: [
        // rows of the matrix, active rows, DAC bits, cell bits, weight bits; the largest sum and its bits
        (128, 9, 1, 2, 8, Encoding.offset, 27, 5), (128, 128, 1, 2, 1, .differential, 128, 8),
        (128, 128, 1, 2, 8, .differential, 384, 9),
        (128, 128, 1, 2, 16, .offset, 384, 9), (128, 128, 1, 2, 16, .flipped, 192, 8),
        (127, 128, 1, 2, 16, .flipped, 190, 8),
        // The column that sums the inputs has 128 of them.
        (128, 128, 1, 1, 8, .flipped, 128, 8), (85, 128, 1, 2, 8, .offset, 255, 8), (86, 128, 1, 2, 8, .offset, 258, 9),
        // A pass of 16 rows may hold the highest levels of a flipped column.
        (128, 16, 1, 2, 8, .flipped, 48, 6), (128, 128, 2, 2, 8, .offset, 1152, 11), (1, 128, 3, 4, 8, .offset, 105, 7),
        // 3-bit weights on a side of a pair have 2 bits, in cells of 4.
        (10, 128, 1, 4, 3, .differential, 30, 5),
    ])
    func theLargestSumAndOne(
        _ rows: Int, _ active: Int, _ dacBits: Int, _ cellBits: Int, _ weights: Int, _ encoding: Encoding,
        _ largest: Int, _ bits: Int
    ) {
        let kind = Self.kind(rows: 128, active: active, dacBits: dacBits, cellBits: cellBits)
        let stage = Self.stage(kind, rows: rows, weights: weights, encoding)
        #expect(stage.largestSum(on: CrossbarShape(kind)) == largest)
        #expect(stage.losslessBits(on: CrossbarShape(kind)) == bits)
        #expect(1 << bits >= largest + 1 && 1 << (bits - 1) < largest + 1)
    }
}
