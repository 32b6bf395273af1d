import Diagnostics
import Quantities

/// A part of the architecture with its cost: what each action takes, its area and its leakage.
///
/// Figures are those of one instance. They come from the hardware file, either
/// directly or scaled by a ``ComponentModel`` from another component.
public struct Component: Sendable, Hashable {
    /// Unique in the file; crossbars, levels and other components name it.
    public var id: String
    /// What it is, and with that which actions it has.
    public var kind: ComponentKind
    /// Energy and time of each action; at most one of each name.
    public var actions: [Action]
    /// Silicon of one instance.
    public var area: Area
    /// Static power, drawn whether or not the component works; zero where it is ``LeakageBasis/unknown``.
    public var leakage: Power
    /// Where ``leakage`` comes from.
    public var leakageBasis = LeakageBasis.stated
    /// Static power while the component is switched off for want of work; nil when it never is.
    public var gatedLeakage: Power?
    /// Of switching it on again, once each time.
    public var wakeEnergy = Energy(si: 0)
    /// Power at full activity without leakage, when the source states one;
    /// otherwise ``dynamicPower`` derives it from the actions.
    public var statedPower: Power?
    /// Bits moved by one access, for actions that do not state their own.
    public var width: Int?
    /// Resolution in bits of a converter.
    public var resolution: Int?
    /// Conversions per second of a converter.
    public var rate: Frequency?
    /// Bits held by a register or memory.
    public var capacity: Information?
    /// Feature size the figures are for.
    public var technology: Length?
    /// Supply voltage the figures are for.
    public var supply: Voltage?
    /// How its parts follow the node; nil for what its kind has.
    public var statedNodeClass: NodeClass?
    /// The model that made its figures, and of what; nil where they are stated.
    public var modelled: ModelUse?
    /// How its figures came about, in the order of the steps.
    public var derivation: [DerivationStep] = []
    /// Paper and table, or program and file, of the figures.
    public var source: String
    /// Of its element.
    public var location: SourceLocation

    /// How its parts follow the node.
    public var nodeClass: NodeClass { statedNodeClass ?? kind.nodeClass }

    /// Stated leakage, without gating: for others set the properties.
    public init(
        id: String, kind: ComponentKind, actions: [Action], area: Area, leakage: Power,
        statedPower: Power? = nil, width: Int? = nil, resolution: Int? = nil, rate: Frequency? = nil,
        capacity: Information? = nil, technology: Length? = nil, supply: Voltage? = nil,
        source: String, location: SourceLocation
    ) {
        self.id = id
        self.kind = kind
        self.actions = actions
        self.area = area
        self.leakage = leakage
        self.statedPower = statedPower
        self.width = width
        self.resolution = resolution
        self.rate = rate
        self.capacity = capacity
        self.technology = technology
        self.supply = supply
        self.source = source
        self.location = location
    }

    /// The action of that name, or nil when the component does not do it.
    public func action(_ name: ActionName) -> Action? {
        actions.first { $0.name == name }
    }

    /// Power at full activity without leakage: as stated, or that of the hungriest action
    /// repeated without pause (the actions of one instance do not overlap).
    public var dynamicPower: Power {
        let bits = resolution ?? 0
        return statedPower ?? actions.map {
            $0.time(bits: bits).si > 0 ? $0.energy(bits: bits) / $0.time(bits: bits) : Power(si: 0)
        }.max()
            ?? Power(si: 0)
    }

    /// Power at full activity, leakage included.
    public var peakPower: Power { dynamicPower + leakage }

    /// Static power that it cannot do without: what is left when it is switched off, or all of it.
    public var idleLeakage: Power { min(gatedLeakage ?? leakage, leakage) }

    /// Whether it stands for the way off the chip, or for what is there: such parts are counted apart from the core.
    public var isIO: Bool { kind == .link || isOffChip }

    /// Whether it is beyond the chip: it is off, and counts for nothing, until maps that fit nowhere else need it.
    public var isOffChip: Bool { kind == .dram }
}

/// Where the leakage of a component comes from.
public enum LeakageBasis: Sendable, Hashable {
    /// The hardware file states it; 0 W is a known zero.
    case stated
    /// A share of the power at full activity, for want of a figure; `reason` is the file's, or who asked for it.
    case assumed(share: Double, reason: String)
    /// Neither stated nor assumed.
    case unknown
}

extension Component {
    /// The component with its leakage assumed where it is unknown: a share of its power at full activity, of which the
    /// rest is left as dynamic power. The power at full activity stays what it is.
    ///
    /// - Parameter share: from 0 to below 1.
    public func assumingLeakage(_ share: Double, reason: String) -> Component {
        guard leakageBasis == .unknown else { return self }
        var result = self
        result.leakage = dynamicPower * share
        result.leakageBasis = .assumed(share: share, reason: reason)
        result.derivation.append(
            DerivationStep(
                .assumption,
                "leakage is \((100 * share).text(significant: 4)) % of the power at full activity, and the rest is dynamic: \(reason)"
            ))
        result.statedPower = statedPower.map { $0 * (1 - share) }
        result.actions = actions.map { $0.multiplied(energy: 1 - share) }
        result.noteFigures()
        return result
    }
}

/// What a component is, and with that what it can do.
public enum ComponentKind: String, Sendable, Hashable, CaseIterable {
    case adc, dac
    case sampleAndHold = "sample-and-hold"
    case shiftAndAdd = "shift-and-add"
    case register, memory, dram, bus, router, link, alu, activation, pooling, control

    /// The actions a component of this kind may state; others are errors in the file.
    public var actions: [ActionName] {
        switch self {
        case .adc, .dac: [.convert]
        case .sampleAndHold: [.hold]
        case .shiftAndAdd, .alu, .activation, .pooling: [.operate]
        case .register, .memory, .dram: [.read, .write]
        case .bus, .link: [.transfer]
        case .router: [.hop]
        case .control: [.cycle]
        }
    }

    /// Whether an action of this kind moves ``Component/width`` bits.
    public var hasWidth: Bool {
        switch self {
        case .register, .memory, .dram, .bus, .router, .link: true
        default: false
        }
    }

    /// The work such a component does when its place in the hierarchy does not name a role.
    public var defaultRole: Role? {
        switch self {
        case .adc, .dac, .sampleAndHold, .register: nil
        case .shiftAndAdd: .adder
        case .memory: .buffer
        case .dram: .offChipMemory
        case .bus: .bus
        case .router: .router
        case .link: .link
        case .alu: .vector
        case .activation: .activation
        case .pooling: .pooling
        case .control: .control
        }
    }
}
