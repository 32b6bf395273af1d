import Diagnostics
import Mapping
import Markup
import Networks
import OneSlicePlugin
import Quantities
import Testing

@testable import Hardware

@Suite struct OneSliceMapperTests {
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

    @Test func eachSliceHasCrossbarsOfItsOwn() throws {
        // 100 rows: 64 + 36. 70 columns: 64 + 6. Four slices of 2 bits each.
        let placement = try place(rows: 100, columns: 70)
        #expect(placement.crossbars == 4 * 2 * 2)
        #expect(placement.cells == 4 * 100 * 70 && placement.weightCells == 4 * 100 * 70)
        #expect(placement.inputBlocks == 2 && placement.partialSums == 2)
        #expect(placement.crossbarsPerInputBlock == 8, "all slices take the same input")
    }

    @Test func aPairTakesTwiceTheSlicesOfItsMagnitude() throws {
        #expect(try place(rows: 64, columns: 64, encoding: .differential).crossbars == 8)
    }

    @Test func groupsArePackedAlongTheDiagonal() throws {
        // 7 groups of 9 rows fit 64: 16 groups take 3 packs, each of 4 slices.
        let placement = try place(rows: 9, columns: 1, groups: 16)
        #expect(placement.crossbars == 3 * 4 && placement.partialSums == 1)
        #expect(placement.blocks == [Block(count: 8, rows: 63, columns: 7), Block(count: 4, rows: 18, columns: 2)])
    }
}
