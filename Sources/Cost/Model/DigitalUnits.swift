import Hardware

/// Which part does which arithmetic for a path: the nearest one with the role, or the nearest that can stand in.
struct DigitalUnits: Sendable {
    let adder: Unit?
    let vector: Unit?
    let activation: Unit?
    let pooling: Unit?
    /// Adds partial sums when no adder does: the shift-and-add units behind the columns.
    let columnAdder: Converters.Item?

    struct Unit: Sendable {
        let part: PathPart
        /// Place of its level on the path.
        let depth: Int
    }

    init(_ levels: [PathLevel], shiftAndAdd: Converters.Item?) {
        func nearest(_ role: Role) -> Unit? {
            for (depth, level) in levels.enumerated() {
                if let part = level.parts.first(where: { $0.role == role }) { return Unit(part: part, depth: depth) }
            }
            return nil
        }
        vector = nearest(.vector)
        adder = nearest(.adder) ?? vector
        activation = nearest(.activation) ?? vector
        pooling = nearest(.pooling) ?? vector
        columnAdder = shiftAndAdd
    }
}
