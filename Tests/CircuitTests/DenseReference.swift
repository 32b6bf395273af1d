@testable import Circuit

#if arch(x86_64)
typealias Wide = Float80
#else
typealias Wide = Double
#endif

/// Output currents by textbook nodal analysis: one dense matrix, Gaussian elimination, 64-bit mantissas.
/// All resistances have to be above 0.
func denseOutputs(_ circuit: CrossbarCircuit, _ voltages: [Double]) -> [Double] {
    let (m, n) = (circuit.rows, circuit.columns)
    let size = 2 * m * n
    var matrix = [[Wide]](repeating: [Wide](repeating: 0, count: size + 1), count: size)
    func word(_ i: Int, _ j: Int) -> Int { i * n + j }
    func bit(_ i: Int, _ j: Int) -> Int { m * n + i * n + j }
    func connect(_ a: Int, _ b: Int, _ g: Wide) {
        matrix[a][a] += g
        matrix[b][b] += g
        matrix[a][b] -= g
        matrix[b][a] -= g
    }
    let w = circuit.wires
    for i in 0..<m {
        for j in 0..<n {
            connect(word(i, j), bit(i, j), Wide(circuit.conductances[i, j].si))
            if j == 0 {
                matrix[word(i, 0)][word(i, 0)] += 1 / Wide(w.source.si)
                matrix[word(i, 0)][size] += Wide(voltages[i]) / Wide(w.source.si)
            } else {
                connect(word(i, j), word(i, j - 1), 1 / Wide(w.row.si))
            }
            if i == m - 1 {
                matrix[bit(i, j)][bit(i, j)] += 1 / Wide(w.sink.si)
            } else {
                connect(bit(i, j), bit(i + 1, j), 1 / Wide(w.column.si))
            }
        }
    }
    for k in 0..<size {
        for r in k + 1..<max(size, k + 1) where matrix[r][k] != 0 {
            let factor = matrix[r][k] / matrix[k][k]
            for c in k...size { matrix[r][c] -= factor * matrix[k][c] }
        }
    }
    var x = [Wide](repeating: 0, count: size)
    for k in (0..<size).reversed() {
        var sum = matrix[k][size]
        for c in k + 1..<max(size, k + 1) { sum -= matrix[k][c] * x[c] }
        x[k] = sum / matrix[k][k]
    }
    return (0..<n).map { Double(x[bit(m - 1, $0)] / Wide(w.sink.si)) }
}
