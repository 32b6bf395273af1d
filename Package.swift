// swift-tools-version: 6.1
import PackageDescription

/// The one list of plugins: each names a folder under `plugins/` that holds `Sources/` and
/// `Tests/` of a module of its own. `naxdse plugin new NAME` writes the folder and the line.
let plugins: [NaxdsePlugin] = [
    .mapper("dense"),
    .mapper("one-slice"),
    .strategy("annealing"),
    .strategy("evolution"),
    .strategy("exact"),
    .strategy("exhaustive"),
    .strategy("local-search"),
    .strategy("nsga2"),
    .strategy("random"),
    .strategy("sobol"),
    .strategy("tpe"),
]

struct NaxdsePlugin {
    let folder: String
    /// What it extends: the one module it builds on, and those whose types that one speaks of.
    let base: [Target.Dependency]
    static func mapper(_ folder: String) -> Self {
        Self(folder: folder, base: ["Mapping", "Hardware", "Networks", "Markup", "Diagnostics", "Quantities"])
    }
    static func model(_ folder: String) -> Self { Self(folder: folder, base: ["Hardware", "Quantities"]) }
    static func strategy(_ folder: String) -> Self { Self(folder: folder, base: ["Optimisation"]) }

    /// `dense-rows` is module `DenseRowsPlugin`: never the name of a type in it, which would shadow it.
    var module: String {
        folder.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Plugin"
    }
    var targets: [Target] {
        [
            .target(name: module, dependencies: base, path: "plugins/\(folder)/Sources"),
            .testTarget(
                name: module + "Tests", dependencies: [.init(stringLiteral: module)] + base,
                path: "plugins/\(folder)/Tests"),
        ]
    }
}

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// The compression function of SHA-256, for which processors have instructions that Swift cannot name.
let digests = Target.target(name: "CSHA256")

/// The schema of a kind of file, part of the program: `Resources/KIND.xsd` is a link to the one that editors are given.
func schema(_ kind: String) -> [Resource] { [.embedInCode("Resources/\(kind).xsd")] }

// Each module imports only modules above it in this list.
let modules: [Target] = [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CTensorsABI"),
    .target(name: "System", dependencies: ["CSHA256"]),
    .target(name: "Random", dependencies: [numerics]),
    .target(name: "Quantities"),
    .target(name: "Diagnostics", dependencies: ["System"]),
    .target(name: "Registration", dependencies: ["Diagnostics"]),
    .target(name: "TensorFile", dependencies: ["System", "Diagnostics"]),
    .target(name: "Markup", dependencies: ["CLibXML2", "System", "Diagnostics", "Quantities", "Registration"]),
    .target(
        name: "Hardware", dependencies: ["System", "Diagnostics", "Markup", "Quantities", "Registration", numerics],
        resources: schema("hardware")),
    .target(
        name: "Networks",
        dependencies: [
            "System", "Diagnostics", "TensorFile", "Markup", "Quantities", "Registration", numerics, protobuf,
        ],
        resources: schema("network")),
    .target(
        name: "Mapping",
        dependencies: ["System", "Diagnostics", "Hardware", "Networks", "Markup", "Quantities", "Registration"],
        resources: schema("mapping")),
    .target(name: "Cost", dependencies: ["Diagnostics", "Mapping", "Hardware", "Networks", "Quantities"]),
    .target(
        name: "Circuit", dependencies: ["System", "Random", "Diagnostics", "Hardware", "Quantities", numerics]),
    .target(
        name: "Surrogates",
        dependencies: ["System", "Random", "Diagnostics", "Circuit", "Hardware", "Quantities", numerics]),
    .target(name: "DataSets", dependencies: ["System", "Diagnostics", "Networks"]),
    .target(
        name: "Simulation",
        dependencies: [
            "System", "Random", "Diagnostics", "DataSets", "Surrogates", "Circuit", "Mapping", "Networks", "Hardware",
            "Quantities", numerics,
        ]),
    .target(name: "Optimisation", dependencies: ["System", "Random", "Diagnostics", "Registration", grdb]),
    .target(
        name: "DesignSearch",
        dependencies: [
            "System", "Random", "Diagnostics", "Optimisation", "DataSets", "Simulation", "Circuit", "Cost", "Mapping",
            "Networks", "Hardware",
            "Registration", "Quantities", "Markup",
        ],
        resources: schema("search")),
    .target(name: "Tensors", dependencies: ["CTensorsABI", "System", "Diagnostics", "TensorFile"]),
    .target(
        name: "CoSearch",
        dependencies: [
            "System", "Random", "Diagnostics", "Tensors", "Optimisation", "DesignSearch", "DataSets", "Simulation",
            "Circuit", "Cost", "Mapping",
            "Hardware", "Networks", "Markup", "Quantities", numerics,
        ]),
    .target(
        name: "Reports",
        dependencies: [
            "System", "Diagnostics", "Cost", "Mapping", "Hardware", "Networks", "Markup", "Quantities", numerics,
        ],
        resources: [.embedInCode("Resources/page.css"), .embedInCode("Resources/page.js")]),
    .target(
        name: "Workbench",
        dependencies: [
            "System", "Random", "Diagnostics", "Registration", "Quantities", "Markup", "Hardware", "Networks",
            "Mapping", "Cost", "Circuit",
            "Surrogates", "DataSets", "Simulation", "Optimisation", "DesignSearch", "Tensors", "CoSearch", "Reports",
        ]),
    .target(
        name: "NaxdseCommand",
        dependencies: [
            "Workbench", "System", "Random", "Diagnostics", "Registration", "Quantities", "Markup", "Hardware",
            "Networks", "Mapping", "Cost",
            "Circuit", "Surrogates", "DataSets", "Simulation", "Optimisation", "DesignSearch", "Tensors", "CoSearch",
            "Reports", arguments,
        ]),
]

