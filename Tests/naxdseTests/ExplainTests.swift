import Foundation
import Testing

@Suite struct ExplainTests {
    /// ISAAC's ADC: 16 mW of eight at 1.28 GS/s are 1.5625 pJ a conversion; a tenth of it is assumed to leak.
    @Test func everyStepFromTheStatedFigureStandsThere() throws {
        let tool = try Tool.run("explain", "isaac", "adc")
        #expect(tool.status == 0 && tool.errors.isEmpty)
        for part in [
            "isaac-adc, adc, ", "stated: convert 1.5625 pJ in 781.25 ps", "source: ISAAC table: 8 ADCs 16 mW",
            "like: like 'isaac-adc-8b'",
            "model: model 'sar-adc'", "source: puma-simulator",
            "assumption: leakage is 10 % of the power at full activity", "convert: 1.40625 pJ, 781.25 ps",
            "leakage: 200 µW",
        ] { #expect(tool.output.contains(part), "\(part)") }
        let list = try #require(try Tool.run("explain", "isaac", "adc", "--json").json as? [[String: Any]])
        let action = try #require((list.first?["actions"] as? [[String: Any]])?.first)
        #expect(abs((action["energy_J"] as? Double ?? 0) / 1.40625e-12 - 1) < 1e-9)
        #expect((list.first?["steps"] as? [[String: Any]])?.count ?? 0 >= 5)
    }

    @Test func arraysAreExplainedToo() throws {
        let tool = try Tool.run("explain", "isaac", "isaac-x128")
        #expect(tool.output.contains("a read of 128 rows × 128 columns takes 30 pJ in 100 ns"))
    }

    @Test func aNameThatIsNotThereIsTold() throws {
        let tool = try Tool.run("explain", "isaac", "isaac-adk")
        #expect(
            tool.status == 1
                && tool.errors == "naxdse: error: isaac has no component 'isaac-adk'; did you mean 'isaac-adc'?\n")
    }

    /// The whole chip follows its node but for what is beyond it, and that is said.
    @Test func aSweepOverTheNodeSaysWhatDoesNotFollow() throws {
        let tool = try Tool.run("sweep", "isaac", "hardware/@technology=32 nm,16 nm", "-n", "resnet20", "--csv")
        #expect(tool.status == 0)
        #expect(
            tool.errors.contains(
                "figures of isaac-hypertransport, lpddr4 stay as they stand; reads of isaac-x128 keep their energy and time"
            ))
    }
}
