// swift-tools-version: 6.1
import PackageDescription

// Apart from the tool, so that nobody who builds naxdse builds the benchmark library.
//
//     swift package --package-path Benchmarks benchmark
let package = Package(
    name: "naxdse-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "naxdse", path: ".."),
        // Without its traits it counts no allocations, and needs nothing that has to be preloaded.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Evaluation",
            dependencies: [
                .product(name: "NaxdseKit", package: "naxdse"), .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Evaluation",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .executableTarget(
            name: "search-benchmark", dependencies: [.product(name: "NaxdseKit", package: "naxdse")], path: "search",
            exclude: ["copies"]),
        .executableTarget(
            name: "scale-out-benchmark", dependencies: [.product(name: "NaxdseKit", package: "naxdse")], path: "scale-out"),
        // Run by compare.py beside badcrossbar.
        .executableTarget(
            name: "crossbar-benchmark", dependencies: [.product(name: "NaxdseKit", package: "naxdse")],
            path: "crossbar", exclude: ["compare.py", "reference.py", "results.md", "surrogate"]),
        .executableTarget(
            name: "surrogate-benchmark", dependencies: [.product(name: "NaxdseKit", package: "naxdse")],
            path: "crossbar/surrogate", exclude: ["curved.xml", "results.md"]),
    ],
    swiftLanguageModes: [.v6]
)
