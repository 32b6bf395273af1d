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
    /// Of each item: its share of energy, area and leakage.
    private let nodes: [BreakdownNode]

    init(model: CostModel, mapped: MappedNetwork, ledger: DetailedLedger, instances: [Int], delay: Time, delays: [Time]) {
        self.model = model
        self.mapped = mapped
        self.ledger = ledger
        self.instances = instances
        self.delay = delay
        self.delays = delays
        nodes = ledger.totalsOfItems().enumerated().map { number, dynamic in
            let item = model.item(number)
            let count = Double(item.total(instances: instances[model.items.levelOfItem[number]]))
            let leakage = item.leakage * count
            return BreakdownNode(name: item.name, energy: dynamic + leakage * delay, area: item.area * count, leakage: leakage)
        }
    }

    /// By level, nested as in the file.
    func byLevel() -> BreakdownNode {
        func node(level: Int) -> BreakdownNode {
            let own = model.floorplan.levels[level].items.indices.map { nodes[model.items[level, $0]] }
            let inner = model.floorplan.levels.indices.filter { model.floorplan.levels[$0].parent == level }.map(node(level:))
            return BreakdownNode(name: model.floorplan.levels[level].name, sumOf: own + inner)
        }
        return node(level: 0)
    }

    /// By what components are; below each group, by their ids.
    func byComponent() -> BreakdownNode {
        var nodesByGroup: [ComponentGroup: [BreakdownNode]] = [:]
        for (item, node) in nodes.enumerated() {
            let group = group(of: item)
            if let place = nodesByGroup[group]?.firstIndex(where: { $0.name == node.name }) {
                nodesByGroup[group]![place].energy += node.energy
                nodesByGroup[group]![place].area += node.area
                nodesByGroup[group]![place].leakage += node.leakage
            } else {
                nodesByGroup[group, default: []].append(node)
            }
        }
        let groups = ComponentGroup.allCases.compactMap { group in
            nodesByGroup[group].map { BreakdownNode(name: group.rawValue, sumOf: $0) }
        }
        return BreakdownNode(name: "chip", sumOf: groups)
    }

    private func group(of item: Int) -> ComponentGroup {
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
    case digital = "digital units"
    case control = "control and instructions"
    case other

    init(_ kind: ComponentKind) {
        self = switch kind {
        case .adc: .adcs
        case .dac: .dacs
        case .sampleAndHold: .sampleAndHolds
        case .shiftAndAdd: .shiftAndAdds
        default: .other
        }
    }

    init(_ role: Role) {
        self = switch role {
        case .inputRegister, .outputRegister: .registers
        case .buffer, .receiveBuffer: .buffers
        case .bus, .router, .link: .interconnect
        case .adder, .vector, .activation, .pooling: .digital
        case .control, .instructions: .control
        case .passive: .other
        }
    }
}
