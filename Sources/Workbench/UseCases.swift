import Cost
import Hardware
import Mapping
import Reports

extension Workbench {
    /// Architectures side by side on a network.
    ///
    /// ```swift
    /// print(try Workbench().compare(["isaac", "puma"], on: "resnet20").table)
    /// ```
    ///
    /// - Parameters:
    ///   - hardware: names of shipped hardware, or paths of hardware files.
    ///   - network: a built-in network, or the path of a network or ONNX file.
    ///   - mappings: none, for those that the hardware names; one for all; or one for each.
    ///   - baseline: the hardware that ratios are to; nil for the first.
    ///   - convention: what is counted.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit.
    public func compare(
        _ hardware: [String], on network: String, mappings: [String] = [], baseline: String? = nil,
        convention: Convention = Convention()
    ) throws -> ArchitectureComparison.Outcome {
        var healths = AnalogHealths()
        return try ArchitectureComparison(
            hardware: hardware, networks: [network], mappings: mappings, baseline: baseline, convention: convention
        ).run(self, &healths)
    }

    /// One architecture on a network: energy, delay, area, and where they come from.
    ///
    /// - Parameters:
    ///   - changes: attributes of the hardware file that are given other values first, by their paths as `sweep` writes
    ///     them: `["component[@id='adc-8b']/@resolution": "6"]`.
    ///   - activity: a table of activity (`simulate --activity-out`), to evaluate with it.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit.
    public func evaluate(
        _ hardware: String, on network: String, mapping: String? = nil, changing changes: [String: String] = [:],
        convention: Convention = Convention(), activity: String? = nil
    ) throws -> EvaluatedSubject {
        var healths = AnalogHealths()
        return try SingleEvaluation(
            hardware: hardware,
            changes: changes.sorted { $0.key < $1.key }.map { AttributeChange(path: $0.key, value: $0.value) },
            network: network, mapping: mapping, convention: convention, activity: activity
        ).run(self, &healths)
    }

    /// The accuracy of a trained network on an architecture's crossbars, way of computing by way of computing.
    ///
    /// - Throws: what is wrong with any of the files, all together, or what does not fit.
    public func simulate(_ simulation: AccuracySimulation) throws -> SimulationReport {
        try simulation.prepared(self).report { _, run in try run { _ in } }
    }

    /// A search file with all that it names, read and ready.
    ///
    /// - Parameter search: a shipped search by name, or the path of a search file.
    /// - Throws: all that is wrong with the file and those that it names.
    public func search(_ search: String) throws -> SearchSession { try SearchSession(search, self) }

    /// What a crossbar puts out for each input, beside what it was meant to.
    ///
    /// - Throws: what is wrong with any of the files, all together, or what is missing or does not fit.
    public func solve(_ crossbar: CrossbarDescription) throws -> CrossbarSolution {
        try CrossbarSolution(CrossbarSetup(crossbar, self))
    }
}

extension ArchitectureComparison.Outcome {
    /// A table for each network, as `naxdse compare` prints it.
    public var table: String {
        comparisons.map { $0.table(of: nil).text(on: .plain) }.joined(separator: "\n")
    }
}
