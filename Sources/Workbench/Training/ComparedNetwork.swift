import CoSearch
import Diagnostics

/// Runs of one network with different seeds.
package struct ComparedNetwork {
    package var name: String
    package var runs: [(folder: String, seed: UInt64)]

    /// - Throws: where there is one network alone, or one lacks a seed of the first.
    package static func grouped(_ records: [(folder: String, record: RunRecord)]) throws -> [ComparedNetwork] {
        var groups: [ComparedNetwork] = []
        for (folder, record) in records {
            let seed = record.recipe.seed
            if groups.isEmpty || groups[groups.count - 1].runs.contains(where: { $0.seed == seed }) {
                groups.append(ComparedNetwork(name: folder, runs: []))
            }
            groups[groups.count - 1].runs.append((folder, seed))
        }
        guard groups.count > 1 else {
            throw InputError(
                "the runs have different seeds, so that they are of one network: \(records.map(\.folder).joined(separator: ", "))",
                hint: "give runs of two networks, each with the same seeds, the baseline's first")
        }
        let seeds = groups[0].runs.map(\.seed)
        for group in groups.dropFirst() where Set(group.runs.map(\.seed)) != Set(seeds) {
            func list(_ seeds: [UInt64]) -> String { seeds.map { "\($0)" }.joined(separator: ", ") }
            throw InputError(
                "the first network has seeds \(list(seeds)), and \(group.runs.map(\.folder).joined(separator: ", ")) have \(list(group.runs.map(\.seed)))",
                hint: "networks are compared seed by seed: give runs with the same seeds for each")
        }
        return groups.map { group in
            var group = group
            // In the order of the first network's seeds.
            group.runs = seeds.map { seed in group.runs.first { $0.seed == seed }! }
            group.name = commonName(group.runs.map(\.folder))
            return group
        }
    }

    /// What folders' names begin with, without what joins it to the rest: "found" of "found-1", "found-2".
    private static func commonName(_ folders: [String]) -> String {
        let names = folders.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        guard names.count > 1 else { return names[0] }
        var prefix = names[0]
        for name in names.dropFirst() { prefix = prefix.sharedPrefix(with: name) }
        while let last = prefix.last, "-_. ".contains(last) { prefix.removeLast() }
        return prefix.isEmpty ? names[0] : prefix
    }
}

extension String {
    fileprivate func sharedPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
