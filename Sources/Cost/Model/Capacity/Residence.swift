import Hardware
import Mapping

/// Where a mapped network's data lie.
struct Residence: Sendable {
    /// Of each stage; empty where everything lies beside the crossbars that read it.
    var moves: [StageMoves] = []
    /// Of each level, the instances that maps ask for; empty where those that crossbars need do.
    var least: [Int] = []
    /// Most bits that lie off the chip at one time.
    var offChip = 0.0
    /// Of each store that is used, by its index; only where they are asked for.
    var peaks: [StorePeak] = []
    /// Of each stage, bits that are held while it works, or pipelined for it; only where they are asked for.
    var held: [Double] = []

    func moves(of stage: Int) -> StageMoves? {
        guard !moves.isEmpty, !moves[stage].levels.isEmpty else { return nil }
        return moves[stage]
    }
}

/// The most that the instances of a store are asked to hold.
struct StorePeak: Hashable, Sendable {
    var store: Int
    /// Bits at the fullest instance.
    var need: Double
    var instance: Int
    /// Layer by layer the stage while which that is.
    var stage: Int?
    /// Bits of all instances together, at the time when that is most.
    var total: Double
    /// Instances that there are for it, and those of them that were added for maps.
    var instances: Int
    var added: Int
    /// Bits that went to other instances, and further outwards, at most at one time.
    var elsewhere: Double
    var outward: Double
}

extension CostModel {
    /// Where maps, windows and operands lie: beside the crossbars that read them; what does not fit there in free
    /// buffers of the same level, in instances of a level that comes as needed, then in the buffers further out and the
    /// memory off the chip.
    ///
    /// What leaves an instance is each tensor's share of what is too much, at the time when that is most: a tensor is
    /// not moved while it is held. A larger buffer so never moves more.
    ///
    /// Complexity: O(tensors × stages while which they are held × level instances) where anything may be too large, and
    /// O(tensors × stages while which they are held) otherwise.
    ///
    /// - Parameter withPeaks: whether what is held is told where everything fits.
    /// - Throws: ``CostError/noRoom(layer:part:need:size:)`` when there is no place left.
    func residence(of mapped: MappedNetwork, withPeaks: Bool = false) throws(CostError) -> Residence {
        if !withPeaks, fitsOneInstance(mapped) { return Residence() }
        let isPipelined = mapped.dataflow == .pipelined, slots = isPipelined ? 1 : mapped.stages.count
        let pending = mapped.graph.holdings.map { bits($0, of: mapped) }
        var search = PlaceSearch(self, mapped, slots: slots, pending)
        if withPeaks { search.countHeld() }
        return try search.residence()
    }

