import Mapping

/// The im2col matrix cut into crossbars, a weight's bit slices beside each other in neighbouring columns.
///
/// An M × N matrix of weights of K columns takes ⌈M/R⌉ row blocks and ⌈N·K/C⌉ column blocks of
/// R × C crossbars. The groups of a depthwise or grouped convolution are packed
/// block-diagonally while several fit one crossbar: min(⌊R/M⌋, ⌊C/(N·K)⌋) of them.
enum DenseMapper: Mapper {
    static let summary = "im2col, bit slices side by side in one crossbar, groups packed block-diagonally"

    static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
        let matrix = request.matrix
        let kind = request.kind
        let columns = matrix.columns * request.columnsPerWeight
        if matrix.groups > 1, matrix.rows <= kind.rows, columns <= kind.columns {
            let packed = min(kind.rows / matrix.rows, kind.columns / columns, matrix.groups)
            return Placement(
                request,
                blocks: diagonal(groups: matrix.groups, perCrossbar: packed, rows: matrix.rows, columns: columns),
                inputBlocks: (matrix.groups + packed - 1) / packed, partialSums: 1)
        }
        let rowBlocks = (matrix.rows + kind.rows - 1) / kind.rows
        return Placement(
            request,
            blocks: grid(rows: matrix.rows, columns: columns, of: kind.rows, kind.columns, times: matrix.groups),
            inputBlocks: rowBlocks * matrix.groups, partialSums: rowBlocks)
    }
}

public let plugin = MapperPlugin("dense", DenseMapper.self)
