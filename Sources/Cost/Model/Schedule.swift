import Hardware
import Mapping

/// When the stages of a network run on a chip, and what of the chip is busy for how long.
///
/// Crossbars of the stages fill up the level instances of their kind in the order of the stages, so that it is known
/// which stages share which part. A part serves one request at a time.
///
/// **Layer by layer.** A graph of tasks: the stages, the digital layers of a stage that wait for others (a join), and
/// those on the network's input. Crossbars are held from a task's start to its end; every other part instance p serves
/// the tasks in their order, with
///
///     C_p(t) = max(C_p(t−1), start_t) + work_t,p        end_t = max(start_t + duration alone, max_p C_p(t))
///
/// There is no search for an order, so that shorter times never lengthen the whole. A join of a stage that starts at s
/// with operands of other stages that are complete at o ends no sooner than max(s + whole, o + the join alone).
///
/// **Pipelined.** The interval is the largest busy time of any part instance.
public struct Schedule: Sendable {
    /// What is known of one stage of one design point.
    struct Load {
        var kind: Int
        /// Those that it takes, free ones included; 0 where it takes turns with the stage before it that has the same
        /// weights: pipelined, that one's times and works are those of both.
        var crossbars: Int
        var times: StageTimes
        /// ``ServerWork/count`` numbers for each server of the kind's path.
        var works: UnsafePointer<Double>
        /// For each digital layer on the network's input beside its crossbars: its duration, then its works. Nil
        /// without any.
        var inputTasks: UnsafePointer<Double>?
    }

    let dataflow: Dataflow
    private let graph: StageGraph
    private let map: ServerMap

    /// - Parameter graph: of the network whose stages are scheduled.
    public init(_ model: CostModel, _ graph: StageGraph, _ dataflow: Dataflow) {
        self.dataflow = dataflow
        self.graph = graph
        map = model.servers
    }

    /// Numbers for the servers of one stage: the most of any kind.
    var worksPerStage: Int { map.mostServers * ServerWork.count }
    var servers: [[Server]] { map.servers }
    var stages: [Stage] { graph.stages }
    func isSynchronised(_ stage: Int) -> Bool { graph.isSynchronised[stage] }
    func hostedTasks(_ stage: Int) -> [Int] { graph.hostedTasks[stage] }
    func predecessors(ofTask task: Int) -> [Int] { graph.inputTasks[task].predecessors }
    private var hosted: [[Int]] { graph.hostedTasks }
    /// Adds what one stage asks of its servers to what another one on the same crossbars does.
    func add(_ works: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>, kind: Int) {
        for (index, server) in map.servers[kind].enumerated() {
            // Of sets of DACs the crossbars of an input and the inputs of a set are the same for both.
            let numbers = server.work == .dacSet ? 1 : ServerWork.count
            for place in index * ServerWork.count..<index * ServerWork.count + numbers { target[place] += works[place] }
        }
    }

    /// Whether stages just follow each other.
    private var isChain: Bool { graph.isChain }
}

/// The servers of all crossbar kinds, and which of them are the same.
///
/// A class, since every design point takes hold of it.
final class ServerMap: Sendable {
    /// By crossbar kind; empty for a kind that the hierarchy does not hold.
    let servers: [[Server]]
    /// For each server of each kind, where its instances are counted.
    let slots: [[Slot]]
    let singles: Int
    let mixed: Int
    let mostServers: Int

    /// Where the busy time of a server's instances is kept.
    enum Slot {
        /// The server's own: stages of one kind come in order, so that only the last instance is open.
        case own
        /// One instance for all kinds.
        case single(Int)
        /// Instances that several kinds reach, each by a count of its own.
        case mixed(Int)
    }

    init(_ paths: [CrossbarPath?]) {
        servers = paths.map { $0?.servers ?? [] }
        var usesOfItem: [Int: [Server]] = [:]
        for server in servers.joined() { usesOfItem[server.item, default: []].append(server) }
        var singles: [Int: Int] = [:], mixed: [Int: Int] = [:]
        slots = servers.map { servers in
            servers.map { server in
                let uses = usesOfItem[server.item]!
                if uses.allSatisfy({ $0.capacity == .max }) {
                    let place = singles[server.item] ?? singles.count
                    singles[server.item] = place
                    return .single(place)
                }
                guard uses.count > 1 else { return .own }
                let place = mixed[server.item] ?? mixed.count
                mixed[server.item] = place
                return .mixed(place)
            }
        }
        self.singles = singles.count
        self.mixed = mixed.count
        mostServers = servers.map(\.count).max() ?? 0
    }
}

