/// One of the numbers that an evaluation gives, under the key that it has in JSON and CSV.
///
/// ```swift
/// Metric.named("edap")?.key        // "edap_Jsmm2"
/// ```
public struct Metric: Hashable, Sendable {
    /// As options take it: "energy", "tops-per-w".
    public let name: String
    /// In JSON and CSV, with its unit: "energy_J".
    public let key: String
    /// As a column's heading.
    public let title: String
    /// The unit in which it is printed, with an SI prefix where ``takesPrefix`` says so.
    public let unit: String
    public let takesPrefix: Bool
    /// How many such units the key's number 1 is: 100 for per cent, 10¹² operations for tera-operations.
    public let printedFactor: Double
    public let isBetterHigh: Bool

    private init(
        _ name: String, _ key: String, _ title: String, _ unit: String, prefix: Bool = false, printedFactor: Double = 1,
        isBetterHigh: Bool = false
    ) {
        self.name = name
        self.key = key
        self.title = title
        self.unit = unit
        takesPrefix = prefix
        self.printedFactor = printedFactor
        self.isBetterHigh = isBetterHigh
    }

    /// Per inference, every action.
    public static let dynamicEnergy = Metric("dynamic-energy", "dynamic_energy_J", "dynamic energy", "J", prefix: true)
    /// Per inference, what leaks during its delay.
    public static let leakageEnergy = Metric("leakage-energy", "leakage_energy_J", "leakage energy", "J", prefix: true)
    /// Per inference, leakage included.
    public static let energy = Metric("energy", "energy_J", "energy", "J", prefix: true)
    /// Of one inference, or from one to the next when pipelined.
    public static let delay = Metric("delay", "delay_s", "delay", "s", prefix: true)
    /// Start to end of one inference, when pipelined too.
    public static let latency = Metric("latency", "latency_s", "latency", "s", prefix: true)
    /// From one inference to the next: the delay under the name that it has beside the latency.
    public static let interval = Metric("interval", "interval_s", "interval", "s", prefix: true)
    /// Of the core.
    public static let area = Metric("area", "area_mm2", "area", "mm²")
    /// Of the way off the chip.
    public static let ioArea = Metric("io-area", "io_area_mm2", "I/O area", "mm²")
    /// Core and I/O.
    public static let totalArea = Metric("total-area", "total_area_mm2", "total area", "mm²")
    /// Mean over an inference, leakage included.
    public static let power = Metric("power", "power_W", "power", "W", prefix: true)
    public static let leakage = Metric("leakage", "leakage_W", "leakage", "W", prefix: true)
    public static let edp = Metric("edp", "edp_Js", "EDP", "J·s", prefix: true)
    public static let edap = Metric("edap", "edap_Jsmm2", "EDAP", "J·s·mm²", prefix: true)
    /// 10¹² operations a second; 2 for each multiply-accumulate.
    public static let tops = Metric(
        "tops", "tops", "throughput", "OPS", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    public static let topsPerWatt = Metric(
        "tops-per-w", "tops_per_W", "efficiency", "OPS/W", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    public static let topsPerArea = Metric(
        "tops-per-mm2", "tops_per_mm2", "density", "OPS/mm²", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    /// Share of the used crossbars' cells that hold weights.
    public static let utilisation = Metric(
        "utilisation", "utilisation", "utilisation", "%", printedFactor: 100, isBetterHigh: true)

    /// When every crossbar works without pause and without an empty cell.
    public static let peakTops = Metric(
        "peak-tops", "peak_tops", "peak", "OPS", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    public static let peakTopsPerWatt = Metric(
        "peak-tops-per-w", "peak_tops_per_W", "peak efficiency", "OPS/W", prefix: true, printedFactor: 1e12,
        isBetterHigh: true)
    public static let peakTopsPerArea = Metric(
        "peak-tops-per-mm2", "peak_tops_per_mm2", "peak density", "OPS/mm²", prefix: true, printedFactor: 1e12,
        isBetterHigh: true)
    /// Throughput over its peak.
    public static let shareOfPeak = Metric(
        "share-of-peak", "share_of_peak", "of peak", "%", printedFactor: 100, isBetterHigh: true)

    /// In the order in which they are written.
    public static let all = [
        dynamicEnergy, leakageEnergy, energy, delay, latency, interval, area, ioArea, totalArea, power, leakage, edp,
        edap, tops, topsPerWatt, topsPerArea,
        peakTops, peakTopsPerWatt, peakTopsPerArea, shareOfPeak, utilisation,
    ]

    /// Those that a table puts side by side; the others are in JSON and CSV, and in the table of one evaluation.
    static let sideBySide = [
        dynamicEnergy, leakageEnergy, energy, delay, area, power, edp, edap, tops, topsPerWatt, topsPerArea,
        shareOfPeak, utilisation,
    ]

    /// Whether it has leakage in it, and so is not known where that is not.
    public var containsLeakage: Bool {
        [.leakageEnergy, .energy, .power, .leakage, .edp, .edap, .topsPerWatt].contains(self)
    }

    /// Whether it says the same of a chip whatever order its layers work in: what depends on delay does not.
    var isFreeOfDataflow: Bool {
        [.dynamicEnergy, .area, .ioArea, .totalArea, .peakTops, .peakTopsPerWatt, .peakTopsPerArea, .utilisation]
            .contains(self)
    }

    /// Whether it says the same whatever the bits of weights and inputs.
    var isFreeOfPrecision: Bool { self == .ioArea }

    /// The metric of that ``name`` or ``key``, however it is capitalised, or nil.
    public static func named(_ text: String) -> Metric? {
        let wanted = folded(text)
        return all.first { folded($0.name) == wanted || folded($0.key) == wanted }
    }

    private static func folded(_ text: String) -> String { String(text.lowercased().map { $0 == "_" ? "-" : $0 }) }

    /// Whether the first is the better of two numbers.
    public func isBetter(_ a: Double, than b: Double) -> Bool { isBetterHigh ? a > b : a < b }

    /// The best of some numbers; nil where there is none but NaN.
    public func best(of values: [Double]) -> Double? {
        values.filter { !$0.isNaN }.reduce(nil) { best, value in
            if let best, !isBetter(value, than: best) { best } else { value }
        }
    }
}
