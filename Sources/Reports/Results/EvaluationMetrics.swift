import Cost

extension Evaluation {
    /// The number of a metric, in the unit of its key.
    public subscript(metric: Metric) -> Double {
        switch metric {
        case .energy: figures.energy.si
        case .delay: figures.delay.si
        case .area: figures.area.si * 1e6
        case .power: figures.power.si
        case .leakage: figures.leakage.si
        case .edp: figures.edp
        case .edap: figures.edap
        case .tops: figures.tops
        case .topsPerWatt: figures.topsPerWatt
        case .topsPerArea: figures.topsPerSquareMillimetre
        case .utilisation: figures.utilisation
        default: preconditionFailure("every metric that there is has its number")
        }
    }
}
