extension DesignTiming {
    /// The delay that is to be expected of options that are not certain, and its slopes: a smooth function of the
    /// probabilities, but for kinks, that is exactly ``delay(_:)`` where every stage is certain.
    ///
    /// Every option of a stage is placed behind the crossbars that the stages before are expected to take of its kind,
    /// and timed as if it were certain. Layer by layer, ends and the times at which parts are free are the means of the
    /// options' own; pipelined, busy times of part instances are their sums. Work that is spread evenly goes to an
    /// instance in proportion to min(1, crossbars in it), which for whole crossbars is evenly.
    ///
    /// - Parameter probabilities: of each option of each stage; they count as independent and need not add up to 1.
    /// - Returns: seconds, and ∂delay/∂probability.
    public func expectedDelay(_ probabilities: [[Double]]) -> (delay: Double, slopes: [[Double]]) {
        var expectation = Expectation(schedule, probabilities)
        var first = 0
        for stage in probabilities.indices {
            let options = probabilities[stage].indices.map { load(first + $0) }
            first += options.count
            expectation.run(stage, options)
        }
        let delay = expectation.delay
        return (delay.value, expectation.tape.slopes(of: delay, by: expectation.probabilities))
    }
}

/// A part's instance.
private struct Place: Hashable {
    var item: Int
    var instance: Int
}

private struct Expectation {
    let schedule: Schedule
    var tape = Tape()
    private(set) var probabilities: [[Tape.Number]] = []
    private var offsets: [Tape.Number]
    private var ends: [Tape.Number] = []
    private var taskEnds: [Int: Tape.Number] = [:]
    /// When all stages so far have ended.
    private var now = Tape.constant(0)
    /// When the last stage began before which all others are complete.
    private var base = Tape.constant(0)
    /// Layer by layer when an instance is free, pipelined how long it is busy.
    private var times: [Place: Tape.Number] = [:]
    /// The busiest crossbars of any stage.
    private var occupancy = Tape.constant(0)

    init(_ schedule: Schedule, _ values: [[Double]]) {
        self.schedule = schedule
        offsets = schedule.servers.map { _ in Tape.constant(0) }
        for stage in values { probabilities.append(stage.map { tape.variable($0) }) }
    }

    var delay: Tape.Number {
        guard schedule.dataflow == .pipelined else { return now }
        return times.values.reduce(occupancy) { tape.larger($0, $1) }
    }

    mutating func run(_ stage: Int, _ options: [Schedule.Load]) {
        switch schedule.dataflow {
        case .layerByLayer: serve(stage, options)
        case .pipelined: fill(stage, options)
        }
        for (option, load) in options.enumerated() {
            let share = probabilities[stage][option]
            offsets[load.kind] = tape.sum(offsets[load.kind], share, 1, Double(load.crossbars))
        }
    }

    // MARK: Pipelined

    private mutating func fill(_ stage: Int, _ options: [Schedule.Load]) {
        var own = Tape.constant(0)
        for (option, load) in options.enumerated() {
            let share = probabilities[stage][option]
            own = tape.sum(own, share, 1, load.times.occupancy)
            for index in schedule.servers[load.kind].indices {
                let works = [load.works] + tasks(of: load, stage).map(\.works)
                for (place, amount) in amounts(index, load) {
                    var busy = Tape.constant(0)
                    for (number, work) in works.enumerated() {
                        for late in number == 0 ? [false, true] : [false] {
                            guard number == 0 || schedule.servers[load.kind][index].work == .part else { continue }
                            let time = time(index, load, work, amount, late: late)
                            busy = tape.sum(busy, time)
                        }
                    }
                    guard busy.value > 0 else { continue }
                    let expected = tape.product(share, busy)
                    times[place] = tape.sum(times[place] ?? Tape.constant(0), expected)
                }
            }
        }
        occupancy = tape.larger(occupancy, own)
    }

    // MARK: Layer by layer

    private mutating func serve(_ stage: Int, _ options: [Schedule.Load]) {
        let graph = schedule.stages[stage]
        if schedule.isSynchronised(stage) { base = now }
        var end = base, endsOfTasks: [Int: Tape.Number] = [:], free: [Place: Tape.Number] = [:]
        for (option, load) in options.enumerated() {
            let share = probabilities[stage][option]
            var own: [Place: Tape.Number] = [:], ownTasks: [Int: Tape.Number] = [:]
            for task in tasks(of: load, stage) {
                var start = base
                for before in schedule.predecessors(ofTask: task.number) {
                    start = tape.larger(start, ownTasks[before] ?? taskEnds[before] ?? base)
                }
                let last = occupy(load, task.works, from: start, alone: task.duration, late: false, &own)
                ownTasks[task.number] = last
                endsOfTasks[task.number] = mean(endsOfTasks[task.number] ?? base, last, share)
            }
            var start = base
            for before in graph.predecessors { start = tape.larger(start, ends[before]) }
            for task in graph.inputTasks { start = tape.larger(start, ownTasks[task] ?? taskEnds[task] ?? base) }
            var last = occupy(load, load.works, from: start, alone: load.times.prompt, late: false, &own)
            if graph.hasJoin {
                var operands = start
                for other in graph.joins { operands = tape.larger(operands, ends[other]) }
                last = tape.larger(last, tape.scaled(start, by: 1, plus: load.times.whole))
                last = tape.larger(
                    last, occupy(load, load.works, from: operands, alone: load.times.late, late: true, &own))
            }
            end = mean(end, last, share)
            for (place, time) in own {
                free[place] = mean(free[place] ?? times[place] ?? base, time, share, over: times[place] ?? base)
            }
        }
        for (place, time) in free { times[place] = time }
        for (task, time) in endsOfTasks {
            taskEnds[task] = time
            now = tape.larger(now, time)
        }
        ends.append(end)
        now = tape.larger(now, end)
    }

