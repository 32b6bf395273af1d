import Cost
import Diagnostics
import Markup

/// A network on an architecture at every combination of some attributes' values.
///
/// ```swift
/// let sweep = try Sweep(of: document, over: [adcBits, columns]) { varied throws(InvalidInput) in
///     try evaluate(varied)
/// }
/// print(sweep.table.text(on: .standardOutput))
/// print(sweep.sensitivityTable(rankedBy: .edap).text(on: .standardOutput))
/// ```
public struct Sweep: Sendable {
    /// Of one sweep.
    public static let mostPoints = 100_000

    /// One combination.
    public struct Point: Sendable {
        /// Of each axis, the index of its value.
        public var indices: [Int]
        /// The figures, or why there are none: the values make no architecture, or one that the network does not fit.
        public var result: Result<Evaluation, InvalidInput>

        public var evaluation: Evaluation? { try? result.get() }
    }

    public let axes: [SweepAxis]
    /// The attributes' values in the file.
    public let given: [String]
    /// The first axis varies slowest.
    public let points: [Point]

    /// - Parameter evaluate: the figures of a document; what it throws belongs to the point.
    /// - Throws: ``SweepError`` when a path leads to no attribute, two axes to the same, there are too many
    ///   points, or no point has figures.
    public init(
        of document: Document, over axes: [SweepAxis], evaluate: (Document) throws(InvalidInput) -> Evaluation
    ) throws(SweepError) {
        self.axes = axes
        var given: [String] = []
        var places: [SourceLocation: String] = [:]
        for axis in axes {
            let attribute: Attribute
            do { attribute = try document.attribute(at: axis.path) } catch {
                throw SweepError(problem: error.message, hint: error.hint)
            }
            if let other = places.updateValue(axis.path, forKey: attribute.location) {
                throw SweepError(
                    problem: "'\(other)' and '\(axis.path)' are the same attribute",
                    hint: "give all its values once, with commas between")
            }
            given.append(attribute.value)
        }
        self.given = given
        let count = axes.reduce(1) { $0 > Self.mostPoints ? $0 : $0 * $1.values.count }
        guard count <= Self.mostPoints else {
            throw SweepError(
                problem: "the values have more than \(Self.mostPoints) combinations",
                hint: "give fewer, or use a search")
        }
        points = (0..<count).map { number in
            var rest = number
            var indices = [Int](repeating: 0, count: axes.count)
            for axis in axes.indices.reversed() {
                indices[axis] = rest % axes[axis].values.count
                rest /= axes[axis].values.count
            }
            return Point(indices: indices, result: Self.evaluation(of: document, axes, indices, evaluate))
        }
        guard points.contains(where: { $0.evaluation != nil }) else {
            guard case .failure(let error)? = points.first?.result else { preconditionFailure("a sweep has a point") }
            throw SweepError(
                problem: "no combination of the values gives figures; the first: \(error)", hint: "give other values")
        }
    }

    private static func evaluation(
        of document: Document, _ axes: [SweepAxis], _ indices: [Int],
        _ evaluate: (Document) throws(InvalidInput) -> Evaluation
    ) -> Result<Evaluation, InvalidInput> {
        var edited = document
        for (axis, index) in zip(axes, indices) {
            guard let next = try? edited.setting(path: axis.path, value: axis.values[index]) else {
                // Another axis may have changed what this path names.
                return .failure(
                    InvalidInput([
                        Diagnostic(
                            at: document.root.location, "'\(axis.path)' leads nowhere once the others are set",
                            hint: "do not vary what a path names")
                    ]))
            }
            edited = next
        }
        do throws(InvalidInput) { return .success(try evaluate(edited)) } catch { return .failure(error) }
    }

    /// The values of a point, in the order of the axes.
    public func values(of point: Point) -> [String] { zip(axes, point.indices).map { $0.values[$1] } }
}

/// Why there is no sweep.
public struct SweepError: Error, Hashable, Sendable {
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var hint: String

    public init(problem: String, hint: String) {
        self.problem = problem
        self.hint = hint
    }
}

extension SweepError: BadInput {
    public var faults: [Fault] { [Fault(problem, remedy: hint)] }
}
