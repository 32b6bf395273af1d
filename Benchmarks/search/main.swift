import Cost
import DensePlugin
import DesignSearch
import Dispatch
import Foundation
import Hardware
import Mapping
import Markup
import Networks
import OneSlicePlugin
import Optimisation
import Random
import RandomPlugin

// How fast a search of per-layer choices looks designs up: ResNet-20 with 3 kernels, 3 crossbars and 4
// duplications a layer on nax-heterogeneous.
//
//     swift run --package-path Benchmarks -c release search-benchmark

let shipped = try ShippedFiles()
let text = """
    <search xmlns="urn:naxdse:search:1" name="benchmark" network="resnet20" hardware="nax-heterogeneous">
      <layers match="*"><crossbar/><duplication values="1 2 4 8"/></layers>
      <layers match="*" sort="convolution"><kernel values="3 5 7"/></layers>
      <objective measure="energy"/><objective measure="delay"/><objective measure="area"/>
      <constraint measure="area" at-most="50 mm²"/>
    </search>
    """
let description = try SearchReader().read(bytes: Array(text.utf8), as: "benchmark.xml")
let reader = ArchitectureReader()
let start = ContinuousClock.now
let setup = try description.setUp(
    network: Zoo.network(named: "resnet20"), hardware: reader.document(shipped.path("hardware/nax-heterogeneous.xml")), reader: reader,
    specification: MappingReader().read(shipped.path("mappings/default.xml")),
    mappers: Mappers([DensePlugin.plugin, OneSlicePlugin.plugin]))
let table = setup.problem.costs!.table
print("\(setup.problem.space.size) points; \(table.layers.reduce(0) { $0 + $1.options }) options tabulated in \(start.duration(to: .now))")

/// Seconds of all cores that the process has used.
func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// Runs the work, each thread on points of its own as in a study, and prints the best of nine:
/// points a second, and a core's time for a point, which on a busy machine tells better how threads
/// get on with each other.
func measure(_ name: String, points: Int, _ work: @escaping @Sendable (Int) -> Void) {
    var single = 0.0
    for threads in [1, 2] {
        let runs = (0..<9).map { _ in
            let (start, cpu) = (ContinuousClock.now, cpuSeconds())
            DispatchQueue.concurrentPerform(iterations: threads) { work($0) }
            let count = Double(threads * points)
            return (rate: count / (start.duration(to: .now) / .seconds(1)), cpu: (cpuSeconds() - cpu) / count)
        }
        let rate = runs.map(\.rate).max()!, cpu = runs.map(\.cpu).min()!
        if threads == 1 { single = rate }
        let scaling = threads == 1 ? "" : ", \((rate / single * 100).rounded() / 100)×"
        print("\(name), \(threads) thread\(threads == 1 ? "" : "s"): \((rate / 1e4).rounded() / 100) million points/s\(scaling), \((cpu * 1e10).rounded() / 10) ns of a core each")
    }
}

var random = SeededRandom(seed: 1)
let size = 4096
let batches = (0..<2).map { _ in (0..<size).map { _ in setup.problem.space.sample(using: &random) } }
let choices = batches.map { setup.problem.costs!.choices(at: $0[...]) }
measure("table look-up", points: 100 * size) { thread in
    var results = [DesignCost](repeating: DesignCost(energy: 0, delay: 0, area: 0), count: size)
    for _ in 0..<100 {
        choices[thread].withUnsafeBufferPointer { choices in results.withUnsafeMutableBufferPointer { table.costs($0, of: choices) } }
    }
    precondition(results[0].energy > 0)
}
measure("points to outcomes", points: 20 * size) { thread in
    for _ in 0..<20 { precondition(TableEvaluator().evaluate(batches[thread][...], problem: setup.problem).count == size) }
}
let codec = TrialCodec(space: setup.problem.space, objectives: setup.problem.objectives)
measure("packing points", points: 20 * size) { thread in
    for _ in 0..<20 { precondition(codec.pack(batches[thread][...]) != nil) }
}

/// How fast studies of random points go, on storage of some sort.
func study(_ place: String, _ storage: SQLiteStorage) throws {
    for threads in [1, 2] {
        let record = StudyRecord(
            name: "\(threads)", created: StudyRecord.now, version: "benchmark", seed: 1, strategy: "random",
            settings: try Settings([:], declared: []), batch: StudyRunner.batch(for: TableEvaluator(), space: setup.problem.space), space: setup.problem.space,
            objectives: setup.problem.objectives, constraints: setup.problem.constraints)
        let study = try storage.create(record)
        var runner = StudyRunner(study, in: storage, problem: setup.problem, strategy: RandomPlugin.plugin, evaluator: TableEvaluator())
        runner.threads = threads
        let start = ContinuousClock.now
        _ = try runner.run(until: 1_000_000)
        print("a study of random points \(place), \(threads) thread(s): \(Int(1e6 / (start.duration(to: .now) / .seconds(1)))) trials/s, all stored")
        try storage.delete(study)
    }
}

try study("in memory", SQLiteStorage.inMemory())
let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try study("in a file", SQLiteStorage(folder.appending(path: "studies.sqlite").path))
}
