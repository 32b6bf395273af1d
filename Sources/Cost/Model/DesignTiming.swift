/// The delay of any combination of options, where each stage of a network has several that were priced once.
///
/// A class, since it owns the memory that the options' numbers lie in.
public final class DesignTiming: Sendable {
    let schedule: Schedule
    /// The numbers of all options one after another; written in `init` alone.
    private nonisolated(unsafe) let numbers: UnsafeMutablePointer<Double>
    /// Of each option, its pointers leading into ``numbers``.
    private nonisolated(unsafe) let loads: UnsafeMutablePointer<Schedule.Load>
    private let options: Int
    private let stages: Int

    /// - Parameter costs: of all options of the first stage, then of the second, and so on, numbered in this order.
    public init(_ schedule: Schedule, _ costs: [StageCost], stages: Int) {
        self.schedule = schedule
        self.stages = stages
        options = costs.count
        let count = costs.reduce(0) { $0 + $1.works.count + $1.inputTasks.reduce(0) { $0 + 1 + $1.works.count } }
        numbers = .allocate(capacity: max(1, count))
        loads = .allocate(capacity: max(1, costs.count))
        var next = numbers
        func put(_ values: some Sequence<Double>) -> UnsafeMutablePointer<Double> {
            let start = next
            for value in values {
                next.initialize(to: value)
                next += 1
            }
            return start
        }
        for (index, cost) in costs.enumerated() {
            let works = put(cost.works)
            let tasks = cost.inputTasks.isEmpty ? nil : put(cost.inputTasks.flatMap { [$0.duration] + $0.works })
            (loads + index).initialize(
                to: Schedule.Load(
                    kind: cost.kind, crossbars: cost.crossbars, times: cost.times, works: UnsafePointer(works),
                    inputTasks: tasks.map { UnsafePointer($0) }))
        }
    }

    /// One option as the schedule reads it.
    func load(_ option: Int) -> Schedule.Load {
        precondition(option < options, "one of the options")
        return loads[option]
    }

    deinit {
        numbers.deallocate()
        loads.deallocate()
    }

    /// Seconds from start to end, or pipelined from one inference to the next, as ``CostModel/figures(of:)`` gives it.
    ///
    /// - Parameter chosen: the number of the option of each stage.
    public func delay(_ chosen: UnsafeBufferPointer<Int>) -> Double {
        precondition(chosen.count == stages, "an option for each stage")
        return withUnsafeTemporaryAllocation(of: Schedule.Load.self, capacity: stages) { design in
            for stage in 0..<stages { (design.baseAddress! + stage).initialize(to: loads[chosen[stage]]) }
            return schedule.delay(UnsafeBufferPointer(design))
        }
    }
}
