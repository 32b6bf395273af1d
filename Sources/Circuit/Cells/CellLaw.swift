import Hardware
import Quantities
import RealModule

/// How the current through a cell depends on the voltage across it.
///
/// - Ohmic: I = G·V.
/// - With a `nonlinearity` V₀: I = G·V₀·sinh(V / V₀), the usual description of tunnelling through a gap,
///   which is ohmic with conductance G at small voltages.
/// - With an `accessResistance` R (one transistor, one resistor; the transistor in its linear region):
///   the law above for the voltage V − R·I that the access transistor leaves to the cell.
/// - With a `gateDrive` as well: the law above for the device between word line and drain of a transistor that follows
///   Shichman and Hodges (``Channel``), its source at the bit line; R is its resistance at small voltages.
///   The current then depends on both lines' voltages, not on their difference alone.
public struct CellLaw: Sendable, Hashable {
    /// V₀ of the sinh; nil for an ohmic cell.
    public var nonlinearity: Voltage?
    /// R in series with the cell; 0 without a transistor.
    public var accessResistance: Resistance
    /// With which the transistor saturates; nil where it is a resistance alone.
    public var gateDrive: DeviceEffects.GateDrive?

    /// Ohmic, without a transistor, where nothing is given.
    public init(
        nonlinearity: Voltage? = nil, accessResistance: Resistance = .zero, gateDrive: DeviceEffects.GateDrive? = nil
    ) {
        self.nonlinearity = nonlinearity
        self.accessResistance = accessResistance
        self.gateDrive = gateDrive
    }

    /// The law that a device's effects name.
    public init(_ effects: DeviceEffects) {
        self.init(
            nonlinearity: effects.nonlinearity, accessResistance: effects.accessResistance ?? .zero,
            gateDrive: effects.gateDrive)
    }

    /// I = G·V, without a transistor.
    public static let ohmic = CellLaw()

    /// Whether I is proportional to V, so that circuits are solved by superposition; a transistor that is a resistance
    /// alone leaves it so.
    public var isLinear: Bool { nonlinearity == nil && gateDrive == nil }

    /// Current of a cell of small-signal conductance `g` with its word line at `voltage` and its bit line at 0 V.
    public func current(of g: Conductance, at voltage: Voltage) -> Current {
        guard let channel = Channel(self) else { return Current(si: response(of: g.si, to: voltage.si).current) }
        return Current(si: response(of: g.si, through: channel, word: voltage.si, bit: 0).current)
    }
}

extension CellLaw {
    /// Current and differential conductance of a cell of small-signal conductance `g` (in siemens)
    /// with `voltage` (in volts) across it and its access resistance.
    func response(of g: Double, to voltage: Double) -> (current: Double, slope: Double) {
        let access = accessResistance.si
        guard let scale = nonlinearity?.si else {
            let series = g / (1 + access * g)
            return (series * voltage, series)
        }
        let x = CellLaw.innerVoltage(abs(voltage) / scale, access * g)
        let current = g * scale * Double.sinh(x)
        let slope = g * Double.cosh(x)
        return (voltage < 0 ? -current : current, slope / (1 + access * slope))
    }

    /// The x ≥ 0 with x + k·sinh x = total. The left side is convex, so Newton's method falls
    /// towards the root monotonically from the upper bound it starts at.
    private static func innerVoltage(_ total: Double, _ k: Double) -> Double {
        guard k > 0, total > 0 else { return total }
        var x = min(total / (1 + k), Double.asinh(total / k))
        while true {
            let next = x - (x + k * Double.sinh(x) - total) / (1 + k * Double.cosh(x))
            // Rounding ends the fall.
            guard next < x, next > 0 else { return x }
            x = next
        }
    }
}
