/// Turns a symmetric positive definite matrix X into −X⁻¹ and, along with it, J into X⁻¹·J.
///
/// The sweep operator (Beaton, 1964; a symmetric Gauss–Jordan elimination) by blocks of eight rows:
/// only the upper triangle of X is kept and worked on, n³ operations for X and 2·n²·m for J of m
/// columns, nearly all of them in `subtractProduct`, whose operands stay in vector registers.
final class SymmetricSweep {
    /// Rows and columns of X, padded to whole blocks; padding has to hold the unit matrix.
    let size: Int
    /// X: (row, column) with column ≥ row.
    let matrix: Plane
    /// J: as many rows as X.
    let companion: Plane
    /// The swept rows before and after they are solved for, and the latter for J.
    private let panel: Plane
    private let solved: Plane
    private let solvedCompanion: Plane
    private var pivot = [Double](repeating: 0, count: 64)

    init(rows: Int, companionColumns: Int) {
        matrix = Plane(cells: rows, rows)
        companion = Plane(cells: rows, companionColumns)
        size = matrix.rows
        panel = Plane(rows: size, vectors: 1)
        solved = Plane(rows: 8, vectors: size / 8)
        solvedCompanion = Plane(rows: 8, vectors: companion.vectors)
    }

    /// Sweeps all of X, and J in its first `companionColumns` columns.
    func run(companionColumns: Int) {
        let companionVectors = (companionColumns + 7) / 8
        for block in 0..<size / 8 {
            gatherPanel(block)
            invertPivot(block)
            solve(block, companionVectors)
            for r in stride(from: 0, to: size, by: 2) where r / 8 != block {
                let first = r / 8
                subtractProduct(rows: r, of: matrix, from: first, to: size / 8, solved)
                subtractProduct(rows: r, of: companion, from: 0, to: companionVectors, solvedCompanion)
            }
            scatterPanel(block, companionVectors)
        }
    }

    /// Copies the rows of a block, left part from the columns above it, as one vector per column of X.
    private func gatherPanel(_ block: Int) {
        let numbers = matrix.numbers
        let width = matrix.numberStride
        let panel = panel.numbers
        let panelWidth = self.panel.numberStride
        for c in 0..<size {
            for q in 0..<8 {
                let k = block * 8 + q
                panel[c * panelWidth + q] = c < k ? numbers[c * width + k] : numbers[k * width + c]
            }
        }
    }

    /// Inverts the block on the diagonal by Gauss–Jordan; positive definite, so without exchanges.
    private func invertPivot(_ block: Int) {
        for q in 0..<8 {
            for c in 0..<8 { pivot[q * 8 + c] = panel.numbers[(block * 8 + c) * panel.numberStride + q] }
        }
        pivot.withUnsafeMutableBufferPointer { pivot in
            for k in 0..<8 {
                let inverse = 1 / pivot[k * 8 + k]
                pivot[k * 8 + k] = 1
                for c in 0..<8 { pivot[k * 8 + c] *= inverse }
                for r in 0..<8 where r != k {
                    let factor = pivot[r * 8 + k]
                    pivot[r * 8 + k] = 0
                    for c in 0..<8 { pivot[r * 8 + c] -= factor * pivot[k * 8 + c] }
                }
            }
        }
    }

    /// The inverted pivot times the panel, and times the same rows of J.
    private func solve(_ block: Int, _ companionVectors: Int) {
        let panelWidth = panel.numberStride
        pivot.withUnsafeBufferPointer { pivot in
            for v in 0..<size / 8 {
                for q in 0..<8 {
                    var sum = SIMD8<Double>.zero
                    for p in 0..<8 {
                        sum += pivot[q * 8 + p] * gather(panel.numbers + v * 8 * panelWidth + p, panelWidth)
                    }
                    solved.base[q * solved.stride + v] = sum
                }
            }
            for v in 0..<companionVectors {
                for q in 0..<8 {
                    var sum = SIMD8<Double>.zero
                    for p in 0..<8 {
                        sum += pivot[q * 8 + p] * companion.base[(block * 8 + p) * companion.stride + v]
                    }
                    solvedCompanion.base[q * solvedCompanion.stride + v] = sum
                }
            }
        }
    }

    /// Two rows of `target` less their panel entries times the solved rows, from one vector to another.
    @inline(__always)
    private func subtractProduct(rows r: Int, of target: Plane, from: Int, to: Int, _ solved: Plane) {
        let (p0, p1) = (panel.numbers + r * panel.numberStride, panel.numbers + (r + 1) * panel.numberStride)
        let (row0, row1) = (target.base + r * target.stride, target.base + (r + 1) * target.stride)
        let base = solved.base
        let stride = solved.stride
        for v in from..<to {
            var sum0 = row0[v]
            var sum1 = row1[v]
            for q in 0..<8 {
                let u = base[q * stride + v]
                sum0 -= p0[q] * u
                sum1 -= p1[q] * u
            }
            row0[v] = sum0
            row1[v] = sum1
        }
    }

    private func scatterPanel(_ block: Int, _ companionVectors: Int) {
        let numbers = matrix.numbers
        let width = matrix.numberStride
        for q in 0..<8 {
            let k = block * 8 + q
            let row = solved.numbers + q * solved.numberStride
            for c in 0..<block * 8 { numbers[c * width + k] = row[c] }
            for c in q..<8 { numbers[k * width + block * 8 + c] = -pivot[q * 8 + c] }
            for c in (block + 1) * 8..<max(size, (block + 1) * 8) { numbers[k * width + c] = row[c] }
            for v in 0..<companionVectors {
                companion.base[k * companion.stride + v] = solvedCompanion.base[q * solvedCompanion.stride + v]
            }
        }
    }
}
