import Hardware
import Mapping
import Quantities

/// Prices networks on one architecture.
///
/// ```swift
/// let model = CostModel(architecture)
/// let figures = try model.figures(of: planner.place(network))        // totals, for a search
/// let evaluation = try model.evaluate(planner.place(network))        // with breakdowns
/// ```
///
/// What is prepared once and shared by all evaluations: the levels and parts on the way of each
/// crossbar kind with their energies and times, and area and leakage of each level.
public struct CostModel: Sendable {
    /// What networks are priced on.
    public let architecture: Architecture
    /// Its levels laid out flat, with or without I/O as the model was asked for.
    public let floorplan: Floorplan
    let items: ItemIndex
    let paths: [CrossbarPath?]
    let servers: ServerMap
    /// Where maps may lie.
    let storeMap: StoreMap
    /// Parts that are switched off while none of their stages works.
    let gated: [GatedItem]
    /// Whether the leakage of all that counts is stated or assumed.
    public let isLeakageKnown: Bool

    /// - Parameter withIO: whether links count in area and leakage.
    public init(_ architecture: Architecture, withIO: Bool = false) {
        self.architecture = architecture
        let floorplan = architecture.floorplan(withIO: withIO)
        let items = ItemIndex(floorplan)
        self.floorplan = floorplan
        self.items = items
        paths = architecture.crossbars.indices.map { CrossbarPath(kind: $0, architecture, floorplan, items) }
        servers = ServerMap(paths)
        storeMap = StoreMap(architecture, floorplan, items, paths)
        gated = GatedItem.all(of: floorplan, items)
        isLeakageKnown = !architecture.partsOfUnstatedLeakage(withIO: withIO).contains { $0.leakageBasis == .unknown }
    }

    /// The item of that number in the ``ItemIndex``.
    func item(_ number: Int) -> FloorplanItem {
        let level = items.levelOfItem[number]
        return floorplan.levels[level].items[number - items[level, 0]]
    }

    /// What one stage takes, with the digital layers on the network's input that are done beside its crossbars.
    ///
    /// Energy of the whole network is the sum over stages and leakage × delay; how the times of stages make its delay
    /// is ``Schedule``'s to say; see ``figures(of:)``. Everything that it reads is taken to lie beside its crossbars: see
    /// ``fits(_:)``.
    /// - Parameter index: of the stage in its graph.
    /// - Throws: ``CostError`` when the architecture has no unit for some of its arithmetic, or a register has no room
    ///   for one input.
    public func cost(ofStage index: Int, in graph: StageGraph, as mapped: MappedStage) throws(CostError) -> StageCost {
        try cost(ofStage: index, in: graph, as: mapped, moves: nil)
    }

    func cost(
        ofStage index: Int, in graph: StageGraph, as mapped: MappedStage, moves: StageMoves?
    ) throws(CostError) -> StageCost {
        let path = path(mapped), count = path.servers.count * ServerWork.count
        var ledger = SumLedger(), tasks: [InputTaskCost] = []
        for number in graph.hostedTasks[index] {
            var works = [Double](repeating: 0, count: count)
            tasks.append(
                InputTaskCost(
                    duration: try run(graph.inputTasks[number], beside: graph.stages[index], mapped, &ledger, &works),
                    works: works))
        }
        var works = [Double](repeating: 0, count: count)
        let result = try run(graph.stages[index], mapped, moves: moves, &ledger, &works)
        return StageCost(
            dynamicEnergy: Energy(si: ledger.energy),
            awakeEnergy: awakeEnergy(of: mapped, during: Time(si: result.times.whole)), times: result.times,
            kind: mapped.kind, crossbars: mapped.ownCrossbars, works: works, inputTasks: tasks)
    }

    func path(_ mapped: MappedStage) -> CrossbarPath {
        guard let path = paths[mapped.kind] else {
            preconditionFailure("the planner places stages on kinds that the hierarchy holds")
        }
        return path
    }

