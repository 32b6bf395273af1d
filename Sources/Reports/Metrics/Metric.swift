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

    /// Per inference, leakage included.
    public static let energy = Metric("energy", "energy_J", "energy", "J", prefix: true)
    /// Of one inference, or from one to the next when pipelined.
    public static let delay = Metric("delay", "delay_s", "delay", "s", prefix: true)
    public static let area = Metric("area", "area_mm2", "area", "mm²")
    /// Mean over an inference, leakage included.
    public static let power = Metric("power", "power_W", "power", "W", prefix: true)
    public static let leakage = Metric("leakage", "leakage_W", "leakage", "W", prefix: true)
    public static let edp = Metric("edp", "edp_Js", "EDP", "J·s", prefix: true)
    public static let edap = Metric("edap", "edap_Jsmm2", "EDAP", "J·s·mm²", prefix: true)
    /// 10¹² operations a second; 2 for each multiply-accumulate.
    public static let tops = Metric("tops", "tops", "throughput", "OPS", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    public static let topsPerWatt = Metric(
        "tops-per-w", "tops_per_W", "efficiency", "OPS/W", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    public static let topsPerArea = Metric(
        "tops-per-mm2", "tops_per_mm2", "density", "OPS/mm²", prefix: true, printedFactor: 1e12, isBetterHigh: true)
    /// Share of the used crossbars' cells that hold weights.
    public static let utilisation = Metric(
        "utilisation", "utilisation", "utilisation", "%", printedFactor: 100, isBetterHigh: true)

    /// In the order in which they are written.
    public static let all = [
        energy, delay, area, power, leakage, edp, edap, tops, topsPerWatt, topsPerArea, utilisation,
    ]

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
