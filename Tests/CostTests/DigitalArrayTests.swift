import Diagnostics
import Hardware
import Mapping
import Markup
import Quantities
import Testing

@testable import Cost

/// Arrays without converters, and cells that leak: energies by hand.
@Suite struct DigitalArrayTests {
    /// 128×128 crossbars, a linear layer of 128 inputs and 32 outputs of 8-bit weights in 2-bit cells: 4 slices, 8
    /// streams.
    private func evaluate(
        _ change: (inout String) -> Void
    ) throws -> (
        evaluation: Evaluation, architecture: Architecture
    ) {
        var text = """
            <hardware xmlns="urn:naxdse:hardware:1" name="mini" technology="32 nm" clock="1 GHz" source="round numbers">
              <device id="cell" cell-bits="2" on-resistance="100 kΩ" off-resistance="1 MΩ" cell-area-F2="4" source="round numbers"/>
              <component id="dac" kind="dac" resolution="1" area="1e-7 mm²" leakage="0 W" source="s"><action name="convert" energy="0.1 pJ" time="1 ns"/></component>
              <component id="adc" kind="adc" resolution="9" area="0.001 mm²" leakage="0 W" source="s"><action name="convert" energy="2 pJ" time="1 ns"/></component>
              <component id="sna" kind="shift-and-add" area="0 mm²" leakage="0 W" source="s"><action name="operate" energy="0.05 pJ" time="0.5 ns"/></component>
              <component id="alu" kind="alu" area="0 mm²" leakage="0 W" source="s"><action name="operate" energy="0.2 pJ" time="0.1 ns"/></component>
              <component id="buf" kind="memory" capacity="64 KiB" width="256" area="0.1 mm²" leakage="1 mW" source="s">
                <action name="read" energy="10 pJ" time="1 ns"/><action name="write" energy="10 pJ" time="1 ns"/></component>
              <crossbar id="x" rows="128" columns="128" device="cell" source="s">
                <read voltage="0.2 V" time="100 ns" energy="16384 fJ"/>
                <wires row="1 Ω" column="1 Ω" source="0 Ω" sink="0 Ω"/>
                <dac component="dac"/><adc component="adc" columns="128"/>
                <shift-and-add component="sna" columns="128"/>
              </crossbar>
              <level name="chip"><component ref="buf"/><component ref="alu"/><level name="core" count="as-needed"><crossbar ref="x"/></level></level>
            </hardware>
            """
        change(&text)
        let architecture = try ArchitectureReader().read(
            bytes: Array(text.utf8), as: "mini.xml")
        let network = try Mini.network(
            "<input name=\"i\" shape=\"128\"/><linear name=\"l\" features=\"32\" bias=\"false\"/>")
        let settings = LayerSettings(
            precision: Precision(weights: 8, inputs: 8), encoding: .offset, duplication: 1, dacSets: .shared)
        let specification = MappingSpecification(name: "m", dataflow: .layerByLayer, defaults: settings)
        return (try CostModel(architecture).evaluate(network, specification, mappers: Fixture().mappers), architecture)
    }

    private let converters = "<dac component=\"dac\"/><adc component=\"adc\" columns=\"128\"/>"

