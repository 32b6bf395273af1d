import Hardware

/// The buffers of one level as a place for maps.
struct Store: Sendable {
    /// In the floorplan.
    let level: Int
    /// Of the buffer that says how much it holds, in the ``ItemIndex``; where a level has several, each is part of
    /// every access, and the largest counts.
    let item: Int
    let name: String
    /// Bits that one instance holds; infinite where the file does not say.
    let bits: Double
    /// Instances of the level that have one in common.
    let sharedBy: Int
    /// The most instances that the chip can have; nil without a limit.
    let limit: Int?
}

/// Where maps may lie: the buffers on the way of each kind of crossbar, from the innermost to the outermost, and the
/// memory off the chip.
struct StoreMap: Sendable {
    /// Inner levels before the outer ones.
    let stores: [Store]
    /// Of each kind, its stores, the innermost first, as indices.
    let chains: [[Int]]
    /// Of each kind, its innermost store, −1 where it has none, and the place of that one's level on the kind's path.
    let firstStores: [Int]
    let firstDepths: [Int]
    /// Of each store and kind, crossbars beside one instance; `Int.max` where the chip has one, 0 where the store is
    /// not on the way.
    let capacities: [[Int]]
    /// Whether crossbars of several kinds lie beside the instances of a store.
    let isMixed: [Bool]
    /// Item and bits of the memory off the chip.
    let offChip: (item: Int, bits: Double)?

    init(_ architecture: Architecture, _ floorplan: Floorplan, _ items: ItemIndex, _ paths: [CrossbarPath?]) {
        var stores: [Store] = []
        for level in floorplan.levels.indices.reversed() {
            let parts = floorplan.levels[level].parts
            func bits(_ place: Int) -> Double {
                (parts[place].component.capacity?.si ?? 0) * Double(parts[place].count)
            }
            let buffers = parts.indices.filter { parts[$0].role == .buffer }
            guard let largest = buffers.max(by: { bits($0) < bits($1) }) else { continue }
            let part = parts[largest], isKnown = bits(largest) > 0
            stores.append(
                Store(
                    level: level, item: items[level, largest], name: part.component.id,
                    bits: isKnown ? bits(largest) : .infinity,
                    sharedBy: part.sharedBy,
                    limit: floorplan.limit(of: level).map { ($0 + part.sharedBy - 1) / part.sharedBy }))
        }
        self.stores = stores
        capacities = stores.map { store in
            paths.map { path in
                guard let path, let place = path.levels.firstIndex(where: { $0.level == store.level }) else { return 0 }
                let (together, overflow) = path.levels[place].capacity.multipliedReportingOverflow(by: store.sharedBy)
                return place == path.levels.count - 1 || overflow ? .max : together
            }
        }
        let capacities = capacities
        let chains = paths.indices.map { kind in stores.indices.filter { capacities[$0][kind] > 0 } }
        self.chains = chains
        firstStores = chains.map { $0.first ?? -1 }
        firstDepths = zip(paths, chains).map { path, chain in
            chain.first.flatMap { store in path?.levels.firstIndex { $0.level == stores[store].level } } ?? 0
        }
        isMixed = capacities.map { kinds in kinds.count { $0 > 0 && $0 < .max } > 1 }
        let root = floorplan.levels[0].parts
        offChip = root.firstIndex { $0.role == .offChipMemory }.map { place in
            (items[0, place], root[place].component.capacity.map { $0.si * Double(root[place].count) } ?? .infinity)
        }
    }
}

/// What of a stage's data does not lie beside its crossbars, in bits of one inference.
struct StageMoves: Hashable, Sendable {
    /// At each level with buffers, what is written to and read from another place than the stage's own.
    var levels: [Move] = []
    /// Of the memory off the chip.
    var written = 0.0
    var read = 0.0

    struct Move: Hashable, Sendable {
        /// In the floorplan.
        var level: Int
        var written: Double
        var read: Double
    }
}
