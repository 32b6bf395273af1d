import Foundation
import Optimisation

/// Evaluates points from standard input for a program in another language.
///
/// It first prints the parameters as JSON, `[{"name": …, "categories": 4}, {"name": …, "values": 12}, {"name": …}]`
/// (a continuum is asked by its share, 0 to 1). Then for each line of places, one a
/// parameter, it prints `{"costs": […], "excess": …, "figure": …}`, where less is better and the figure is that
/// of all points since the last line `reset`.
func serve(_ space: SearchSpace, by yardstick: Yardstick) throws {
    let parameters = space.problem.space.parameters
    guard parameters.allSatisfy({ $0.condition == nil }) else { throw ServeError("a space with conditions is not served") }
    let described = parameters.map { parameter in
        switch parameter.domain {
        case .categories(let names): #"{"name": "\#(parameter.name)", "categories": \#(names.count)}"#
        case .integers: #"{"name": "\#(parameter.name)", "values": \#(parameter.domain.count!)}"#
        case .reals: #"{"name": "\#(parameter.name)"}"#
        }
    }
    answer("[\(described.joined(separator: ", "))]")
    var front = ParetoFront<Bool>()
    while let line = readLine() {
        if line == "reset" {
            front = ParetoFront()
            continue
        }
        let places = line.split(separator: " ")
        guard places.count == parameters.count else { throw ServeError("a line has \(places.count) places for \(parameters.count) parameters") }
        let point = try Point(zip(parameters, places).map { parameter, place in
            if parameter.domain.count == nil, let share = Double(place) { return parameter.domain.value(atShare: share) }
            guard let index = Int(place), 0..<(parameter.domain.count ?? 0) ~= index else { throw ServeError("'\(place)' is no place in \(parameter.name)") }
            return parameter.domain.value(at: index)
        })
        let outcome = try space.outcomes([point])[0]
        if outcome.isFeasible { front.insert(true, costs: outcome.costs) }
        let figure = yardstick.figure(front)
        // JSON has no infinity.
        let costs = outcome.costs.map { min($0, 1e300).description }.joined(separator: ", ")
        answer(#"{"costs": [\#(costs)], "excess": \#(min(outcome.excess, 1e300)), "figure": \#(min(figure, 1e300))}"#)
    }
}

private func answer(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

struct ServeError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
