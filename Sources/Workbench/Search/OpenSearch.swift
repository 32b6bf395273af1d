import DesignSearch
import Diagnostics
import Optimisation
import Registration
import Reports

/// A search whose points somebody else chooses and wants to know the numbers of: read once, and then answering.
///
/// Where only layers' choices vary, the costs of all their options are worked out when it is opened, and a point is a
/// lookup.
package struct OpenSearch: Sendable {
    package let session: SearchSession
    package let measures: [Measure]
    private let problem: Problem
    private let evaluator: any Evaluator
    private let places: [String: Int]
    /// Of each parameter that has categories, their values by name.
    private let categories: [[String: Value]]

    /// - Parameter names: of the measures that points are to have; nil for the search's objectives, energy, delay and
    ///   area.
    /// - Throws: for a measure that the search cannot give.
    package init(_ session: SearchSession, measures names: [String]? = nil) throws {
        let own = session.setup.problem
        var wanted =
            names.map { $0.map { Measure(rawValue: $0) } }
            ?? (own.objectives.map(\.measure) + [.energy, .delay, .area])
        var seen: Set<Measure> = []
        wanted = wanted.filter { seen.insert($0).inserted }
        let isLookedUp = own.costs != nil
        let measured = Set(own.objectives.map(\.measure) + own.constraints.map(\.measure))
        let tabulated: Set<Measure> = [.energy, .delay, .area, .edp, .edap]
        let modelled = tabulated.union([.latency, .interval, .power, .leakage, .utilisation])
        let known =
            measured.contains(.accuracy) || session.setup.evaluator is AccuracyEvaluator
            ? modelled.union([.accuracy])
            : measured.contains(.loss) ? tabulated.union([.loss]) : modelled
        for measure in wanted where !known.contains(measure) {
            let all = known.map(\.rawValue).sorted()
            throw InputError(
                "this search does not give '\(measure.rawValue)'",
                hint: (nearest(to: measure.rawValue, in: all).map { "did you mean '\($0)'? " } ?? "") + "it gives "
                    + all.joined(separator: ", "))
        }
        guard !wanted.isEmpty else { throw InputError("no measures are wanted", hint: "name one, or leave them out") }
        let needsModel = isLookedUp && !wanted.allSatisfy { tabulated.union([.loss]).contains($0) }
        self.session = session
        measures = wanted
        problem = Problem(
            space: own.space, objectives: wanted.map { Objective($0) }, constraints: own.constraints,
            costs: needsModel ? nil : own.costs)
        evaluator = needsModel ? session.setup.model : session.setup.evaluator
        places = Dictionary(uniqueKeysWithValues: own.space.parameters.enumerated().map { ($1.name, $0) })
        categories = own.space.parameters.map { parameter in
            guard case .categories(let names) = parameter.domain else { return [:] }
            return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, .category($0)) })
        }
    }

    private var space: Space { problem.space }

    /// Whether a point is looked up, and not worked out.
    package var isLookedUp: Bool { problem.costs != nil && evaluator is TableEvaluator }

    /// What may vary, what is wanted, and what points have.
    package var json: JSON {
        [
            "name": .string(session.name),
            "parameters": .array(space.parameters.map { $0.json(in: space) }),
            "points": .string(space.size.points.description),
            "objectives": .array(
                session.setup.problem.objectives.map {
                    ["measure": .string($0.measure.rawValue), "direction": .string($0.direction.rawValue)]
                }),
            "constraints": .array(
                problem.constraints.map {
                    [
                        "measure": .string($0.measure.rawValue), "relation": .string($0.relation.rawValue),
                        "limit_SI": .number($0.limit),
                    ]
                }),
            "measures": .array(measures.map { .string(MeasureScale.key($0)) }),
            "looked_up": .boolean(isLookedUp),
            "provenance": Provenance.ofReading.json,
        ]
    }

    /// The numbers of some points: a column for each measure, under the key that has its unit, and `excess`, 0 for a
    /// point that keeps to all limits; null where a point cannot be built, which `failed` tells with why.
    ///
    /// - Parameter points: each an object of values by the parameters' names, or an array of values in the parameters'
    ///   order; what can have one value alone may be left out.
    /// - Throws: for the first that is no point of the space.
    package func json(of points: [JSON], threads: Int) throws -> JSON {
        var chosen: [Point] = []
        chosen.reserveCapacity(points.count)
        for (number, point) in points.enumerated() { chosen.append(try self.point(point, number: number)) }
        let outcomes = try evaluator.outcomes(of: chosen, problem: problem, threads: threads)
        var members = measures.enumerated().map { index, measure in
            JSON.Member(
                MeasureScale.key(measure),
                .array(outcomes.map { .number(MeasureScale.external($0.values[index], of: measure)) }))
        }
        members.append(.init("excess", .array(outcomes.map { .number($0.excess) })))
        let failed = outcomes.enumerated().compactMap { index, outcome in
            outcome.reason.map { reason -> JSON in ["point": .integer(index), "reason": .string(reason)] }
        }
        if !failed.isEmpty { members.append(.init("failed", .array(failed))) }
        return .object(members)
    }

    private func point(_ given: JSON, number: Int) throws -> Point {
        let values: [JSON?]
        switch given {
        case .array(let elements):
            guard elements.count == space.parameters.count else {
                throw InputError(
                    "point \(number) has \(elements.count) values",
                    hint: "give \(space.parameters.count), in the order of the parameters")
            }
            values = elements
        case .object(let members):
            var found = [JSON?](repeating: nil, count: space.parameters.count)
            for member in members {
                guard let place = places[member.key] else {
                    let near = nearest(to: member.key, in: space.parameters.map(\.name)).map { "did you mean '\($0)'?" }
                    throw InputError(
                        "point \(number) has a value for '\(member.key)', which is no parameter of the search",
                        hint: near ?? "give values for the parameters alone")
                }
                guard found[place] == nil else {
                    throw InputError("point \(number) has two values for '\(member.key)'", hint: "give one")
                }
                found[place] = member.value
            }
            values = found
        default:
            throw InputError(
                "point \(number) is neither an object nor an array",
                hint: "give values by name, or in the parameters' order")
        }
        var result: [Value] = []
        result.reserveCapacity(values.count)
        for (index, parameter) in space.parameters.enumerated() {
            guard space.isActive(index, in: result) else {
                result.append(.inactive)
                continue
            }
            guard let given = values[index], given != .null else {
                if parameter.domain.count == 1 {
                    result.append(parameter.domain.value(at: 0))
                    continue
                }
                throw InputError(
                    "point \(number) has no value for '\(parameter.name)'", hint: "give one for every active parameter")
            }
            guard let value = value(given, of: index, parameter.domain) else {
                throw InputError(
                    "point \(number) has \(given.line) for '\(parameter.name)'",
                    hint: "that is \(parameter.domain.words)")
            }
            result.append(value)
        }
        return Point(result)
    }

    /// Nil where the parameter has no such value.
    private func value(_ given: JSON, of parameter: Int, _ domain: Domain) -> Value? {
        let value: Value? =
            switch (domain, given) {
            case (.categories, .string(let text)): categories[parameter][text]
            case (.categories, .integer(let integer)): categories[parameter][String(integer)]
            case (_, .string(let text)): domain.value(of: text)
            case (.integers, .integer(let integer)): .integer(integer)
            case (.integers, .number(let number)): Int(exactly: number).map { .integer($0) }
            case (.reals, .number(let number)): .real(number)
            case (.reals, .integer(let integer)): .real(Double(integer))
            default: nil
            }
        return value.flatMap { domain.contains($0) ? $0 : nil }
    }
}

