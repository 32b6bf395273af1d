import Diagnostics
import Markup
import Quantities
import RealModule

/// How figures follow the supply voltage: a law, or what was measured at some supplies.
///
/// Energy goes with V^e, e = 2 where nothing is stated, and time with V/(V − V_T)^α, the alpha-power law of Sakurai and
/// Newton (IEEE JSSC 25(2), 1990). Where factors at some supplies are given, those are taken instead, and between them
/// straight lines in ln V and ln of the factor; nothing is said beyond them.
public struct SupplyLaw: Sendable, Hashable {
    /// e of V^e; attribute `energy-exponent`.
    public var energyExponent = 2.0
    /// V_T of the time's law.
    public var threshold = Voltage(0.3)
    /// α of the time's law; without a unit.
    public var alpha = 1.3
    /// Factors on the figures, in the order of the supplies; with the supply that the figures are for, whose factors
    /// are 1.
    public var points: [Point] = []
    /// Where it is stated; nil for the law that is assumed where nothing is.
    public var location: SourceLocation?

    /// What figures are multiplied by at a supply.
    public struct Point: Sendable, Hashable {
        /// At which the factors hold.
        public var supply: Voltage
        /// Nil where the law holds.
        public var energy: Double?
        /// Factor on the time of actions; nil where the law holds.
        public var time: Double?

        /// - Parameter energy: over that at the supply that the figures are for; so is the time.
        public init(supply: Voltage, energy: Double? = nil, time: Double? = nil) {
            self.supply = supply
            self.energy = energy
            self.time = time
        }
    }

    /// V² and the alpha-power law with α = 1.3 and V_T = 0.3 V, which nothing states.
    public init() {}

    /// Whether a file states it, and so for all parts: without it analog parts and wires keep their time.
    public var isStated: Bool { location != nil }

    /// Energy at one supply over that at another.
    ///
    /// - Throws: where a supply is beyond those that were measured.
    public func energyFactor(from old: Voltage, to new: Voltage) throws(ComponentModelError) -> Double {
        let known = points.compactMap { point in point.energy.map { (point.supply, $0) } }
        guard known.isEmpty else { return try Self.between(known, at: new) / Self.between(known, at: old) }
        return .pow(new / old, energyExponent)
    }

    /// Time at one supply over that at another.
    ///
    /// - Throws: where a supply is beyond those that were measured, or not above the threshold.
    public func timeFactor(from old: Voltage, to new: Voltage) throws(ComponentModelError) -> Double {
        let known = points.compactMap { point in point.time.map { (point.supply, $0) } }
        guard known.isEmpty else { return try Self.between(known, at: new) / Self.between(known, at: old) }
        return try delay(at: new) / delay(at: old)
    }

    /// V/(V − V_T)^α, to a factor.
    private func delay(at supply: Voltage) throws(ComponentModelError) -> Double {
        guard supply > threshold else {
            throw ComponentModelError(
                "a supply of \(supply) is not above the threshold of \(threshold)", hint: "raise the supply",
                parameter: "supply")
        }
        return supply.si / .pow(supply.si - threshold.si, alpha)
    }

    private static func between(_ known: [(Voltage, Double)], at supply: Voltage) throws(ComponentModelError) -> Double
    {
        let tolerance = 1e-9 * supply.si
        guard let first = known.first, let last = known.last, supply.si >= first.0.si - tolerance,
            supply.si <= last.0.si + tolerance
        else {
            throw ComponentModelError(
                "a supply of \(supply) is beyond those that were measured, \(known[0].0) to \(known[known.count - 1].0)",
                hint: "stay between them, or state the law instead", parameter: "supply")
        }
        guard let above = known.firstIndex(where: { supply.si <= $0.0.si + tolerance }), above > 0 else {
            return first.1
        }
        let (low, high) = (known[above - 1], known[above])
        let way = Double.log(supply.si / low.0.si) / .log(high.0.si / low.0.si)
        return .exp(.log(low.1) + (.log(high.1) - .log(low.1)) * way)
    }
}

extension SupplyLaw {
    /// Reads a `<supply-law>`.
    ///
    /// - Parameter reference: the supply that the figures are for; nil where the file does not say.
    init(_ element: Element, reference: Voltage?, _ problems: inout Problems) {
        self.init()
        location = element.location
        let hasPoints = !element.children(named: "at").isEmpty
        if let exponent = element.number("energy-exponent", in: .between(0, and: 6), &problems) {
            energyExponent = exponent
        }
        if let threshold: Voltage = element.quantity("threshold", in: .threshold, &problems) {
            self.threshold = threshold
        }
        if let alpha = element.number("alpha", in: .between(0, and: 4), &problems) { self.alpha = alpha }
        _ = element.required("source", &problems)
        guard hasPoints else { return }
        guard let reference else {
            problems.error(
                at: element.location, "nothing says which supply these factors are against",
                hint: element.name == "library"
                    ? "add supply=\"…\" to the library"
                    : "state the supply of the figures: figures-supply=\"…\" at <hardware>, supply=\"…\" at <library>")
            return
        }
        var points: [Point] = [Point(supply: reference, energy: nil, time: nil)]
        for child in element.children(named: "at") {
            guard let supply: Voltage = child.requiredQuantity("supply", in: .supply, &problems) else { continue }
            let energy = child.number("energy", in: .between(1e-6, and: 1e6), &problems)
            let time = child.number("time", in: .between(1e-6, and: 1e6), &problems)
            if energy == nil, time == nil {
                problems.error(
                    at: child.location, "the supply has neither energy nor time",
                    hint: "add energy=\"0.8\", a factor on the figures, or time=\"1.2\"")
            }
            if points.contains(where: { abs($0.supply / supply - 1) < 1e-9 }) {
                problems.error(
                    at: child.attribute("supply")?.valueLocation ?? child.location,
                    "the factors at \(supply) are known already",
                    hint: "those at the supply of the figures are 1; take one of the two out")
                continue
            }
            points.append(Point(supply: supply, energy: energy, time: time))
        }
        if points.contains(where: { $0.energy != nil }) {
            points[0].energy = 1
            if let attribute = element.attribute("energy-exponent") {
                problems.error(
                    at: attribute.location, "energies were measured, and an exponent is stated",
                    hint: "take one of the two out")
            }
        }
        if points.contains(where: { $0.time != nil }) {
            points[0].time = 1
            for name in ["threshold", "alpha"] {
                guard let attribute = element.attribute(name) else { continue }
                problems.error(
                    at: attribute.location, "times were measured, and \(name) is stated",
                    hint: "take one of the two out")
            }
        }
        self.points = points.sorted { $0.supply < $1.supply }
    }
}
