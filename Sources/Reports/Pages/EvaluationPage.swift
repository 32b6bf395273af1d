import Cost
import Hardware
import Mapping

extension Page {
    /// One network on one architecture: figures, where they go by level, component and layer, and what they were made
    /// from.
    ///
    /// - Parameter crossbars: the architecture's kinds, for their sizes.
    public init(_ evaluation: Evaluation, crossbars: [CrossbarKind], provenance: Provenance) {
        let groups = Groups([evaluation])
        let levels = evaluation.levels.filter { $0.instances > 0 }.map { "\($0.instances) × \($0.name)" }.joined(
            separator: ", ")
        let header = HTML.tag(
            "header", [:], .tag("h1", [:], .text("\(evaluation.network) on \(evaluation.hardware)")),
            .tag(
                "p", ["class": "soft"],
                .text("Mapping \(evaluation.mapping), \(evaluation.dataflow.words). It takes \(levels).")))
        self.init(
            title: "\(evaluation.network) on \(evaluation.hardware)",
            sections: [
                header, evaluation.tiles(), .joined(HTML.warnings(evaluation.warnings.map(\.description))),
                .section(
                    "where", "Where area and energy go", [groups.legend] + evaluation.icicles(groups, id: "icicle")),
                .section("components", "By component", [evaluation.componentBars(groups)]),
                .section(
                    "busy", "How busy each part is",
                    [
                        evaluation.partsTable.html(
                            caption: "Busy time of the busiest instance of each part in one inference")
                    ]),
                .section(
                    "layers", "Along the network",
                    [
                        NetworkStrip(evaluation: evaluation, kinds: crossbars).html(id: "strip"),
                        evaluation.layersTable.html(
                            caption: "Layers with weights; energy without leakage, with the digital layers that follow"),
                        .tag(
                            "div", ["class": "pair"],
                            evaluation.charts[2].html(
                                caption: "Energy by layer, leakage by share of the chip", label: "layer",
                                heading: "energy"),
                            evaluation.delayChart.html(
                                caption: "Delay by layer, start to end", label: "layer", heading: "delay")),
                    ]),
                .section("layers-components", "Layer by component", [evaluation.layersByComponentHTML()]),
                .section("figures", "All figures", [evaluation.metricsHTML()]),
                .section("provenance", "Provenance", [provenance.section()]),
            ])
    }
}

extension Dataflow {
    var words: String {
        switch self {
        case .layerByLayer: "layer by layer"
        case .pipelined: "pipelined: delay is from one inference to the next"
        }
    }
}
