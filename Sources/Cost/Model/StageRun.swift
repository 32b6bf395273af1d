import Hardware
import Mapping

/// One stage on its crossbars: counts every action, books its energy, and finds how long it takes.
///
/// It is timed as if it began a level instance of its own, so that this does not depend on the stages before it:
/// further on in an instance it would touch as many instances or one more, and keep none of them busy for longer.
///
/// Every formula is in docs/theory.md, section "Cost of a layer", under the name of the function here.
struct StageRun<Book: Ledger> {
    let path: CrossbarPath
    let stage: Stage
    let mapped: MappedStage
    /// What of its data lies elsewhere; nil where all lies beside its crossbars.
    let moves: StageMoves?
    var ledger: Book
    /// The item that limits the rate.
    private(set) var bottleneck = 0
    /// What it puts on the servers of its path, ``ServerWork/count`` numbers each.
    private let works: UnsafeMutablePointer<Double>
    /// Where in these four the work of the follower at hand goes.
    private var isLate = false
    /// Time from one position to the next that the crossbars and their converters need, s.
    private var crossbarInterval = 0.0
    /// Inputs that take turns at the busiest set of DACs, or in the registers that hold them.
    private var dacTurns = 1.0
    /// How often the busiest crossbar is read for one stream: its passes, or more where a register holds a part of an
    /// input.
    private var passes = 1
    /// Time that partial sums take at the shift-and-add units where no adder does them, of one position, s.
    private var columnAdding = 0.0

    // Counted once, used all over.
    private let placement: Placement
    private let positions: Int
    /// Positions that the busiest copy works through.
    private let sequence: Int
    private let inputBits: Int
    private let sumBits: Int
    /// Crossbars that work: without those that are kept free.
    private let working: Int
    /// What the columns are asked for.
    private let asked: Converters.Conversions

    /// - Parameter works: as many numbers as the path's servers need, all 0.
    init(
        path: CrossbarPath, stage: Stage, mapped: MappedStage, moves: StageMoves?, ledger: Book,
        works: UnsafeMutablePointer<Double>
    ) {
        self.works = works
        working = mapped.placement.crossbars * mapped.copies
        self.path = path
        self.stage = stage
        self.mapped = mapped
        self.moves = moves
        self.ledger = ledger
        placement = mapped.placement
        asked = path.converters.conversions(of: mapped, streams: mapped.placement.streams)
        positions = mapped.matrix.positions
        sequence = (positions + mapped.copies - 1) / mapped.copies
        inputBits = mapped.precision.inputs
        sumBits = mapped.precision.sumBits(terms: mapped.matrix.rows)
    }

    /// - Throws: ``CostError`` when there is no unit for some of the stage's arithmetic, or no room for one of its
    ///   inputs.
    mutating func run() throws(CostError) -> StageTimes {
        ledger.turn(to: stage.anchor)
        let step = try multiply()
        for depth in path.levels.indices { carry(at: depth) }
        try addPartialSums()
        for (index, follower) in stage.followers.enumerated() {
            isLate = index >= stage.promptFollowers
            ledger.turn(to: follower.layer)
            try compute(follower.work, of: follower.layer)
        }
        let times = times(step)
        ledger.turn(to: stage.anchor)
        control(during: times.whole)
        return times
    }

    /// A digital layer on the network's input, beside the crossbars of this stage: its duration alone, s.
    mutating func run(_ task: InputTask) throws(CostError) -> Double {
        ledger.turn(to: task.layer)
        try compute(task.work, of: task.layer)
        return durations().prompt
    }

    // MARK: The crossbars

