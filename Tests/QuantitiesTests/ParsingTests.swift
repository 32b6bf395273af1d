import Quantities
import Testing

@Suite struct ParsingTests {
    @Test(arguments: [
        ("1.67 pJ", 1.67e-12), ("1.67pJ", 1.67e-12), ("  3 fJ ", 3e-15), ("2.5e-3 nJ", 2.5e-12), ("0 J", 0),
        (".5 µJ", 0.5e-6), ("5 \u{03BC}J", 5e-6), ("5 uJ", 5e-6), ("7. mJ", 7e-3), ("+1 kJ", 1e3), ("-1 MJ", -1e6),
        ("5 eV", 8.01088317e-19), ("1\u{00A0}J", 1),
    ])
    func energiesAreRead(_ text: String, _ joules: Double) throws {
        #expect(try Energy(parsing: text).si == joules)
    }

    @Test func everyDimensionReadsItsUnits() throws {
        #expect(try Time(parsing: "100 ns").si == 100e-9)
        #expect(try Time(parsing: "2 min").si == 120)
        #expect(try Time(parsing: "10 years").si == 315_576_000)
        #expect(try Power(parsing: "16 mW").si == 16e-3)
        #expect(try Voltage(parsing: "0.2 V").si == 0.2)
        #expect(try Current(parsing: "3 µA").si == 3e-6)
        #expect(try Conductance(parsing: "10 µS").si == 10e-6)
        #expect(try Capacitance(parsing: "20 fF").si == 20e-15)
        #expect(try Charge(parsing: "5 fC").si == 5e-15)
        #expect(try Frequency(parsing: "1 GHz").si == 1e9)
        #expect(try Frequency(parsing: "1.2 GS/s").si == 1.2e9)
        #expect(try Length(parsing: "32 nm").si == 32e-9)
        #expect(try Length(parsing: "1 mm").si == 1e-3)
        #expect(try Temperature(parsing: "300 K").si == 300)
        #expect(try Temperature(parsing: "25 °C").si == 298.15)
        #expect(try DataRate(parsing: "6.4 GB/s").si == 51.2e9)
        #expect(try Ratio(parsing: "15 %").si == 0.15)
        #expect(try Ratio(parsing: "0.15").si == 0.15)
    }

    @Test(arguments: ["2.5 Ω", "2.5 \u{2126}", "2.5 ohm", "2.5 Ohm", "0.0025 kΩ", "2500 mohm"])
    func ohmsAreWrittenInManyWays(_ text: String) throws {
        #expect(try Resistance(parsing: text).si == 2.5)
    }

    @Test(arguments: ["0.0012 mm²", "0.0012 mm2", "0.0012 mm^2", "1200 µm²", "1200 um^2", "1.2e-9 m2"])
    func areasAreWrittenInManyWays(_ text: String) throws {
        #expect(try Area(parsing: text).si == 1.2e-9)
    }

    @Test(arguments: [
        ("64 kB", 512_000.0), ("64 KiB", 524_288), ("1 bit", 1), ("384 bits", 384), ("2 B", 16), ("3 bytes", 24),
        ("1 MiB", 8_388_608), ("1 kbit", 1000),
    ])
    func dataIsCountedInBits(_ text: String, _ bits: Double) throws {
        #expect(try Information(parsing: text).si == bits)
    }

