import Optimisation
import Random

/// A problem small enough to look through and large enough to search: eight
/// layers, each with two kernels on three crossbars, drawn from a seed.
func sampleProblem(
    layers: Int = 8, objectives: [Objective] = [Objective(.energy), Objective(.delay), Objective(.area)]
) throws -> Problem {
    var random = SeededRandom(seed: 11)
    let kinds = ["x32", "x64", "x128"]
    let table = LayerTable(
        resources: kinds.map { .crossbars(kind: $0) },
        layers: (0..<layers).map { layer in
            (
                name: "layer\(layer)",
                rows: (0..<6).map { option in
                    var counts = [0, 0, 0]
                    counts[option % 3] = 1 + random.below(40)
                    return .init(energy: 1e-9 * (1 + random.unit()), delay: 1e-6 * (1 + random.unit()), counts: counts)
                }
            )
        },
        timing: .criticalPath(predecessors: (0..<layers).map { $0 == 0 ? [] : [$0 - 1] }),
        chip: ChipSize(
            area: 1e-6, leakage: 0.01,
            groups: (0..<3).map { kind in
                .init(capacities: (0..<3).map { $0 == kind ? 16 : 0 }, area: 1e-7 * Double(kind + 1), leakage: 1e-4)
            },
            limits: [nil, nil, nil]))
    let space = try Space(
        (0..<layers).flatMap { layer in
            [
                Parameter("layer\(layer).kernel", .integers(3...5, step: 2), target: .layer("layer\(layer)", .kernel)),
                Parameter("layer\(layer).crossbar", .categories(kinds), target: .layer("layer\(layer)", .crossbar)),
            ]
        })
    let costs = try TabulatedSpace(space: space, table: table, parameters: (0..<layers).map { [2 * $0, 2 * $0 + 1] })
    return Problem(
        space: space, objectives: objectives,
        constraints: [Constraint(.area, .atMost, 4e-6)], costs: costs)
}

/// Remembers its best points and changes them: every result matters for every later point.
struct Climber: Strategy {
    static let summary = "changes one of its best points"
    static let settings = [Setting("keep", 10, "points to remember")]

    var keep: Int
    var best: [Trial] = []
    var asked = 0

    init(problem: Problem, settings: Settings) throws {
        keep = try settings.integer("keep", in: 1...1000)
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        asked += 1
        return (0..<min(count, 7 + asked % 5)).map { _ in
            best.isEmpty
                ? problem.space.sample(using: &random)
                : problem.space.mutated(best[random.below(best.count)].point, parameters: 2, using: &random)
        }
    }

    mutating func tell(_ trials: [Trial], problem: Problem) {
        best = Array(
            (best + trials).sorted {
                ($0.outcome.excess, $0.outcome.costs[0], $0.number) < (
                    $1.outcome.excess, $1.outcome.costs[0], $1.number
                )
            }.prefix(keep))
    }
}

let climber = StrategyPlugin("climber", Climber.self)

/// Gives every point of a small space once, then ends.
struct Lister: Strategy {
    static let summary = "lists a space of one parameter"
    var next = 0
    init(problem: Problem, settings: Settings) {}
    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
        let domain = problem.space.parameters[0].domain
        let end = min(next + count, domain.count!)
        defer { next = end }
        return (next..<end).map { Point([domain.value(at: $0)]) }
    }
    mutating func tell(_ trials: [Trial], problem: Problem) {}
}

extension StudyRecord {
    init(
        _ name: String, _ problem: Problem, _ strategy: StrategyPlugin, settings: [String: String] = [:],
        seed: UInt64 = 5, batch: Int = 16
    ) throws {
        self.init(
            name: name, created: 1.7e9, version: "test", seed: seed, strategy: strategy.name,
            settings: try Settings(settings, declared: strategy.settings), batch: batch,
            space: problem.space, objectives: problem.objectives, constraints: problem.constraints)
    }
}

extension StudyStorage {
    func study(named name: String, orCreate record: @autoclosure () throws -> StudyRecord) throws -> Study {
        do { return try study(named: name) } catch  where error.kind == .noSuchStudy {}
        // Another process may have made it since.
        do { return try create(record()) } catch let error as StorageError where error.kind == .studyExists {
            return try study(named: name)
        }
    }

    /// Every trial of a study, in order, as text: numbers, points and the bits of all values.
    func sequence(of name: String) throws -> [String] {
        let study = try study(named: name)
        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        return try blocks(of: study, startingIn: 0..<Int.max).flatMap { try codec.trials(of: $0) }.map { trial in
            let numbers = (trial.outcome.values + [trial.outcome.excess]).map { String($0.bitPattern, radix: 16) }
            return "\(trial.number) \(trial.point.compact) \(numbers.joined(separator: " "))"
        }
    }
}
