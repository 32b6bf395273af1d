import Hardware
import Quantities

/// How far voltages and cell currents are from obeying Kirchhoff's laws, evaluated from nothing but them.
///
/// The current in a wire segment is the sum of the cell currents beyond it, so the current law holds by
/// construction, and the voltage law can be checked on every segment, shorts included: a drop of R·I.
struct KirchhoffCheck {
    private(set) var residual = 0.0
    /// From each driver.
    private(set) var inputs: [Double]

    init(
        voltages: [Voltage], a: [Double], b: [Double], currents: [Double], outputs: [Double], wires: CrossbarKind.Wires
    ) {
        let rows = voltages.count
        let columns = outputs.count
        inputs = [Double](repeating: 0, count: rows)
        var drop = 0.0
        // A comparison with NaN is false: "not within" catches it where "beyond" would not.
        func note(_ violation: Double, in worst: inout Double) {
            if !(abs(violation) <= worst) { worst = violation.isNaN ? .infinity : abs(violation) }
        }
        var sums = [Double](repeating: 0, count: columns)
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                currents.withUnsafeBufferPointer { currents in
                    for i in 0..<rows {
                        let start = i * columns
                        var current = 0.0
                        for j in (0..<columns).reversed() {
                            current += currents[start + j]
                            let before = j == 0 ? voltages[i].si : a[start + j - 1]
                            let resistance = j == 0 ? wires.source.si : wires.row.si
                            note(before - a[start + j] - resistance * current, in: &drop)
                        }
                        inputs[i] = current
                        let resistance = i == rows - 1 ? wires.sink.si : wires.column.si
                        for j in 0..<columns {
                            sums[j] += currents[start + j]
                            let after = i == rows - 1 ? 0 : b[start + columns + j]
                            note(b[start + j] - after - resistance * sums[j], in: &drop)
                        }
                    }
                }
            }
        }
        var difference = 0.0
        var largest = 0.0
        for j in 0..<columns {
            note(sums[j] - outputs[j], in: &difference)
            largest = max(largest, abs(outputs[j]), abs(sums[j]))
        }
        let voltage = voltages.reduce(0) { max($0, abs($1.si)) }
        residual = max(voltage > 0 ? drop / voltage : drop, largest > 0 ? difference / largest : difference)
    }
}