    /// DACs, arrays, sample-and-holds, ADCs and shift-and-adds. Gives one read with its conversion.
    private mutating func multiply() throws(CostError) -> Converters.Step {
        let converters = path.converters, reference = placement.reference
        let vectors = Double(positions * placement.streams)
        // Sets of weights are read one at a time, each with inputs put on its rows anew.
        let (inputs, crossbars) =
            converters.readsOneSetAtATime
            ? (placement.crossbars * mapped.copies, 1)
            : (placement.inputBlocks * mapped.copies, placement.crossbarsPerInputBlock)
        let turns = DACTurns(inputs: inputs, crossbars: crossbars, converters.dacSharing, isApart: mapped.spare > 0)
        let rowsPerWeight = Double(mapped.encoding.rowsPerWeight)
        passes = placement.passes
        let most = try turnsAtRegisters(turns.most)
        let joined = asked.of(placement.conversions) + (reference?.conversions ?? 0)
        let conversions = Double(positions) * asked.count * Double(joined) * (Double(passes) / Double(placement.passes))
        let holds = Double(positions) * asked.holds * Double(joined) * (Double(passes) / Double(placement.passes))
        // Rows of a mean crossbar, for each set that an input drives them through.
        ledger.book(
            vectors * Double(placement.rows) * rowsPerWeight * Double(turns.conversions) / Double(working)
                * (converters.dac.price.energy + converters.dacData * mapped.meanInput),
            item: converters.dac.index)
        var cells = placement.cells + (reference?.cells ?? 0)
        // What is stated of a read of all columns is not exceeded by one.
        if converters.isReadEnergyStated { cells = min(cells, placement.rows * converters.columns) }
        var cellReads = vectors * Double(cells) * rowsPerWeight
        if let every = converters.cellsOfEveryRead {
            cellReads = vectors * Double(placement.crossbars * passes * every)
        }
        ledger.book(cellReads * converters.cellEnergy * mapped.readActivity, item: converters.array.index)
        if let hold = converters.sampleAndHold { ledger.book(holds * hold.price.energy, item: hold.index) }
        ledger.book(conversions * asked.energy, item: converters.adc.index)
        if let unit = converters.shiftAndAdd { ledger.book(conversions * unit.price.energy, item: unit.index) }

        // The converters work on one read while the array does the next.
        let step = converters.step(used: mostConversions, crossbars: working, turns: most, asked)
        queue(turns, step)
        dacTurns = Double(most)
        return step
    }

    /// Inputs that take turns: those of one set of DACs, or as many as the input registers beside the crossbars cannot
    /// hold at once. An input that a register holds in part is read in as many passes.
    private mutating func turnsAtRegisters(_ sets: Int) throws(CostError) -> Int {
        var most = sets
        // Sums are added in place, one after the other where they come one after the other: a register has to hold one.
        for level in path.levels where level.outputRegister.bits < sumBits {
            throw .narrowRegister(
                layer: stage.anchor, part: level.outputRegister.name, value: .partialSum, need: sumBits,
                size: level.outputRegister.bits)
        }
        for level in path.levels where level.inputRegister.bits < .max {
            let room = level.inputRegister.bits
            guard room >= inputBits else {
                throw .narrowRegister(
                    layer: stage.anchor, part: level.inputRegister.name, value: .input, need: inputBits, size: room)
            }
            let rows = room / inputBits
            let inputs =
                (min(level.capacity, working) + placement.crossbarsPerInputBlock - 1) / placement.crossbarsPerInputBlock
            most = max(
                most, (inputs + max(1, rows / placement.tallestBlock) - 1) / max(1, rows / placement.tallestBlock))
            if rows < placement.tallestBlock { passes = max(passes, (placement.tallestBlock + rows - 1) / rows) }
        }
        return most
    }

    /// Conversions of the busiest crossbar in one read; the column that sums the inputs is converted by itself.
    private var mostConversions: Int {
        asked.of(placement.widestBlock) + placement.mostConverted - placement.widestBlock
    }

    private var readsOfPosition: Double { Double(placement.streams * passes) }

