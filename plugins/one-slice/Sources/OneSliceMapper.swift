import Mapping

/// One crossbar per bit slice, as in ISAAC and PUMA: the K slices (and the two sides of a
/// pair) of a block of weights lie in K crossbars that take the same input.
///
/// An M × N matrix takes ⌈M/R⌉ row blocks, ⌈N/C⌉ column blocks and K crossbars for each.
/// Groups are packed block-diagonally while several fit one crossbar.
enum OneSliceMapper: Mapper {
    static let summary = "one crossbar per bit slice, as in ISAAC and PUMA"

    static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
        let matrix = request.matrix
        let kind = request.kind
        let slices = request.columnsPerWeight
        if matrix.groups > 1, matrix.rows <= kind.rows, matrix.columns <= kind.columns {
            let packed = min(kind.rows / matrix.rows, kind.columns / matrix.columns, matrix.groups)
            return Placement(
                request,
                blocks: diagonal(
                    groups: matrix.groups, perCrossbar: packed, rows: matrix.rows, columns: matrix.columns,
                    times: slices),
                inputBlocks: (matrix.groups + packed - 1) / packed, partialSums: 1, sliceOrder: .apart)
        }
        let rowBlocks = (matrix.rows + kind.rows - 1) / kind.rows
        return Placement(
            request,
            blocks: grid(
                rows: matrix.rows, columns: matrix.columns, of: kind.rows, kind.columns, times: matrix.groups * slices),
            inputBlocks: rowBlocks * matrix.groups, partialSums: rowBlocks,
            sliceOrder: .apart)
    }
}

public let plugin = MapperPlugin("one-slice", OneSliceMapper.self)