    /// One stage by itself.
    func run<Book: Ledger>(
        _ stage: Stage, _ mapped: MappedStage, moves: StageMoves?, _ ledger: inout Book, _ works: inout [Double]
    ) throws(CostError) -> StageResult {
        let path = path(mapped), book = ledger
        let result: Result<(StageResult, Book), CostError> = works.withUnsafeMutableBufferPointer { works in
            // An array without elements has no address.
            var run = StageRun(
                path: path, stage: stage, mapped: mapped, moves: moves, ledger: book,
                works: works.baseAddress ?? Self.nothing)
            do throws(CostError) {
                let times = try run.run()
                return .success((StageResult(times: times, bottleneck: run.bottleneck, own: run.own), run.ledger))
            } catch { return .failure(error) }
        }
        let value = try result.get()
        ledger = value.1
        return value.0
    }

    /// A digital layer on the network's input beside a stage's crossbars: its duration alone, s.
    func run<Book: Ledger>(
        _ task: InputTask, beside stage: Stage, _ mapped: MappedStage, _ ledger: inout Book, _ works: inout [Double]
    ) throws(CostError) -> Double {
        let path = path(mapped), book = ledger
        let result: Result<(Double, Book), CostError> = works.withUnsafeMutableBufferPointer { works in
            var run = StageRun(
                path: path, stage: stage, mapped: mapped, moves: nil, ledger: book,
                works: works.baseAddress ?? Self.nothing)
            do throws(CostError) { return .success((try run.run(task), run.ledger)) } catch { return .failure(error) }
        }
        let value = try result.get()
        ledger = value.1
        return value.0
    }

    /// The totals alone.
    ///
    /// Complexity: O(stages × parts of the hierarchy). Crossbars beyond the chip's limit are counted as if they were
    /// there; ``evaluate(_:fullChip:)`` refuses them.
    /// - Parameter holdsMaps: false to take all maps to lie beside the crossbars that read them, whether they fit or
    ///   not.
    public func figures(of mapped: MappedNetwork, holdingMaps holdsMaps: Bool = true) throws(CostError) -> Figures {
        let schedule = Schedule(self, mapped.graph, mapped.dataflow)
        let width = schedule.worksPerStage
        let residence = holdsMaps ? try residence(of: mapped) : Residence()
        var ledger = SumLedger()
        var durations: [Time] = []
        let result: Result<(delay: Double, latency: Double), CostError> = withUnsafeTemporaryAllocation(
            of: Double.self, capacity: max(1, mapped.stages.count * width)
        ) { works in
            withUnsafeTemporaryAllocation(of: Schedule.Load.self, capacity: mapped.stages.count) { loads in
                works.initialize(repeating: 0)
                var tasks: [[Double]] = []
                for index in mapped.stages.indices {
                    let placed = mapped.stages[index], stage = mapped.graph.stages[index]
                    let place = works.baseAddress! + index * width
                    var run = StageRun(
                        path: path(placed), stage: stage, mapped: placed, moves: residence.moves(of: index),
                        ledger: ledger, works: place)
                    do throws(CostError) {
                        let times = try run.run()
                        ledger = run.ledger
                        if !gated.isEmpty { durations.append(Time(si: times.whole)) }
                        (loads.baseAddress! + index).initialize(
                            to: Schedule.Load(
                                kind: placed.kind, crossbars: placed.ownCrossbars, times: times,
                                works: UnsafePointer(place)))
                        guard !mapped.graph.hostedTasks[index].isEmpty else { continue }
                        tasks.append([Double(index)] + (try inputTasks(of: index, in: mapped, &ledger)))
                    } catch { return .failure(error) }
                }
                if mapped.dataflow == .pipelined {
                    for (index, stage) in mapped.stages.enumerated() {
                        guard let owner = stage.sharesWith else { continue }
                        // The crossbars and parts of the one work for both.
                        let place = works.baseAddress! + index * width, target = works.baseAddress! + owner * width
                        schedule.add(place, to: target, kind: stage.kind)
                        loads[owner].times.occupancy += loads[index].times.occupancy
                    }
                }
                return .success(timed(schedule, UnsafeMutableBufferPointer(rebasing: loads[...]), tasks[...]))
            }
        }
        let timing = try result.get()
        let instances = floorplan.instances(
            crossbars: mapped.crossbars(kinds: architecture.crossbars.count), atLeast: residence.least)
        let awake = awakeEnergies(of: mapped, durations, interval: Time(si: timing.delay), instances).joined().sum()
        return figures(
            of: mapped, dynamicEnergy: Energy(si: ledger.energy), timing, instances, awake: awake,
            usesOffChip: residence.offChip > 0)
    }