extension Parameter {
    /// As the messages to strategies of one's own have it (docs/external-strategies.md).
    fileprivate func json(in space: Space) -> JSON {
        var members: [JSON.Member] = [.init("name", .string(name))]
        switch domain {
        case .categories(let names):
            members += [.init("type", "category"), .init("values", .array(names.map { .string($0) }))]
        case .integers(let range, let step, let isLogarithmic):
            members += [
                .init("type", "integer"), .init("from", .integer(range.lowerBound)),
                .init("to", .integer(range.upperBound)),
                .init("step", .integer(step)), .init("logarithmic", .boolean(isLogarithmic)),
            ]
        case .reals(let range, let isLogarithmic):
            members += [
                .init("type", "real"), .init("from", .number(range.lowerBound)), .init("to", .number(range.upperBound)),
                .init("logarithmic", .boolean(isLogarithmic)),
            ]
        }
        if let condition {
            let other = space.parameters[condition.parameter]
            let values = (0..<(other.domain.count ?? 0)).map(other.domain.value(at:)).filter(condition.values.contains)
            members.append(
                .init(
                    "when",
                    [
                        "parameter": .string(other.name),
                        "values": .array(
                            values.map { value in
                                if case .integer(let integer) = value {
                                    .integer(integer)
                                } else {
                                    .string(other.domain.text(of: value))
                                }
                            }),
                    ]))
        }
        return .object(members)
    }
}
