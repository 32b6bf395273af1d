import Cost

extension Metric {
    /// Of some metrics those that are known of all evaluations, dynamic energy in the place of an energy that is not.
    static func comparable(_ metrics: [Metric], among evaluations: [Evaluation]) -> [Metric] {
        metrics.compactMap { metric in
            if evaluations.allSatisfy({ $0.isKnown(metric) }) { return metric }
            return metric == .energy ? .dynamicEnergy : nil
        }
    }
}

extension Evaluation {
    /// The number of a metric, in the unit of its key.
    public subscript(metric: Metric) -> Double {
        switch metric {
        case .dynamicEnergy: figures.dynamicEnergy.si
        case .leakageEnergy: figures.leakageEnergy.si
        case .energy: figures.energy.si
        case .delay: figures.delay.si
        case .latency: figures.latency.si
        case .interval: figures.delay.si
        case .area: figures.area.si * 1e6
        case .ioArea: figures.ioArea.si * 1e6
        case .totalArea: figures.totalArea.si * 1e6
        case .power: figures.power.si
        case .leakage: figures.leakage.si
        case .edp: figures.edp
        case .edap: figures.edap
        case .tops: figures.tops
        case .topsPerWatt: figures.topsPerWatt
        case .topsPerArea: figures.topsPerSquareMillimetre
        case .peakTops: figures.peakTops
        case .peakTopsPerWatt: figures.peakTopsPerWatt
        case .peakTopsPerArea: figures.peakTopsPerSquareMillimetre
        case .shareOfPeak: figures.shareOfPeak
        case .utilisation: figures.utilisation
        default: preconditionFailure("every metric that there is has its number")
        }
    }

    /// Whether the number of a metric is known; what has unknown leakage in it is a bound.
    public func isKnown(_ metric: Metric) -> Bool { figures.isLeakageKnown || !metric.containsLeakage }

    /// The number of a metric; nil where it is not known.
    public func known(_ metric: Metric) -> Double? { isKnown(metric) ? self[metric] : nil }

    /// "12.5", or "≥ 12.5" where more than that may leak.
    func text(_ metric: Metric, _ scale: ColumnScale) -> String {
        guard self[metric].isFinite else { return "–" }
        guard !isKnown(metric) else { return scale.text(self[metric]) }
        if metric == .leakageEnergy || metric == .leakage { return "unknown" }
        return (metric.isBetterHigh ? "≤ " : "≥ ") + scale.text(self[metric])
    }
}
