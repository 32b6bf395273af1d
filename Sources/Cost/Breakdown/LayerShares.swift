import Mapping
import Quantities

extension Books {
    /// By layer of the network, in its order; layers that cost nothing are left out.
    ///
    /// The chip belongs to the layers that hold weights, level by level in proportion to the
    /// instances that each asks for (its crossbars over those that an instance holds), or, in a level that
    /// grows with the network, to the area that each has below. A part of the chip that no
    /// layer asks for is a row of its own.
    func byLayer() -> BreakdownNode {
        let shares = chipShares()
        var nodes: [BreakdownNode] = []
        var stageOfAnchor: [Int: Int] = [:]
        for (index, stage) in mapped.graph.stages.enumerated() { stageOfAnchor[stage.anchor] = index }
        for (index, layer) in mapped.network.layers.enumerated() {
            var node = BreakdownNode(name: layer.name, energy: ledger.total(of: index))
            if let stage = stageOfAnchor[index] {
                node.area = shares.area[stage]
                node.leakage = shares.leakage[stage]
                node.energy += shares.leakage[stage] * delay
                node.delay = delays[stage]
            } else if node.energy == .zero {
                continue
            }
            nodes.append(node)
        }
        if shares.unusedArea > .zero || shares.unusedLeakage > .zero {
            nodes.append(BreakdownNode(
                name: "(unused)", energy: shares.unusedLeakage * delay, area: shares.unusedArea, leakage: shares.unusedLeakage))
        }
        return BreakdownNode(name: mapped.network.name, sumOf: nodes)
    }

    /// Area and leakage of the chip that each stage answers for.
    private func chipShares() -> (area: [Area], leakage: [Power], unusedArea: Area, unusedLeakage: Power) {
        let stages = mapped.stages
        var area = [Area](repeating: .zero, count: stages.count)
        var leakage = [Power](repeating: .zero, count: stages.count)
        var unusedArea = Area.zero, unusedLeakage = Power.zero
        // From the innermost levels outwards: parents stand before their children.
        for level in model.floorplan.levels.indices.reversed() {
            let onPath = stages.map { stage in model.paths[stage.kind]?.levels.first { $0.level == level } }
            let isOpen = onPath.contains { $0?.capacity == .max }
            let weights = stages.indices.map { index -> Double in
                guard let place = onPath[index] else { return 0 }
                return isOpen ? area[index].si : Double(stages[index].crossbars) / Double(place.capacity)
            }
            let sum = weights.reduce(0, +)
            let own = model.floorplan.levels[level]
            let (ownArea, ownLeakage) = (own.area(instances: instances[level]), own.leakage(instances: instances[level]))
            guard sum > 0 else {
                unusedArea += ownArea
                unusedLeakage += ownLeakage
                continue
            }
            for index in stages.indices where weights[index] > 0 {
                area[index] += ownArea * (weights[index] / sum)
                leakage[index] += ownLeakage * (weights[index] / sum)
            }
        }
        return (area, leakage, unusedArea, unusedLeakage)
    }
}
