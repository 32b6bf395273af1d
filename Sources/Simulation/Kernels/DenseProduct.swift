import Networks

/// The matrices of a stationary layer, laid out for products with many vectors.
///
/// With integers in `Element` that keep below 2^(significant bits) in every sum, the products are exact.
struct DenseProduct<Element: SIMDScalar & BinaryFloatingPoint & Sendable>: Sendable {
    let matrix: MatrixShape
    /// Columns of a group, rounded up to whole vectors of 8.
    private let vectors: Int
    /// groups × vectors × rows × 8.
    private let elements: [Element]

    init(_ matrix: MatrixShape, _ element: (Int) -> Element) {
        self.matrix = matrix
        vectors = (matrix.columns + 7) / 8
        var elements = [Element](repeating: 0, count: matrix.groups * vectors * matrix.rows * 8)
        for group in 0..<matrix.groups {
            for row in 0..<matrix.rows {
                for column in 0..<matrix.columns {
                    elements[((group * vectors + column / 8) * matrix.rows + row) * 8 + column % 8] =
                        element((group * matrix.rows + row) * matrix.columns + column)
                }
            }
        }
        self.elements = elements
    }

    /// Results of all positions, positions × outputs.
    ///
    /// - Parameter input: padded as the plan says.
    func callAsFunction(_ input: [Element], _ plan: PatchPlan) -> [Element] {
        let positions = plan.bases.count
        let outputs = matrix.groups * matrix.columns
        return [Element](unsafeUninitializedCapacity: positions * outputs) { result, count in
            count = positions * outputs
            withUnsafeTemporaryAllocation(of: SIMD4<Element>.self, capacity: plan.offsets.count) { patches in
                input.withUnsafeBufferPointer { input in
                    plan.bases.withUnsafeBufferPointer { bases in
                        plan.offsets.withUnsafeBufferPointer { offsets in
                            for first in stride(from: 0, to: positions, by: 4) {
                                gather(first, input, bases, offsets, into: patches)
                                multiply(patches, positions: first..<min(first + 4, positions), outputs, into: result)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The input vectors of four positions; past the last one, that of the last again.
    @inline(__always)
    private func gather(
        _ first: Int, _ input: UnsafeBufferPointer<Element>, _ bases: UnsafeBufferPointer<Int32>,
        _ offsets: UnsafeBufferPointer<Int32>, into patches: UnsafeMutableBufferPointer<SIMD4<Element>>
    ) {
        let last = bases.count - 1
        let (a, b, c, d) = (
            Int(bases[first]), Int(bases[min(first + 1, last)]), Int(bases[min(first + 2, last)]),
            Int(bases[min(first + 3, last)])
        )
        for m in 0..<offsets.count {
            let offset = Int(offsets[m])
            patches[m] = SIMD4(input[a + offset], input[b + offset], input[c + offset], input[d + offset])
        }
    }

    @inline(__always)
    private func multiply(
        _ patches: UnsafeMutableBufferPointer<SIMD4<Element>>, positions: Range<Int>, _ outputs: Int,
        into result: UnsafeMutableBufferPointer<Element>
    ) {
        elements.withUnsafeBytes { elements in
            for group in 0..<matrix.groups {
                for vector in 0..<vectors {
                    var (a, b, c, d) = (
                        SIMD8<Element>.zero, SIMD8<Element>.zero, SIMD8<Element>.zero, SIMD8<Element>.zero
                    )
                    let start = (group * vectors + vector) * matrix.rows
                    for row in 0..<matrix.rows {
                        let weights = elements.loadUnaligned(
                            fromByteOffset: (start + row) * MemoryLayout<SIMD8<Element>>.size, as: SIMD8<Element>.self)
                        let x = patches[group * matrix.rows + row]
                        a += weights * x[0]
                        b += weights * x[1]
                        c += weights * x[2]
                        d += weights * x[3]
                    }
                    let column = group * matrix.columns + vector * 8
                    let width = min(8, matrix.columns - vector * 8)
                    for (number, position) in positions.enumerated() {
                        let sums = number == 0 ? a : number == 1 ? b : number == 2 ? c : d
                        for k in 0..<width { result[position * outputs + column + k] = sums[k] }
                    }
                }
            }
        }
    }
}
