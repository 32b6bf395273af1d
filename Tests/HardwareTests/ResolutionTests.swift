import Markup
import Quantities
import Testing

@testable import Hardware

@Suite struct ResolutionTests {
    /// The highest sum of so many rows has to fit the resolution that is said to lose nothing.
    @Test(arguments: 1...4, 1...4)
    func theHighestSumFits(_ dacBits: Int, _ cellBits: Int) {
        let here = SourceLocation(file: "test")
        func converter(_ kind: ComponentKind, _ bits: Int) -> Component {
            Component(id: kind.rawValue, kind: kind, actions: [], area: .zero, leakage: .zero, resolution: bits, source: "", location: here)
        }
        let device = Device(
            id: "cell", cellBits: cellBits, onResistance: Resistance(100, .kilo), offResistance: Resistance(1, .mega), source: "", location: here)
        let kind = CrossbarKind(
            id: "x", rows: 512, columns: 8, device: device, activeRows: 512, area: .zero, read: .init(voltage: Voltage(0.2), time: Time(10, .nano)),
            wires: .init(row: .zero, column: .zero, source: .zero, sink: .zero), dac: .init(component: converter(.dac, dacBits), sharedBy: 1),
            adc: .init(component: converter(.adc, 8), columns: 8), sampleAndHold: nil, shiftAndAdd: nil, source: "", location: here)
        for rows in [1, 2, 3, 16, 64, 100, 128, 512] {
            let highest = rows * ((1 << dacBits) - 1) * ((1 << cellBits) - 1)
            #expect(highest < 1 << kind.losslessResolution(rows: rows), "\(rows) rows")
        }
    }
}
