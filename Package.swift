// swift-tools-version: 6.1
import PackageDescription

/// The one list of plugins: each is a folder of the same name under `plugins/`,
/// holding `Sources/` and `Tests/`. `naxdse plugin new NAME` adds a line here.
let plugins: [NaxdsePlugin] = [
]

struct NaxdsePlugin {
    let name: String
    let module: Target.Dependency
    static func mapper(_ name: String) -> Self { Self(name: name, module: "Mapping") }
    static func strategy(_ name: String) -> Self { Self(name: name, module: "Search") }
}

let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let algorithms = Target.Dependency.product(name: "Algorithms", package: "swift-algorithms")
let numerics = Target.Dependency.product(name: "Numerics", package: "swift-numerics")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// Each module imports only modules above it in this list.
let modules: [Target] = [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(name: "Registration"),
    .target(name: "Quantities"),
    .target(name: "Markup", dependencies: ["CLibXML2", "Quantities", "Registration"]),
    .target(name: "Hardware", dependencies: ["Markup", "Quantities", "Registration"]),
    .target(name: "Networks", dependencies: ["Markup", "Quantities", collections, protobuf]),
    .target(name: "Mapping", dependencies: ["Hardware", "Networks", "Markup", "Quantities", "Registration"]),
    .target(name: "Cost", dependencies: ["Mapping", "Hardware", "Networks", "Quantities"]),
    .target(name: "Circuit", dependencies: ["Hardware", "Networks", "Mapping", "Quantities", numerics]),
    .target(name: "Search", dependencies: ["Cost", "Mapping", "Registration", "Quantities", "Markup", collections, grdb]),
    .target(name: "Reports", dependencies: ["Cost", "Mapping", "Hardware", "Networks", "Quantities"]),
]

let tests: [Target] = modules.filter { $0.type == .regular }.map { module in
    .testTarget(
        name: module.name + "Tests",
        dependencies: [.target(name: module.name)] + module.dependencies)
}

let package = Package(
    name: "naxdse",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "naxdse", targets: ["naxdse"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: modules + tests + [
        .executableTarget(
            name: "naxdse",
            dependencies: ["Reports", "Search", "Circuit", "Cost", "Mapping", "Hardware", "Networks", arguments, logging]),
    ],
    swiftLanguageModes: [.v6]
)
