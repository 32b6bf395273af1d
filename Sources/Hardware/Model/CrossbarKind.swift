import Diagnostics
import Quantities

/// A kind of crossbar: the array, how it is read, and the converters around it.
public struct CrossbarKind: Sendable, Hashable {
    /// Unique in the file; levels, mappings and searches name it.
    public var id: String
    /// Word lines: inputs.
    public var rows: Int
    /// Bit lines: outputs.
    public var columns: Int
    /// What each of its cells is.
    public var device: Device
    /// Rows that may be driven at once; a taller block is read in several passes.
    public var activeRows: Int
    /// Area of the array alone; of ``weightSets`` behind one periphery, of one of them.
    public var area: Area
    /// Voltage, time and energy of one read.
    public var read: Read
    /// All 0 Ω where the file gives none, which a resistive array has to.
    public var wires: Wires
    /// What drives the rows; of a digital array without drivers a line that costs nothing.
    public var dac: RowConverter
    /// What stands at the ends of the columns: ADCs, an adder tree, or a line that costs nothing.
    public var adc: ColumnConverter
    /// One per column; nil when the ADCs sample for themselves.
    public var sampleAndHold: Component?
    /// Merges slices and streams; one operation per ADC conversion.
    public var shiftAndAdd: ColumnUnit?
    /// How its cells compute.
    public var method = ComputingMethod.resistive
    /// What is added up before a conversion.
    public var accumulation = Accumulation()
    /// How a digital array adds along its columns; nil where its read is stated as a whole.
    public var adders: Adders?
    /// Sets of weights behind one periphery: as many crossbars that share all but their cells, and of which one is read
    /// at a time.
    public var weightSets = 1
    /// Where its numbers come from.
    public var source: String
    /// Of its `<crossbar>`.
    public var location: SourceLocation

    /// Resistive, with every stream converted by itself and one set of weights: for others set the properties.
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

    /// Whether columns add up digitally: there is no ADC, and ``adc`` stands for the ends of the columns, which lose
    /// nothing.
    public var isDigital: Bool { method == .digital }

    /// Whether a part of the file drives the rows: a DAC, or the drivers of a digital array.
    public var hasDrivers: Bool { !dac.isLine }

    /// Whether a part of the file stands at the ends of the columns: an ADC, or an adder tree.
    public var hasColumnUnits: Bool { !adc.isLine }

    /// Static power of all its cells.
    public var cellLeakage: Power { (device.leakage ?? Power(si: 0)) * Double(rows * columns) }

    /// How one read of the array costs.
    public struct Read: Sendable, Hashable {
        /// At which a row is driven by the largest code.
        public var voltage: Voltage
        /// Time the rows are driven for one read.
        public var time: Time
        /// Energy of one read of all columns, when the source states one;
        /// otherwise V²·G·t summed over the cells read.
        public var energy: Energy?
        /// Rows that are driven in the read whose energy is stated; nil for as many as are active at once.
        public var rows: Int?
        /// Whether every read takes the stated energy, however few of the cells hold weights: the array is clocked as a
        /// whole.
        public var isOfWholeArray = false

        /// - Parameter energy: of one read of all columns; nil where the source does not state it.
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

        /// All in ohms; 0 is a short.
        public init(row: Resistance, column: Resistance, source: Resistance, sink: Resistance) {
            self.row = row
            self.column = column
            self.source = source
            self.sink = sink
        }
    }

    /// DACs: one per row, or one set shared by several crossbars that take the same input.
    public struct RowConverter: Sendable, Hashable {
        /// Of kind ``ComponentKind/dac``, or what drives the rows of a digital array.
        public var component: Component
        /// Crossbars that share one set of DACs, each of their ``CrossbarKind/weightSets`` counted.
        public var sharedBy: Int
        /// - Parameter sharedBy: crossbars that share one set, at least 1.
        public init(component: Component, sharedBy: Int) {
            self.component = component
            self.sharedBy = sharedBy
        }
        /// Bits converted at once.
        public var bits: Int { component.resolution ?? 1 }
        /// Whether it stands for lines that cost nothing, as a digital array without drivers has.
        public var isLine = false
        /// How a code is put into time, at the read voltage; nil where it is a voltage.
        public var pulses: Pulses?

