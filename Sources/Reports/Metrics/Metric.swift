/// One of the numbers that an evaluation gives, under the key that it has in JSON and CSV.
///
/// ```swift
/// Metric.named("edap")?.key        // "edap_Jsmm2"
/// ```
public struct Metric: Hashable, Sendable {
    /// With its unit: "energy_J".
    public let key: String
    /// As a column's heading.
    public let title: String
    /// The unit of the key's number as it is printed; may take an SI prefix where ``takesPrefix`` says so.
    public let unit: String
    public let takesPrefix: Bool
    /// What a printed number is multiplied by: 100 for per cent.
    public let printedFactor: Double
    public let isBetterHigh: Bool

    private init(
        _ key: String, _ title: String, _ unit: String, prefix: Bool = false, printedFactor: Double = 1,
        isBetterHigh: Bool = false
    ) {
        self.key = key
        self.title = title
        self.unit = unit
        takesPrefix = prefix
        self.printedFactor = printedFactor
        self.isBetterHigh = isBetterHigh
    }

    /// Per inference.
    public static let energy = Metric("energy_J", "energy", "J", prefix: true)
    /// Of one inference, or between two when pipelined.
    public static let delay = Metric("delay_s", "delay", "s", prefix: true)
    public static let area = Metric("area_mm2", "area", "mm²")
    /// Mean over an inference, leakage included.
    public static let power = Metric("power_W", "power", "W", prefix: true)
    public static let leakage = Metric("leakage_W", "leakage", "W", prefix: true)
    public static let edp = Metric("edp_Js", "EDP", "J·s", prefix: true)
    public static let edap = Metric("edap_Jsmm2", "EDAP", "J·s·mm²", prefix: true)
    public static let tops = Metric("tops", "TOPS", "", isBetterHigh: true)
    public static let topsPerWatt = Metric("tops_per_W", "TOPS/W", "", isBetterHigh: true)
    public static let topsPerArea = Metric("tops_per_mm2", "TOPS/mm²", "", isBetterHigh: true)
    /// Share of the used crossbars' cells that hold weights.
    public static let utilisation = Metric("utilisation", "utilisation", "%", printedFactor: 100, isBetterHigh: true)

    /// In the order in which they are written.
    public static let all = [
        energy, delay, area, power, leakage, edp, edap, tops, topsPerWatt, topsPerArea, utilisation,
    ]

    /// The short name that options take: the key without its unit, "energy", "edap", "tops-per-w".
    public var name: String {
        let plain: Substring = unit.isEmpty || unit == "%" ? key[...] : key[..<(key.firstIndex(of: "_") ?? key.endIndex)]
        return String(plain.lowercased().map { $0 == "_" ? "-" : $0 })
    }

    /// The metric of that ``name`` or ``key``, however it is capitalised, or nil.
    public static func named(_ name: String) -> Metric? {
        let wanted = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
        return all.first { $0.name == wanted || String($0.key.lowercased().map { $0 == "_" ? "-" : $0 }) == wanted }
    }

    /// Whether the first is the better of two numbers.
    public func isBetter(_ a: Double, than b: Double) -> Bool { isBetterHigh ? a > b : a < b }

    /// The best of some numbers; nil where there is none but NaN.
    public func best(of values: [Double]) -> Double? {
        values.filter { !$0.isNaN }.reduce(nil) { best, value in
            if let best, !isBetter(value, than: best) { best } else { value }
        }
    }
}