    /// Puts the work at converters that crossbars share on their servers.
    private func queue(_ turns: DACTurns, _ step: Converters.Step) {
        let converters = path.converters
        let reads = Double(sequence) * readsOfPosition
        if let server = converters.dacServer {
            let work = works + server * ServerWork.count
            work[ServerWork.inputTime] = reads * asked.sampleTime
            work[ServerWork.inputCrossbars] =
                converters.readsOneSetAtATime ? 1 : Double(placement.crossbarsPerInputBlock + mapped.spare)
            work[ServerWork.mostInputs] = Double(turns.most)
        }
        let work = converters.work(of: mostConversions, asked)
        // Of sets of weights, what is held until it is converted keeps the others from being read.
        if asked.isSerial, converters.readsOneSetAtATime, let server = converters.dacServer {
            works[server * ServerWork.count + ServerWork.inputTime] += reads * work.converting
        }
        if let server = converters.adcServer {
            works[server * ServerWork.count] = reads * Double(working) * work.converting
        }
        if let server = converters.shiftAndAddServer {
            works[server * ServerWork.count] = reads * Double(working) * work.merging
        }
    }

    // MARK: Time

    /// Durations alone, from what is on the servers.
    private mutating func times(_ step: Converters.Step) -> StageTimes {
        let converters = path.converters
        let merging = readsOfPosition * step.merging + columnAdding
        crossbarInterval =
            step.isSerial
            ? readsOfPosition * step.analog + max(readsOfPosition * step.converting, merging)
            : max(readsOfPosition * max(step.analog, step.converting), merging)
        bottleneck =
            step.analog > sampleTime
            ? converters.dac.index : step.analog >= step.digital ? converters.array.index : converters.adc.index
        if let unit = converters.shiftAndAdd, merging > readsOfPosition * max(step.analog, step.converting) {
            bottleneck = unit.index
        }
        let mvm = crossbarInterval + (step.isSerial ? 0 : min(step.analog, step.digital)) + asked.fill
        var times = durations()
        times.prompt += mvm
        times.whole += mvm
        times.occupancy = Double(sequence) * crossbarInterval
        return times
    }

    /// For how long the arrays and the converters behind the busiest crossbars are busy for this stage.
    var own: [(item: Int, time: Double)] {
        let converters = path.converters
        let step = converters.step(used: mostConversions, crossbars: working, turns: 1, asked)
        let reads = Double(sequence) * readsOfPosition
        // Of sets of weights that take turns, what is around them works for each.
        let units =
            converters.readsOneSetAtATime
            ? converters.step(used: mostConversions, crossbars: working, turns: Int(dacTurns), asked) : step
        // What is held until it is converted keeps its array.
        var own = [(converters.array.index, step.isSerial ? Double(sequence) * crossbarInterval : reads * step.analog)]
        // The bare ends of a digital array's columns are no part.
        if converters.hasColumnUnits { own.append((converters.adc.index, reads * units.converting)) }
        if let unit = converters.shiftAndAdd {
            own.append((unit.index, reads * units.merging + Double(sequence) * columnAdding))
        }
        if converters.dacServer != nil { own.append((converters.dac.index, reads * dacTurns * asked.sampleTime)) }
        return own.map { (item: $0.0, time: $0.1) }
    }

    private var sampleTime: Double { asked.sampleTime }