    @Test(arguments: [
        ("64 ns", "'64 ns' is a time; an energy is wanted, such as '1.67 pJ'"),
        ("64", "'64' has no unit; an energy is wanted, such as '1.67 pJ'"),
        ("", "no value is given; an energy is wanted, such as '1.67 pJ'"),
        ("pJ", "'pJ' does not start with a number; an energy is wanted, such as '1.67 pJ'"),
        ("− 3 J", "'− 3 J' does not start with a number; an energy is wanted, such as '1.67 pJ'"),
        ("nan J", "'nan J' does not start with a number; an energy is wanted, such as '1.67 pJ'"),
        ("3 pj", "'pj' in '3 pj' is not a unit; did you mean 'pJ'?"),
        ("3 quux", "'quux' in '3 quux' is not a unit; an energy is wanted, such as '1.67 pJ'"),
        ("1,67 pJ", "'1,67 pJ' has a comma in its number; write '1.67 pJ'"),
        ("1e400 J", "'1e400 J' is beyond what can be computed with; an energy is wanted, such as '1.67 pJ'"),
        (
            "1e99999999999999999999 J",
            "'1e99999999999999999999 J' is beyond what can be computed with; an energy is wanted, such as '1.67 pJ'"
        ),
        ("3 %", "'3 %' is a ratio; an energy is wanted, such as '1.67 pJ'"),
    ])
    func whatIsNoEnergyIsToldApart(_ text: String, _ message: String) {
        let error = #expect(throws: QuantityError.self) { try Energy(parsing: text) }
        #expect(error?.description == message)
    }

    @Test func aMisspeltUnitOfAnotherCaseIsNamed() {
        let clock = #expect(throws: QuantityError.self) { try Frequency(parsing: "1 ghz") }
        #expect(clock?.hint == "did you mean 'GHz'?")
        let memory = #expect(throws: QuantityError.self) { try Information(parsing: "64 KB") }
        #expect(memory?.description == "'KB' in '64 KB' is not a unit; did you mean 'kB'?")
    }

    @Test func ofUnitsThatDifferInCaseTheLikelierIsNamed() {
        #expect(throws: QuantityError.self) { try Frequency(parsing: "1000 mhz") }
        func hint(_ read: () throws(QuantityError) -> Void) -> String {
            do {
                try read()
                return ""
            } catch { return error.hint }
        }
        #expect(hint { () throws(QuantityError) in _ = try Frequency(parsing: "1000 mhz") } == "did you mean 'MHz'?")
        #expect(
            hint { () throws(QuantityError) in _ = try Power(parsing: "16 MW.") }
                == "a power is wanted, such as '16 mW'")
        #expect(hint { () throws(QuantityError) in _ = try Resistance(parsing: "100 KOHM") } == "did you mean 'kohm'?")
    }

    @Test(arguments: [
        ("1,5 pJ", "write '1.5 pJ'"), ("0,25pJ", "write '0.25 pJ'"), ("1,000 pJ", "write '1.000 pJ' or '1000 pJ'"),
        ("-1,5 pJ", "write '-1.5 pJ'"),
        ("1,5", "write '1.67 pJ'"), ("1.5,0 pJ", "write '1.67 pJ'"),
    ])
    func aDecimalCommaIsToldWithWhatToWrite(text: String, hint: String) {
        do {
            _ = try Energy(parsing: text)
            Issue.record("'\(text)' was read")
        } catch {
            #expect(error.message == "'\(text)' has a comma in its number" && error.hint == hint)
        }
    }

    @Test func zerosBeforeAnExponentSayNothing() throws {
        #expect(try Energy(parsing: "1e000005 pJ") == Energy(parsing: "1e5 pJ"))
        #expect(try Energy(parsing: "1e-0000012 J") == Energy(parsing: "1 pJ"))
        #expect(throws: QuantityError.self) { try Energy(parsing: "1e100000 pJ") }
    }

    @Test func aSizeThatIsNotWantedIsToldWithUnitsThatWouldGiveOne() {
        func likelier<D: Dimension>(_ text: String, _ range: ClosedRange<Double>, _: Quantity<D>.Type) -> [String] {
            Quantity<D>.likelier(than: text) { range.contains($0.si) }
        }
        #expect(likelier("32 mm", 1e-10...1e-4, Length.self) == ["32 nm", "32 µm"])
        #expect(likelier("1.5 mHz", 1...1e13, Frequency.self) == ["1.5 MHz"])
        #expect(likelier("2 PF", 0...1e-9, Capacitance.self) == ["2 pF"])
        #expect(likelier("-3 V", 0...1e3, Voltage.self).isEmpty)
        #expect(likelier("3e9 V", 0...1e3, Voltage.self).isEmpty)
        #expect(likelier("much", 0...1e3, Voltage.self).isEmpty)
    }
}
