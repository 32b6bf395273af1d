import Benchmark

let benchmarks: @Sendable () -> Void = {
    Benchmark(
        "ResNet-20 design points on one core",
        configuration: .init(metrics: [.throughput, .cpuTotal, .peakMemoryResident], scalingFactor: .kilo, maxDuration: .seconds(5))
    ) { benchmark in
        var points = try DesignPoints()
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try points.next()) }
    }
}
