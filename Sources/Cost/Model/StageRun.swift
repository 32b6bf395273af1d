import Hardware
import Mapping

/// One stage on its crossbars: counts every action, books its energy, and finds how long it takes.
///
/// Every formula is in docs/theory.md, section "Cost of a layer", under the name of the function here.
struct StageRun<Book: Ledger> {
    let path: CrossbarPath
    let stage: Stage
    let mapped: MappedStage
    var ledger: Book
    /// The busiest part so far: its time for one position of the busiest copy, s.
    private(set) var slowest = 0.0
    /// Its item.
    private(set) var bottleneck = 0
    /// Σ of the times of all parts for one position, s.
    private var chain = 0.0

    // Counted once, used all over.
    private let placement: Placement
    private let positions: Int
    /// Positions that the busiest copy works through.
    private let sequence: Int
    private let inputBits: Int
    private let sumBits: Int

    init(path: CrossbarPath, stage: Stage, mapped: MappedStage, ledger: Book) {
        self.path = path
        self.stage = stage
        self.mapped = mapped
        self.ledger = ledger
        placement = mapped.placement
        positions = mapped.matrix.positions
        sequence = (positions + mapped.copies - 1) / mapped.copies
        inputBits = mapped.precision.inputs
        sumBits = mapped.precision.sumBits(terms: mapped.matrix.rows)
    }

    /// - Throws: ``CostError`` when there is no unit for some of the stage's arithmetic.
    mutating func run() throws(CostError) -> StageCost {
        ledger.turn(to: stage.anchor)
        let latency = multiply()
        for depth in path.levels.indices { carry(at: depth) }
        try addPartialSums()
        for follower in stage.followers {
            ledger.turn(to: follower.layer)
            try compute(follower)
        }
        let delay = latency + chain + Double(sequence - 1) * slowest
        ledger.turn(to: stage.anchor)
        control(during: delay)
        return StageCost(
            dynamicEnergy: .zero, delay: .init(si: delay), occupancy: .init(si: Double(sequence) * slowest))
    }

    // MARK: The crossbars

    /// DACs, arrays, sample-and-holds, ADCs and shift-and-adds. Gives the time of one MVM from input to last sum.
    private mutating func multiply() -> Double {
        let converters = path.converters
        let vectors = Double(positions * placement.streams)
        let conversions = vectors * Double(placement.conversions)
        ledger.book(
            vectors * Double(placement.rows) / converters.dacSharedBy * converters.dac.price.energy, item: converters.dac.index)
        ledger.book(vectors * Double(placement.cells) * converters.cellEnergy * mapped.readActivity, item: converters.array.index)
        if let hold = converters.sampleAndHold { ledger.book(conversions * hold.price.energy, item: hold.index) }
        ledger.book(conversions * converters.adc.price.energy, item: converters.adc.index)
        if let unit = converters.shiftAndAdd { ledger.book(conversions * unit.price.energy, item: unit.index) }

        // The converters work on one read while the array does the next.
        let step = converters.step(used: placement.widestBlock, crossbars: mapped.crossbars)
        let interval = Double(placement.streams * placement.passes) * step.interval
        if interval > slowest {
            (slowest, bottleneck) = (interval, step.analog >= step.digital ? converters.array.index : step.digitalItem)
        }
        return interval + min(step.analog, step.digital)
    }

    // MARK: Storage and transport

    /// What the parts of one level on the path carry for the crossbars.
    private mutating func carry(at depth: Int) {
        let level = path.levels[depth]
        let instances = level.instances(mapped.crossbars)
        /// Instances that one piece of the input has to reach.
        let spread = level.instances(placement.crossbarsPerInputBlock)
        let vector = placement.inputs * inputBits
        let sums = placement.outputs * sumBits
        /// Vectors of partial sums that come from the level inside, and that leave this one.
        let incoming = depth == 0 ? placement.partialSums : groups(in: path.levels[depth - 1])
        for part in level.parts {
            switch part.role {
            case .inputRegister:
                let writes = spread * part.write.actions(bits: vector), reads = spread * part.read.actions(bits: vector)
                access(part, reads: reads * positions, writes: writes * positions, instances)
            case .outputRegister:
                let writes = incoming * part.write.actions(bits: sums), reads = incoming * part.read.actions(bits: sums)
                access(part, reads: reads * positions, writes: writes * positions, instances)
            case .buffer:
                let operands = stage.operands * inputBits
                access(
                    part,
                    reads: spread * part.read.actions(bits: vector) * positions + part.read.actions(bits: operands),
                    writes: spread * part.write.actions(bits: stage.arrivals * inputBits) + part.write.actions(bits: operands)
                        + part.write.actions(bits: stage.externalOutputs * inputBits),
                    instances)
            case .bus:
                let transfers =
                    (spread * part.act.actions(bits: vector) + incoming * part.act.actions(bits: sums)) * positions
                    + part.act.actions(bits: stage.operands * inputBits)
                act(part, transfers, instances)
            case .router:
                let flits = crossing(level, spread, width: part.act.width)
                act(part, flits * hops(instances, sharedBy: part.sharedBy), instances)
            case .receiveBuffer:
                access(
                    part, reads: crossing(level, spread, width: part.read.width),
                    writes: crossing(level, spread, width: part.write.width), instances)
            case .link:
                act(part, part.act.actions(bits: (stage.externalInputs + stage.externalOutputs) * inputBits), instances)
            case .instructions:
                access(part, reads: part.accessesPerMVM * positions * level.instances(placement.crossbars), writes: 0, instances)
            case .adder, .vector, .activation, .pooling, .control, .passive:
                break
            }
        }
    }

