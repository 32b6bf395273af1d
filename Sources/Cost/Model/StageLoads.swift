import Mapping

/// The stages of a design as ``Schedule`` reads them, their numbers in one block of memory.
struct StageLoads {
    private var stages: [(kind: Int, crossbars: Int, times: StageTimes, works: Int, tasks: Int?)] = []
    private var numbers: [Double] = []

    /// - Parameter tasks: for each digital layer on the input beside the stage's crossbars its duration and its works.
    mutating func append(_ kind: Int, _ crossbars: Int, _ times: StageTimes, works: [Double], tasks: [Double]) {
        stages.append((kind, crossbars, times, numbers.count, tasks.isEmpty ? nil : numbers.count + works.count))
        numbers += works
        numbers += tasks
    }

    init() {}

    init(_ costs: [StageCost]) {
        for cost in costs {
            append(
                cost.kind, cost.crossbars, cost.times, works: cost.works,
                tasks: cost.inputTasks.flatMap { [$0.duration] + $0.works })
        }
    }

    /// With what stages on others' crossbars ask for added to what those ask for.
    ///
    /// - Parameter sharing: of each stage, the one before it on whose crossbars it is, or nil.
    func merged(_ sharing: [Int?], _ schedule: Schedule) -> StageLoads {
        var result = self
        result.numbers.withUnsafeMutableBufferPointer { numbers in
            for (index, owner) in sharing.enumerated() {
                guard let owner else { continue }
                result.stages[owner].times.occupancy += stages[index].times.occupancy
                guard let base = numbers.baseAddress else { continue }
                schedule.add(base + stages[index].works, to: base + stages[owner].works, kind: stages[index].kind)
            }
        }
        return result
    }

    func withLoads<T>(_ action: (UnsafeBufferPointer<Schedule.Load>) -> T) -> T {
        numbers.withUnsafeBufferPointer { numbers in
            stages.map { stage in
                Schedule.Load(
                    kind: stage.kind, crossbars: stage.crossbars, times: stage.times,
                    // Without servers nobody reads.
                    works: numbers.baseAddress.map { $0 + stage.works } ?? UnsafePointer(
                        bitPattern: MemoryLayout<Double>.alignment)!,
                    inputTasks: stage.tasks.map { numbers.baseAddress! + $0 })
            }.withUnsafeBufferPointer(action)
        }
    }
}
