import Cost
import Hardware
import Mapping
import Markup
import Networks
import Reports

/// Architectures that are to be compared on one network or several.
struct ArchitectureComparison {
    var hardware: [String]
    var networks: [String]
    /// None, for those that the hardware names; one for all; or one for each.
    var mappings: [String] = []
    /// The hardware that ratios are to; nil for the first.
    var baseline: String?
    var sort: Metric?
    var convention = Convention()
    /// Accuracies that were simulated before.
    var stored: () throws -> [StoredAccuracy] = { [] }
    /// Simulates a network, by the name that it was given, where that is wanted.
    var accuracy: (String, Architecture, MappingSpecification) throws -> SimulatedAccuracy? = { _, _, _ in nil }

    /// What came of it.
    struct Outcome {
        /// One for each network.
        var comparisons: [Comparison]
        /// Kinds of crossbars by the names of rows.
        var crossbars: [String: [CrossbarKind]]
        /// Stored accuracies that belong to nothing here.
        var unused: [(subject: String, words: String)]

        var page: Page { Page(comparisons, crossbars: crossbars) }

        /// Of one network its comparison, of several a list.
        var json: JSON { comparisons.count == 1 ? comparisons[0].json : .array(comparisons.map(\.json)) }
    }

    /// - Precondition: there are hardware and networks.
    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of the files, all together, or what does not fit or work.
    func run(_ inputs: Inputs, _ healths: inout AnalogHealths, check: () throws -> Void = {}) throws -> Outcome {
        guard mappings.count <= 1 || mappings.count == hardware.count else {
            throw InputError("\(mappings.count) mappings for \(hardware.count) architectures", hint: "give one, or one for each")
        }
        var gathering = Gathering()
        let architectures = try hardware.map { name in try gathering.attempt { try inputs.architecture(name) } }
        let specifications = try architectures.enumerated().map { index, architecture in
            let named = mappings.count <= 1 ? mappings.first : mappings[index]
            return try gathering.attempt { try inputs.mapping(named, usual: architecture?.usualMapping) }
        }
        let read = try networks.map { name in try gathering.attempt { try inputs.network(name) } }
        let known = try gathering.attempt { try stored() }
        try gathering.finish()
        try check()
        let rows = zip(hardware, architectures).enumerated().map { index, row in
            Row(argument: row.0, architecture: row.1!, mapping: specifications[index]!)
        }
        let labels = labels(of: rows)
        let first = try baselineIndex(rows, labels)

        var comparisons: [Comparison] = []
        for (name, (network, files)) in zip(networks, read.map { $0! }) {
            let results = try rows.indices.map { index in
                try gathering.attempt {
                    let row = rows[index]
                    var result = try evaluate(network, on: row.architecture, row.mapping, convention, healths: &healths)
                    result.accuracy = try known!.accuracy(of: result) ?? accuracy(name, row.architecture, row.mapping)
                    return Comparison.Result(
                        hardware: labels[index], evaluation: result,
                        provenance: Provenance(version: version, inputs: row.architecture.files + row.mapping.files + files + known!.map(\.file)))
                }
            }
            try gathering.finish()
            let comparison = Comparison(network: network.name, results: results.map { $0! }, baseline: first)
            comparisons.append(sort.map(comparison.sorted(by:)) ?? comparison)
        }
        return Outcome(
            comparisons: comparisons, crossbars: Dictionary(uniqueKeysWithValues: zip(labels, rows.map(\.architecture.crossbars))),
            unused: known!.notes(unusedBy: comparisons.flatMap { $0.results.map(\.evaluation) }))
    }

    private struct Row {
        var argument: String
        var architecture: Architecture
        var mapping: MappingSpecification
    }

    /// The architectures' own names; where two have the same, what the user called them; then numbers.
    private func labels(of rows: [Row]) -> [String] {
        let names = rows.map(\.architecture.name)
        let clear = zip(rows, names).map { row, name in names.filter { $0 == name }.count == 1 ? name : row.argument }
        return clear.enumerated().map { index, label in
            let earlier = clear[..<index].filter { $0 == label }.count
            return earlier == 0 ? label : "\(label) (\(earlier + 1))"
        }
    }

    private func baselineIndex(_ rows: [Row], _ labels: [String]) throws -> Int {
        guard let baseline else { return 0 }
        if let index = labels.firstIndex(of: baseline) ?? rows.firstIndex(where: { $0.argument == baseline }) { return index }
        throw InputError(
            "the baseline '\(baseline)' is none of the architectures compared",
            hint: "choose one of " + labels.map { "'\($0)'" }.joined(separator: ", "))
    }
}