    /// Without a DAC and an ADC there is nothing that converts, in energy, area or time, and no bit is lost.
    @Test func aDigitalArrayHasNoConverters() throws {
        let (analog, _) = try evaluate { _ in }
        let (digital, architecture) = try evaluate { $0 = $0.replacing(converters, with: "") }
        #expect(architecture.crossbars[0].isDigital)
        let groups = digital.breakdown.byComponent.children.map(\.name)
        #expect(!groups.contains("ADCs") && !groups.contains("DACs"))
        #expect(analog.breakdown.byComponent.children.map(\.name).contains("ADCs"))
        // 128 columns of weights, and the one of the inputs' sum, in 8 streams: a shift-and-add each, and nothing else
        // behind the array.
        #expect(try #require(digital.picojoules("sna")).isNear(0.05 * 8 * 129, within: 1e-9))
        let saved =
            analog.figures.energy.si - analog.figures.leakage.si * analog.figures.delay.si
            - (digital.figures.energy.si - digital.figures.leakage.si * digital.figures.delay.si)
        let dacs = try #require(analog.picojoules("dac")), adcs = try #require(analog.picojoules("adc"))
        #expect(adcs.isNear(2 * 8 * 129, within: 1e-9))
        #expect((saved * 1e12).isNear(dacs + adcs, within: 1e-9))
        #expect(digital.figures.area < analog.figures.area)
        #expect(digital.figures.delay < analog.figures.delay)
        #expect(!digital.warnings.contains { if case .resolution = $0 { true } else { false } })
        #expect(
            try evaluate {
                $0 = $0.replacing(converters, with: "").replacing("id=\"x\"", with: "id=\"x\" computes=\"digital\"")
            }.evaluation.figures.energy
                == digital.figures.energy)
    }

    /// 1 pW in each of 128·128 cells of each crossbar, while the chip works.
    @Test func cellsLeak() throws {
        let (quiet, _) = try evaluate { _ in }
        let (leaking, architecture) = try evaluate {
            $0 = $0.replacing("cell-area-F2=\"4\"", with: "cell-area-F2=\"4\" leakage=\"1 pW\"")
        }
        let crossbars = Double(leaking.layers.map(\.crossbars).reduce(0, +))
        #expect(architecture.crossbars[0].cellLeakage.si.isNear(16384e-12, within: 1e-12))
        #expect((leaking.figures.leakage.si - quiet.figures.leakage.si).isNear(crossbars * 16384e-12, within: 1e-9))
        #expect(
            (leaking.figures.energy.si - quiet.figures.energy.si).isNear(
                crossbars * 16384e-12 * quiet.figures.delay.si, within: 1e-6))
        #expect(leaking.figures.delay == quiet.figures.delay)
    }

    /// An SRAM cell read by charge: 2 fF, charged where input and weight are not 0; no resistance is made up for it.
    @Test func aCellReadByChargeTakesItsCapacitor() throws {
        let (_, architecture) = try evaluate {
            $0 = $0.replacing("on-resistance=\"100 kΩ\" off-resistance=\"1 MΩ\"", with: "capacitance=\"2 fF\"")
                .replacing(" energy=\"16384 fJ\"", with: "")
                .replacing("voltage=\"0.2 V\"", with: "voltage=\"1 V\"")
        }
        let kind = architecture.crossbars[0]
        #expect(kind.method == .charge && !kind.device.isResistive)
        // C·V² × ½ of the inputs × ½ of the weights.
        #expect((kind.readEnergyPerCell.si * 1e15).isNear(2 * 0.5 * 0.5, within: 1e-12))
    }

    @Test(
        arguments: [
            ("<dac component=\"dac\"/>", "", "<crossbar> has no <dac>"),
            ("id=\"x\"", "id=\"x\" computes=\"digital\"", "the crossbar computes digitally and has a <adc>"),
            (
                "id=\"x\"", "id=\"x\" computes=\"charge\"",
                "the crossbar computes by charge, and its device 'cell' has resistances"
            ),
            (" energy=\"16384 fJ\"", "", nil),
            ("on-resistance=\"100 kΩ\" off-resistance=\"1 MΩ\"", "leakage=\"1 pW\"", nil),
            ("on-resistance=\"100 kΩ\"", "", "<device> has no on-resistance"),
            (
                "on-resistance=\"100 kΩ\"", "on-resistance=\"100 kΩ\" capacitance=\"1 fF\"",
                "the device has resistances and a capacitance"
            ),
        ] as [(String, String, String?)])
    func whatDoesNotGoTogetherIsTold(old: String, new: String, message: String?) throws {
        guard let message else {
            _ = try evaluate { $0 = $0.replacing(old, with: new) }
            return
        }
        let error = #expect(throws: InvalidInput.self) { try evaluate { $0 = $0.replacing(old, with: new) } }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "nothing was said")")
    }

    /// What a read takes has to be said somehow.
    @Test func aReadOfCellsWithoutResistanceHasToBeStated() throws {
        let error = #expect(throws: InvalidInput.self) {
            try evaluate {
                $0 = $0.replacing("on-resistance=\"100 kΩ\" off-resistance=\"1 MΩ\"", with: "").replacing(
                    " energy=\"16384 fJ\"", with: "")
            }
        }
        #expect(error?.description.contains("nothing says what a read of 'x' takes") == true)
    }
}
