import Hardware
import Random
import RealModule

/// The circuit of cells whose current is I = p·a − q·b + c, with unequal slopes p and q by word-line and bit-line
/// voltage.
///
/// Solving all word lines for given b, then all bit lines for given a, is still a fixed point b = T·b + t, with ladders
/// of p along word lines and of q along bit lines, but T is not symmetric. (1 − T)·b = t is solved by GMRES (Saad and
/// Schultz, SIAM J. Sci. Stat. Comput. 7, 1986), from the present b; one iteration is one solve of all lines. The
/// matrix of the nodes has dominant columns, so T's eigenvalues lie inside the unit circle, near 0 for wires that are
/// good beside the cells.
final class UnequalLadders {
    private let word: Ladders
    private let bit: Ladders
    private let zero: Plane
    private let offsets: Plane
    private let aPlane: Plane
    private let bPlane: Plane
    private let rows: Int
    private let columns: Int
    private var p: [Double] = []
    private var q: [Double] = []

    /// Directions that are kept before starting anew.
    private static let depth = 30

    init(rows: Int, columns: Int, wires: CrossbarKind.Wires) {
        self.rows = rows
        self.columns = columns
        word = Ladders(rows: rows, columns: columns, wires: wires)
        bit = Ladders(rows: rows, columns: columns, wires: wires)
        func plane() -> Plane { Plane(cells: rows, columns) }
        (zero, offsets, aPlane, bPlane) = (plane(), plane(), plane(), plane())
    }

    struct Solution {
        var a: [Double]
        var b: [Double]
        /// Currents out of the sinks.
        var outputs: [Double]
        var iterations: Int
    }

    /// Solves the circuit of the cells' tangents at `a` and `b`.
    func solve(voltages: [Double], cells: [CellResponse], a: [Double], b: [Double]) -> Solution {
        p = cells.map(\.wordSlope)
        q = cells.map(\.bitSlope)
        word.conductances.load(p, rows: rows, columns: columns)
        word.factorise()
        bit.conductances.load(q, rows: rows, columns: columns)
        bit.factorise()
        let constants = cells.indices.map { cells[$0].current - p[$0] * a[$0] + q[$0] * b[$0] }
        var point = b
        var (image, outputs) = sweep(voltages: voltages, constants: constants, b: point)
        var last = Double.infinity
        var iterations = 1
        while true {
            let residual = zip(image, point).map { $0 - $1 }
            let size = norm(residual)
            // Done when rounding is reached, or when a run gains less than two bits.
            guard size > 1e-17 * norm(image), size < last / 4, iterations < 4000 else { break }
            last = size
            let step = gmres(residual, size, &iterations)
            for k in point.indices { point[k] += step[k] }
            (image, outputs) = sweep(voltages: voltages, constants: constants, b: point)
            iterations += 1
        }
        // One more sweep smooths what is left, and leaves its word lines in `aPlane`.
        (image, outputs) = sweep(voltages: voltages, constants: constants, b: image)
        return Solution(
            a: aPlane.values(rows: rows, columns: columns), b: image, outputs: outputs, iterations: iterations + 1)
    }

    /// Word lines for the bit lines at `b`, then bit lines for those: T·b + t.
    private func sweep(voltages: [Double], constants: [Double]?, b: [Double]) -> (b: [Double], outputs: [Double]) {
        var currents = b
        for k in currents.indices { currents[k] = (constants?[k] ?? 0) - q[k] * b[k] }
        offsets.load(currents, rows: rows, columns: columns)
        word.solveWordLines(voltages: voltages, b: zero, offsets: offsets, into: aPlane)
        let a = aPlane.values(rows: rows, columns: columns)
        for k in currents.indices { currents[k] = p[k] * a[k] + (constants?[k] ?? 0) }
        offsets.load(currents, rows: rows, columns: columns)
        let outputs = bit.solveBitLines(a: zero, offsets: offsets, into: bPlane)
        return (bPlane.values(rows: rows, columns: columns), outputs)
    }

    /// x with (1 − T)·x nearly `residual`, whose norm is `size`.
    private func gmres(_ residual: [Double], _ size: Double, _ iterations: inout Int) -> [Double] {
        let silent = [Double](repeating: 0, count: rows)
        var basis = [residual.map { $0 / size }]
        // Columns of the Hessenberg matrix, made triangular by rotations as they come.
        var triangle: [[Double]] = []
        var rotations: [(cosine: Double, sine: Double)] = []
        var rest = [size]
        while triangle.count < Self.depth, abs(rest[triangle.count]) > 1e-13 * size {
            let k = triangle.count
            iterations += 1
            let image = sweep(voltages: silent, constants: nil, b: basis[k]).b
            var direction = zip(basis[k], image).map { $0 - $1 }
            var column: [Double] = []
            for vector in basis {
                let share = dot(direction, vector)
                column.append(share)
                for n in direction.indices { direction[n] -= share * vector[n] }
            }
            let length = norm(direction)
            for (n, rotation) in rotations.enumerated() {
                let (upper, lower) = (column[n], column[n + 1])
                column[n] = rotation.cosine * upper + rotation.sine * lower
                column[n + 1] = rotation.cosine * lower - rotation.sine * upper
            }
            let hypotenuse = (column[k] * column[k] + length * length).squareRoot()
            guard hypotenuse > 0 else { break }
            let (cosine, sine) = (column[k] / hypotenuse, length / hypotenuse)
            column[k] = hypotenuse
            triangle.append(column)
            rotations.append((cosine, sine))
            rest.append(-sine * rest[k])
            rest[k] *= cosine
            guard length > 1e-300 else { break }
            basis.append(direction.map { $0 / length })
        }
        var shares = [Double](repeating: 0, count: triangle.count)
        for k in shares.indices.reversed() {
            var sum = rest[k]
            for n in k + 1..<max(k + 1, shares.count) { sum -= triangle[n][k] * shares[n] }
            shares[k] = sum / triangle[k][k]
        }
        var step = [Double](repeating: 0, count: residual.count)
        for (share, vector) in zip(shares, basis) {
            for n in step.indices { step[n] += share * vector[n] }
        }
        return step
    }

    private func dot(_ x: [Double], _ y: [Double]) -> Double {
        var sum = 0.0
        for k in x.indices { sum += x[k] * y[k] }
        return sum
    }

    private func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }
}
