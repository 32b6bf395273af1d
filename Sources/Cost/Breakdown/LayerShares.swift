import Mapping
import Quantities

extension Books {
    /// By layer of the network, in its order, each by component; layers that cost nothing are left out.
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
            let stage = stageOfAnchor[index]
            let children = children(ofLayer: index, stage: stage, shares: stage.map { shares.ofStages[$0] })
            if stage == nil, children.isEmpty { continue }
            nodes.append(BreakdownNode(name: layer.name, delay: stage.map { delays[$0] }, sumOf: children))
        }
        let unused = byGroup { item, level in Share(shares.unused[level], of: self, item: item, level: level) }
        if !unused.isEmpty { nodes.append(BreakdownNode(name: "(unused)", sumOf: unused)) }
        return BreakdownNode(name: mapped.network.name, sumOf: nodes)
    }

    /// What a layer answers for, by component; components without anything are left out.
    private func children(ofLayer layer: Int, stage: Int?, shares: [Double]?) -> [BreakdownNode] {
        byGroup { item, level in
            var share = Share(shares?[level] ?? 0, of: self, item: item, level: level)
            share.dynamicEnergy = ledger.energy(of: layer, item: item)
            if let stage, !awake.isEmpty {
                share.leakageEnergy += awake[stage][item]
                if delay > .zero { share.leakage += awake[stage][item] / delay }
            }
            return share
        }
    }

    /// Figures of one item that belong to one layer.
    private struct Share {
        var dynamicEnergy = Energy.zero
        var leakageEnergy: Energy
        var area: Area
        var leakage: Power
        var isLeakageKnown: Bool

        /// - Parameter share: of the level's instances.
        init(_ share: Double, of books: Books, item number: Int, level: Int) {
            let item = books.model.item(number)
            let count =
                books.model.counts(item, usesOffChip: books.usesOffChip)
                ? Double(item.total(instances: books.instances[level])) * share : 0
            area = item.area * count
            leakage = item.idleLeakage * count
            leakageEnergy = leakage * books.delay
            isLeakageKnown = item.isLeakageKnown || count == 0
        }
    }

    private func byGroup(_ share: (_ item: Int, _ level: Int) -> Share) -> [BreakdownNode] {
        var nodes: [ComponentGroup: BreakdownNode] = [:]
        for item in 0..<model.items.count {
            let share = share(item, model.items.levelOfItem[item])
            guard
                share.dynamicEnergy > .zero || share.leakageEnergy > .zero || share.area > .zero
                    || share.leakage > .zero
            else { continue }
            let group = groups[item]
            nodes[group, default: BreakdownNode(name: group.rawValue)].merge(
                BreakdownNode(
                    name: group.rawValue, dynamicEnergy: share.dynamicEnergy, leakageEnergy: share.leakageEnergy,
                    area: share.area,
                    leakage: share.leakage, isLeakageKnown: share.isLeakageKnown))
        }
        return ComponentGroup.allCases.compactMap { nodes[$0] }
    }

    /// The share of each level's instances that each stage answers for, and that nobody does.
    private func chipShares() -> (ofStages: [[Double]], unused: [Double]) {
        let stages = mapped.stages, levels = model.floorplan.levels
        var area = [Area](repeating: .zero, count: stages.count)
        var shares = [[Double]](repeating: [Double](repeating: 0, count: levels.count), count: stages.count)
        var unused = [Double](repeating: 0, count: levels.count)
        // From the innermost levels outwards: parents stand before their children.
        for level in levels.indices.reversed() {
            let onPath = stages.map { stage in model.paths[stage.kind]?.levels.first { $0.level == level } }
            let isOpen = onPath.contains { $0?.capacity == .max }
            let weights = stages.indices.map { index -> Double in
                guard let place = onPath[index] else { return 0 }
                return isOpen ? area[index].si : Double(stages[index].ownCrossbars) / Double(place.capacity)
            }
            let sum = weights.reduce(0, +)
            guard sum > 0 else {
                unused[level] = 1
                continue
            }
            let own = levels[level].area(instances: instances[level])
            for index in stages.indices where weights[index] > 0 {
                shares[index][level] = weights[index] / sum
                area[index] += own * shares[index][level]
            }
        }
        return (shares, unused)
    }
}