    /// After the first position has passed through everything, one part after the other, a position costs what the
    /// busiest part needs for it; the MVM of the first position apart.
    private mutating func durations() -> StageTimes {
        let perCrossbar = 1 / Double(mapped.crossbars), perPosition = 1 / Double(sequence)
        var promptChain = 0.0, lateChain = 0.0
        var promptSlowest = crossbarInterval, wholeSlowest = crossbarInterval, lateSlowest = 0.0
        var capacity = -1, crossbars = 0, perInstance = 1.0
        for (index, server) in path.servers.enumerated() where server.work == .part {
            if server.capacity != capacity {
                capacity = server.capacity
                crossbars = min(capacity, mapped.crossbars)
                perInstance =
                    capacity >= mapped.crossbars ? 1 : 1 / Double((mapped.crossbars + capacity - 1) / capacity)
            }
            let work = UnsafePointer(works + index * ServerWork.count)
            let prompt =
                perPosition * server.prompt(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
            let late = perPosition * server.late(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
            promptChain += prompt
            lateChain += late
            promptSlowest = max(promptSlowest, prompt)
            lateSlowest = max(lateSlowest, late)
            if prompt + late > wholeSlowest { (wholeSlowest, bottleneck) = (prompt + late, server.item) }
        }
        let rest = Double(sequence - 1)
        return StageTimes(
            prompt: promptChain + rest * promptSlowest, whole: promptChain + lateChain + rest * wholeSlowest,
            late: lateChain + rest * lateSlowest, occupancy: 0)
    }

    // MARK: Storage and transport

    /// What the parts of one level on the path carry for the crossbars.
    private mutating func carry(at depth: Int) {
        let level = path.levels[depth]
        let instances = level.instances(mapped.crossbars)
        /// Whether operands of the digital layers are there when the stage starts.
        let operandsLate = stage.hasJoin
        /// Instances that one piece of the input has to reach.
        let spread = level.instances(placement.crossbarsPerInputBlock)
        let vector = placement.inputs * inputBits
        let sums = placement.outputs * sumBits
        /// Vectors of partial sums that come from the level inside, and that leave this one.
        let incoming = depth == 0 ? placement.partialSums : groups(in: path.levels[depth - 1])
        if let away = moves?.levels.first(where: { $0.level == level.level }) { carry(away, in: level, instances) }
        for part in level.parts {
            switch part.role {
            case .inputRegister:
                let writes = spread * part.write.actions(bits: vector), reads = spread * part.read.actions(bits: vector)
                access(part, reads: reads * positions, writes: writes * positions)
            case .outputRegister:
                let writes = incoming * part.write.actions(bits: sums), reads = incoming * part.read.actions(bits: sums)
                access(part, reads: reads * positions, writes: writes * positions)
            case .buffer:
                let operands = stage.operands * inputBits
                access(
                    part,
                    reads: spread * part.read.actions(bits: vector) * positions,
                    writes: spread * part.write.actions(bits: stage.arrivals * inputBits)
                        + part.write.actions(bits: stage.externalOutputs * inputBits))
                access(
                    part, reads: part.read.actions(bits: operands), writes: part.write.actions(bits: operands),
                    .digital(late: operandsLate))
            case .bus:
                act(
                    part,
                    (spread * part.act.actions(bits: vector) + incoming * part.act.actions(bits: sums)) * positions,
                    .crossbars)
                act(part, part.act.actions(bits: stage.operands * inputBits), .digital(late: operandsLate))
            case .router:
                let flits = crossing(level, spread, width: part.act.width)
                act(part, flits * hops(instances, sharedBy: part.sharedBy), .digital(late: false))
            case .receiveBuffer:
                access(
                    part, reads: crossing(level, spread, width: part.read.width),
                    writes: crossing(level, spread, width: part.write.width))
            case .offChipMemory:
                guard let moves else { break }
                ledger.book(
                    (moves.read * part.read.energy / Double(part.read.width) + moves.written * part.write.energy
                        / Double(part.write.width)),
                    item: part.item)
                works[part.server * ServerWork.count + Spread.digital(late: false).place] +=
                    moves.read / Double(part.read.width) * part.read.time + moves.written / Double(part.write.width)
                    * part.write.time
            case .link:
                if let moves {
                    let share = (moves.read + moves.written) / Double(part.act.width)
                    ledger.book(share * part.act.energy, item: part.item)
                    works[part.server * ServerWork.count + Spread.digital(late: false).place] += share * part.act.time
                }
                // A transfer that is not full takes its time, and the energy of the bits in it.
                let bits = (stage.externalInputs + stage.externalOutputs) * inputBits
                ledger.book(Double(bits) / Double(part.act.width) * part.act.energy, item: part.item)
                works[part.server * ServerWork.count + Spread.digital(late: false).place] +=
                    Double(part.act.actions(bits: bits)) * part.act.time
            case .instructions:
                access(part, reads: part.accessesPerMVM * positions * level.instances(placement.crossbars), writes: 0)
            case .adder, .vector, .activation, .pooling, .control, .passive:
                break
            }
        }
    }

    /// What lies in other instances of a level, or beyond: written to and read from a buffer there, over the routers
    /// both ways.
    private mutating func carry(_ away: StageMoves.Move, in level: PathLevel, _ instances: Int) {
        for part in level.parts {
            switch part.role {
            case .buffer:
                let read = away.read / Double(part.read.width), written = away.written / Double(part.write.width)
                ledger.book(read * part.read.energy + written * part.write.energy, item: part.item)
                works[part.server * ServerWork.count + Spread.digital(late: false).place] +=
                    read * part.read.time + written * part.write.time
            case .router:
                let flits =
                    (away.read + away.written) / Double(part.act.width)
                    * Double(hops(instances, sharedBy: part.sharedBy))
                ledger.book(flits * part.act.energy, item: part.item)
                works[part.server * ServerWork.count + Spread.digital(late: false).place] += flits * part.act.time
            default: break
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

    /// How work is spread over the instances of a part, and what it waits for.
    private enum Spread {
        /// By the crossbars of the stage in each.
        case crossbars
        /// Evenly.
        case digital(late: Bool)

        @inline(__always)
        var place: Int {
            switch self {
            case .crossbars: ServerWork.promptByCrossbars
            case .digital(late: false): ServerWork.promptEvenly
            case .digital(late: true): ServerWork.lateEvenly
            }
        }
    }

    private mutating func access(_ part: PathPart, reads: Int, writes: Int, _ spread: Spread = .crossbars) {
        let (read, written) = (Double(reads), Double(writes))
        ledger.book(read * part.read.energy + written * part.write.energy, item: part.item)
        works[part.server * ServerWork.count + spread.place] += read * part.read.time + written * part.write.time
    }

    private mutating func act(_ part: PathPart, _ actions: Int, _ spread: Spread) {
        ledger.book(Double(actions) * part.act.energy, item: part.item)
        works[part.server * ServerWork.count + spread.place] += Double(actions) * part.act.time
    }

    // MARK: Arithmetic

    /// Partial sums of row blocks, and under offset encoding the sums of the inputs: these are added likewise, and
    /// subtracted from every output.
    private mutating func addPartialSums() throws(CostError) {
        let sums = (placement.partialSums - 1) * placement.outputs * positions
        let corrections =
            placement.reference.map { reference in
                placement.outputs + max(0, reference.columns - reference.columns / placement.partialSums)
            } ?? 0
        let additions = sums + corrections * positions
        guard additions > 0 else { return }
        if let adder = path.units.adder {
            operate(adder, additions)
        } else if let unit = path.units.columnAdder {
            ledger.book(Double(additions) * unit.price.energy, item: unit.index)
            // The units behind the stage's crossbars share them.
            let sharing = path.converters.shiftAndAddSharing
            let units = max(1, Double(working * sharing.units) / Double(sharing.crossbars))
            columnAdding = Double(additions) * unit.price.time / (units * Double(sequence))
            if let server = path.converters.shiftAndAddServer {
                works[server * ServerWork.count] += Double(additions) * unit.price.time
            }
        } else if sums > 0 {
            throw .noUnit(layer: stage.anchor, work: .addition)
        }
        // A chip without any digital unit behind its columns says nothing of what merges slices either: both are free
        // there.
    }

    private mutating func compute(_ work: DigitalWork, of layer: Int) throws(CostError) {
        let units = path.units
        func unit(_ unit: DigitalUnits.Unit?, _ work: CostError.Work) throws(CostError) -> DigitalUnits.Unit {
            guard let unit else { throw .noUnit(layer: layer, work: work) }
            return unit
        }
        if work.additions > 0 { operate(try unit(units.adder, .addition), work.additions) }
        if work.vector > 0 { operate(try unit(units.vector, .vector), work.vector) }
        if work.activations > 0 { operate(try unit(units.activation, .activation), work.activations) }
        if work.pooling > 0 { operate(try unit(units.pooling, .pooling), work.pooling) }
    }

    private mutating func operate(_ unit: DigitalUnits.Unit, _ operations: Int) {
        act(unit.part, operations, .digital(late: isLate))
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
