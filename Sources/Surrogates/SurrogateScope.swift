import Circuit
import Hardware
import Quantities
import RealModule

/// The crossbars that a surrogate was trained for.
public struct SurrogateScope: Sendable, Hashable {
    /// Word lines, exactly.
    public let rows: Int
    /// Bit lines, exactly.
    public let columns: Int
    /// Exactly these resistances.
    public let wires: CrossbarKind.Wires
    /// Exactly this law of the cells.
    public let law: CellLaw
    /// Of the rows: from 0 V to this.
    public let highestVoltage: Voltage
    /// Of the cells.
    public let conductances: ClosedRange<Conductance>

    /// - Parameter conductances: of the cells, both ends included.
    public init(
        rows: Int, columns: Int, wires: CrossbarKind.Wires, law: CellLaw, highestVoltage: Voltage,
        conductances: ClosedRange<Conductance>
    ) {
        self.rows = rows
        self.columns = columns
        self.wires = wires
        self.law = law
        self.highestVoltage = highestVoltage
        self.conductances = conductances
    }

    /// Of a kind of crossbar with all effects of its device: inputs up to its read voltage, conductances from the
    /// lowest to the highest that five standard deviations of programming variation and read noise, and drift, can
    /// make.
    ///
    /// - Throws: when its cells are ohmic: their effective matrix is exact.
    public init(_ kind: CrossbarKind) throws(CircuitError) {
        let law = CellLaw(kind.device.effects)
        guard !law.isLinear else {
            throw CircuitError(
                "the cells of crossbar '\(kind.id)' are ohmic: their effective conductance matrix is exact",
                remedy: "leave the surrogate out, or give its device a <nonlinearity> or a <transistor> with a gate")
        }
        let spread = kind.device.spread
        self.init(
            rows: kind.rows, columns: kind.columns, wires: kind.wires, law: law, highestVoltage: kind.read.voltage,
            conductances: kind.device.offConductance * spread.lowerBound...kind.device.onConductance * spread.upperBound
        )
    }

    /// - Throws: when a crossbar differs in what is the same for all of this scope, telling the first difference.
    func check(rows: Int, columns: Int, wires: CrossbarKind.Wires, law: CellLaw) throws(CircuitError) {
        func compare<T: Equatable>(_ what: String, _ mine: T, _ theirs: T) throws(CircuitError) {
            guard mine != theirs else { return }
            throw CircuitError(
                "the surrogate was trained for \(what) of \(mine), and the crossbar has \(theirs)",
                remedy: "train one for this crossbar")
        }
        guard rows == self.rows, columns == self.columns else {
            throw CircuitError(
                "the surrogate was trained for \(self.rows)×\(self.columns) cells, and the crossbar has \(rows)×\(columns)",
                remedy: "train one for this crossbar")
        }
        try compare("row wires", self.wires.row, wires.row)
        try compare("column wires", self.wires.column, wires.column)
        try compare("sources", self.wires.source, wires.source)
        try compare("sinks", self.wires.sink, wires.sink)
        func text(_ voltage: Voltage?) -> String { voltage.map { "\($0)" } ?? "none" }
        try compare("a sinh law's scale", text(self.law.nonlinearity), text(law.nonlinearity))
        try compare("access transistors", self.law.accessResistance, law.accessResistance)
        try compare("gates", text(self.law.gateDrive?.voltage), text(law.gateDrive?.voltage))
        try compare("thresholds", text(self.law.gateDrive?.threshold), text(law.gateDrive?.threshold))
        try compare("an Early voltage", text(self.law.gateDrive?.earlyVoltage), text(law.gateDrive?.earlyVoltage))
    }

    /// - Throws: when a cell is outside.
    func check(_ cells: Grid<Dimensions.Conductance>) throws(CircuitError) {
        let (low, high) = (conductances.lowerBound.si * (1 - 1e-9), conductances.upperBound.si * (1 + 1e-9))
        guard let bad = cells.si.firstIndex(where: { !($0 >= low && $0 <= high) }) else { return }
        throw CircuitError(
            "the cell of row \(bad / cells.columns), column \(bad % cells.columns) has \(Conductance(si: cells.si[bad])), and the surrogate was trained for "
                + "\(conductances.lowerBound) to \(conductances.upperBound)",
            remedy: "train one with these cells, or solve the circuit")
    }

    /// - Throws: when a voltage is outside.
    func check(_ voltages: [Voltage]) throws(CircuitError) {
        guard voltages.count == rows else {
            throw CircuitError("\(voltages.count) voltages for a crossbar of \(rows) rows", remedy: "give one per row")
        }
        let high = highestVoltage.si * (1 + 1e-9)
        guard let bad = voltages.firstIndex(where: { !($0.si >= 0 && $0.si <= high) }) else { return }
        throw CircuitError(
            "the voltage of row \(bad) is \(voltages[bad]), and the surrogate was trained for 0 V to \(highestVoltage)",
            remedy: "train one with this read voltage, or solve the circuit")
    }
}

extension Device {
    /// Least and greatest factor on a conductance by programming variation and read noise, five standard deviations,
    /// and drift.
    var spread: ClosedRange<Double> {
        var still = self
        still.effects.programmingSigma = 0
        (still.effects.stuckOn, still.effects.stuckOff) = (0, 0)
        let drift = still.programmed(Grid(rows: 1, columns: 1, si: [1]), seed: 0).si[0]
        let programming = Double.exp(5 * effects.programmingSigma)
        let noise = 5 * effects.readNoiseSigma
        return min(1, drift) / programming * max(0.01, 1 - noise)...max(1, drift) * programming * (1 + noise)
    }
}
