import CoSearch
import DesignSearch
import Optimisation

extension NasSession {
    /// What each choice at each layer adds, as a search file includes it.
    /// - Parameter rises: `[layer][choice]`, then of the choices about the network, over the same base.
    package func losses(_ rises: [[Double]]) -> LayerLosses {
        let design = problem.setup.design
        var entries: [LayerLosses.Rise] = []
        for (layer, stage) in problem.plan.graph.stages.enumerated() {
            for (path, option) in design.options(of: stage.anchor).enumerated() {
                let entry = LayerLosses.Rise(
                    layer: design.network.layers[stage.anchor].name, option: option, rise: rises[layer][path])
                // Copies compute the same.
                if !entries.contains(where: { $0.layer == entry.layer && $0.option == entry.option }) {
                    entries.append(entry)
                }
            }
        }
        let shapes = problem.shapeParameters.enumerated().flatMap { number, parameter in
            rises[problem.plan.paths.count + number].enumerated().map { value, rise in
                LayerLosses.NetworkRise(
                    target: parameter.target, value: parameter.domain.text(of: parameter.domain.value(at: value)),
                    rise: rise)
            }
        }
        return LayerLosses(entries, network: shapes)
    }
}