    /// Whether all that is held at one time would fit one instance of the store that it lies in, so that it does
    /// wherever it lies.
    ///
    /// This is what most design points of a search ask for: nothing is allocated.
    private func fitsOneInstance(_ mapped: MappedNetwork) -> Bool {
        let isPipelined = mapped.dataflow == .pipelined, slots = isPipelined ? 1 : mapped.stages.count,
            stages = mapped.stages.count
        return withUnsafeTemporaryAllocation(
            of: Double.self, capacity: max(1, storeMap.stores.count * slots + 2 * stages)
        ) { numbers in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, stages)) { places in
                numbers.initialize(repeating: 0)
                // Of each stage: bits of a value, for its digital layers and for its crossbars.
                let totals = numbers.baseAddress! + 2 * stages
                for index in 0..<stages {
                    let stage = mapped.stages[index]
                    let store = storeMap.firstStores[stage.kind]
                    places[index] = store * slots
                    guard store >= 0 else { continue }
                    let level = path(stage).levels[storeMap.firstDepths[stage.kind]]
                    numbers[2 * index] = Double(stage.precision.inputs)
                    numbers[2 * index + 1] = Double(
                        stage.precision.inputs * level.instances(stage.placement.crossbarsPerInputBlock))
                }
                mapped.graph.holdings.withUnsafeBufferPointer { holdings in
                    for index in holdings.indices {
                        let reader = holdings[index].stage, place = places[reader]
                        guard place >= 0 else { continue }
                        let perValue = numbers[2 * reader + (holdings[index].isForCrossbars ? 1 : 0)]
                        if isPipelined {
                            totals[place] +=
                                Double(holdings[index].window(copies: mapped.stages[reader].copies)) * perValue
                        } else {
                            let bits = Double(holdings[index].values) * perValue
                            for slot in holdings[index].slots { totals[place + slot] += bits }
                        }
                    }
                }
                for store in storeMap.stores.indices {
                    let size = storeMap.stores[store].bits
                    for slot in 0..<slots where totals[store * slots + slot] > size { return false }
                }
                return true
            }
        }
    }

    /// Whether the memory off the chip would hold all that is held at any time, so that nothing is ever without a
    /// place.
    func fitsOffChip(_ mapped: MappedNetwork) -> Bool {
        guard let memory = storeMap.offChip else { return false }
        return mapped.graph.holdings.reduce(0) { $0 + bits($1, of: mapped) } <= memory.bits
    }

    /// Whether, with any choice of an option at each stage, all maps together fit one instance of the store that they
    /// would lie in.
    ///
    /// - Parameter options: of each stage, its placements, each with the stage graph of its kernel.
    public func alwaysFits(_ options: [[(stage: MappedStage, graph: StageGraph)]], _ dataflow: Dataflow) -> Bool {
        let isPipelined = dataflow == .pipelined, slots = isPipelined ? 1 : options.count
        var most = [Double](repeating: 0, count: storeMap.stores.count * slots)
        let isVaried = Set(options.joined().map(\.graph)).count > 1
        for (index, choices) in options.enumerated() {
            var largest = [Double](repeating: 0, count: most.count)
            for (stage, graph) in choices {
                guard let store = storeMap.chains[stage.kind].first else { continue }
                var own = [Double](repeating: 0, count: slots)
                for holding in graph.holdings where holding.stage == index {
                    // What waits for others depends on their kernels.
                    if isPipelined, holding.waiting > 0, isVaried { return false }
                    let bits = bits(holding, stage, in: store, isPipelined)
                    for slot in isPipelined ? [0] : holding.slots { own[slot] += bits }
                }
                for slot in 0..<slots { largest[store * slots + slot] = max(largest[store * slots + slot], own[slot]) }
            }
            for place in most.indices { most[place] += largest[place] }
        }
        return storeMap.stores.indices.allSatisfy { store in
            (0..<slots).allSatisfy { most[store * slots + $0] <= storeMap.stores[store].bits }
        }
    }

    /// Instances of each level that a mapped network takes, those for maps alone included.
    /// - Throws: ``CostError`` where maps find no room.
    public func instances(of mapped: MappedNetwork) throws(CostError) -> [Int] {
        floorplan.instances(
            crossbars: mapped.crossbars(kinds: architecture.crossbars.count), atLeast: try residence(of: mapped).least)
    }

    /// Bits of a tensor in the innermost buffers around its stage, in one inference; 0 where there are none.
    private func bits(_ holding: Holding, of mapped: MappedNetwork) -> Double {
        let stage = mapped.stages[holding.stage]
        return storeMap.chains[stage.kind].first.map { bits(holding, stage, in: $0, mapped.dataflow == .pipelined) }
            ?? 0
    }

    /// Bits of a tensor in the buffers of a store around a stage, in one inference.
    private func bits(_ holding: Holding, _ stage: MappedStage, in store: Int, _ isPipelined: Bool) -> Double {
        let values = isPipelined ? holding.window(copies: stage.copies) : holding.values
        return Double(values * stage.precision.inputs * spread(holding, stage, in: store))
    }

    /// Instances of a store's level that a tensor has to be in.
    fileprivate func spread(_ holding: Holding, _ stage: MappedStage, in store: Int) -> Int {
        guard holding.isForCrossbars,
            let level = path(stage).levels.first(where: { $0.level == storeMap.stores[store].level })
        else { return 1 }
        return level.instances(stage.placement.crossbarsPerInputBlock)
    }
}

/// Finds places, store by store from the innermost outwards.
private struct PlaceSearch {
    let model: CostModel
    let mapped: MappedNetwork
    /// Times that are looked at: the stages, or one of all at once.
    let slots: Int
    /// Bits of each tensor for which a place is to be found.
    private var pending: [Double]
    /// Where: an index into the stores of the kind's chain.
    private var depth: [Int]
    private let offsets: [Int]
    /// Instances of each level for the crossbars alone.
    private let instances: [Int]
    private var result = Residence()

    init(_ model: CostModel, _ mapped: MappedNetwork, slots: Int, _ pending: [Double]) {
        self.model = model
        self.mapped = mapped
        self.slots = slots
        self.pending = pending
        depth = [Int](repeating: 0, count: pending.count)
        let kinds = model.architecture.crossbars.count
        offsets = mapped.offsets(kinds: kinds)
        instances = model.floorplan.instances(crossbars: mapped.crossbars(kinds: kinds))
    }

    private var holdings: [Holding] { mapped.graph.holdings }
    private var map: StoreMap { model.storeMap }

    private func slots(of holding: Holding) -> [Int] { slots == 1 ? [0] : holding.slots }

