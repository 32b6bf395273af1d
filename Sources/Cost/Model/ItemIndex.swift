import Hardware

/// Numbers every item of every level of a floorplan, so that costs can be booked in one flat list.
struct ItemIndex: Sendable {
    /// The number of each level's first item.
    let first: [Int]
    let count: Int
    let levelOfItem: [Int]

    init(_ floorplan: Floorplan) {
        var first: [Int] = [], levelOfItem: [Int] = []
        for (index, level) in floorplan.levels.enumerated() {
            first.append(levelOfItem.count)
            levelOfItem += Array(repeating: index, count: level.items.count)
        }
        self.first = first
        self.levelOfItem = levelOfItem
        count = levelOfItem.count
    }

    /// The number of an item of a level; a level's parts come first.
    subscript(level: Int, place: Int) -> Int { first[level] + place }

    /// Array, DAC, sample-and-hold, ADC and shift-and-add of a kind, as far as it has them, in this order.
    func crossbarItems(kind: Int, level: Int, in floorplan: Floorplan) -> [Int] {
        floorplan.levels[level].items.indices.filter { floorplan.levels[level].items[$0].crossbar == kind }.map {
            self[level, $0]
        }
    }
}
