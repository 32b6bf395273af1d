import DensePlugin
import Diagnostics
import Mapping
import Markup
import Networks
import Quantities
import Testing

@testable import Hardware

@Suite struct DenseMapperTests {
    /// 64×64 cells of 2 bits, 1-bit DACs, 8-bit ADCs, 32 rows active at once.
    private let kind: CrossbarKind = {
        let here = SourceLocation(file: #filePath, line: #line, column: 1)
        let dac = Component(
            id: "dac", kind: .dac, actions: [], area: .zero, leakage: .zero, resolution: 1, source: "", location: here)
        let adc = Component(
            id: "adc", kind: .adc, actions: [], area: .zero, leakage: .zero, resolution: 8, source: "", location: here)
        let device = Device(
            id: "cell", cellBits: 2, onResistance: Resistance(100, .kilo), offResistance: Resistance(600, .kilo),
            source: "",
            location: here)
        return CrossbarKind(
            id: "x64", rows: 64, columns: 64, device: device, activeRows: 32, area: .zero,
            read: .init(voltage: Voltage(0.2), time: Time(64, .nano)),
            wires: .init(row: .zero, column: .zero, source: .zero, sink: .zero),
            dac: .init(component: dac, sharedBy: 1), adc: .init(component: adc, columns: 64), sampleAndHold: nil,
            shiftAndAdd: nil,
            source: "", location: here)
    }()

    private func place(rows: Int, columns: Int, groups: Int = 1, encoding: Encoding = .offset) throws -> Placement {
        let matrix = MatrixShape(rows: rows, columns: columns, groups: groups, positions: 1, isStationary: true)
        let request = PlacementRequest(
            matrix: matrix, kind: kind, precision: Precision(weights: 8, inputs: 8), encoding: encoding, cellBits: 2)
        return try plugin.place(request).get()
    }

    @Test func slicesLieSideBySide() throws {
        // 100 rows: 64 + 36. 40 weights of 4 slices: 160 columns, 64 + 64 + 32.
        let placement = try place(rows: 100, columns: 40)
        #expect(placement.crossbars == 6)
        #expect(placement.cells == 100 * 160 && placement.weightCells == 100 * 160)
        #expect(placement.inputBlocks == 2 && placement.partialSums == 2)
        // A block of 64 rows is read in two passes of 32, one of 36 rows as well.
        #expect(placement.passes == 2 && placement.conversions == 2 * 2 * 160)
        #expect(placement.streams == 8)
    }

    @Test func aPairTakesTwiceTheSlicesOfItsMagnitude() throws {
        // 7 bits of magnitude in cells of 2 are 4 slices, on two sides.
        #expect(try place(rows: 64, columns: 8, encoding: .differential).crossbars == 1)
        #expect(try place(rows: 64, columns: 9, encoding: .differential).crossbars == 2)
    }

    @Test func groupsArePackedAlongTheDiagonal() throws {
        // 9 rows × 4 columns a group: 7 groups fit 64 rows, so 16 groups take 7 + 7 + 2.
        let placement = try place(rows: 9, columns: 1, groups: 16)
        #expect(placement.crossbars == 3 && placement.partialSums == 1)
        #expect(placement.blocks == [Block(count: 2, rows: 63, columns: 28), Block(count: 1, rows: 18, columns: 8)])
        #expect(placement.weightCells == 16 * 9 * 4)
    }
}
