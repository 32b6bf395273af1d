import Random

/// Where studies live: an SQLite file (``SQLiteStorage``) or a PostgreSQL database (``PostgreSQLStorage``).
///
/// ## What a storage promises
///
/// * When `store` returns, the block is durable: it survives the process, the
///   operating system and the power.
/// * Trials of one number are stored once.
/// * Every call is one transaction. Any number of threads and processes may call
///   at any time.
///
/// ## How several processes share a study
///
/// A strategy and its random source are deterministic, so each process carries
/// its own copy, asks for the same batches and tells it the same results, its
/// own or read from storage. Nothing about a strategy has to be locked. Only the
/// work is divided: before evaluating, a process claims a range of trial
/// numbers. A claim ends when its trials are stored, when its worker leaves, or
/// when another worker finds nothing else to do and this one known to be dead or
/// silent for longer than its lease; that other then has the range. Results of a
/// claim that went to another are refused, so each trial has one result, which
/// all strategies are told.
public protocol StudyStorage: Sendable {
    /// The file or server, for messages.
    var location: String { get }
    /// Seconds for which a worker of this process may be silent before others may take its claims.
    var lease: Double { get }

    /// - Throws: `.studyExists` where the name is taken.
    func create(_ record: StudyRecord) throws(StorageError) -> Study
    /// - Throws: `.noSuchStudy`.
    func study(named name: String) throws(StorageError) -> Study
    /// All studies, in the order they were made.
    func studies() throws(StorageError) -> [Study]
    /// Removes a study and all its trials.
    func delete(_ study: Study) throws(StorageError)
    /// Notes that the strategy has nothing more to look at.
    func finish(_ study: Study) throws(StorageError)

    /// Blocks of trials that start in the range, in order. Ranges never asked for a
    /// batch may be missing.
    func blocks(of study: Study, startingIn range: Range<Int>) throws(StorageError) -> [TrialBlock]
    /// Makes the block's trials durable and ends the worker's claim on them.
    /// - Returns: false where they were refused: the worker was taken for lost, and another has claimed some of them
    ///   since, or stored them.
    func store(_ block: TrialBlock, of study: Study, by worker: Worker) throws(StorageError) -> Bool

    /// Announces a process that works on the study.
    func join(_ worker: Worker, _ study: Study) throws(StorageError)
    /// Says that it is alive.
    func beat(_ worker: Worker) throws(StorageError)
    /// Ends it and its claims.
    func leave(_ worker: Worker) throws(StorageError)
    /// All that ever worked on the study, in the order in which they joined.
    func workers(of study: Study) throws(StorageError) -> [WorkerRecord]
    /// The next at most `grain` trials of the range that are neither stored nor claimed.
    func claim(_ grain: Int, in range: Range<Int>, of study: Study, by worker: Worker) throws(StorageError) -> Claim

    /// Stores where the strategy stands. Older snapshots may go.
    func save(_ snapshot: Snapshot, of study: Study) throws(StorageError)
    /// The latest snapshot, or nil where there is none.
    func snapshot(of study: Study) throws(StorageError) -> Snapshot?

    /// Ends the storage, after which nothing may be asked of it. When this returns, a file of studies is whole by
    /// itself: a copy of it alone has everything that was stored.
    /// - Throws: `StorageError` where that cannot be; what was stored is still safe.
    func close() throws(StorageError)
}

/// Whether to create what is to hold studies, to need it, or only to look.
public enum StorageAccess: Sendable { case createIfAbsent, existing, readOnly }

/// What came of asking for work.
public enum Claim: Hashable, Sendable {
    /// These trials are the caller's to evaluate.
    case claimed(Range<Int>)
    /// What is not stored is being evaluated by others.
    case busy
    /// All trials of the range are stored.
    case complete
}

/// A strategy between two batches: all results told, the next not yet asked.
public struct Snapshot: Hashable, Sendable {
    /// The number of the next trial.
    public var trials: Int
    /// The study's generator as it was before the next ask.
    public var random: SeededRandom
    /// The strategy as JSON.
    public var strategy: [UInt8]

    /// - Parameter strategy: its state as JSON.
    public init(trials: Int, random: SeededRandom, strategy: [UInt8]) {
        self.trials = trials
        self.random = random
        self.strategy = strategy
    }
}
