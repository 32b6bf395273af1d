import Hardware
import Quantities

/// The resistive network of a crossbar: cells, wires, source and sink resistances.
///
/// ```swift
/// let circuit = try CrossbarCircuit(conductances: cells, wires: kind.wires)
/// let point = try circuit.solve(voltages)                 // one voltage per row
/// point.outputCurrents                                    // one current per column
/// let matrix = try circuit.effectiveConductance()         // outputs = matrixᵀ · inputs, exactly
/// ```
///
/// Geometry (design, section 7): the driver of row i feeds the cell of column 0 through the source
/// resistance; one row-wire segment lies between neighbouring cells of a word line, one column-wire
/// segment between neighbouring cells of a bit line; the bit line leaves the last row through the
/// sink resistance to 0 V, where its output current is read. A resistance of 0 is a short and a
/// conductance of 0 an open cell, both exactly.
public struct CrossbarCircuit: Sendable {
    /// Small-signal conductance of each cell, without its access transistor.
    public let conductances: Grid<Dimensions.Conductance>
    /// Ohms of wire segments, sources and sinks.
    public let wires: CrossbarKind.Wires
    /// How the current through a cell depends on the voltage across it.
    public let law: CellLaw

    /// Word lines.
    public var rows: Int { conductances.rows }
    /// Bit lines.
    public var columns: Int { conductances.columns }

    /// Throws when there are no cells, when a conductance or resistance is negative or not finite,
    /// when the scale of the non-linearity is not positive, or when a transistor's gate makes no sense.
    public init(
        conductances: Grid<Dimensions.Conductance>, wires: CrossbarKind.Wires, law: CellLaw = .ohmic
    ) throws(CircuitError) {
        guard conductances.rows > 0, conductances.columns > 0 else {
            throw CircuitError(
                "a crossbar of \(conductances.rows)×\(conductances.columns) cells has no circuit",
                remedy: "give it at least one row and one column")
        }
        if let bad = conductances.si.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw CircuitError(
                "the cell of row \(bad / conductances.columns), column \(bad % conductances.columns) has a conductance of "
                    + "\(conductances.si[bad]) S",
                remedy: "a conductance is finite and at least 0 S (an open cell)")
        }
        for (name, resistance) in [
            ("row wire", wires.row), ("column wire", wires.column), ("source", wires.source), ("sink", wires.sink),
            ("access", law.accessResistance),
        ] where !(resistance.si >= 0 && resistance.si.isFinite) {
            throw CircuitError(
                "the \(name) resistance is \(resistance.si) Ω",
                remedy: "a resistance is finite and at least 0 Ω (a short)")
        }
        if let scale = law.nonlinearity, !(scale.si > 0 && scale.si.isFinite) {
            throw CircuitError(
                "the voltage scale of the sinh law is \(scale.si) V",
                remedy: "it is finite and above 0 V; leave it out for ohmic cells")
        }
        if let drive = law.gateDrive {
            guard law.accessResistance > .zero else {
                throw CircuitError(
                    "an access transistor with a gate has a resistance of 0 Ω",
                    remedy: "give the resistance of its channel at small voltages")
            }
            guard drive.voltage.si.isFinite, drive.threshold.si.isFinite, drive.voltage > drive.threshold else {
                throw CircuitError(
                    "the gate is at \(drive.voltage) and the threshold \(drive.threshold): the access transistors are off",
                    remedy: "raise the gate above the threshold")
            }
            if let early = drive.earlyVoltage, !(early.si > 0 && early.si.isFinite) {
                throw CircuitError(
                    "the Early voltage is \(early)", remedy: "it is finite and above 0 V; leave it out for none")
            }
        }
        self.conductances = conductances
        self.wires = wires
        self.law = law
    }

    /// Voltages and currents everywhere for one voltage per row.
    ///
    /// Throws when the number of voltages is not that of the rows, when one is not finite, or when
    /// Kirchhoff's laws could not be met to ``residualLimit``.
    public func solve(_ voltages: [Voltage]) throws(CircuitError) -> OperatingPoint {
        try solve([voltages])[0]
    }

    /// As ``solve(_:)-([Voltage])`` for several inputs; those of ohmic cells share one factorisation.
    public func solve(_ inputs: [[Voltage]]) throws(CircuitError) -> [OperatingPoint] {
        for voltages in inputs { try check(voltages) }
        if let channel = Channel(law) { return try solveTransistors(inputs, channel) }
        return law.isLinear ? try solveLinear(inputs) : try solveNonlinear(inputs)
    }

    /// Largest violation of Kirchhoff's laws that passes for a solution (see ``OperatingPoint/residual``).
    public static let residualLimit = 1e-12

    /// Currents and powers, in A and W: sums over them stay within a double.
    private static let largest = 1e280

    /// Output currents with ideal wires, Σ G·V: what the crossbar is meant to compute.
    public func idealOutputs(_ voltages: [Voltage]) throws(CircuitError) -> [Current] {
        try check(voltages)
        var sums = [Double](repeating: 0, count: columns)
        for i in 0..<rows {
            for j in 0..<columns { sums[j] += voltages[i].si * conductances.si[i * columns + j] }
        }
        return sums.map(Current.init(si:))
    }

    private func check(_ voltages: [Voltage]) throws(CircuitError) {
        guard voltages.count == rows else {
            throw CircuitError("\(voltages.count) voltages for a crossbar of \(rows) rows", remedy: "give one per row")
        }
        if let bad = voltages.firstIndex(where: { !$0.si.isFinite }) {
            throw CircuitError("the voltage of row \(bad) is \(voltages[bad].si) V", remedy: "a voltage is finite")
        }
        // No wire makes a cell see more than all drivers together give, nor any current larger than without wires.
        let highest = voltages.reduce(0) { max($0, abs($1.si)) }
        let current = conductances.si.reduce(0, +) * highest
        guard current <= Self.largest, current * highest <= Self.largest else {
            throw CircuitError(
                "currents are up to \(current) A and the power up to \(current * highest) W, beyond what can be computed with",
                remedy: "lower the voltages or the conductances")
        }
    }
}