        /// A code as time.
        public enum Pulses: String, Sendable, Hashable, CaseIterable {
            /// One pulse as wide as the code says.
            case width
            /// As many pulses as it says.
            case count
        }
    }

    /// ADCs, each serving a number of columns one after the other.
    public struct ColumnConverter: Sendable, Hashable {
        /// Of kind ``ComponentKind/adc``, or an adder tree.
        public var component: Component
        /// Columns served by one ADC, those of all ``CrossbarKind/weightSets`` counted: more than the crossbar has when
        /// crossbars share it.
        public var columns: Int
        /// Standard deviation of the offset over ADCs, in least significant bits.
        public var offsetSigma: Double
        /// Standard deviation of the relative gain error over ADCs.
        public var gainSigma: Double
        /// - Parameter columns: that one of them serves one after the other, at least 1.
        public init(component: Component, columns: Int, offsetSigma: Double = 0, gainSigma: Double = 0) {
            self.component = component
            self.columns = columns
            self.offsetSigma = offsetSigma
            self.gainSigma = gainSigma
        }
        /// Bits of a conversion.
        public var bits: Int { component.resolution ?? 0 }
        /// Whether it stands for the ends of a digital array's columns, which cost nothing.
        public var isLine = false
        /// What it does at each column: a conversion, or a sum where it is an adder tree.
        public var action: ActionName { component.kind == .adc ? .convert : .operate }
    }

    /// What is added up in the array, or where it is sampled, before one conversion.
    public struct Accumulation: Sendable, Hashable {
        /// How the bit streams of an input get their weights; nil where each stream is converted.
        public var streams: Streams?
        /// Whether the columns of a weight's bit slices are joined with their weights.
        public var slices = false
        /// Whether the columns of the two sides of a pair are subtracted.
        public var pairs = false

        /// Nothing is accumulated: each column is converted in each stream.
        public init() {}

        /// Whether the result of several reads is held until it is converted.
        public var isOverStreams: Bool { streams != nil }

        /// Columns that one conversion is of, of a weight of so many slices on so many sides.
        public func columns(slices count: Int, sides: Int) -> Int { (slices ? count : 1) * (pairs ? sides : 1) }

        /// How a stream comes to count twice the one before, for each bit.
        public enum Streams: String, Sendable, Hashable, CaseIterable {
            /// Its sample is integrated once for each unit of its weight: 1, 2, 4, … steps (NeuRRAM).
            case doubling
            /// In one step, as by halving the charge that is held.
            case single
        }
    }

    /// Full adders in the cells, which pass sums along the column and carries along the row (Colonnade).
    public struct Adders: Sendable, Hashable {
        /// Registers along a column; the rows are cut into as many stages.
        public var registers: Int
        /// Of one full adder.
        public var cellTime: Time
        /// Full adders' times that a stage takes beside those of its rows and columns.
        public var setup: Int
        /// Columns that a weight takes beside those of its bits, for the carries.
        public var carryColumns: Int
        /// Whether the stages work on following streams at once.
        public var isPipelined: Bool

        /// - Parameter cellTime: of one full adder.
        public init(registers: Int, cellTime: Time, setup: Int, carryColumns: Int, isPipelined: Bool = true) {
            self.registers = registers
            self.cellTime = cellTime
            self.setup = setup
            self.carryColumns = carryColumns
            self.isPipelined = isPipelined
        }

        /// Of a stage: sums run along its rows, then carries along the columns of a weight.
        public func stageTime(rows: Int, weightColumns: Int) -> Time {
            cellTime * Double((rows + registers - 1) / registers + weightColumns + setup)
        }
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
        /// Of kind ``ComponentKind/shiftAndAdd``.
        public var component: Component
        /// Columns that one unit serves one after the other, at least 1.
        public var columns: Int
        public init(component: Component, columns: Int) {
            self.component = component
            self.columns = columns
        }
    }
}
