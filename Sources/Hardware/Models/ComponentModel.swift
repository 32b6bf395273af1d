import Quantities
import Registration

/// What every component model says of itself; it is one of ``FigureModel`` and ``ScalingModel``.
public protocol ComponentModel: Sendable {
    /// One line for `naxdse plugins`: what it models, and how.
    static var summary: String { get }
    /// Paper and equation, or program and file, that its figures come from.
    static var source: String { get }
    /// What it holds for. Outside of it a model throws: it never guesses.
    static var range: String { get }
    /// The kinds of component it can be the model of.
    static var kinds: [ComponentKind] { get }
    /// What it makes figures of. One that is named as an attribute of `<component>` is read from there
    /// (``ModelParameter/attributes``), any other from `<parameter name="…" value="…"/>`.
    static var parameters: [ModelParameter] { get }
}

extension ComponentModel {
    /// None, unless the model declares some.
    public static var parameters: [ModelParameter] { [] }
    /// For a model that names no source; shipped ones all do.
    public static var source: String { "see its documentation" }
    /// For a model that holds for all values of its parameters.
    public static var range: String { "as its parameters" }
}

/// Makes the figures of a component from parameters alone.
///
/// ```xml
/// <component id="adc" kind="adc" model="survey-adc" resolution="8" rate="1 GS/s" technology="22 nm" source="…"/>
/// ```
/// Where the component is also `like` another, whose figures were measured or published, these are multiplied by the
/// ratio of what the model says for the parameters of the two: one declared point, and the model's trend from there.
public protocol FigureModel: ComponentModel {
    /// Figures of one instance.
    ///
    /// It is called once for each set of parameters; it must be a function of them alone.
    /// - Throws: ``ComponentModelError`` where the parameters, each in its own range, are together out of the model's.
    static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures
}

/// Scales the figures of a reference component to other parameters.
///
/// A hardware file names it where a component is `like` another:
/// ```xml
/// <component id="adc-6b" kind="adc" like="adc-8b" model="sar-adc" resolution="6" source="…"/>
/// ```
public protocol ScalingModel: ComponentModel {
    /// Receives what is known of the reference, and the component wanted, whose parameters (resolution, rate, capacity,
    /// width, technology, supply) are those of the file or else the reference's. It returns the component with its
    /// actions, area and leakage scaled.
    /// - Throws: ``ComponentModelError`` when the reference or the parameters do not suffice.
    static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component
}

/// What a ``FigureModel`` says of one instance of a component.
public struct ModelFigures: Sendable, Hashable {
    /// Energy and time of each action that the component's kind has and the model knows.
    public var actions: [Action]
    /// Silicon of one instance.
    public var area: Area
    /// Nil where the model does not know it: the component's leakage is then unknown, as if the file said so.
    public var leakage: Power?
    /// Bits of a converter whose resolution is no parameter, such as a sense amplifier's 1.
    public var resolution: Int?
    /// The steps of the calculation, as `naxdse explain` shows them: "FOM = min(…) = 154.1 dB".
    public var steps: [String]

    /// - Parameters:
    ///   - leakage: nil where the model does not know it.
    ///   - shares: of a conversion, ``Action/shares``, as an ADC's model knows them.
    public init(
        actions: [Action], area: Area, leakage: Power?, resolution: Int? = nil, shares: [ConversionShare] = [],
        steps: [String] = []
    ) {
        self.actions = actions.map { action in
            guard action.name == .convert else { return action }
            var action = action
            action.shares = shares
            return action
        }
        self.area = area
        self.leakage = leakage
        self.resolution = resolution
        self.steps = steps
    }

    /// The same energy and time for every action of the kind.
    public init(
        _ kind: ComponentKind, energy: Energy, time: Time, area: Area, leakage: Power?, resolution: Int? = nil,
        shares: [ConversionShare] = [], steps: [String] = []
    ) {
        self.init(
            actions: kind.actions.map { Action(name: $0, energy: energy, time: time) }, area: area, leakage: leakage,
            resolution: resolution, shares: shares, steps: steps)
    }
}

extension Component {
    /// The component with every action's energy and time, its stated power, area and leakage multiplied.
    func multiplied(
        energy: Double = 1, time: Double = 1, area areaFactor: Double = 1, leakage leakageFactor: Double = 1
    )
        -> Component
    {
        var result = self
        result.actions = actions.map { $0.multiplied(energy: energy, time: time) }
        result.statedPower = statedPower.map { $0 * (energy / time) }
        result.area = area * areaFactor
        result.leakage = leakage * leakageFactor
        result.gatedLeakage = gatedLeakage.map { $0 * leakageFactor }
        result.wakeEnergy = wakeEnergy * energy
        return result
    }
}

extension ModelParameters {
    /// Parameters of a model, given in code as a file would give them: `["resolution": "8", "rate": "1 GS/s"]`.
    ///
    /// - Throws: where one is missing, out of its range, or none of the model's.
    public init(
        _ texts: [String: String], kind: ComponentKind, of model: any FigureModel.Type
    ) throws(ComponentModelError) {
        try self.init(texts, kind: kind, among: model.parameters)
    }
}