    /// The digital layers on the network's input beside a stage's crossbars, as ``Schedule/Load`` has them.
    func inputTasks<Book: Ledger>(
        of index: Int, in mapped: MappedNetwork, _ ledger: inout Book
    ) throws(CostError) -> [Double] {
        var numbers: [Double] = []
        for number in mapped.graph.hostedTasks[index] {
            var works = [Double](repeating: 0, count: path(mapped.stages[index]).servers.count * ServerWork.count)
            numbers.append(
                try run(
                    mapped.graph.inputTasks[number], beside: mapped.graph.stages[index], mapped.stages[index], &ledger,
                    &works))
            numbers += works
        }
        return numbers
    }

    /// With the tasks' numbers, behind the index of their stage, in place for as long as it takes.
    private func timed(
        _ schedule: Schedule, _ loads: UnsafeMutableBufferPointer<Schedule.Load>, _ tasks: ArraySlice<[Double]>
    ) -> (delay: Double, latency: Double) {
        guard let first = tasks.first else { return schedule.timing(UnsafeBufferPointer(loads)) }
        return first.withUnsafeBufferPointer { numbers in
            loads[Int(numbers[0])].inputTasks = numbers.baseAddress! + 1
            return timed(schedule, loads, tasks.dropFirst())
        }
    }

    func figures(
        of mapped: MappedNetwork, dynamicEnergy: Energy, _ timing: (delay: Double, latency: Double), _ instances: [Int],
        awake: Energy,
        usesOffChip: Bool
    ) -> Figures {
        let memory = usesOffChip ? storeMap.offChip.map { item($0.item) } : nil
        let idle =
            (gated.isEmpty ? floorplan.leakage(instances: instances) : floorplan.idleLeakage(instances: instances))
            + (floorplan.withIO ? memory.map { $0.leakage * Double($0.count) } ?? Power(si: 0) : Power(si: 0))
        let delay = Time(si: timing.delay), leakageEnergy = idle * delay + awake
        var cells = 0, weightCells = 0
        for stage in mapped.stages {
            cells += stage.ownCrossbars * (paths[stage.kind]?.cells ?? 0)
            if stage.sharesWith == nil { weightCells += stage.placement.weightCells * stage.copies }
        }
        return Figures(
            dynamicEnergy: dynamicEnergy, leakageEnergy: leakageEnergy, isLeakageKnown: isLeakageKnown, delay: delay,
            area: coreArea(instances),
            ioArea: floorplan.ioArea(instances: instances) + (memory.map { $0.area * Double($0.count) } ?? .zero),
            countsIO: floorplan.withIO,
            leakage: gated.isEmpty || delay == .zero ? idle : leakageEnergy / delay, latency: Time(si: timing.latency),
            multiplyAccumulates: mapped.network.multiplyAccumulates,
            utilisation: Double(weightCells) / Double(cells))
    }

    private func coreArea(_ instances: [Int]) -> Area {
        let counted = floorplan.area(instances: instances)
        return floorplan.withIO ? counted - floorplan.ioArea(instances: instances) : counted
    }

    /// Whether parts are switched off for want of work, so that what leaks depends on who works when.
    public var switchesPartsOff: Bool { !gated.isEmpty }

    /// Whether an item counts in area and leakage.
    ///
    /// - Parameter usesOffChip: whether the memory off the chip is on.
    func counts(_ item: FloorplanItem, usesOffChip: Bool) -> Bool {
        (floorplan.withIO || !item.isIO) && (usesOffChip || !item.isOffChip)
    }

    /// Whether all data of a mapped network lie beside the crossbars that read them, so that its stages cost what
    /// ``cost(ofStage:in:as:)`` says and the chip is as large as its crossbars ask for.
    public func fits(_ mapped: MappedNetwork) -> Bool {
        guard let residence = try? residence(of: mapped) else { return false }
        return residence.moves.isEmpty && residence.least.isEmpty
    }

    /// Stands for the servers of a path that has none; never written to.
    private static var nothing: UnsafeMutablePointer<Double> {
        UnsafeMutablePointer(bitPattern: MemoryLayout<Double>.alignment)!
    }
}
