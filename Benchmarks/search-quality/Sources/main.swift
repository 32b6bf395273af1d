import Foundation
import Markup
import Optimisation

/// To standard error, beside the rows on standard output.
func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

let usage = """
    SearchQuality prove SPACE.xml …                        what the exact strategy finds, and how long it takes
    SearchQuality measure SEEDS STRATEGY,…|all SPACE.xml … rows of CSV
    SearchQuality serve SPACE.xml                          evaluates points from standard input, for optuna_samplers.py
    """

func run(_ arguments: [String]) throws {
    let home = try ShippedFiles().path("")
    func open(_ path: String) throws -> SearchSpace { try SearchSpace(path: path, home: home.isEmpty ? "." : home) }
    switch arguments.first {
    case "prove":
        for path in arguments.dropFirst() {
            let space = try open(path)
            let start = ContinuousClock.now
            guard let proven = try proof(space) else {
                print("\(space.name): has no table to prove anything about")
                continue
            }
            print("\(space.name): \(space.problem.space.size) points, \(proven.count) optimal, \(ContinuousClock.now - start)")
        }
    case "measure" where arguments.count > 3:
        guard let seeds = UInt64(arguments[1]), seeds > 0 else { throw ServeError("'\(arguments[1])' is no number of seeds") }
        let wanted = arguments[2].split(separator: ",").map(String.init)
        print("space,strategy,seed,evaluations,figure")
        for path in arguments.dropFirst(3) {
            let space = try open(path)
            let yardstick = try Yardstick(space, proof: proof(space))
            for plugin in strategies where wanted == ["all"] || wanted.contains(plugin.name) {
                let start = ContinuousClock.now
                for seed in 1...seeds {
                    let row = try figures(space, plugin, seed: seed, by: yardstick)
                    for (count, figure) in zip(checkpoints, row) { print("\(space.name),\(plugin.name),\(seed),\(count),\(figure)") }
                }
                say("\(space.name) \(plugin.name): \(ContinuousClock.now - start)")
            }
        }
    case "serve" where arguments.count == 2:
        let space = try open(arguments[1])
        try serve(space, by: Yardstick(space, proof: proof(space)))
    default:
        say(usage)
        exit(64)
    }
}

do { try run(Array(CommandLine.arguments.dropFirst())) } catch {
    say("error: \(error)")
    exit(1)
}