    /// Vectors of partial sums that leave the instances of a level: the row blocks of an output,
    /// less those that are added inside.
    private func groups(in level: PathLevel) -> Int {
        let together = level.capacity / placement.crossbarsPerInputBlock
        guard together > 0 else { return placement.partialSums }
        return (placement.partialSums + together - 1) / together
    }

    /// Words of `width` bits that come in from other instances of a level: the stage's inputs,
    /// its operands, and partial sums.
    private func crossing(_ level: PathLevel, _ spread: Int, width: Int) -> Int {
        func words(_ bits: Int) -> Int { (bits + width - 1) / width }
        return spread * words(stage.arrivals * inputBits) + words(stage.operands * inputBits)
            + (groups(in: level) - 1) * words(placement.outputs * sumBits) * positions
    }

    /// Routers on the way of a word: one to leave the producer's, and the side of the square of the stage's own.
    private func hops(_ instances: Int, sharedBy: Int) -> Int {
        let routers = (instances + sharedBy - 1) / sharedBy
        return 1 + Int(Double(routers).squareRoot().rounded(.up))
    }

    private mutating func access(_ part: PathPart, reads: Int, writes: Int, _ instances: Int) {
        let (read, written) = (Double(reads), Double(writes))
        ledger.book(read * part.read.energy + written * part.write.energy, item: part.item)
        occupy(part, read * part.read.time + written * part.write.time, instances)
    }

    private mutating func act(_ part: PathPart, _ actions: Int, _ instances: Int) {
        ledger.book(Double(actions) * part.act.energy, item: part.item)
        occupy(part, Double(actions) * part.act.time, instances)
    }

    /// Time of all of a part's actions in one inference, shared by those that work at once.
    private mutating func occupy(_ part: PathPart, _ time: Double, _ instances: Int) {
        let perPosition = time / (part.units(instances) * Double(sequence))
        chain += perPosition
        if perPosition > slowest { (slowest, bottleneck) = (perPosition, part.item) }
    }

    // MARK: Arithmetic

    private mutating func addPartialSums() throws(CostError) {
        let additions = (placement.partialSums - 1) * placement.outputs * positions
        guard additions > 0 else { return }
        if let adder = path.units.adder {
            operate(adder, additions)
        } else if let unit = path.units.columnAdder {
            ledger.book(Double(additions) * unit.price.energy, item: unit.index)
            // One unit for each crossbar's columns: as many as the stage's crossbars.
            chain += Double(additions) * unit.price.time / Double(mapped.crossbars * sequence)
        } else {
            throw CostError(layer: stage.anchor, work: .addition)
        }
    }

    private mutating func compute(_ follower: Stage.Follower) throws(CostError) {
        let work = follower.work
        let units = path.units
        func unit(_ unit: DigitalUnits.Unit?, _ work: CostError.Work) throws(CostError) -> DigitalUnits.Unit {
            guard let unit else { throw CostError(layer: follower.layer, work: work) }
            return unit
        }
        if work.additions > 0 { operate(try unit(units.adder, .addition), work.additions) }
        if work.vector > 0 { operate(try unit(units.vector, .vector), work.vector) }
        if work.activations > 0 { operate(try unit(units.activation, .activation), work.activations) }
        if work.pooling > 0 { operate(try unit(units.pooling, .pooling), work.pooling) }
    }

    private mutating func operate(_ unit: DigitalUnits.Unit, _ operations: Int) {
        act(unit.part, operations, path.levels[unit.depth].instances(mapped.crossbars))
    }

    /// Units that run in every cycle in which the stage works.
    private mutating func control(during delay: Double) {
        for level in path.levels {
            for part in level.parts where part.role == .control && part.act.time > 0 {
                let cycles = delay / part.act.time
                ledger.book(cycles * part.units(level.instances(mapped.crossbars)) * part.act.energy, item: part.item)
            }
        }
    }
}
