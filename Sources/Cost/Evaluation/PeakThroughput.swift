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
            let full = PlacementRequest(
                matrix: MatrixShape(rows: kind.rows, columns: kind.columns, groups: 1, positions: 1, isStationary: true), kind: kind,
                precision: settings.precision, encoding: settings.encoding, cellBits: settings.cellBits ?? kind.device.cellBits)
            let passes = (kind.rows + kind.activeRows - 1) / kind.activeRows
            let step = path.converters.step(used: kind.columns, crossbars: crossbars, turns: 1)
            let operations = 2 * Double(path.cells) / Double(full.columnsPerWeight)
            sum += Double(crossbars) * operations / (Double(full.streams * passes) * step.interval)
        }
        return sum
    }
}
