import Quantities
import Testing

@Suite struct ArithmeticTests {
    @Test func prefixesScaleTheUnit() {
        #expect(Energy(1.67, .pico).si == 1.67e-12)
        #expect(Area(0.0012, .milli).si == 1.2e-9)
        #expect(Frequency(1, .giga).si == 1e9)
    }

    @Test func productsHaveTheRightDimension() {
        let energy: Energy = Power(2, .milli) * Time(3, .nano)
        #expect(energy.si == 2e-3 * 3e-9)
        let back: Time = energy / Power(2, .milli)
        #expect(abs(back.si - 3e-9) < 1e-24)
        let current: Current = Voltage(0.2) / Resistance(10, .kilo)
        #expect(current.si == 2e-5)
        #expect(Voltage(0.2) * Resistance(10, .kilo).reciprocal == Current(si: 0.2 * 1e-4))
        #expect(Frequency(1, .giga) * Time(64, .nano) == 64)
        #expect(Time(4).reciprocal == Frequency(0.25))
        #expect(Length(2, .milli) * Length(3, .milli) == Area(si: 2e-3 * 3e-3))
        #expect(Information(256) / Time(2) == DataRate(128))
    }

    @Test func quantitiesAddAndCompare() {
        #expect([Energy(1), Energy(2), Energy(3)].sum() == Energy(6))
        #expect([Energy]().sum() == Energy.zero)
        #expect(Energy(1) < Energy(2))
        #expect(Energy(3) / Energy(2) == 1.5)
        #expect(-Energy(3) * 2 == Energy(-6))
    }
}

@Suite struct FormattingTests {
    @Test func aPrefixLeavesOneToThreeDigitsBeforeThePoint() {
        #expect(Energy(si: 1.67e-12).formatted() == "1.67 pJ")
        #expect(Energy(si: 999.96e-12).formatted() == "1 nJ")
        #expect(Energy(si: 123_456e-12).formatted() == "123.5 nJ")
        #expect(Energy(si: -2e-9).formatted() == "-2 nJ")
        #expect(Energy(si: 0).formatted() == "0 J")
        #expect(Energy(si: 3e-20).formatted() == "3e-05 fJ")
        #expect(Time(si: 5400).formatted() == "5400 s")
        #expect(Resistance(2.5).formatted() == "2.5 Ω")
        #expect(Ratio(0.153).formatted() == "15.3 %")
    }

    @Test func areasAreInSquareMillimetres() {
        #expect(Area(si: 85.4e-6).formatted() == "85.4 mm²")
        #expect(Area(si: 1.2e-9).formatted() == "0.0012 mm²")
        #expect(Area(si: 1.67e-13).formatted() == "0.167 µm²")
    }

    @Test func productsHaveOnePrefix() {
        #expect(EnergyDelayAreaProduct(si: 18.5e-12).formatted() == "18.5 µJ·s·mm²")
        #expect(EnergyDelayProduct(si: 3e-9).formatted() == "3 nJ·s")
    }

    @Test func dataIsInBinaryMultiples() {
        #expect(Information(524_288).formatted() == "64 KiB")
        #expect(Information(384).formatted() == "48 B")
        #expect(Information(3).formatted() == "3 bit")
    }

    @Test func fixedDecimalsAreAllWritten() {
        #expect(1.5.text(decimals: 2) == "1.50")
        #expect(0.004.text(decimals: 2) == "0.00")
        #expect((-0.129).text(decimals: 2) == "-0.13")
        #expect(12.0.text(decimals: 0) == "12")
        #expect(0.05.text(decimals: 3) == "0.050")
    }

    /// Writing and reading again gives the number, up to the digits written.
    @Test func whatIsPrintedCanBeRead() throws {
        func check<D: Dimension>(_: D.Type, _ value: Double) throws {
            let exact = Quantity<D>(si: value)
            let read = try Quantity<D>(parsing: exact.formatted(significant: 17))
            #expect(abs(read.si - value) <= 4e-16 * abs(value), "\(exact.formatted(significant: 17))")
            let rounded = try Quantity<D>(parsing: exact.formatted())
            #expect(abs(rounded.si - value) <= 5.001e-4 * abs(value), "\(exact)")
        }
        var generator = SplitMix64(seed: 1)
        for _ in 0..<2000 {
            let exponent = Double.random(in: -22...14, using: &generator)
            let value = Double("\(Double.random(in: -1...1, using: &generator))e\(Int(exponent))")!
            try check(Dimensions.Energy.self, value)
            try check(Dimensions.Time.self, value)
            try check(Dimensions.Area.self, value)
            try check(Dimensions.Resistance.self, value)
            try check(Dimensions.Information.self, value)
            try check(Dimensions.Ratio.self, value)
            try check(Dimensions.Temperature.self, value)
            try check(Dimensions.DataRate.self, value)
        }
    }
}

/// Steele, Lea and Flood's SplitMix64.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