// MARK: Layer by layer

extension Schedule {
    /// When the last task ends, s.
    @inline(__always)
    func end(_ loads: UnsafeBufferPointer<Load>) -> Double {
        var end = 0.0
        if isChain {
            for load in loads { end += load.times.whole }
            return end
        }
        return endOfTasks(loads)
    }

    private func endOfTasks(_ loads: UnsafeBufferPointer<Load>) -> Double {
        var clock = Clock(self, loads)
        var first = 0
        while first < loads.count {
            var next = first + 1
            // What takes turns with a stage before it waits for all before it, and all behind it wait for that.
            while next < loads.count, !graph.isSynchronised[next], loads[first].crossbars > 0, loads[next].crossbars > 0
            { next += 1 }
            // A stage that runs alone takes its own time: none of its parts is busy for longer.
            if next == first + 1, loads[first].crossbars == 0 || !graph.stages[first].hasJoin && hosted[first].isEmpty {
                clock.pass(loads[first])
            } else {
                clock.begin()
                for stage in first..<next { clock.run(stage, loads[stage]) }
            }
            first = next
        }
        return clock.now
    }

    /// The state of all tasks so far.
    private struct Clock {
        let schedule: Schedule
        /// When all stages before those at hand have ended.
        private(set) var now = 0.0
        /// From when on the last tasks are looked at together.
        private var base = 0.0
        private var ends: [Double]
        private var taskEnds: [Double]
        private var offsets: [Int]
        /// Of each kind, when each server's last instance is free.
        private var open: [[Double]]
        private var singles: [Double]
        private var mixed: [[Double]]
        /// Of the stage at hand: when each server's first and last instance are free.
        private var inFirst: [Double]
        private var inLast: [Double]

        init(_ schedule: Schedule, _ loads: UnsafeBufferPointer<Load>) {
            self.schedule = schedule
            ends = [Double](repeating: 0, count: loads.count)
            taskEnds = [Double](repeating: 0, count: schedule.graph.inputTasks.count)
            offsets = [Int](repeating: 0, count: schedule.servers.count)
            open = schedule.servers.map { [Double](repeating: 0, count: $0.count) }
            singles = [Double](repeating: 0, count: schedule.map.singles)
            mixed = [[Double]](repeating: [], count: schedule.map.mixed)
            inFirst = [Double](repeating: 0, count: schedule.servers.map(\.count).max() ?? 0)
            inLast = inFirst
        }

        /// All before has ended; no part has anything to do.
        mutating func begin() { base = now }

        mutating func pass(_ load: Load) {
            now += load.times.whole
            offsets[load.kind] += load.crossbars
        }

        mutating func run(_ index: Int, _ load: Load) {
            let stage = schedule.graph.stages[index]
            let kind = load.kind, offset = offsets[kind]
            for server in schedule.servers[kind].indices {
                inFirst[server] = open[kind][server]
                inLast[server] = base
            }
            if var task = load.inputTasks {
                for number in schedule.hosted[index] {
                    let start = schedule.graph.inputTasks[number].predecessors.reduce(base) { max($0, taskEnds[$1]) }
                    taskEnds[number] = occupy(load, offset, task + 1, from: start, until: start + task[0], late: false)
                    now = max(now, taskEnds[number])
                    task += 1 + schedule.servers[kind].count * ServerWork.count
                }
            }
            var start = base
            for before in stage.predecessors { start = max(start, ends[before]) }
            for task in stage.inputTasks { start = max(start, taskEnds[task]) }
            var end = occupy(load, offset, load.works, from: start, until: start + load.times.prompt, late: false)
            if stage.hasJoin {
                var operands = start
                for other in stage.joins { operands = max(operands, ends[other]) }
                end = max(end, start + load.times.whole)
                end = max(
                    end, occupy(load, offset, load.works, from: operands, until: operands + load.times.late, late: true)
                )
            }
            ends[index] = end
            now = max(now, end)
            for (server, item) in schedule.servers[kind].enumerated() {
                let run = InstanceRun(from: offset, load.crossbars, capacity: item.capacity)
                // The next stage of this kind finds the last instance, unless it is full.
                let isFull = item.capacity < .max && (offset + load.crossbars) % item.capacity == 0
                open[kind][server] = isFull ? base : run.count == 1 ? inFirst[server] : inLast[server]
            }
            offsets[kind] = offset + load.crossbars
        }

