import Hardware

/// Columns of one weight whose sums are added up before they are converted.
struct JoinedColumns: Hashable, Sendable {
    /// What of the weight they hold, and what each counts in the sum.
    let columns: [Column]
    /// What the converted sum counts.
    let factor: Int

    /// One of the columns.
    struct Column: Hashable, Sendable {
        /// Index into ``CellSlices/factors``.
        let slice: Int
        /// What a level of 1 counts in the sum: a power of two, negative on the subtracted side of a pair.
        let weight: Int
    }
}

extension CellSlices {
    /// The columns of a weight, as they are joined before a conversion; each by itself where nothing is.
    func joined(by accumulation: CrossbarKind.Accumulation) -> [JoinedColumns] {
        let sides = encoding.sides, perSide = count / sides
        // Runs of slices and sides that one conversion is of.
        let runs = accumulation.slices ? [0..<perSide] : (0..<perSide).map { $0..<$0 + 1 }
        let together = accumulation.pairs ? [0..<sides] : (0..<sides).map { $0..<$0 + 1 }
        return together.flatMap { sides in
            runs.map { run in
                // Pairs count the first side as it is; a side by itself has its sign in the factor.
                let first = factors[sides.lowerBound * perSide + run.lowerBound]
                return JoinedColumns(
                    columns: sides.flatMap { side in
                        run.map { slice in
                            let index = side * perSide + slice
                            return JoinedColumns.Column(slice: index, weight: factors[index] / first)
                        }
                    }, factor: first)
            }
        }
    }
}
