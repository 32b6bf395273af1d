/// What a study has found so far.
public struct StudyResults: Sendable {
    /// All that are stored, feasible or not.
    public var trials = 0
    /// Trials that keep to all constraints.
    public var feasible = 0
    /// For each objective the best feasible trial, of equals the first; nil where none is feasible.
    public var best: [Trial?]
    /// For each objective the trials that were the best so far, in their order.
    public var improvements: [[Improvement]]
    /// The feasible trials that no other feasible one dominates in the objectives' costs.
    public var front = ParetoFront<Trial>()
    /// Trials that could not be built or measured at all.
    public var failed = 0
    /// Why they could not, and how often, the most frequent first. Reasons that differ in their numbers alone are one.
    public var reasons: [Reason] { tally.values.sorted { ($1.count, $0.trial) < ($0.count, $1.trial) } }
    /// By the words of the reason, without its numbers.
    private var tally: [[UInt8]: Reason] = [:]
    /// Of the trials that were built and are not feasible, the one that misses by the least; nil where there is none.
    public var nearest: (trial: Int, excess: Double)?

    /// Why trials could not be built.
    public struct Reason: Hashable, Sendable {
        /// As the first of them has it.
        public var words: String
        /// Failed trials with this reason.
        public var count: Int
        /// The first of them.
        public var trial: Int
    }

    /// A feasible trial better than all before it.
    public struct Improvement: Hashable, Sendable {
        /// Its number in the study, from 0.
        public var trial: Int
        /// Of the objective.
        public var value: Double
    }

    /// Reads all trials. O(trials × members of the front), in memory of a few thousand trials and the front.
    /// - Throws: `StorageError`.
    public init(of study: Study, in storage: any StudyStorage) throws(StorageError) {
        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        best = study.record.objectives.map { _ in nil }
        improvements = study.record.objectives.map { _ in [] }
        try storage.forEachBlock(of: study) { block throws(StorageError) in try take(block, codec) }
    }

    private mutating func take(_ block: TrialBlock, _ codec: TrialCodec) throws(StorageError) {
        trials += block.count
        try codec.checkPoints(of: block)
        for (index, outcome) in try codec.outcomes(of: block).enumerated() {
            guard outcome.isFeasible else {
                note(outcome, block.first + index)
                continue
            }
            feasible += 1
            func trial() throws(StorageError) -> Trial {
                Trial(number: block.first + index, point: try codec.point(at: index, of: block), outcome: outcome)
            }
            for objective in best.indices
            where outcome.costs[objective] < best[objective]?.outcome.costs[objective] ?? .infinity {
                best[objective] = try trial()
                improvements[objective].append(.init(trial: block.first + index, value: outcome.values[objective]))
            }
            // The point is unpacked only for a member.
            if front.admits(outcome.costs) { front.insert(try trial(), costs: outcome.costs) }
        }
    }

    /// Counts a trial that is not feasible.
    private mutating func note(_ outcome: Outcome, _ number: Int) {
        if outcome.excess.isFinite {
            if outcome.excess < nearest?.excess ?? .infinity { nearest = (number, outcome.excess) }
            return
        }
        failed += 1
        // Versions before kept none.
        let words = outcome.reason ?? "no reason was kept"
        var key: [UInt8] = []
        for byte in words.utf8 {
            let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            if !isDigit || key.last != UInt8(ascii: "0") { key.append(isDigit ? UInt8(ascii: "0") : byte) }
        }
        tally[key, default: Reason(words: words, count: 0, trial: number)].count += 1
    }
}

extension StudyStorage {
    /// All blocks of a study in order, a few at a time in memory.
    public func forEachBlock(of study: Study, _ body: (TrialBlock) throws(StorageError) -> Void) throws(StorageError) {
        let step = 16384
        var first = 0, next = 0, found = 0
        // Trials are missing only within the batch that was being evaluated.
        while first < study.trials + study.record.batch {
            for block in try blocks(of: study, startingIn: first..<first + step) {
                // Each block has its checksum, and the index by which they are found has none.
                guard block.first >= next else { throw .damagedTrials(block.range) }
                (next, found) = (block.range.upperBound, found + block.count)
                try body(block)
            }
            first += step
        }
        guard found >= study.trials else { throw .damagedTrials(0..<study.trials) }
    }
}

extension StudyStorage {
    /// One trial by its number, or nil where it is not stored. Reads one batch.
    /// - Throws: `StorageError`.
    public func trial(_ number: Int, of study: Study) throws(StorageError) -> Trial? {
        guard number >= 0 else { return nil }
        // No block is longer than a batch.
        let first = max(0, number - study.record.batch + 1)
        guard let block = try blocks(of: study, startingIn: first..<number + 1).last, block.range.contains(number)
        else { return nil }
        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        return try codec.trials(of: block)[number - block.first]
    }
}