        /// Serves a task at every part that it asks for; gives its end.
        private mutating func occupy(
            _ load: Load, _ offset: Int, _ works: UnsafePointer<Double>, from start: Double, until alone: Double,
            late isLate: Bool
        ) -> Double {
            var end = alone
            let perCrossbar = 1 / Double(load.crossbars)
            for (index, server) in schedule.servers[load.kind].enumerated() {
                let work = works + index * ServerWork.count
                let run = InstanceRun(from: offset, load.crossbars, capacity: server.capacity)
                let perInstance = 1 / Double(run.count)
                func time(_ crossbars: Int) -> Double {
                    isLate
                        ? server.late(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
                        : server.prompt(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
                }
                let first = time(run.inFirst)
                guard first > 0 else { continue }
                switch schedule.map.slots[load.kind][index] {
                case .single(let slot):
                    singles[slot] = max(singles[slot], start) + first
                    end = max(end, singles[slot])
                case .own:
                    inFirst[index] = max(inFirst[index], start) + first
                    end = max(end, inFirst[index])
                    // Between the first and the last instance nobody else is.
                    if run.count > 1 {
                        inLast[index] = max(inLast[index], start) + time(run.inLast)
                        end = max(end, inLast[index])
                    }
                case .mixed(let slot):
                    let place = offset / server.capacity
                    if mixed[slot].count < place + run.count {
                        mixed[slot] += [Double](repeating: 0, count: place + run.count - mixed[slot].count)
                    }
                    for instance in 0..<run.count {
                        let inside =
                            instance == 0 ? run.inFirst : instance == run.count - 1 ? run.inLast : server.capacity
                        mixed[slot][place + instance] = max(mixed[slot][place + instance], start) + time(inside)
                        end = max(end, mixed[slot][place + instance])
                    }
                }
            }
            return end
        }
    }
}

// MARK: Pipelined

extension Schedule {
    /// The largest busy time of any part instance in one inference, s.
    func interval(_ loads: UnsafeBufferPointer<Load>) -> Double {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, worksPerStage * servers.count + map.singles)) {
            scratch in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, servers.count)) { offsets in
                scratch.initialize(repeating: 0)
                offsets.initialize(repeating: 0)
                return interval(loads, open: scratch.baseAddress!, offsets.baseAddress!)
            }
        }
    }

    private func interval(
        _ loads: UnsafeBufferPointer<Load>, open: UnsafeMutablePointer<Double>, _ offsets: UnsafeMutablePointer<Int>
    ) -> Double {
        let singles = open + worksPerStage * servers.count
        var mixed: [[Double]] = []
        var busiest = 0.0
        for (stage, load) in loads.enumerated() {
            guard load.crossbars > 0 else { continue }
            busiest = max(busiest, load.times.occupancy)
            let offset = offsets[load.kind]
            offsets[load.kind] = offset + load.crossbars
            let perCrossbar = 1 / Double(load.crossbars)
            let open = open + load.kind * worksPerStage
            var capacity = -1, run = InstanceRun(from: 0, 1, capacity: .max), perInstance = 1.0
            servers[load.kind].withUnsafeBufferPointer { servers in
                map.slots[load.kind].withUnsafeBufferPointer { slots in
                    for index in servers.indices {
                        let server = servers[index]
                        if server.capacity != capacity {
                            capacity = server.capacity
                            run = InstanceRun(from: offset, load.crossbars, capacity: capacity)
                            perInstance = 1 / Double(run.count)
                        }
                        func busy(_ crossbars: Int) -> Double {
                            busyTime(
                                load, stage, server: index, server, crossbars, perCrossbar: perCrossbar,
                                perInstance: perInstance)
                        }
                        switch slots[index] {
                        case .single(let slot):
                            singles[slot] += busy(run.inFirst)
                            busiest = max(busiest, singles[slot])
                        case .own:
                            let first = (run.continues ? open[index] : 0) + busy(run.inFirst)
                            busiest = max(busiest, first)
                            if run.count == 1 {
                                open[index] = first
                            } else {
                                if run.count > 2 { busiest = max(busiest, busy(capacity)) }
                                open[index] = busy(run.inLast)
                                busiest = max(busiest, open[index])
                            }
                        case .mixed(let slot):
                            if mixed.isEmpty { mixed = [[Double]](repeating: [], count: map.mixed) }
                            let place = offset / capacity
                            if mixed[slot].count < place + run.count {
                                mixed[slot] += [Double](repeating: 0, count: place + run.count - mixed[slot].count)
                            }
                            for instance in 0..<run.count {
                                let inside =
                                    instance == 0 ? run.inFirst : instance == run.count - 1 ? run.inLast : capacity
                                mixed[slot][place + instance] += busy(inside)
                                busiest = max(busiest, mixed[slot][place + instance])
                            }
                        }
                    }
                }
            }
        }
        return busiest
    }

    /// Time that one instance of a server works for a stage in one inference, the layers on the input beside it
    /// included.
    @inline(__always)
    private func busyTime(
        _ load: Load, _ stage: Int, server index: Int, _ server: Server, _ crossbars: Int, perCrossbar: Double,
        perInstance: Double
    ) -> Double {
        let work = load.works + index * ServerWork.count
        var time =
            server.prompt(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
            + server.late(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
        if let task = load.inputTasks, server.work == .part {
            let stride = 1 + servers[load.kind].count * ServerWork.count
            for place in hosted[stage].indices {
                time += server.prompt(
                    task + place * stride + 1 + index * ServerWork.count, crossbars, perCrossbar: perCrossbar,
                    perInstance: perInstance)
            }
        }
        return time
    }

    /// From the first input to the last output of one inference, s: a stage starts as soon as the rows of its first
    /// window are there.
    func fill(_ loads: UnsafeBufferPointer<Load>) -> Double {
        var starts = [Double](repeating: 0, count: loads.count), ends = starts
        var taskEnds = [Double](repeating: 0, count: graph.inputTasks.count)
        var last = 0.0
        for (index, stage) in graph.stages.enumerated() {
            let load = loads[index]
            if let task = load.inputTasks {
                let stride = 1 + servers[load.kind].count * ServerWork.count
                for (place, number) in hosted[index].enumerated() {
                    taskEnds[number] =
                        graph.inputTasks[number].predecessors.reduce(0) { max($0, taskEnds[$1]) } + task[place * stride]
                }
            }
            var start = 0.0, complete = 0.0
            for before in stage.predecessors {
                start = max(start, starts[before] + stage.startShare * (ends[before] - starts[before]))
                complete = max(complete, ends[before])
            }
            for task in stage.inputTasks { start = max(start, taskEnds[task]) }
            for other in stage.joins { complete = max(complete, ends[other]) }
            starts[index] = start
            ends[index] = max(start + load.times.whole, complete)
            last = max(last, ends[index])
        }
        return last
    }

    /// Delay alone; see ``timing(_:)``.
    func delay(_ loads: UnsafeBufferPointer<Load>) -> Double {
        dataflow == .layerByLayer ? end(loads) : interval(loads)
    }

    /// Delay, from one inference to the next, and latency, from start to end of one, s.
    func timing(_ loads: UnsafeBufferPointer<Load>) -> (delay: Double, latency: Double) {
        switch dataflow {
        case .layerByLayer:
            let end = end(loads)
            return (end, end)
        case .pipelined:
            let interval = interval(loads)
            // One inference alone keeps every part as busy as many do, each.
            return (interval, max(interval, fill(loads)))
        }
    }
}

// MARK: Busy parts

extension Schedule {
    /// For each item of the ``ItemIndex`` the busy times of its instances in one inference, s, where any is busy.
    func busyTimes(_ loads: UnsafeBufferPointer<Load>) -> [Int: [Double]] {
        var times: [Int: [Double]] = [:]
        var offsets = [Int](repeating: 0, count: servers.count)
        for (stage, load) in loads.enumerated() where load.crossbars > 0 {
            let offset = offsets[load.kind]
            offsets[load.kind] += load.crossbars
            for (index, server) in servers[load.kind].enumerated() {
                let run = InstanceRun(from: offset, load.crossbars, capacity: server.capacity)
                let first = server.capacity == .max ? 0 : offset / server.capacity
                for instance in 0..<run.count {
                    let inside = instance == 0 ? run.inFirst : instance == run.count - 1 ? run.inLast : server.capacity
                    let busy = busyTime(
                        load, stage, server: index, server, inside, perCrossbar: 1 / Double(load.crossbars),
                        perInstance: 1 / Double(run.count))
                    guard busy > 0 else { continue }
                    times[server.item, default: []].add(busy, at: first + instance)
                }
            }
        }
        return times
    }
}

extension Schedule {
    /// How long one stage alone keeps the busiest of its crossbars and parts busy in one inference, were it to begin an
    /// instance, s.
    func busyTimeAlone(_ cost: StageCost) -> Double {
        cost.works.withUnsafeBufferPointer { works in
            var most = cost.times.occupancy
            for (index, server) in servers[cost.kind].enumerated() {
                let run = InstanceRun(from: 0, cost.crossbars, capacity: server.capacity)
                most = max(most, server.busyTime(works.baseAddress!, index, run.inFirst, of: cost.crossbars, run.count))
            }
            return most
        }
    }

    /// The largest busy time in one inference of the parts that the chip has once, s.
    func busiestSingle(_ costs: [StageCost]) -> Double {
        var busy = [Double](repeating: 0, count: map.singles)
        for cost in costs {
            cost.works.withUnsafeBufferPointer { works in
                for (index, server) in servers[cost.kind].enumerated() {
                    guard case .single(let slot) = map.slots[cost.kind][index] else { continue }
                    busy[slot] += server.busyTime(works.baseAddress!, index, cost.crossbars, of: cost.crossbars, 1)
                }
            }
        }
        return busy.max() ?? 0
    }
}

extension Server {
    /// Time that an instance with so many of a stage's crossbars, of `count` that it touches, works for the stage
    /// itself, s.
    fileprivate func busyTime(
        _ works: UnsafePointer<Double>, _ index: Int, _ crossbars: Int, of all: Int, _ count: Int
    ) -> Double {
        let work = works + index * ServerWork.count
        let perCrossbar = 1 / Double(all), perInstance = 1 / Double(count)
        return prompt(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
            + late(work, crossbars, perCrossbar: perCrossbar, perInstance: perInstance)
    }
}

// MARK: Bounds

extension Schedule {
    /// Whether the delay is the sum of the stages' ``leastTime(of:)``, whatever parts they share.
    public var isSum: Bool {
        dataflow == .layerByLayer && graph.isSynchronised.allSatisfy { $0 } && !graph.stages.contains(where: \.hasJoin)
            && graph.inputTasks.indices.allSatisfy { task in
                graph.stages.indices.allSatisfy {
                    graph.inputTasks[task].host == $0 || !graph.stages[$0].inputTasks.contains(task)
                }
            }
    }

    /// What a stage adds to the delay at least, wherever its crossbars lie and whatever other stages do, s: its
    /// duration with that of the layers on the input before it; pipelined, how long its busiest crossbar or part works
    /// for it where its crossbars are spread as far as they can be.
    public func leastTime(of cost: StageCost, stage index: Int) -> Double {
        switch dataflow {
        case .layerByLayer:
            var ends: [Int: Double] = [:]
            var start = 0.0
            for (number, task) in zip(graph.hostedTasks[index], cost.inputTasks) {
                ends[number] =
                    (graph.inputTasks[number].predecessors.compactMap { ends[$0] }.max() ?? 0) + task.duration
                if graph.stages[index].inputTasks.contains(number) { start = max(start, ends[number]!) }
            }
            return start + cost.times.whole
        case .pipelined:
            return cost.works.withUnsafeBufferPointer { works in
                servers[cost.kind].enumerated().reduce(cost.times.occupancy) { most, entry in
                    let (number, server) = (entry.offset, entry.element)
                    guard server.capacity < .max else {
                        return max(
                            most, server.busyTime(works.baseAddress!, number, cost.crossbars, of: cost.crossbars, 1))
                    }
                    // At worst they begin in the middle of an instance.
                    let fullest = min(server.capacity, (cost.crossbars + 1) / 2)
                    let instances = (server.capacity - 1 + cost.crossbars + server.capacity - 1) / server.capacity
                    return max(
                        most, server.busyTime(works.baseAddress!, number, fullest, of: cost.crossbars, instances))
                }
            }
        }
    }

    /// For each stage those whose ends it waits for in any case.
    public var predecessors: [[Int]] { graph.stages.map(\.predecessors) }
}

extension [Double] {
    /// Adds to a number, which is 0 where there was none.
    fileprivate mutating func add(_ value: Double, at place: Int) {
        if count <= place { self += [Double](repeating: 0, count: place + 1 - count) }
        self[place] += value
    }
}