    /// What is held at one time, or pipelined for each stage.
    mutating func countHeld() {
        result.held = [Double](repeating: 0, count: mapped.stages.count)
        guard slots == 1 else { return }
        for index in holdings.indices { result.held[holdings[index].stage] += pending[index] }
    }

    mutating func residence() throws(CostError) -> Residence {
        for store in map.stores.indices {
            let here = holdings.indices.filter { index in
                let chain = map.chains[mapped.stages[holdings[index].stage].kind]
                return pending[index] > 0 && depth[index] < chain.count && chain[depth[index]] == store
            }
            if !here.isEmpty { try fill(store, here) }
        }
        // What is left has passed all stores.
        var totals = [Double](repeating: 0, count: slots)
        for index in holdings.indices
        where pending[index] > 0 && depth[index] >= map.chains[mapped.stages[holdings[index].stage].kind].count {
            for slot in slots(of: holdings[index]) { totals[slot] += pending[index] }
        }
        result.offChip = totals.max() ?? 0
        if let memory = map.offChip, result.offChip > memory.bits {
            throw .noRoom(
                layer: mapped.graph.stages[totals.firstIndex(of: result.offChip) ?? 0].anchor,
                part: model.item(memory.item).name,
                need: result.offChip, size: memory.bits)
        }
        return result
    }

    /// Lays tensors into the instances of one store, and leaves in ``pending`` what has to go further out.
    private mutating func fill(_ number: Int, _ here: [Int]) throws(CostError) {
        let store = map.stores[number]
        var classes = InstanceClasses(mapped, offsets, map.capacities[number], isMixed: map.isMixed[number])
        let needs = needs(here, &classes)
        var totals = [Double](repeating: 0, count: slots), over = totals
        var peak = StorePeak(
            store: number, need: 0, instance: 0, total: 0, instances: 0, added: 0, elsewhere: 0, outward: 0)
        for index in 0..<classes.count {
            for slot in 0..<slots {
                let need = needs[index * slots + slot], count = Double(classes.multiplicity[index])
                totals[slot] += need * count
                over[slot] += max(0, need - store.bits) * count
                // The last bits of sums are no difference.
                if need > peak.need * (1 + 1e-12) {
                    (peak.need, peak.instance, peak.stage) = (need, classes.first[index], slots == 1 ? nil : slot)
                }
            }
        }
        peak.total = totals.max() ?? 0
        if !result.held.isEmpty, slots > 1, here.contains(where: { depth[$0] == 0 }) {
            for slot in 0..<slots { result.held[slot] += totals[slot] }
        }
        let existing = max((instances[store.level] + store.sharedBy - 1) / store.sharedBy, classes.instances)
        let wanted = store.bits.isFinite ? Int(min((peak.total / store.bits * (1 - 1e-12)).rounded(.up), 1e12)) : 1
        let held = max(existing, min(wanted, store.limit ?? wanted))
        if held > existing {
            if result.least.isEmpty { result.least = [Int](repeating: 0, count: model.floorplan.levels.count) }
            result.least[store.level] = held * store.sharedBy
        }
        let room = store.bits * Double(held)
        let outward = totals.map { store.bits.isFinite ? max(0, $0 - room * (1 + 1e-12)) : 0 }
        (peak.instances, peak.added) = (held, held - existing)
        peak.outward = outward.max() ?? 0
        peak.elsewhere = zip(over, outward).map { $0 - min($0, $1) }.max() ?? 0
        result.peaks.append(peak)
        guard over.contains(where: { $0 > 0 }) else {
            for index in here { pending[index] = 0 }
            return
        }
        if result.moves.isEmpty { result.moves = [StageMoves](repeating: StageMoves(), count: mapped.stages.count) }
        for index in here { try move(index, number, store, classes, needs, over, outward, peak, room) }
    }

