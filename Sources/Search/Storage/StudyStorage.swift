/// Where studies live. One implementation keeps them in an SQLite file
/// (``SQLiteStorage``); a database server can stand behind the same protocol.
///
/// ## What a storage promises
///
/// * When `store` returns, the block is durable: it survives the process, the
///   operating system and the power.
/// * Trials of one number are stored once. Storing a range again keeps what is
///   there; as evaluation is deterministic, both are the same.
/// * Every call is one transaction. Any number of threads and processes may call
///   at any time.
///
/// ## How several processes share a study
///
/// A strategy and its random source are deterministic, so each process carries
/// its own copy, asks for the same batches and tells it the same results, its
/// own or read from storage. Nothing about a strategy has to be locked. Only the
/// work is divided: before evaluating, a process claims a range of trial
/// numbers. A claim is advice and never needed for correctness: it ends when its
/// trials are stored, when its worker leaves, when that worker is known to be
/// dead, or when the worker has not been heard of for ``lease`` seconds; then
/// another process takes the range.
public protocol StudyStorage: Sendable {
    /// The file or server, for messages.
    var location: String { get }
    /// Seconds after which a worker that is not heard of has lost its claims.
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
    func store(_ block: TrialBlock, of study: Study, by worker: Worker) throws(StorageError)

    /// Announces a process that works on the study.
    func join(_ worker: Worker, _ study: Study) throws(StorageError)
    /// Says that it is alive.
    func beat(_ worker: Worker) throws(StorageError)
    /// Ends it and its claims.
    func leave(_ worker: Worker) throws(StorageError)
    /// The next at most `grain` trials of the range that are neither stored nor claimed.
    func claim(_ grain: Int, in range: Range<Int>, of study: Study, by worker: Worker) throws(StorageError) -> Claim

    /// Stores where the strategy stands. Older snapshots may go.
    func save(_ snapshot: Snapshot, of study: Study) throws(StorageError)
    /// The latest snapshot, or nil where there is none.
    func snapshot(of study: Study) throws(StorageError) -> Snapshot?
}

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
    public var random: SeededRandom
    /// The strategy as JSON.
    public var strategy: [UInt8]

    public init(trials: Int, random: SeededRandom, strategy: [UInt8]) {
        self.trials = trials
        self.random = random
        self.strategy = strategy
    }
}
