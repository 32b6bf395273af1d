import Diagnostics
import Quantities

/// A cell: memristive with its access transistor, if any, or an SRAM cell.
public struct Device: Sendable, Hashable {
    /// Unique in the file; crossbars name it.
    public var id: String
    /// Bits stored in one cell; a cell has 2^bits evenly spaced conductances.
    public var cellBits: Int
    /// Resistance of the cell at its highest conductance; nil of a cell that is read by charge or gates.
    public var onResistance: Resistance?
    /// Resistance of the cell at its lowest conductance.
    public var offResistance: Resistance?
    /// Of the capacitor beside an SRAM cell, which a read charges where the product is not 0.
    public var capacitance: Capacitance?
    /// Static power of one cell; nil for none.
    public var leakage: Power?
    /// Area of one cell in squares of the feature size (4 for a cross-point, more with a transistor).
    public var cellArea: Double?
    /// How real cells differ; none of a cell that does not conduct.
    public var effects: DeviceEffects
    /// Where its numbers come from.
    public var source: String
    /// Of its `<device>`.
    public var location: SourceLocation

    /// - Precondition: a cell that conducts has both resistances, the one of level 0 the larger.
    public init(
        id: String, cellBits: Int, onResistance: Resistance?, offResistance: Resistance?,
        cellArea: Double? = nil, effects: DeviceEffects = DeviceEffects(), source: String, location: SourceLocation
    ) {
        self.id = id
        self.cellBits = cellBits
        self.onResistance = onResistance
        self.offResistance = offResistance
        self.cellArea = cellArea
        self.effects = effects
        self.source = source
        self.location = location
    }

    /// Whether it conducts, as memristive cells do.
    public var isResistive: Bool { onResistance != nil }
    /// 0 of a cell that does not conduct.
    public var onConductance: Conductance { Conductance(si: onResistance.map { 1 / $0.si } ?? 0) }
    /// That of level 0; 0 S of a cell that does not conduct.
    public var offConductance: Conductance { Conductance(si: offResistance.map { 1 / $0.si } ?? 0) }
    /// Conductances a cell can be programmed to.
    public var levels: Int { 1 << cellBits }

    /// Mean conductance over evenly used levels: midway between off and on.
    public var meanConductance: Conductance {
        Conductance(si: (onConductance.si + offConductance.si) / 2)
    }
}

/// How real cells differ from ideal ones. Absent effects are nil or zero.
public struct DeviceEffects: Sendable, Hashable {
    /// Standard deviation of ln(G/G_target) after programming (lognormal).
    public var programmingSigma: Double = 0
    /// Share of cells stuck at the highest conductance.
    public var stuckOn: Double = 0
    /// Share of cells stuck at the lowest conductance.
    public var stuckOff: Double = 0
    /// Conductance decays as G(t) = G₀·(t/t₀)^−exponent.
    public var drift: Drift?
    /// Standard deviation of the relative noise of each read.
    public var readNoiseSigma: Double = 0
    /// Scale V₀ of the sinh I–V curve I = G·V₀·sinh(V/V₀); nil for an ohmic cell.
    public var nonlinearity: Voltage?
    /// Resistance of the access transistor in series with the cell, at small voltages; nil without one.
    public var accessResistance: Resistance?
    /// How the transistor's gate is driven, which limits its current; nil where it is taken for the resistance alone.
    public var gateDrive: GateDrive?

    /// None: an ideal cell.
    public init() {}

    /// The gate of an access transistor (n-channel, its source towards the bit line, its bulk at 0 V).
    ///
    /// With gate voltage V_G and threshold V_T the channel has the resistance R at small voltages when its
    /// transconductance parameter is β = 1/(R·(V_G − V_T)); it saturates at half the current (V_G − V_T)/R.
    public struct GateDrive: Sendable, Hashable {
        /// Of the select line, against 0 V, while the cell is read.
        public var voltage: Voltage
        /// V_T of the transistor, `threshold` of `<transistor>`.
        public var threshold: Voltage
        /// 1/λ of channel-length modulation; nil for none.
        public var earlyVoltage: Voltage?

        /// - Parameter threshold: below the gate's voltage.
        public init(voltage: Voltage, threshold: Voltage, earlyVoltage: Voltage? = nil) {
            self.voltage = voltage
            self.threshold = threshold
            self.earlyVoltage = earlyVoltage
        }
    }

    /// Power-law drift of conductance, G(t) = G₀·(t/t₀)^−exponent.
    public struct Drift: Sendable, Hashable {
        /// Without a unit; 0 for none.
        public var exponent: Double
        /// t, the time since programming at which the chip is used.
        public var after: Time
        /// t₀, the time at which G₀ was read.
        public var reference: Time

        /// - Parameter reference: t₀, after programming as `after` is.
        public init(exponent: Double, after: Time, reference: Time) {
            self.exponent = exponent
            self.after = after
            self.reference = reference
        }
    }
}
