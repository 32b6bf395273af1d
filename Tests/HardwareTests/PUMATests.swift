import Hardware
import Quantities
import Testing

/// PUMA rebuilt from its component library (Ankit et al., ASPLOS 2019).
@Suite struct PUMATests {
    /// The node of the paper: 138 tiles, 90.6 mm², 62.5 W. `docs/hardware-validation.md` says where the rest comes
    /// from.
    @Test func theNodeIsNearThatOfThePaper() throws {
        let chip = try hierarchy("puma")
        #expect(try #require(chip.descendant("tile")).count == 138)
        #expect(chip.area.isWithin(0.02, of: Area(90.6, .milli)))
        #expect(chip.power.isWithin(0.01, of: Power(62.5)))
    }

    /// A core summed by hand from the table of the component library: area in mm², power in mW with leakage.
    @Test func theCoreIsTheSumOfItsLibrary() throws {
        let core = try #require(try hierarchy("puma").descendant("core"))
        let root8 = 8.0.squareRoot()
        let converters = 16 * (2.5e-5 + 0.0012 + 6e-5) + 256 * 1.67e-7 + 2048 * 3.9e-8
        let digital = 2 * (0.00078 + 0.00078) + 0.00192 + 0.004032 + 0.0003 + 0.00108 * root8 + 0.0032625
        #expect(core.area.isWithin(1e-5, of: Area(converters + digital, .milli)))
        let analog = 16 * (0.3 + 2.0 + 0.05) + 256 * 0.003896875 + 2048 * 9.7e-6
        let registers = 2 * (0.16 + 1.7 / 128 + 0.04) + 2 * 0.2 + 0.477
        let power = analog + registers + 1.8987 + 0.26 + (0.46 + 0.078) * root8 + 0.25
        #expect(core.power.isWithin(1e-5, of: Power(power, .milli)))
    }

    /// One library serves all: a kind of crossbar is the same in every file.
    @Test(arguments: [16, 32, 64, 128])
    func theHeterogeneousChipHasTheCrossbarsOfTheOthers(_ size: Int) throws {
        let mixed = try shipped("nax-heterogeneous")
        let alone = try shipped("homogeneous-\(size)")
        let index = try #require(mixed.crossbar(named: "x\(size)"))
        #expect(try alone.crossbars[#require(alone.crossbar(named: "x\(size)"))] == mixed.crossbars[index])
        #expect(mixed.crossbars[index].rows == size)
        let tile = try #require(mixed.hierarchy().descendant("tile-\(size)"))
        let same = try #require(alone.hierarchy().descendant("tile"))
        #expect(tile.area.isWithin(1e-12, of: same.area))
        #expect(tile.power.isWithin(1e-12, of: same.power))
        #expect(tile.leakage.isWithin(1e-12, of: same.leakage))
    }

    /// Crossbars of the library by size: read time in ns, power in mW, area in mm².
    @Test(arguments: [
        (32, 32.0, 0.01875, 1.5625e-6), (64, 64, 0.075, 6.25e-6), (128, 128, 0.3, 2.5e-5), (256, 256, 1.2, 1e-4),
    ])
    func theCrossbarsAreThoseOfTheLibrary(_ size: Int, _ time: Double, _ power: Double, _ area: Double) throws {
        let puma = try shipped("puma")
        let crossbar = puma.crossbars[try #require(puma.crossbar(named: "x\(size)"))]
        #expect((crossbar.rows, crossbar.columns, crossbar.activeRows) == (size, size, size))
        #expect(crossbar.read.time.isWithin(1e-12, of: Time(time, .nano)))
        #expect((crossbar.readEnergy / crossbar.read.time).isWithin(1e-12, of: Power(power, .milli)))
        #expect(crossbar.area.isWithin(1e-12, of: Area(area, .milli)))
    }
}