    /// `sum` + share·(value − origin): the mean so far with one option more.
    private mutating func mean(
        _ sum: Tape.Number, _ value: Tape.Number, _ share: Tape.Number, over origin: Tape.Number? = nil
    ) -> Tape.Number {
        let gain = tape.sum(value, origin ?? base, 1, -1)
        let expected = tape.product(share, gain)
        return tape.sum(sum, expected)
    }

    /// As the schedule has it for certain options; `own` holds when the instances are free for this option.
    private mutating func occupy(
        _ load: Schedule.Load, _ works: UnsafePointer<Double>, from start: Tape.Number, alone: Double, late: Bool,
        _ own: inout [Place: Tape.Number]
    ) -> Tape.Number {
        var end = tape.scaled(start, by: 1, plus: alone)
        for index in schedule.servers[load.kind].indices {
            for (place, amount) in amounts(index, load) {
                let time = time(index, load, works, amount, late: late)
                guard time.value > 0 else { continue }
                let free = tape.larger(start, own[place] ?? times[place] ?? base)
                let done = tape.sum(free, time)
                own[place] = done
                end = tape.larger(end, done)
            }
        }
        return end
    }

    // MARK: Where crossbars lie

    private func tasks(
        of load: Schedule.Load, _ stage: Int
    ) -> [(number: Int, duration: Double, works: UnsafePointer<Double>)] {
        guard let first = load.inputTasks else { return [] }
        let stride = 1 + schedule.servers[load.kind].count * ServerWork.count
        return schedule.hostedTasks(stage).enumerated().map { place, number in
            (number, first[place * stride], first + place * stride + 1)
        }
    }

    /// Crossbars in an instance, and its share of what is spread evenly.
    private struct Amount {
        var crossbars: Tape.Number
        var evenly: Tape.Number
    }

    private mutating func amounts(_ index: Int, _ load: Schedule.Load) -> [(Place, Amount)] {
        let server = schedule.servers[load.kind][index], offset = offsets[load.kind], count = Double(load.crossbars)
        guard server.capacity < .max else {
            return [
                (
                    Place(item: server.item, instance: 0),
                    Amount(crossbars: Tape.constant(count), evenly: Tape.constant(1))
                )
            ]
        }
        let capacity = Double(server.capacity)
        let first = (offset.value / capacity).rounded(.down)
        let last = max(first, ((offset.value + count) / capacity).rounded(.up) - 1)
        var places: [(Place, Tape.Number)] = []
        var instance = first
        while instance <= last {
            let crossbars: Tape.Number =
                if first == last {
                    Tape.constant(count)
                } else if instance == first {
                    tape.scaled(offset, by: -1, plus: (first + 1) * capacity)
                } else if instance == last {
                    tape.scaled(offset, by: 1, plus: count - last * capacity)
                } else {
                    Tape.constant(capacity)
                }
            places.append((Place(item: server.item, instance: Int(instance)), crossbars))
            instance += 1
        }
        let weights = places.map { $0.1.value >= 1 ? Tape.constant(1) : $0.1 }
        var sum = Tape.constant(0)
        for weight in weights { sum = tape.sum(sum, weight) }
        return places.indices.map { place in
            (places[place].0, Amount(crossbars: places[place].1, evenly: tape.quotient(weights[place], sum)))
        }
    }

    private mutating func time(
        _ index: Int, _ load: Schedule.Load, _ works: UnsafePointer<Double>, _ amount: Amount, late: Bool
    ) -> Tape.Number {
        let server = schedule.servers[load.kind][index], work = works + index * ServerWork.count
        guard server.work != .dacSet else {
            guard !late else { return Tape.constant(0) }
            // Between whole crossbars on the line between their times.
            func time(_ crossbars: Double) -> Double {
                server.prompt(work, Int(crossbars), perCrossbar: 0, perInstance: 0)
            }
            let below = amount.crossbars.value.rounded(.down), slope = time(below + 1) - time(below)
            return below == amount.crossbars.value
                ? tape.scaled(amount.crossbars, by: 0, plus: time(below))
                : tape.scaled(amount.crossbars, by: slope, plus: time(below) - slope * below)
        }
        let byCrossbars =
            work[late ? ServerWork.lateByCrossbars : ServerWork.promptByCrossbars]
            / (Double(load.crossbars) * server.units)
        let evenly = work[late ? ServerWork.lateEvenly : ServerWork.promptEvenly] / server.units
        return tape.sum(amount.crossbars, amount.evenly, byCrossbars, evenly)
    }
}
