import Quantities
import RealModule

extension ComponentKind {
    /// The class of its parts where the file does not say otherwise.
    public var nodeClass: NodeClass {
        switch self {
        case .adc, .dac, .sampleAndHold: .analog
        case .shiftAndAdd, .register, .alu, .activation, .pooling, .control, .router: .logic
        case .memory: .sram
        case .bus: .wire
        case .link, .dram: .fixed
        }
    }
}

/// The move of a component's figures from one node to another, and from one supply to another.
///
/// Energy and area follow published figures. Time and leakage are **assumptions**: time goes with the feature size (but
/// for analog parts, which keep their rate) and, with the supply, after the alpha-power law of Sakurai and Newton (IEEE
/// JSSC 25(2), 1990; α = 1.3, threshold 0.3 V) unless a ``SupplyLaw`` is stated; leakage goes with the dynamic energy.
public struct NodeScaling: Sendable, Hashable {
    /// What the parts are, which decides the factors.
    public let nodeClass: NodeClass
    /// By how much an action's energy is multiplied.
    public let energy: Double
    /// By how much an action's time is multiplied; assumed.
    public let time: Double
    /// By how much the area is multiplied.
    public let area: Double
    /// By how much the leakage is multiplied; assumed.
    public let leakage: Double
    /// What was done, for `naxdse explain`.
    public let steps: [String]

    /// - Parameters:
    ///   - supply: that the figures are for, and that they are wanted for; nil where either is not stated: then both
    ///     are compared at ``TechnologyNode/commonSupply``.
    /// - Throws: where a node or a supply is beyond what is known.
    public init(
        from old: Length, to new: Length, supply: (from: Voltage, to: Voltage)? = nil, of nodeClass: NodeClass,
        law: SupplyLaw = SupplyLaw()
    ) throws(ComponentModelError) {
        let (from, to) = (try TechnologyNode(old), try TechnologyNode(new))
        self.nodeClass = nodeClass
        for voltage in [supply?.from, supply?.to].compactMap(\.self) where !TechnologyNode.supplies.contains(voltage) {
            throw ComponentModelError(
                "a supply of \(voltage) is beyond the model of nodes",
                hint: "it holds from \(TechnologyNode.supplies.lowerBound) to \(TechnologyNode.supplies.upperBound)",
                parameter: "supply")
        }
        // Nodes are compared at one supply, in the middle of the two; from one supply to the other energy goes with its
        // square.
        let common = supply.map { Voltage(si: ($0.from.si * $0.to.si).squareRoot()) } ?? TechnologyNode.commonSupply
        var voltage = 1.0, speed = 1.0
        if let supply {
            voltage = try law.energyFactor(from: supply.from, to: supply.to)
            speed = try law.timeFactor(from: supply.from, to: supply.to)
        }
        let logic = from.energyFactor(to: to, at: common)
        let length = from.lengthFactor(to: to)
        let logicArea = from.areaFactor(to: to)
        var energy: Double, area: Double, time: Double
        let energyWords: String, areaWords: String
        switch nodeClass {
        case .logic:
            (energy, area, time) = (logic, logicArea, length * speed)
            (energyWords, areaWords) = ("Stillmaker and Baas, S(\(common))", "Stillmaker and Baas")
        case .sram:
            (energy, area, time) = (logic, from.sramCellFactor(to: to), length * speed)
            (energyWords, areaWords) = ("Stillmaker and Baas, S(\(common))", "published SRAM cells")
        case .analog:
            energy = SurveyTrend.energyFactor(from: old, to: new)
            area = SurveyTrend.areaFactor(from: old, to: new)
            time = law.isStated ? speed : 1
            (energyWords, areaWords) = ("L^1.88, Murmann's survey", "L^1.556, Murmann's survey")
        case .wire:
            energy = logicArea.squareRoot()
            area = logicArea
            time = logicArea.squareRoot() * (law.isStated ? speed : 1)
            (energyWords, areaWords) = ("length, with the root of logic's area", "length × pitch, as logic's")
        case .fixed:
            (energy, area, time) = (1, 1, 1)
            (energyWords, areaWords) = ("does not follow the node", "does not follow the node")
        }
        if nodeClass != .fixed { energy *= voltage }
        self.energy = energy
        self.area = area
        self.time = time
        leakage = energy
        guard nodeClass != .fixed else {
            steps = ["class fixed: pins and what is beyond the chip do not follow its node"]
            return
        }
        var steps = [
            "class \(nodeClass.rawValue), \(old) to \(new): energy × \(energy.text(significant: 4)) (\(energyWords)"
                + (supply == nil ? "" : "; \(supply!.from) to \(supply!.to): × \(voltage.text(significant: 4))")
                + "), area × \(area.text(significant: 4)) (\(areaWords))"
        ]
        steps.append(
            "assumed: time × \(time.text(significant: 4)) ("
                + (law.isStated && supply != nil
                    ? "with the supply as stated"
                    : nodeClass == .analog
                        ? "the rate is kept"
                        : nodeClass == .wire
                            ? "its length" : "feature size" + (supply == nil ? "" : " and alpha-power law"))
                + "), leakage × \(leakage.text(significant: 4)) (as energy)")
        self.steps = steps
    }

    /// Sakurai and Newton's V/(V − V_T)^α, to a factor, where nothing else is stated.
    static func delay(at supply: Voltage) -> Double { supply.si / .pow(supply.si - 0.3, 1.3) }
}
