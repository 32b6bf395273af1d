import Cost
import Diagnostics
import Markup

/// What each of a list of changes did to the figures of a network.
///
/// ```swift
/// let attribution = try Attribution(changes) { document throws(InvalidInput) in
///     try model(document).evaluate(mapped)
/// }
/// attribution.steps[0].difference(.energy)
/// ```
///
/// Changes are applied one after another, in their order, each on top of those before. A change that makes
/// no architecture, or none that the network fits, waits until those that it needs are there; where none of
/// what is left can be applied alone, the least group that can is one step. Another order may share the
/// whole difference out differently, but the steps always add up to it.
public struct Attribution: Sendable {
    /// One change, or several that cannot be applied apart.
    public struct Step: Sendable {
        /// Indices in ``DocumentChanges/list``.
        public var changes: [Int]
        public var before: Evaluation
        public var after: Evaluation

        /// What the step adds to a metric.
        public func difference(_ metric: Metric) -> Double { after[metric] - before[metric] }
        /// How many times the metric before the step.
        public func factor(_ metric: Metric) -> Double { after[metric] / before[metric] }
        /// Whether no metric is another.
        public var isWithoutEffect: Bool { Metric.all.allSatisfy { after[$0] == before[$0] || after[$0].isNaN } }
    }

    public let changes: [Change]
    /// Of the first document.
    public let before: Evaluation
    public let steps: [Step]

    /// What is drawn of each step.
    var drawnMetrics: [Metric] { Metric.comparable(Self.metrics, among: [before, after]) }

    /// Whether a metric is known of both ends, so that steps that make up the difference say something.
    func isKnown(_ metric: Metric) -> Bool { before.isKnown(metric) && after.isKnown(metric) }

    func known(_ value: Double, _ metric: Metric) -> Double? { isKnown(metric) ? value : nil }

    /// Of the second document.
    public var after: Evaluation { steps.last?.after ?? before }

    /// - Parameter evaluate: the figures of a document.
    /// - Throws: what is wrong with the first document, or the second.
    public init(
        _ changes: DocumentChanges, evaluate: (Document) throws(InvalidInput) -> Evaluation
    ) throws(InvalidInput) {
        self.changes = changes.list
        let all = Set(changes.list.indices)
        // Words first: nothing depends on them, and they are no step.
        var applied = all.filter { changes.list[$0].isWording }
        var current = try evaluate(changes.document(applying: []))
        before = current
        // What the second document itself has wrong is told before any step is tried.
        _ = try evaluate(changes.document(applying: all))
        var waiting = changes.list.indices.filter { !applied.contains($0) }
        var steps: [Step] = []
        while !waiting.isEmpty {
            func attempt(_ group: [Int]) -> Evaluation? {
                try? evaluate(changes.document(applying: applied.union(group)))
            }
            var group: [Int] = []
            var result: Evaluation?
            for change in waiting {
                guard let evaluation = attempt([change]) else { continue }
                (group, result) = ([change], evaluation)
                break
            }
            if result == nil {
                group = Self.leastGroup(of: waiting) { attempt($0) != nil }
                result = try evaluate(changes.document(applying: applied.union(group)))
            }
            guard let result else {
                preconditionFailure("all that is left makes the second document, which was evaluated")
            }
            steps.append(Step(changes: group, before: current, after: result))
            current = result
            applied.formUnion(group)
            waiting.removeAll { group.contains($0) }
        }
        self.steps = steps
    }

    /// From the front the fewest that work, less those that are not needed.
    ///
    /// Complexity: as many attempts as the group has changes, twice.
    private static func leastGroup(of waiting: [Int], _ works: ([Int]) -> Bool) -> [Int] {
        var group: [Int] = []
        for change in waiting {
            group.append(change)
            if works(group) { break }
        }
        for change in group.reversed() where group.count > 1 {
            let rest = group.filter { $0 != change }
            if works(rest) { group = rest }
        }
        return group
    }
}
