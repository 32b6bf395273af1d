// Behind naxdse's own manifest: the modules that read files, and the program that fuzzes them. Nothing else is built,
// as what is compiled for libFuzzer links with its `main` alone.
var wanted: Set<String> = [
    "Circuit", "Hardware", "Mapping", "Markup", "Networks", "Quantities", "Optimisation", "DesignSearch", "Surrogates",
    "Tensors",
]
var open = Array(wanted)
while let name = open.popLast(), let target = package.targets.first(where: { $0.name == name }) {
    for dependency in target.dependencies {
        switch dependency {
        case .targetItem(let name, _), .byNameItem(let name, _): if wanted.insert(name).inserted { open.append(name) }
        default: break
        }
    }
}
package.targets = package.targets.filter { wanted.contains($0.name) }
package.targets.append(
    .executableTarget(
        name: "fuzz", dependencies: wanted.sorted().map { .init(stringLiteral: $0) }, path: "Fuzz/Sources/fuzz"))
package.products = [.executable(name: "fuzz", targets: ["fuzz"])]
