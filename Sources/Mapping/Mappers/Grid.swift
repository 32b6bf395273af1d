/// A matrix cut into crossbars of `height` × `width`: the full blocks and those at the edges.
///
/// - Parameter times: how many such matrices there are.
public func grid(rows: Int, columns: Int, of height: Int, _ width: Int, times: Int) -> [Block] {
    let (fullRows, restRows) = rows.quotientAndRemainder(dividingBy: height)
    let (fullColumns, restColumns) = columns.quotientAndRemainder(dividingBy: width)
    var blocks: [Block] = []
    blocks.reserveCapacity(4)
    if fullRows > 0, fullColumns > 0 {
        blocks.append(Block(count: times * fullRows * fullColumns, rows: height, columns: width))
    }
    if fullRows > 0, restColumns > 0 {
        blocks.append(Block(count: times * fullRows, rows: height, columns: restColumns))
    }
    if restRows > 0, fullColumns > 0 {
        blocks.append(Block(count: times * fullColumns, rows: restRows, columns: width))
    }
    if restRows > 0, restColumns > 0 { blocks.append(Block(count: times, rows: restRows, columns: restColumns)) }
    return blocks
}

/// Groups of a layer packed along the diagonal of crossbars, `perCrossbar` to each:
/// the full crossbars, and those with the groups that are left over.
///
/// - Parameter times: crossbars that each such pack takes, one per slice.
public func diagonal(groups: Int, perCrossbar: Int, rows: Int, columns: Int, times: Int = 1) -> [Block] {
    let (full, rest) = groups.quotientAndRemainder(dividingBy: perCrossbar)
    var blocks: [Block] = []
    if full > 0 { blocks.append(Block(count: full * times, rows: perCrossbar * rows, columns: perCrossbar * columns)) }
    if rest > 0 { blocks.append(Block(count: times, rows: rest * rows, columns: rest * columns)) }
    return blocks
}
