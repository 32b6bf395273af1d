import Hardware
import Mapping
import Quantities

/// How busy the parts of one sort are in one inference.
public struct PartReport: Hashable, Sendable {
    /// The component, or "crossbar ID" for the arrays.
    public var name: String
    /// The level of the hierarchy that it is in.
    public var level: String
    /// Places on the chip with such parts, each of which serves by itself.
    public var instances: Int
    /// The busiest of these: "tile 3", "tiles 4–7" that share it, or the crossbars of a layer. Levels count from 0.
    public var busiest: String
    /// Of the busiest.
    public var busyTime: Time
    /// Of all places on average.
    public var meanBusyTime: Time
}

extension CostModel {
    /// All parts that do something, in the order of the hierarchy.
    ///
    /// - Parameter own: busy times of the arrays and of the converters behind the busiest crossbars: item, stage and
    ///   time.
    func partReports(
        _ busy: [Int: [Double]], own: [(item: Int, stage: Int, time: Double)], of mapped: MappedNetwork,
        instances: [Int]
    ) -> [PartReport] {
        var reports: [Int: PartReport] = [:]
        for (number, times) in busy {
            let item = item(number), level = items.levelOfItem[number]
            let sharedBy = sharedBy(number)
            let count = max(times.count, (instances[level] + sharedBy - 1) / sharedBy)
            let most = times.indices.max { (times[$0], -$0) < (times[$1], -$1) } ?? 0
            reports[number] = PartReport(
                name: item.name, level: floorplan.levels[level].name, instances: count,
                busiest: placeName(of: number, instance: most, of: count), busyTime: Time(si: times[most]),
                meanBusyTime: Time(si: times.reduce(0, +) / Double(count)))
        }
        for (number, entries) in Dictionary(grouping: own, by: \.item) {
            // The first of equals.
            let most = entries.max { ($0.time, -$0.stage) < ($1.time, -$1.stage) }!
            // Of what several stages share the instance is busy for all of them.
            guard reports[number].map({ $0.busyTime.si < most.time * (1 - 1e-12) }) ?? true else { continue }
            let crossbars = entries.reduce(0) { $0 + mapped.stages[$1.stage].ownCrossbars }
            let sum = entries.reduce(0.0) { $0 + $1.time * Double(mapped.stages[$1.stage].ownCrossbars) }
            reports[number] = PartReport(
                name: item(number).name, level: floorplan.levels[items.levelOfItem[number]].name, instances: crossbars,
                busiest: "crossbars of \(mapped.network.layers[mapped.graph.stages[most.stage].anchor].name)",
                busyTime: Time(si: most.time), meanBusyTime: Time(si: sum / Double(max(1, crossbars))))
        }
        return reports.keys.sorted().map { reports[$0]! }
    }

    /// Instances of an item's level that one place with it serves.
    private func sharedBy(_ number: Int) -> Int { item(number).sharedBy }

    /// "tile 3", "tiles 4–7", or the level's name alone where it is the only one.
    func placeName(of number: Int, instance: Int, of count: Int) -> String {
        let name = floorplan.levels[items.levelOfItem[number]].name, sharedBy = sharedBy(number)
        if let server = servers.servers.joined().first(where: { $0.item == number }), server.work != .part {
            return count == 1 && instance == 0 ? name : "group \(instance) of \(server.capacity) crossbars"
        }
        guard count > 1 || instance > 0 else { return name }
        return sharedBy > 1
            ? "\(name)s \(instance * sharedBy)–\(instance * sharedBy + sharedBy - 1)" : "\(name) \(instance)"
    }
}
