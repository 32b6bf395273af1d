// swift-tools-version: 6.1
import PackageDescription

// How good the strategies are, on the shipped searches and two of its own; see README.md.
let package = Package(
    name: "search-quality",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "naxdse", path: "../..")],
    targets: [
        .executableTarget(name: "SearchQuality", dependencies: [.product(name: "NaxdseKit", package: "naxdse")], path: "Sources"),
    ],
    swiftLanguageModes: [.v6]
)