// The list of plugins as the executable sees it: written at build time by CatalogueWriter,
// from the dependencies of the target Catalogue that are plugins.
let catalogue: [Target] = [
    .executableTarget(name: "CatalogueWriter"),
    .plugin(
        name: "WriteCatalogue", capability: .buildTool, dependencies: ["CatalogueWriter"],
        path: "Sources/WriteCatalogue"),
    .target(
        name: "Catalogue",
        dependencies: ["Workbench", "Optimisation", "Mapping", "Hardware", "Registration"]
            + plugins.map { .init(stringLiteral: $0.module) },
        plugins: ["WriteCatalogue"]),
]

/// What is tested with real networks on real hardware is tested with the shipped mappers.
let shippedMappers: [Target.Dependency] = ["DensePlugin", "OneSlicePlugin"]

let tests: [Target] = modules.filter { $0.type == .regular && !["NaxdseCommand", "Surrogates"].contains($0.name) }.map {
    module in
    .testTarget(
        name: module.name + "Tests",
        dependencies: [.target(name: module.name)] + module.dependencies
            + (["Cost", "Simulation", "Optimisation", "DesignSearch", "CoSearch", "Reports"].contains(module.name)
                ? shippedMappers : [])
            + (module.name == "Workbench" ? ["Catalogue"] : [])
            + (["Cost", "Simulation"].contains(module.name) ? ["Markup"] : [])
            + (["Tensors", "Circuit", "Simulation", "Optimisation", "CoSearch"].contains(module.name)
                ? ["Services"] : []),
        exclude: ["Networks", "Optimisation"].contains(module.name) ? ["Fixtures"] : [])
}

/// Servers, clusters, solvers and training backends that tests run beside themselves.
let services = Target.target(name: "Services", dependencies: ["Tensors", "Quantities"], path: "Tests/Services")

let package = Package(
    name: "naxdse",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "naxdse", targets: ["naxdse"]),
        // For programs of one's own, and for Benchmarks/.
        .library(
            name: "NaxdseKit",
            targets: ["NaxdseKit", "Catalogue"] + modules.filter { $0.type == .regular }.map(\.name)
                + plugins.map(\.module)),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [digests] + modules + [services] + tests + plugins.flatMap(\.targets) + catalogue + [
        .target(name: "NaxdseKit", dependencies: ["Catalogue", "NaxdseCommand", "Workbench"]),
        .executableTarget(name: "naxdse", dependencies: ["NaxdseKit"]),
        // Writes docs/reference from the schemas and from what the tool says of its commands.
        .executableTarget(name: "ReferenceWriter", dependencies: ["Markup"]),
        .testTarget(
            name: "naxdseTests",
            dependencies: [
                "naxdse", "NaxdseCommand", "Workbench", "Catalogue", "ReferenceWriter", "Services", "Circuit",
                "TensorFile",
                "Diagnostics", "Markup", "Networks", "Reports", "Optimisation", "DesignSearch", "System", "Tensors",
                arguments,
            ]),
        .testTarget(
            name: "CatalogueTests",
            dependencies: [
                "Catalogue", "Workbench", "Optimisation", "Random", "Diagnostics", "Hardware", "Registration",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