    /// What of one tensor leaves the instances beside its stage's crossbars.
    private mutating func move(
        _ index: Int, _ number: Int, _ store: Store, _ classes: InstanceClasses, _ needs: [Double], _ over: [Double],
        _ outward: [Double],
        _ peak: StorePeak, _ room: Double
    ) throws(CostError) {
        let holding = holdings[index], stage = mapped.stages[holding.stage]
        var away = 0.0, out = 0.0
        for slot in slots(of: holding) where over[slot] > 0 {
            var share = 0.0
            for part in classes.parts(of: holding.stage) {
                let need = needs[part.place * slots + slot]
                if need > store.bits { share += part.share * part.count * (need - store.bits) / need }
            }
            away = max(away, share)
            out = max(out, share * min(1, outward[slot] / over[slot]))
        }
        let bits = pending[index],
            lines = Double(holding.lines * stage.precision.inputs * model.spread(holding, stage, in: number))
        pending[index] = out * bits
        depth[index] += 1
        guard away > 0 else { return }
        // With less room than a window takes, its values are fetched again for each position.
        var read = away * bits
        let resident = (1 - away) * bits
        if holding.isForCrossbars, resident < lines {
            let all = Double(
                stage.matrix.positions * stage.placement.inputs * stage.precision.inputs
                    * model.spread(holding, stage, in: number))
            read = max(read, (1 - resident / lines) * all)
        }
        result.moves[holding.stage].add(StageMoves.Move(level: store.level, written: away * bits, read: read))
        guard out > 0, depth[index] >= map.chains[stage.kind].count else { return }
        guard map.offChip != nil else {
            throw .noRoom(
                layer: mapped.graph.stages[holding.stage].anchor, part: store.name, need: peak.total, size: room)
        }
        result.moves[holding.stage].written += out * bits
        result.moves[holding.stage].read += read * out / away
    }

    /// Bits of each class of instances in each slot.
    private func needs(_ here: [Int], _ classes: inout InstanceClasses) -> [Double] {
        var needs = [Double](repeating: 0, count: classes.count * slots)
        // A tensor that several stages read lies once in an instance that they share: as much as the one of them that
        // holds most of it.
        let byLayer = Dictionary(grouping: here) { holdings[$0].layer }
        var held = needs
        for layer in byLayer.keys.sorted() {
            let group = byLayer[layer]!
            var touched: [Int] = []
            for index in group {
                for part in classes.parts(of: holdings[index].stage) {
                    let bits = pending[index] * part.share
                    for slot in slots(of: holdings[index]) {
                        let place = part.place * slots + slot
                        guard group.count > 1 else {
                            needs[place] += bits
                            continue
                        }
                        if held[place] == 0 { touched.append(place) }
                        held[place] = max(held[place], bits)
                    }
                }
            }
            for place in touched {
                needs[place] += held[place]
                held[place] = 0
            }
        }
        return needs
    }
}

extension StageMoves {
    fileprivate mutating func add(_ move: Move) {
        guard let known = levels.firstIndex(where: { $0.level == move.level }) else {
            levels.append(move)
            return
        }
        levels[known].written += move.written
        levels[known].read += move.read
    }
}

/// The instances of a store by what they have beside them: all that lie wholly inside one stage are alike.
private struct InstanceClasses {
    /// How many instances there are of each class, and the number of the first.
    private(set) var multiplicity: [Int] = []
    private(set) var first: [Int] = []
    /// One past the last instance with crossbars.
    private(set) var instances = 0
    private var ofStage: [[Part]] = []

    /// A stage's share in each instance of a class.
    struct Part {
        var place: Int
        var share: Double
        /// Instances.
        var count: Double
    }

    var count: Int { multiplicity.count }
    func parts(of stage: Int) -> [Part] { ofStage[stage] }

    /// - Parameter capacities: of each kind, crossbars beside one instance.
    init(_ mapped: MappedNetwork, _ offsets: [Int], _ capacities: [Int], isMixed: Bool) {
        var placeOf: [Int: Int] = [:]
        func single(_ instance: Int) -> Int {
            if let known = placeOf[instance] { return known }
            placeOf[instance] = multiplicity.count
            multiplicity.append(1)
            first.append(instance)
            return multiplicity.count - 1
        }
        for (index, stage) in mapped.stages.enumerated() {
            let capacity = capacities[stage.kind]
            guard capacity > 0 else {
                ofStage.append([])
                continue
            }
            if let owner = stage.sharesWith {
                ofStage.append(ofStage[owner])
                continue
            }
            let offset = offsets[index], all = Double(stage.crossbars)
            let run = InstanceRun(from: offset, stage.crossbars, capacity: capacity)
            let start = capacity == .max ? 0 : offset / capacity
            instances = max(instances, start + run.count)
            var parts = [Part(place: single(start), share: Double(run.inFirst) / all, count: 1)]
            if run.count > 2 {
                if isMixed {
                    for instance in 1..<run.count - 1 {
                        parts.append(Part(place: single(start + instance), share: Double(capacity) / all, count: 1))
                    }
                } else {
                    parts.append(
                        Part(place: multiplicity.count, share: Double(capacity) / all, count: Double(run.count - 2)))
                    multiplicity.append(run.count - 2)
                    first.append(start + 1)
                }
            }
            if run.count > 1 {
                parts.append(Part(place: single(start + run.count - 1), share: Double(run.inLast) / all, count: 1))
            }
            ofStage.append(parts)
        }
    }
}
