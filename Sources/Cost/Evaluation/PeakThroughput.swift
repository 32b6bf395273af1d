import Hardware
import Mapping
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
            let cellBits = settings.cellBits ?? kind.device.cellBits
            let columns = settings.encoding.columns(weightBits: settings.precision.weights, cellBits: cellBits)
            let streams = (settings.precision.inputs + kind.dac.bits - 1) / kind.dac.bits
            let passes = (kind.rows + kind.activeRows - 1) / kind.activeRows
            func busy(_ unitColumns: Int, _ time: Double) -> Double {
                Double(turns(unitColumns: unitColumns, crossbarColumns: kind.columns, used: kind.columns, crossbars: crossbars)) * time
            }
            var digital = busy(kind.adc.columns, path.converters.adc.price.time)
            if let unit = path.converters.shiftAndAdd, let shared = kind.shiftAndAdd?.columns {
                digital = max(digital, busy(shared, unit.price.time))
            }
            let time = Double(streams * passes) * max(path.converters.sampleTime, digital)
            sum += Double(crossbars) * 2 * Double(kind.rows * kind.columns) / Double(columns) / time
        }
        return sum
    }
}
