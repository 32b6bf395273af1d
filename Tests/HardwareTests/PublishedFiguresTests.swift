import Hardware
import Markup
import Quantities
import Testing

/// ISAAC-CE rebuilt from its file, against the table of its paper (Shafiee et al., ISCA 2016).
@Suite struct ISAACTests {
    /// Rows of the table: the component, how many of it an IMA or tile has, power in mW and area in mm² of all of them.
    static let partsOfIMA: [(name: String, count: Double, power: Double, area: Double)] = [
        ("isaac-adc", 8, 16, 0.0096), ("isaac-dac", 8 * 128, 4, 0.00017),
        ("isaac-sample-and-hold", 8 * 128, 0.01, 0.00004),
        ("crossbar isaac-x128", 8, 2.4, 0.0002), ("isaac-shift-and-add", 4, 0.2, 0.00024),
        ("isaac-input-register", 1, 1.24, 0.0021), ("isaac-output-register", 1, 0.23, 0.00077),
    ]
    static let partsOfTile: [(name: String, count: Double, power: Double, area: Double)] = [
        ("isaac-edram", 1, 20.7, 0.083), ("isaac-bus", 1, 7, 0.090), ("isaac-sigmoid", 2, 0.52, 0.0006),
        ("isaac-tile-adder", 1, 0.05, 0.00006), ("isaac-max-pool", 1, 0.4, 0.00024),
        ("isaac-tile-output-register", 1, 1.68, 0.0032), ("ima", 12, 289, 0.157),
    ]

    @Test(arguments: partsOfIMA)
    func aPartOfAnIMAIsThatOfTheTable(_ row: (name: String, count: Double, power: Double, area: Double)) throws {
        let ima = try #require(try hierarchy("isaac").descendant("ima"))
        try expect(ima, row)
    }

    @Test(arguments: partsOfTile)
    func aPartOfATileIsThatOfTheTable(_ row: (name: String, count: Double, power: Double, area: Double)) throws {
        let tile = try #require(try hierarchy("isaac").descendant("tile"))
        try expect(tile, row)
    }

    /// The table gives the whole router, which four tiles share.
    @Test func theRouterIsThatOfTheTable() throws {
        let router = try #require(try hierarchy("isaac").descendant("isaac-router"))
        #expect(router.count == 0.25)
        #expect(router.power.isWithin(0.01, of: Power(42, .milli)))
        #expect(router.area.isWithin(0.01, of: Area(0.151, .milli)))
    }

    @Test func theTileIsThatOfTheTable() throws {
        let tile = try #require(try hierarchy("isaac").descendant("tile"))
        #expect(tile.count == 168)
        #expect(tile.power.isWithin(0.01, of: Power(330, .milli)))
        #expect(tile.area.isWithin(0.01, of: Area(0.372, .milli)))
        #expect((tile.power * tile.count).isWithin(0.01, of: Power(55.4)))
        #expect((tile.area * tile.count).isWithin(0.01, of: Area(62.5, .milli)))
    }

    @Test func theChipIsThatOfTheTable() throws {
        let chip = try hierarchy("isaac")
        let link = try #require(chip.descendant("isaac-hypertransport"))
        #expect(link.power.isWithin(0.01, of: Power(10.4)))
        #expect(link.area.isWithin(0.01, of: Area(22.88, .milli)))
        #expect(chip.power.isWithin(0.01, of: Power(65.8)))
        #expect(chip.area.isWithin(0.01, of: Area(85.4, .milli)))
    }

    private func expect(
        _ parent: HierarchyNode, _ row: (name: String, count: Double, power: Double, area: Double)
    ) throws {
        let part = try #require(parent.children.first { $0.name == row.name })
        #expect(part.count == row.count)
        #expect((part.power * part.count).isWithin(0.01, of: Power(row.power, .milli)))
        // The table rounds areas to two digits, the smallest to one: 0.00017 is 0.000174 or less.
        #expect((part.area * part.count).isWithin(0.01, of: Area(row.area, .milli)))
    }
}

/// A hierarchy read from a shipped file.
func hierarchy(_ name: String) throws -> HierarchyNode {
    try shipped(name).hierarchy()
}

/// The architecture of a shipped file.
func shipped(_ name: String) throws -> Architecture {
    try ArchitectureReader().read(ShippedFiles().resolve(name, in: "hardware"))
}

extension HierarchyNode {
    /// The first node of that name at any depth.
    func descendant(_ name: String) -> HierarchyNode? {
        for child in children {
            if child.name == name { return child }
            if let found = child.descendant(name) { return found }
        }
        return nil
    }
}

extension Quantity {
    func isWithin(_ share: Double, of other: Self) -> Bool {
        (si - other.si).magnitude <= share * other.si.magnitude
    }
}
