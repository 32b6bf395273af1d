import Quantities
import Registration

/// Scales the figures of a reference component to other parameters.
///
/// A hardware file names a model where a component is `like` another:
/// ```xml
/// <component id="adc-6b" kind="adc" like="adc-8b" model="sar-adc" resolution="6" source="…"/>
/// ```
/// `scaled` receives both: what is known of the reference, and the component wanted, whose
/// parameters (resolution, rate, capacity, width, technology, supply) are those of the file
/// or else the reference's. It returns the component with its actions, area and leakage scaled.
public protocol ComponentModel: Sendable {
    /// The name used in hardware files.
    static var name: String { get }
    /// One line for `naxdse plugins`: what it scales, how, after whom.
    static var summary: String { get }
    /// The kinds of component it can scale.
    static var kinds: [ComponentKind] { get }
    /// - Throws: ``ComponentModelError`` when the reference or the parameters do not suffice.
    static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component
}

/// Why a model cannot scale a component.
public struct ComponentModelError: Error, Sendable {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    public init(_ problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }
}

extension Component {
    /// The component with every action's energy and time, its stated power, area and leakage multiplied.
    func multiplied(energy: Double = 1, time: Double = 1, area areaFactor: Double = 1, leakage leakageFactor: Double = 1)
        -> Component
    {
        var result = self
        result.actions = actions.map {
            Action(name: $0.name, energy: $0.energy * energy, time: $0.time * time, width: $0.width)
        }
        result.statedPower = statedPower.map { $0 * (energy / time) }
        result.area = area * areaFactor
        result.leakage = leakage * leakageFactor
        result.gatedLeakage = gatedLeakage.map { $0 * leakageFactor }
        result.wakeEnergy = wakeEnergy * energy
        return result
    }
}
