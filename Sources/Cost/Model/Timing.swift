import Mapping
import Quantities

/// When stages start and end.
///
/// Layer by layer, a stage starts when all stages that it reads have ended; delay and latency are
/// the end of the last. Pipelined, stages work on different images at once: the delay is
/// the interval that the busiest stage needs, and a stage starts as soon as the
/// rows of its first window are there.
struct Timing {
    /// From one inference to the next.
    let delay: Time
    /// Start to end of one inference.
    let latency: Time

    init(_ graph: StageGraph, _ dataflow: Dataflow, _ costs: [StageCost]) {
        var start = [Double](repeating: 0, count: costs.count)
        var end = start
        for (index, stage) in graph.stages.enumerated() {
            let cost = costs[index]
            switch dataflow {
            case .layerByLayer:
                for before in stage.predecessors { start[index] = max(start[index], end[before]) }
                end[index] = start[index] + cost.delay.si
            case .pipelined:
                var last = 0.0
                for before in stage.predecessors {
                    start[index] = max(start[index], start[before] + stage.startShare * (end[before] - start[before]))
                    last = max(last, end[before])
                }
                end[index] = max(start[index] + cost.delay.si, last)
            }
        }
        latency = Time(si: end.max() ?? 0)
        switch dataflow {
        case .layerByLayer: delay = latency
        case .pipelined: delay = costs.map(\.occupancy).max() ?? .zero
        }
    }
}
