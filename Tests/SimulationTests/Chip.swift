import DensePlugin
import Diagnostics
import Hardware
import Mapping
import Networks
import OneSlicePlugin
import Quantities

/// An architecture of one kind of crossbar and nothing else, and networks placed on it.
struct Chip {
    var rows = 64
    var columns = 64
    var activeRows = 64
    var deviceBits = 2
    var dacBits = 1
    var adcBits = 12
    var adcColumns = 64
    var offResistance = Resistance(1, .mega)
    var onResistance = Resistance(100, .kilo)
    var wires = CrossbarKind.Wires(row: .zero, column: .zero, source: .zero, sink: .zero)
    var effects = DeviceEffects()
    var offsetSigma = 0.0
    var gainSigma = 0.0
    var accumulation = CrossbarKind.Accumulation()
    var method = CrossbarKind.ComputingMethod.resistive
    var settings = LayerSettings(precision: Precision(weights: 8, inputs: 8))

    var architecture: Architecture {
        let here = SourceLocation(file: "test")
        func component(_ id: String, _ kind: ComponentKind, _ bits: Int) -> Component {
            Component(
                id: id, kind: kind, actions: [], area: .zero, leakage: .zero, resolution: bits, source: "",
                location: here)
        }
        let device = Device(
            id: "cell", cellBits: deviceBits, onResistance: method == .resistive ? onResistance : nil,
            offResistance: method == .resistive ? offResistance : nil,
            effects: effects, source: "", location: here)
        var kind = CrossbarKind(
            id: "x", rows: rows, columns: columns, device: device, activeRows: activeRows, area: .zero,
            read: .init(voltage: Voltage(0.2), time: Time(10, .nano)), wires: wires,
            dac: .init(component: component("dac", .dac, dacBits), sharedBy: 1),
            adc: .init(
                component: component("adc", .adc, adcBits), columns: adcColumns, offsetSigma: offsetSigma,
                gainSigma: gainSigma),
            sampleAndHold: nil, shiftAndAdd: nil, source: "", location: here)
        kind.accumulation = accumulation
        kind.method = method
        let tile = Level(
            name: "tile", count: .asNeeded(atMost: nil), parts: [],
            crossbars: [.init(kind: 0, count: 1, location: here)], levels: [], location: here)
        let chip = Level(name: "chip", count: .fixed(1), parts: [], crossbars: [], levels: [tile], location: here)
        return Architecture(
            name: "test", description: "", technology: Length(si: 32e-9), clock: Frequency(si: 1e9), crossbars: [kind],
            components: [],
            root: chip, source: "", files: [], location: here)
    }

    func place(_ network: Network) throws -> MappedNetwork {
        let mappers = try Mappers([DensePlugin.plugin, OneSlicePlugin.plugin])
        let specification = MappingSpecification(name: "test", defaults: settings)
        return try Planner(architecture, specification, mappers: mappers).place(network)
    }
}
