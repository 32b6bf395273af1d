/// Voltages of all nodes of a crossbar with ohmic cells, by conjugate gradients over whole lines.
///
/// Let a be the word-line and b the bit-line voltages, D the cells' conductances, A and C the
/// (tridiagonal) matrices of the word and bit lines. Solving the word lines for given b and then
/// the bit lines for given a is a fixed point b = P·Q·b + c with P = C⁻¹ and Q = D·A⁻¹·D. P and Q are
/// symmetric and positive (semi)definite and exist for wires of 0 Ω too, where C does not; so
/// (Q − Q·P·Q)·b = Q·c is solved with the preconditioner Q⁻¹. An iteration is one solve of all word
/// lines and one of all bit lines. The eigenvalues of P·Q lie in [0, 1), near 0 unless cells are
/// as conductive as the lines that feed them: a typical crossbar takes three to ten iterations.
///
/// The recurrences drift from the truth by rounding, so the fixed point is evaluated afresh after
/// each run and the run repeated until that no longer gains anything.
struct ConjugateGradients {
    let ladders: Ladders
    let a: Plane
    let b: Plane
    let z: Plane
    private let r: Plane
    private let p: Plane
    private let s: Plane
    private let u: Plane
    private(set) var iterations = 0
    private(set) var outputs: [Double] = []

    init(_ ladders: Ladders) {
        self.ladders = ladders
        func plane() -> Plane { Plane(cells: ladders.rows, ladders.columns) }
        (a, b, z, r, p, s, u) = (plane(), plane(), plane(), plane(), plane(), plane(), plane())
    }

    /// Solves from the voltages that are in `b`, and leaves the answer in `a`, `b` and `outputs`.
    mutating func solve(voltages: [Double], offsets: Plane?, iterationLimit: Int) {
        var last = Double.infinity
        while true {
            ladders.solveWordLines(voltages: voltages, b: b, offsets: offsets, into: a)
            outputs = ladders.solveBitLines(a: a, offsets: offsets, into: z)
            let (scale, distance) = compareWithFixedPoint()
            // A run gains at most the digits of a double; when the next gains less than two bits, stop.
            // What is not a number ends it too: no comparison with it holds.
            if !(distance > 1e-33 * scale && distance <= last / 16) || iterations >= iterationLimit {
                // One more sweep smooths what is left.
                swap(into: b)
                ladders.solveWordLines(voltages: voltages, b: b, offsets: offsets, into: a)
                outputs = ladders.solveBitLines(a: a, offsets: offsets, into: b)
                return
            }
            last = distance
            iterate(until: 1e-33 * scale, iterationLimit: iterationLimit)
        }
    }

    /// Turns z from the next value of the fixed point into its distance from b; returns the
    /// squared norms, weighted with conductance, of a and of that distance.
    private func compareWithFixedPoint() -> (scale: Double, distance: Double) {
        var scale = SIMD8<Double>.zero
        var distance = SIMD8<Double>.zero
        let stride = b.stride
        for i in 0..<ladders.rows {
            for k in i * stride..<i * stride + b.vectors {
                let g = ladders.conductances.base[k]
                let difference = z.base[k] - b.base[k]
                z.base[k] = difference
                scale += g * a.base[k] * a.base[k]
                distance += g * difference * difference
            }
        }
        return (scale.sum(), distance.sum())
    }

    private func swap(into b: Plane) {
        for i in 0..<ladders.rows {
            for k in i * b.stride..<i * b.stride + b.vectors { b.base[k] += z.base[k] }
        }
    }

    private mutating func iterate(until target: Double, iterationLimit: Int) {
        p.clear()
        s.clear()
        var zr = wordStep(step: 0)
        var beta = 0.0
        while zr > target, iterations < iterationLimit {
            let su = bitStep(beta: beta)
            guard su > 0 else { return }
            iterations += 1
            let next = wordStep(step: zr / su)
            beta = next / zr
            zr = next
        }
    }

    /// s ← r + β·s, p ← z + β·p, u ← p − P·s; returns s·u.
    private func bitStep(beta: Double) -> Double {
        let vectors = b.vectors
        let stride = b.stride
        let c = ladders.carried.base
        ladders.carried.clear()
        for i in 0..<ladders.rows {
            let start = i * stride
            let t = ladders.bitTransfers.base + start
            let (s, r, p, z, u) = (s.base + start, r.base + start, p.base + start, z.base + start, u.base + start)
            for v in 0..<vectors {
                let injected = r[v] + beta * s[v]
                s[v] = injected
                p[v] = z[v] + beta * p[v]
                let sum = injected + c[v]
                u[v] = sum
                c[v] = t[v] * sum
            }
        }
        ladders.carried.clear()
        var dot = SIMD8<Double>.zero
        for i in (0..<ladders.rows).reversed() {
            let start = i * stride
            let t = ladders.bitTransfers.base + start
            let (s, p, u) = (s.base + start, p.base + start, u.base + start)
            let resistance = i == ladders.rows - 1 ? ladders.sink : ladders.column
            for v in 0..<vectors {
                let voltage = t[v] * (c[v] + resistance * u[v])
                c[v] = voltage
                let difference = p[v] - voltage
                u[v] = difference
                dot += s[v] * difference
            }
        }
        return dot.sum()
    }

    /// b ← b + α·p, z ← z − α·u, r ← Q·z; returns z·r.
    private func wordStep(step: Double) -> Double {
        let stride = b.stride
        let numberStride = b.numberStride
        let columns = ladders.columns
        let currents = ladders.folded.base
        let distances = ladders.folded.base + ladders.folded.stride
        var dot = SIMD8<Double>.zero
        for tile in 0..<ladders.tiles {
            for i in tile * 8..<min(tile * 8 + 8, ladders.rows) {
                let start = i * stride
                let (b, z, p, u) = (b.base + start, z.base + start, p.base + start, u.base + start)
                for v in 0..<self.b.vectors {
                    b[v] += step * p[v]
                    z[v] -= step * u[v]
                }
            }
            let g = ladders.wordConductances.base + tile * ladders.wordConductances.stride
            let t = ladders.wordTransfers.base + tile * ladders.wordTransfers.stride
            let from = z.numbers + tile * 8 * numberStride
            let to = r.numbers + tile * 8 * numberStride
            var beyond = SIMD8<Double>.zero
            for j in (0..<columns).reversed() {
                let distance = gather(from + j, numberStride)
                distances[j] = distance
                let sum = g[j] * distance + beyond
                currents[j] = sum
                beyond = t[j] * sum
            }
            var voltage = SIMD8<Double>.zero
            for j in 0..<columns {
                voltage = t[j] * (voltage + (j == 0 ? ladders.source : ladders.row) * currents[j])
                let current = g[j] * voltage
                dot += distances[j] * current
                scatter(current, to + j, numberStride)
            }
        }
        return dot.sum()
    }
}
