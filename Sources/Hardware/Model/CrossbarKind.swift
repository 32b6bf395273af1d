import Diagnostics
import Quantities

/// A kind of crossbar: the array, how it is read, and the converters around it.
public struct CrossbarKind: Sendable, Hashable {
    public var id: String
    public var rows: Int
    public var columns: Int
    public var device: Device
    /// Rows that may be driven at once; a taller block is read in several passes.
    public var activeRows: Int
    /// Area of the array alone.
    public var area: Area
    public var read: Read
    public var wires: Wires
    public var dac: RowConverter
    public var adc: ColumnConverter
    /// One per column; nil when the ADCs sample for themselves.
    public var sampleAndHold: Component?
    /// Merges slices and streams; one operation per ADC conversion.
    public var shiftAndAdd: ColumnUnit?
    /// How its cells compute.
    public var method = ComputingMethod.resistive
    public var source: String
    public var location: SourceLocation

    public init(
        id: String, rows: Int, columns: Int, device: Device, activeRows: Int, area: Area, read: Read, wires: Wires,
        dac: RowConverter, adc: ColumnConverter, sampleAndHold: Component? = nil, shiftAndAdd: ColumnUnit? = nil,
        source: String, location: SourceLocation
    ) {
        self.id = id
        self.rows = rows
        self.columns = columns
        self.device = device
        self.activeRows = activeRows
        self.area = area
        self.read = read
        self.wires = wires
        self.dac = dac
        self.adc = adc
        self.sampleAndHold = sampleAndHold
        self.shiftAndAdd = shiftAndAdd
        self.source = source
        self.location = location
    }

    /// Whether columns add up digitally: there are no converters, and ``dac`` and ``adc`` stand for lines that cost nothing and lose nothing.
    public var isDigital: Bool { method == .digital }

    /// Static power of all its cells.
    public var cellLeakage: Power { (device.leakage ?? Power(si: 0)) * Double(rows * columns) }

    /// How one read of the array costs.
    public struct Read: Sendable, Hashable {
        public var voltage: Voltage
        /// Time the rows are driven for one read.
        public var time: Time
        /// Energy of one read of all columns, when the source states one;
        /// otherwise V²·G·t summed over the cells read.
        public var energy: Energy?
        /// Rows that are driven in the read whose energy is stated; nil for as many as are active at once.
        public var rows: Int?

        public init(voltage: Voltage, time: Time, energy: Energy? = nil, rows: Int? = nil) {
            self.voltage = voltage
            self.time = time
            self.energy = energy
            self.rows = rows
        }
    }

    /// Parasitic resistances, in the geometry of the circuit solver.
    public struct Wires: Sendable, Hashable {
        /// Between neighbouring cells along a word line.
        public var row: Resistance
        /// Between neighbouring cells along a bit line.
        public var column: Resistance
        /// Between a row's driver and its first cell.
        public var source: Resistance
        /// Between a column's last cell and its virtual ground.
        public var sink: Resistance

        public init(row: Resistance, column: Resistance, source: Resistance, sink: Resistance) {
            self.row = row
            self.column = column
            self.source = source
            self.sink = sink
        }
    }

    /// DACs: one per row, or one set shared by several crossbars that take the same input.
    public struct RowConverter: Sendable, Hashable {
        public var component: Component
        /// Crossbars that share one set of DACs.
        public var sharedBy: Int
        public init(component: Component, sharedBy: Int) {
            self.component = component
            self.sharedBy = sharedBy
        }
        /// Bits converted at once.
        public var bits: Int { component.resolution ?? 1 }
    }

    /// ADCs, each serving a number of columns one after the other.
    public struct ColumnConverter: Sendable, Hashable {
        public var component: Component
        /// Columns served by one ADC: more than the crossbar has when crossbars share it.
        public var columns: Int
        /// Standard deviation of the offset over ADCs, in least significant bits.
        public var offsetSigma: Double
        /// Standard deviation of the relative gain error over ADCs.
        public var gainSigma: Double
        public init(component: Component, columns: Int, offsetSigma: Double = 0, gainSigma: Double = 0) {
            self.component = component
            self.columns = columns
            self.offsetSigma = offsetSigma
            self.gainSigma = gainSigma
        }
        /// Bits of a conversion.
        public var bits: Int { component.resolution ?? 0 }
    }

    /// How cells make products and columns add them.
    public enum ComputingMethod: String, Sendable, Hashable, CaseIterable {
        /// Currents through resistances, added on the bit line.
        case resistive
        /// Charges on capacitors beside SRAM cells, shared by the bit line.
        case charge
        /// Gates, added by digital adders at the columns.
        case digital
    }

    /// A digital unit that serves a number of columns.
    public struct ColumnUnit: Sendable, Hashable {
        public var component: Component
        public var columns: Int
        public init(component: Component, columns: Int) {
            self.component = component
            self.columns = columns
        }
    }
}
