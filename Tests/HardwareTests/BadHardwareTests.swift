import Diagnostics
import Hardware
import Markup
import Quantities
import Testing

/// What is said of hardware files with one thing wrong in them.
@Suite struct BadHardwareTests {
    /// A small file with nothing wrong.
    static let good = """
        <hardware xmlns="urn:naxdse:hardware:1" name="small" technology="32 nm" clock="1 GHz" source="s">
        <device id="cell" cell-bits="2" on-resistance="10 kΩ" off-resistance="1 MΩ" cell-area-F2="4" source="s"/>
        <component id="dac" kind="dac" resolution="1" area="1 µm²" leakage="0 W" source="s">
          <action name="convert" power="4 µW" time="1 ns"/>
        </component>
        <component id="adc8" kind="adc" resolution="8" area="0.0012 mm²" leakage="0.2 mW" source="s">
          <action name="convert" power="1.8 mW" time="1 ns"/>
        </component>
        <component id="adc" kind="adc" like="adc8" model="sar-adc" resolution="6" source="s"/>
        <component id="ram" kind="memory" capacity="64 KiB" width="256" area="0.08 mm²" leakage="1 mW" source="s">
          <action name="read" energy="17 pJ" time="2 ns"/>
          <action name="write" energy="17 pJ" time="2 ns"/>
        </component>
        <component id="reg" kind="register" width="16" area="100 µm²" leakage="1 µW" source="s">
          <action name="read" energy="1 pJ" time="1 ns"/>
          <action name="write" energy="1 pJ" time="1 ns"/>
        </component>
        <component id="code" kind="memory" width="64" area="100 µm²" leakage="1 µW" source="s">
          <action name="read" energy="1 pJ" time="1 ns"/>
        </component>
        <crossbar id="x64" rows="64" columns="64" device="cell" active-rows="32" source="s">
          <read voltage="0.2 V" time="64 ns"/>
          <wires row="2.5 Ω" column="2.5 Ω" source="50 Ω" sink="50 Ω"/>
          <dac component="dac"/>
          <adc component="adc" columns="64"/>
        </crossbar>
        <level name="chip">
          <level name="tile" count="as-needed" at-most="10">
            <component ref="ram"/>
            <component ref="reg" role="input-register"/>
            <component ref="code" role="instructions" accesses-per-mvm="2"/>
            <crossbar ref="x64" count="8"/>
          </level>
        </level>
        </hardware>
        """

    @Test func theFileWithoutChangeIsRight() throws {
        let architecture = try ArchitectureReader().read(bytes: Array(Self.good.utf8), as: "x.xml")
        #expect(architecture.name == "small")
        #expect(architecture.crossbars[0].adc.bits == 6)
        #expect(architecture.crossbars[0].activeRows == 32)
        // 64 · 64 cells of 4 F².
        #expect((architecture.crossbars[0].area.si - 64 * 64 * 4 * 32e-9 * 32e-9).magnitude < 1e-18)
    }

    @Test func aTransistorMaySaturate() throws {
        let change = Change(
            "cell-area-F2=\"4\" source=\"s\"/>",
            "cell-area-F2=\"4\" source=\"s\"><transistor resistance=\"3 kΩ\" gate=\"1.1 V\" threshold=\"400 mV\" early-voltage=\"20 V\"/></device>"
        )
        let effects = try ArchitectureReader().read(bytes: Array(change.applied(to: Self.good).utf8), as: "x.xml")
            .crossbars[0].device.effects
        #expect(effects.accessResistance == Resistance(3, .kilo))
        #expect(effects.gateDrive == .init(voltage: Voltage(1.1), threshold: Voltage(0.4), earlyVoltage: Voltage(20)))
    }

    /// A piece of the file, what stands there instead, and what is said.
    @Test(
        arguments: Change.schema + Change.values + Change.references + Change.components + Change.crossbars
            + Change.levels)
    func oneWrongThingIsToldAtItsPlace(_ change: Change) throws {
        let text = change.applied(to: Self.good)
        let error = #expect(throws: InvalidInput.self) {
            try ArchitectureReader().read(bytes: Array(text.utf8), as: "x.xml")
        }
        #expect(try #require(error).description == change.said.map { "x.xml:" + $0 }.joined(separator: "\n"))
    }

    @Test func everythingWrongIsToldAtOnceInOrder() throws {
        var text = Self.good
        for change in [
            Change("clock=\"1 GHz\"", "clock=\"1 ns\""), Change("cell-bits=\"2\"", "cell-bit=\"2\""),
            Change("kind=\"dac\"", "kind=\"dag\""),
            Change("columns=\"64\" device=\"cell\"", "columns=\"64\" device=\"sell\""),
            Change("time=\"64 ns\"", "time=\"0 ns\""), Change("<dac component=\"dac\"/>", "<dacs component=\"dac\"/>"),
            Change("count=\"8\"", "count=\"8.5\""),
        ] { text = change.applied(to: text) }
        let error = #expect(throws: InvalidInput.self) {
            try ArchitectureReader().read(bytes: Array(text.utf8), as: "x.xml")
        }
        #expect(
            try #require(error).description == """
                x.xml:1:80: error: '1 ns' is a time; a frequency is wanted, such as '1 GHz'
                x.xml:2:1: error: <device> has no cell-bits; add cell-bits="…"
                x.xml:2:19: error: <device> has no attribute 'cell-bit'; did you mean 'cell-bits'?
                x.xml:3:27: error: kind is 'dag'; did you mean 'dac'?
                x.xml:21:1: error: <crossbar> has no <dac>; add <dac …/>
                x.xml:21:51: error: no device is named 'sell'; did you mean 'cell'?
                x.xml:22:31: error: time is '0 ns'; it has to be from 1 fs to 1 s
                x.xml:24:3: error: <dacs> is not known in <crossbar>; did you mean 'dac'?
                x.xml:32:32: error: count is '8.5'; a whole number from 1 to 1000000000 is wanted
                """)
    }

    @Test func aLibraryIsNoHardware() throws {
        let path = try ShippedFiles().path("hardware/components/puma-32nm.xml")
        let error = #expect(throws: InvalidInput.self) { try ArchitectureReader().read(path) }
        #expect(
            error?.description
                == "\(path):2:1: error: this is a <library>, not a <hardware>; include it in a hardware file")
    }
}

/// A change to a file and what is said of it.
struct Change: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let said: [String]

    init(_ old: String, _ new: String, _ said: String...) {
        self.old = old
        self.new = new
        self.said = said
    }

    var testDescription: String { new }

    func applied(to text: String) -> String {
        guard let range = text.firstRange(of: old) else { preconditionFailure("'\(old)' is not in the text") }
        return text.replacingCharacters(in: range, with: new)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
