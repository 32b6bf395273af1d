import System

/// What a study is: everything that decides its sequence of trials, and where it came from.
///
/// Two studies of equal records (names aside) have the same trials, bit for bit,
/// however many threads and processes work on them and however often these are killed.
public struct StudyRecord: Hashable, Sendable, Codable {
    /// Seconds since 1970, UTC.
    public static var now: Double { secondsSince1970 }

    /// Unique in its storage.
    public var name: String
    /// Seconds since 1970, UTC.
    public var created: Double
    /// The version of the tool that made it.
    public var version: String
    public var seed: UInt64
    /// The name by which `--strategy` found it.
    public var strategy: String
    public var settings: Settings
    /// How many points the strategy is asked for at a time.
    public var batch: Int
    public var space: Space
    public var objectives: [Objective]
    public var constraints: [Constraint]
    /// The search file first, then what it led to; empty for a study made in code.
    public var inputs: [InputFile]
    /// What the inputs mean; nil for a study made in code, and for those of versions that kept no texts.
    public var meaning: StudyMeaning?

    public init(
        name: String, created: Double, version: String, seed: UInt64, strategy: String, settings: Settings, batch: Int,
        space: Space, objectives: [Objective], constraints: [Constraint], inputs: [InputFile] = [],
        meaning: StudyMeaning? = nil
    ) {
        precondition(batch > 0, "a strategy is asked for at least one point at a time")
        self.name = name
        self.created = created
        self.version = version
        self.seed = seed
        self.strategy = strategy
        self.settings = settings
        self.batch = batch
        self.space = space
        self.objectives = objectives
        self.constraints = constraints
        self.inputs = inputs
        self.meaning = meaning
    }

    /// The version of the cost model that its numbers come from.
    public var costModelVersion: Int { meaning?.costModel ?? 1 }
}

/// A stored study: its record, the key that its storage gave it, and how far it is.
public struct Study: Hashable, Sendable {
    public var key: Int64
    public var record: StudyRecord
    /// Trials stored.
    public var trials: Int
    /// Whether its strategy has said that there is nothing more to look at.
    public var isFinished: Bool

    public init(key: Int64, record: StudyRecord, trials: Int = 0, isFinished: Bool = false) {
        self.key = key
        self.record = record
        self.trials = trials
        self.isFinished = isFinished
    }
}
