import Hardware
import Mapping
import Quantities

/// Everything that a breakdown is made of: dynamic energy of each layer and item, and the chip with its time.
struct Books {
    let model: CostModel
    let mapped: MappedNetwork
    let ledger: DetailedLedger
    /// Of each level of the floorplan.
    let instances: [Int]
    let delay: Time
    /// Of each stage.
    let delays: [Time]
    /// Of each stage, energy of each item while it is switched on only for the stage, and of switching it on.
    let awake: [[Energy]]
    /// Whether the memory off the chip is on.
    let usesOffChip: Bool
    /// Of each item: its share of energy, area and leakage.
    private let nodes: [BreakdownNode]
    /// Of each item.
    let groups: [ComponentGroup]

    /// - Parameter awake: of each stage and item; empty where nothing is switched off.
    init(
        model: CostModel, mapped: MappedNetwork, ledger: DetailedLedger, instances: [Int], delay: Time, delays: [Time],
        awake: [[Energy]], usesOffChip: Bool
    ) {
        self.usesOffChip = usesOffChip
        self.model = model
        self.mapped = mapped
        self.ledger = ledger
        self.instances = instances
        self.delay = delay
        self.delays = delays
        self.awake = awake
        groups = (0..<model.items.count).map { Self.group(of: $0, model) }
        nodes = ledger.totalsOfItems().enumerated().map { number, dynamic in
            let item = model.item(number)
            let count =
                model.counts(item, usesOffChip: usesOffChip)
                ? Double(item.total(instances: instances[model.items.levelOfItem[number]])) : 0
            let leaked = awake.reduce(item.idleLeakage * count * delay) { $0 + $1[number] }
            return BreakdownNode(
                name: item.name, dynamicEnergy: dynamic, leakageEnergy: leaked, area: item.area * count,
                leakage: delay > .zero ? leaked / delay : item.idleLeakage * count,
                isLeakageKnown: item.isLeakageKnown || count == 0)
        }
    }

    /// By level, nested as in the file.
    func byLevel() -> BreakdownNode {
        func node(level: Int) -> BreakdownNode {
            let own = model.floorplan.levels[level].items.indices.filter(isOn(level)).map {
                nodes[model.items[level, $0]]
            }
            let inner = model.floorplan.levels.indices.filter { model.floorplan.levels[$0].parent == level }.map(
                node(level:))
            return BreakdownNode(name: model.floorplan.levels[level].name, sumOf: own + inner)
        }
        return node(level: 0)
    }

    /// Whether an item of a level is on at all: the memory off the chip may not be.
    private func isOn(_ level: Int) -> (Int) -> Bool {
        {
            (usesOffChip || !model.floorplan.levels[level].items[$0].isOffChip)
                && model.floorplan.levels[level].items[$0].count > 0
        }
    }

    /// By what components are; below each group, by their ids.
    func byComponent() -> BreakdownNode {
        var nodesByGroup: [ComponentGroup: [BreakdownNode]] = [:]
        // What stands for the lines of a digital array is none of its parts.
        for (item, node) in nodes.enumerated()
        where (usesOffChip || !model.item(item).isOffChip) && model.item(item).count > 0 {
            let group = groups[item]
            if let place = nodesByGroup[group]?.firstIndex(where: { $0.name == node.name }) {
                nodesByGroup[group]![place].merge(node)
            } else {
                nodesByGroup[group, default: []].append(node)
            }
        }
        let groups = ComponentGroup.allCases.compactMap { group in
            nodesByGroup[group].map { BreakdownNode(name: group.rawValue, sumOf: $0) }
        }
        return BreakdownNode(name: "chip", sumOf: groups)
    }

    private static func group(of item: Int, _ model: CostModel) -> ComponentGroup {
        let level = model.floorplan.levels[model.items.levelOfItem[item]]
        let place = item - model.items[model.items.levelOfItem[item], 0]
        if place < level.parts.count { return ComponentGroup(level.parts[place].role) }
        let name = level.items[place].name
        guard let component = model.architecture.components.first(where: { $0.id == name }) else { return .arrays }
        return ComponentGroup(component.kind)
    }
}

/// The rows of a breakdown by component.
enum ComponentGroup: String, CaseIterable {
    case arrays = "crossbar arrays"
    case dacs = "DACs"
    case adcs = "ADCs"
    case sampleAndHolds = "sample-and-holds"
    case shiftAndAdds = "shift-and-adds"
    case registers
    case buffers
    case interconnect
    case io = "I/O"
    case digital = "digital units"
    case control = "control and instructions"
    case other

    init(_ kind: ComponentKind) {
        self =
            switch kind {
            case .adc: .adcs
            case .dac: .dacs
            case .sampleAndHold: .sampleAndHolds
            case .shiftAndAdd: .shiftAndAdds
            case .alu: .digital
            default: .other
            }
    }

    init(_ role: Role) {
        self =
            switch role {
            case .inputRegister, .outputRegister: .registers
            case .buffer, .receiveBuffer: .buffers
            case .bus, .router: .interconnect
            case .link, .offChipMemory: .io
            case .adder, .vector, .activation, .pooling: .digital
            case .control, .instructions: .control
            case .passive: .other
            }
    }
}
