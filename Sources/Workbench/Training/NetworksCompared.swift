import CoSearch
import Diagnostics

extension NetworkComparison {
    /// Trained networks against the first of them, on the same images.
    ///
    /// - Parameters:
    ///   - folders: of trainings and retrainings; runs of one network with different seeds belong together, and the next
    ///     network begins with the first seed that comes again.
    ///   - reading: how weights are read; nil for the plainest way that any was trained in.
    ///   - images: those that are read. What was read before is not read again.
    /// - Throws: where the runs cannot be told apart by seeds, or were read on different images.
    package init(
        of folders: [String], reading: WeightReading?, _ images: MeasuredImages, _ bench: Workbench,
        on tensors: TrainingBackend
    ) throws {
        let records = try folders.map { (folder: $0, record: try RunFolder($0).record()) }
        let networks = try ComparedNetwork.grouped(records)
        let ways = records.map { WeightReading($0.record.recipe) }
        let reading =
            reading ?? (ways.contains(.floating) ? .floating : ways.contains(.rounded) ? .rounded : .crossbars)
        var answers: [String: AnswerRecord.Entry] = [:]
        var warnings: [String] = []
        var costs: [String: Double] = [:]
        for folder in folders {
            let run = RunFolder(folder)
            let measured = try MeasuredRun(run, images, bench)
            // Crossbars' effects are worked out where the run is not known to have been read before.
            answers[folder] =
                try measured.answers(reading)
                ?? measured.measurement(bench, on: tensors, hasEffects: reading == .crossbars).read(reading).answers
            warnings += [measured.warning].compactMap(\.self)
            costs[folder] = try RunOutcome(run, run.session(bench, hasEffects: false)).edap
        }
        let first = answers[folders[0]]!
        for folder in folders where answers[folder]!.images != first.images {
            throw InputError(
                "the runs in '\(folders[0])' and '\(folder)' were read on other images",
                hint: "give runs of one data set, or --data")
        }
        self.init(networks, answers: answers, edap: costs, reading: reading, images: images.words, warnings: warnings)
    }
}
