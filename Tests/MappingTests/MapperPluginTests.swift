import Diagnostics
import Hardware
import Networks
import Quantities
import Testing

@testable import Mapping

/// A mapper that says what the test wants.
private enum TooTall: Mapper {
    static let summary = "wrong on purpose"
    static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
        Placement(
            request, blocks: [Block(count: 1, rows: request.kind.rows + 1, columns: 1)], inputBlocks: 1, partialSums: 1)
    }
}

private enum Forgetful: Mapper {
    static let summary = "leaves weights out"
    static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
        Placement(request, blocks: [Block(count: 1, rows: 1, columns: 1)], inputBlocks: 1, partialSums: 1)
    }
}

@Suite struct MapperPluginTests {
    private let request: PlacementRequest = {
        let nowhere = SourceLocation(file: "test", line: 1, column: 1)
        func component(_ kind: ComponentKind) -> Component {
            Component(
                id: kind.rawValue, kind: kind, actions: [], area: .zero, leakage: .zero, resolution: 1, source: "test",
                location: nowhere)
        }
        let kind = CrossbarKind(
            id: "x", rows: 16, columns: 16,
            device: Device(
                id: "d", cellBits: 2, onResistance: Resistance(1), offResistance: Resistance(2), source: "test",
                location: nowhere),
            activeRows: 16, area: .zero, read: .init(voltage: Voltage(1), time: Time(1)),
            wires: .init(row: .zero, column: .zero, source: .zero, sink: .zero),
            dac: .init(component: component(.dac), sharedBy: 1),
            adc: .init(component: component(.adc), columns: 16), source: "test", location: nowhere)
        return PlacementRequest(
            matrix: MatrixShape(rows: 4, columns: 4, groups: 1, positions: 1, isStationary: true), kind: kind,
            precision: Precision(weights: 8, inputs: 8), encoding: .offset, cellBits: 2)
    }()

    @Test func aBlockLargerThanItsCrossbarIsRefused() {
        let error = #expect(throws: MapperError.self) { try MapperPlugin("tall", TooTall.self).place(request).get() }
        #expect(error?.problem == "the mapper placed 1 blocks of 17×1 on crossbars of 16×16")
    }

    @Test func weightsWithoutACellAreRefused() {
        let error = #expect(throws: MapperError.self) {
            try MapperPlugin("forgetful", Forgetful.self).place(request).get()
        }
        #expect(error?.problem == "the mapper placed 64 cells of weights on 1 cells in 1 crossbars with 1 input blocks")
    }
}
