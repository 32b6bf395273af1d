import Hardware
import Mapping
import Networks
import Quantities

extension CostModel {
    /// Operations a second when every crossbar of the largest chip that the file allows works without pause and
    /// without an empty cell: 2·R·C/K operations for each MVM of S reads, each as long as the slower of
    /// array and converters. Nil when a level that holds crossbars may grow without limit.
    ///
    /// - Parameter settings: precision, encoding and bits a cell.
    public func peakOperationsPerSecond(_ settings: LayerSettings) -> Double? {
        var sum = 0.0
        for (index, kind) in architecture.crossbars.enumerated() {
            guard let path = paths[index] else { continue }
            guard let crossbars = floorplan.capacity(of: index) else { return nil }
            sum += peakOperationsPerSecond(of: kind, path, crossbars: crossbars, settings)
        }
        return sum
    }

    /// The chip of so many instances at full activity, in the bits and encoding of its layers.
    func peak(of mapped: MappedNetwork, _ instances: [Int]) -> Figures.Peak? {
        guard let first = mapped.stages.first else { return nil }
        var sum = 0.0
        for (index, kind) in architecture.crossbars.enumerated() {
            guard let path = paths[index], let place = floorplan.places[index] else { continue }
            let crossbars = instances[place.level] * place.perInstance
            guard crossbars > 0 else { continue }
            // Crossbars that no layer uses as those of the first layer.
            let stage = mapped.stages.first { $0.kind == index } ?? first
            let settings = LayerSettings(
                precision: stage.precision, cellBits: min(stage.cellBits, kind.device.cellBits),
                encoding: stage.encoding)
            sum += peakOperationsPerSecond(of: kind, path, crossbars: crossbars, settings)
        }
        return Figures.Peak(operationsPerSecond: sum, power: floorplan.peakPower(instances: instances))
    }

    private func peakOperationsPerSecond(
        of kind: CrossbarKind, _ path: CrossbarPath, crossbars: Int, _ settings: LayerSettings
    ) -> Double {
        let full = PlacementRequest(
            matrix: MatrixShape(rows: kind.rows, columns: kind.columns, groups: 1, positions: 1, isStationary: true),
            kind: kind,
            precision: settings.precision, encoding: settings.encoding,
            cellBits: settings.cellBits ?? kind.device.cellBits)
        let shape = full.kind.holding(settings.encoding, columnsPerWeight: full.columnsPerWeight)
        guard shape.columns > 0, shape.activeRows > 0 else { return 0 }
        let passes = (shape.rows + shape.activeRows - 1) / shape.activeRows
        let stage = MappedStage(
            kind: 0, matrix: full.matrix, precision: settings.precision, encoding: settings.encoding,
            cellBits: full.cellBits, copies: 1,
            placement: Placement(full, blocks: [], inputBlocks: 1, partialSums: 1))
        let asked = path.converters.conversions(of: stage, streams: full.streams)
        // Of the sets of weights behind one periphery one works at a time.
        let working = crossbars / max(1, kind.weightSets)
        let step = path.converters.step(used: asked.of(kind.columns), crossbars: crossbars, turns: 1, asked)
        let operations = 2 * Double(shape.cells) / Double(full.columnsPerWeight)
        return Double(max(1, working)) * operations / (Double(full.streams * passes) * step.interval)
    }
}
