import Diagnostics
import Random

/// A way of searching. Conform, register, and `naxdse search` can use it.
///
/// ## Who calls what, when
///
/// A study calls `init` once, then in turn `ask` and `tell`:
///
/// 1. `ask(count, …)` returns the points to look at next: `count` of them, or
///    fewer; none means that the strategy has nothing more to look at and the
///    study ends. A point may be one that was asked before.
/// 2. The study evaluates them, in parallel and in whatever order, and stores
///    every result durably.
/// 3. `tell(trials, …)` hands over the results of *that* ask, in the order asked.
///
/// A strategy never evaluates a point and never touches storage.
///
/// ## A whole strategy
///
/// ```swift
/// struct Climb: Strategy {
///     static let summary = "takes the best point and changes one parameter"
///     var best: Trial?
///
///     init(problem: Problem, settings: Settings) {}
///
///     func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
///         (0..<count).map { _ in
///             guard let best else { return problem.space.sample(using: &random) }
///             return problem.space.mutated(best.point, parameters: 1, using: &random)
///         }
///     }
///
///     mutating func tell(_ trials: [Trial], problem: Problem) {
///         for trial in trials where best == nil || trial.outcome.dominates(best!.outcome) { best = trial }
///     }
/// }
///
/// public let plugin = StrategyPlugin("climb", Climb.self)
/// ```
///
/// ## What makes a study resumable
///
/// * All randomness comes from the `random` handed to `ask`. No clock, no
///   `Set` or `Dictionary` order, no system generator: the same seed and the
///   same results must give the same points.
/// * Everything remembered is in stored properties, and these are `Codable`. A
///   study stores the state from time to time. After a kill it loads the last
///   one, asks again for the points it had already evaluated, checks that they
///   are the same, and tells the stored results; so the sequence goes on as if
///   nothing had happened. Several processes on one study work the same way.
///
/// ## What a trial says
///
/// `trial.outcome.costs` are the objectives with signs such that less is better;
/// `trial.outcome.excess` is 0 for a feasible point; `outcome.dominates(_:)`
/// compares two outcomes with constraints taken into account.
public protocol Strategy: Codable, Sendable {
    /// One line for `naxdse plugins`.
    static var summary: String { get }
    /// The settings that a user may give, with their defaults.
    static var settings: [Setting] { get }
    /// Whether the state is worth storing. Without, a resumed study replays
    /// all asks and tells from the first: right for a strategy that lives in
    /// another process.
    static var isStored: Bool { get }

    /// What it can say of its result once it has ended: a proof, or how far from the best it can be; nil for nothing.
    var conclusion: String? { get }

    /// - Throws: anything, where the strategy cannot work on this problem or
    ///   with these settings; the description is shown to the user.
    init(problem: Problem, settings: Settings) throws

    /// The next points, `count` or fewer; none to end the study.
    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) throws -> [Point]

    /// The results of the last ask, in its order.
    mutating func tell(_ trials: [Trial], problem: Problem) throws
}

extension Strategy {
    public static var settings: [Setting] { [] }
    public static var isStored: Bool { true }
    public var conclusion: String? { nil }
}

/// Why a strategy cannot do what is asked.
public struct StrategyError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

extension StrategyError: BadInput {
    public var faults: [Fault] { [Fault(description)] }
}
