import Diagnostics
import FoundationEssentials
import Tensors

extension TrainingRun {
    /// What the names of momenta begin with in a checkpoint.
    private static let momentum = "momentum:"

    /// A finished run's checkpoint without what only further epochs would need: half of it.
    ///
    /// - Parameter decision: of the record that it is kept beside (``RunRecord/decision()``).
    /// - Throws: ``CheckpointError`` where the file is no checkpoint.
    public static func finished(_ file: SafeTensors, decision: String) throws -> [UInt8] {
        var notes = try CheckpointNotes(file)
        notes.decision = decision
        return file.bytes(of: { !$0.name.hasPrefix(momentum) }, notes: try notes.texts())
    }

    /// Everything that the next epoch depends on, in one file that is replaced atomically.
    ///
    /// Tensors of the network have their own names, so that the file also is the network's weights.
    /// - Parameter decision: of the run's record (``RunRecord/decision()``); nil for a run without one.
    public func save(to path: String, decision: String? = nil) throws {
        var tensors = net.parameters.pairs + net.buffers.pairs
        tensors += weights.momenta.map { (Self.momentum + $0.name, $0.tensor) }
        if let gates {
            for (name, values) in [
                ("logits", gates.gates.logits), ("first", gates.optimiser.first), ("second", gates.optimiser.second),
            ] {
                let flat = values.flatMap(\.self)
                tensors.append(("gates:\(name)", try net.backend.tensor(flat, [flat.count])))
            }
        }
        let notes = CheckpointNotes(
            recipe: recipe, reports: reports, gateSteps: gates?.optimiser.steps ?? 0, decision: decision)
        try SafeTensors.write(tensors, notes: notes.texts(), to: path)
    }

    /// Goes on from what was saved. What only further epochs need, momenta, may be missing where none is left.
    ///
    /// - Throws: ``CheckpointError`` when the file is of another run: another recipe or other tensors. Nothing is
    ///   changed then.
    public func resume(from path: String) throws {
        let file = try SafeTensors(path)
        let saved = try CheckpointNotes(file)
        guard saved.recipe == recipe else {
            throw CheckpointError(
                path, "it was written with another recipe",
                hint: "use the same settings, or begin anew in another folder")
        }
        var targets = net.parameters.pairs + net.buffers.pairs
        if saved.reports.count < recipe.epochs {
            targets += weights.momenta.map { (Self.momentum + $0.name, $0.tensor) }
        }
        for (name, tensor) in targets where file.entry(name)?.shape != tensor.shape {
            throw CheckpointError(
                path, "it has no tensor '\(name)' of this network's shape",
                hint: "use the same network, hardware and choices")
        }
        let gateTensors = try gates.map { gates in
            try ["logits", "first", "second"].map { name in
                let values = try file.tensor("gates:\(name)", on: .cpu, of: net.backend).values(of: Double.self)
                guard values.count == gates.gates.logits.reduce(0, { $0 + $1.count }) else {
                    throw CheckpointError(
                        path, "its gates are of other candidates", hint: "use the same network, hardware and choices")
                }
                return values
            }
        }
        try net.backend.withoutGradients {
            for (name, tensor) in targets { try tensor.copy(from: file.tensor(name, on: net.device, of: net.backend)) }
        }
        if let gateTensors {
            gates!.gates.logits = gates!.gates.logits.reshaped(gateTensors[0])
            gates!.optimiser.first = gates!.optimiser.first.reshaped(gateTensors[1])
            gates!.optimiser.second = gates!.optimiser.second.reshaped(gateTensors[2])
            gates!.optimiser.steps = saved.gateSteps
        }
        reports = saved.reports
    }
}

/// What a checkpoint says beside its tensors.
public struct CheckpointNotes: Hashable, Sendable {
    /// That the run was begun with.
    public var recipe: Recipe
    /// Of the epochs done, in their order.
    public var reports: [EpochReport]
    var gateSteps: Int
    /// Of the run's record (``RunRecord/decision()``); nil in checkpoints of earlier versions.
    public var decision: String?

    init(recipe: Recipe, reports: [EpochReport], gateSteps: Int, decision: String?) {
        self.recipe = recipe
        self.reports = reports
        self.gateSteps = gateSteps
        self.decision = decision
    }

    /// - Throws: where the file is no checkpoint.
    public init(_ file: SafeTensors) throws(CheckpointError) {
        let decoder = JSONDecoder()
        guard let text = file.notes["naxdse:recipe"],
            let recipe = try? decoder.decode(Recipe.self, from: Data(text.utf8)),
            let history = file.notes["naxdse:reports"],
            let reports = try? decoder.decode([EpochReport].self, from: Data(history.utf8)),
            let steps = file.notes["naxdse:gate-steps"].flatMap({ Int($0) })
        else {
            throw CheckpointError(
                file.path, "it holds no training to go on with", hint: "give a checkpoint that naxdse nas wrote")
        }
        self.init(recipe: recipe, reports: reports, gateSteps: steps, decision: file.notes["naxdse:decision"])
    }

    func texts() throws -> [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var texts = [
            "naxdse:recipe": String(decoding: try encoder.encode(recipe), as: UTF8.self),
            "naxdse:reports": String(decoding: try encoder.encode(reports), as: UTF8.self),
            "naxdse:gate-steps": String(gateSteps),
        ]
        texts["naxdse:decision"] = decision
        return texts
    }
}

extension [[Double]] {
    /// Values in the same shape.
    fileprivate func reshaped(_ values: [Double]) -> [[Double]] {
        var first = 0
        return map { row in
            defer { first += row.count }
            return Array<Double>(values[first..<first + row.count])
        }
    }
}

/// Why a run cannot go on from a file.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Of the file.
    public var path: String
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    init(_ path: String, _ problem: String, hint: String) {
        self.path = path
        self.problem = problem
        self.hint = hint
    }

    public var description: String { "\(path): error: \(problem); \(hint)" }
}

extension CheckpointError: BadInput {
    public var faults: [Fault] { [Fault(problem, remedy: hint, at: SourceLocation(file: path))] }
}
