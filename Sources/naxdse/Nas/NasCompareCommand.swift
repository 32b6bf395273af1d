import ArgumentParser
import CoSearch
import Reports

/// `naxdse nas compare RUN…`
struct NasCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare trained networks image by image and seed by seed.",
        discussion: """
            Runs of one network with different seeds belong together; the next network begins with the first seed that comes again. The first is the \
            baseline. Each seed has the difference of right answers on the same images with McNemar's test, all seeds together the mean with \
            Student's t. What `naxdse nas measure` has read before is not read again.
              naxdse nas compare resnet20-1 resnet20-2 resnet20-3 found-1 found-2 found-3
            """)

    @Argument(help: "Folders of trainings and retrainings: the baseline's first.", completion: .directory)
    var folders: [String]

    @Option(help: "How weights are read: floating, rounded or crossbars; without it, as all were trained.")
    var reading: WeightReading?

    @OptionGroup var measured: MeasuredImages
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if folders.count < 2 { throw ValidationError("give two runs or more: the baseline's first") }
    }

    func run() throws {
        let records = try folders.map { (folder: $0, record: try RunFolder($0).record()) }
        let networks = try ComparedNetwork.grouped(records)
        let ways = records.map { WeightReading($0.record.recipe) }
        let reading = self.reading ?? (ways.contains(.floating) ? .floating : ways.contains(.rounded) ? .rounded : .crossbars)
        let tensors = try TrainingBackend(device)
        var answers: [String: AnswerRecord.Entry] = [:]
        var costs: [String: Double] = [:]
        for (folder, _) in records {
            let run = RunFolder(folder)
            answers[folder] = try RunMeasurement(run, measured, input, tensors, hasEffects: reading == .crossbars).answers(reading)
            costs[folder] = try RunOutcome(run, run.session(input, hasEffects: false)).edap
        }
        let first = answers[folders[0]]!
        for folder in folders where answers[folder]!.images != first.images {
            throw InputError("the runs in '\(folders[0])' and '\(folder)' were read on other images", hint: "give runs of one data set, or --data")
        }
        let comparison = NetworkComparison(networks, answers: answers, edap: costs, reading: reading, images: measured.words)
        switch format.choice {
        case .json: try Output.write(comparison.json.text)
        case .csv: try Output.write(comparison.csv.text)
        case .text: try Output.write(comparison.text(on: .standardOutput))
        }
    }
}

/// Runs of one network with different seeds.
struct ComparedNetwork {
    var name: String
    var runs: [(folder: String, seed: UInt64)]

    /// - Throws: where there is one network alone, or one lacks a seed of the first.
    static func grouped(_ records: [(folder: String, record: RunRecord)]) throws -> [ComparedNetwork] {
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
    fileprivate func sharedPrefix(with other: String) -> String { String(zip(self, other).prefix { $0 == $1 }.map(\.0)) }
}
