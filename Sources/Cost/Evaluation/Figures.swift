import Quantities

/// What one inference takes on a chip, and the chip itself.
public struct Figures: Hashable, Sendable {
    /// Of one inference, leakage included.
    public var energy: Energy
    /// Start to end of one inference; when pipelined, from one inference to the next.
    public var delay: Time
    /// Silicon, whole tiles.
    public var area: Area
    /// Static power of that silicon.
    public var leakage: Power
    /// Start to end of one inference, when pipelined too.
    public var latency: Time
    /// Multiply-accumulates of the layers' own shapes.
    public var multiplyAccumulates: Int
    /// Share of the cells of the occupied crossbars that hold weights.
    public var utilisation: Double

    public init(
        energy: Energy, delay: Time, area: Area, leakage: Power, latency: Time, multiplyAccumulates: Int, utilisation: Double
    ) {
        self.energy = energy
        self.delay = delay
        self.area = area
        self.leakage = leakage
        self.latency = latency
        self.multiplyAccumulates = multiplyAccumulates
        self.utilisation = utilisation
    }

    /// Energy over delay.
    public var power: Power { energy / delay }
    /// Energy × delay, J·s.
    public var edp: Double { energy.si * delay.si }
    /// Energy × delay × area, J·s·mm².
    public var edap: Double { edp * (area.si * 1e6) }
    /// Two operations for each multiply-accumulate.
    public var operations: Double { 2 * Double(multiplyAccumulates) }
    /// Operations a second, in units of 10¹².
    public var tops: Double { operations / delay.si * 1e-12 }
    /// Operations a joule, in units of 10¹².
    public var topsPerWatt: Double { operations / energy.si * 1e-12 }
    /// Operations a second and square millimetre, in units of 10¹².
    public var topsPerSquareMillimetre: Double { tops / (area.si * 1e6) }
}
