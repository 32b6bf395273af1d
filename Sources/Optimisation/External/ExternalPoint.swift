import Registration

/// Why what a program gave is no point of the space.
struct PointProblem: Error {
    /// After the program's name: "gave no value for 'kernel' in point 3 of its answer".
    var problem: String
    var hint: String
}

extension Point {
    /// The point that a program gave by names and values.
    /// - Parameter number: of the point in the program's answer.
    /// - Throws: for a name that the space does not have, an active parameter without a value, a value that its
    ///   parameter cannot have.
    init(_ given: [String: Scalar], number: Int, in space: Space) throws(PointProblem) {
        let names = space.parameters.map(\.name)
        for name in given.keys.sorted() where !names.contains(name) {
            let near =
                nearest(to: name, in: names).map { "did you mean '\($0)'?" }
                ?? "the first line that it reads has all of them"
            throw PointProblem(problem: "gave a value for '\(name)', which the space does not have", hint: near)
        }
        var values: [Value] = []
        for (index, parameter) in space.parameters.enumerated() {
            guard space.isActive(index, in: values) else {
                values.append(.inactive)
                continue
            }
            guard let scalar = given[parameter.name] else {
                throw PointProblem(
                    problem: "gave no value for '\(parameter.name)' in point \(number) of its answer",
                    hint: "give one for every active parameter")
            }
            guard let value = scalar.value(in: parameter.domain) else {
                throw PointProblem(
                    problem: "gave \(scalar) for '\(parameter.name)'", hint: "that is \(parameter.domain.words)")
            }
            values.append(value)
        }
        self.init(values)
    }
}

extension Domain {
    /// What it may be, for messages: "a whole number from 1 to 8".
    public var words: String {
        switch self {
        case .categories(let names): "one of " + names.map { "\"\($0)\"" }.joined(separator: ", ")
        case .integers(let range, let step, _):
            "a whole number from \(range.lowerBound) to \(range.upperBound)" + (step == 1 ? "" : " in steps of \(step)")
        case .reals(let range, _): "a number from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}
