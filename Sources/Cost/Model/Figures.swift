import Quantities

/// What one inference takes on a chip, and the chip itself.
public struct Figures: Hashable, Sendable {
    /// Of one inference: every action that it asks for.
    public var dynamicEnergy: Energy
    /// Of one inference: leakage power during its delay, less what is saved by switching parts off, and waking them.
    public var leakageEnergy: Energy
    /// Whether the leakage of every part that is counted is stated or assumed; otherwise ``leakageEnergy``, ``leakage``
    /// and all that contains them are what is known of them, the least that they can be.
    public var isLeakageKnown: Bool
    /// Start to end of one inference; when pipelined, from one inference to the next.
    public var delay: Time
    /// Silicon of the core, whole tiles.
    public var area: Area
    /// Silicon of the way off the chip: links.
    public var ioArea: Area
    /// Whether ``countedArea``, leakage and all that follows from them count I/O as well.
    public var countsIO: Bool
    /// Static power of the silicon that is counted, mean over an inference.
    public var leakage: Power
    /// Start to end of one inference, when pipelined too.
    public var latency: Time
    /// Multiply-accumulates of the layers' own shapes.
    public var multiplyAccumulates: Int
    /// Share of the cells of the occupied crossbars that hold weights.
    public var utilisation: Double
    /// The chip at full activity; nil where it was not asked for.
    public var peak: Peak?

    /// Without a peak.
    public init(
        dynamicEnergy: Energy, leakageEnergy: Energy, isLeakageKnown: Bool = true, delay: Time, area: Area,
        ioArea: Area = .zero,
        countsIO: Bool = false, leakage: Power, latency: Time, multiplyAccumulates: Int, utilisation: Double
    ) {
        self.dynamicEnergy = dynamicEnergy
        self.leakageEnergy = leakageEnergy
        self.isLeakageKnown = isLeakageKnown
        self.delay = delay
        self.area = area
        self.ioArea = ioArea
        self.countsIO = countsIO
        self.leakage = leakage
        self.latency = latency
        self.multiplyAccumulates = multiplyAccumulates
        self.utilisation = utilisation
    }

    /// The chip when every crossbar works without pause and without an empty cell, and every part at full power.
    public struct Peak: Hashable, Sendable {
        /// Two for each multiply-accumulate.
        public var operationsPerSecond: Double
        /// Of the whole chip, leakage included.
        public var power: Power

        /// - Parameter operationsPerSecond: two for each multiply-accumulate.
        public init(operationsPerSecond: Double, power: Power) {
            self.operationsPerSecond = operationsPerSecond
            self.power = power
        }
    }

    /// Of one inference, leakage included.
    public var energy: Energy { dynamicEnergy + leakageEnergy }
    /// Core and I/O.
    public var totalArea: Area { area + ioArea }
    /// The area that products and densities are of: the core's, or all where I/O is counted.
    public var countedArea: Area { countsIO ? totalArea : area }
    /// Energy over delay.
    public var power: Power { energy / delay }
    /// Energy × delay, J·s.
    public var edp: Double { energy.si * delay.si }
    /// Energy × delay × area, J·s·mm².
    public var edap: Double { edp * (countedArea.si * 1e6) }
    /// Two operations for each multiply-accumulate.
    public var operations: Double { 2 * Double(multiplyAccumulates) }
    /// Operations a second, in units of 10¹².
    public var tops: Double { operations / delay.si * 1e-12 }
    /// Operations a joule, in units of 10¹².
    public var topsPerWatt: Double { operations / energy.si * 1e-12 }
    /// Operations a second and square millimetre, in units of 10¹².
    public var topsPerSquareMillimetre: Double { tops / (countedArea.si * 1e6) }
    /// Of ``peak``, in units of 10¹²; NaN without it.
    public var peakTops: Double { (peak?.operationsPerSecond ?? .nan) * 1e-12 }
    /// Peak operations a joule, in units of 10¹²; NaN without ``peak``.
    public var peakTopsPerWatt: Double { peakTops / (peak?.power.si ?? .nan) }
    /// Peak operations a second and square millimetre, in units of 10¹²; NaN without ``peak``.
    public var peakTopsPerSquareMillimetre: Double { peakTops / (countedArea.si * 1e6) }
    /// Share of the peak throughput that is reached.
    public var shareOfPeak: Double { tops / peakTops }
}
