import Hardware
import Mapping
import Markup
import Networks

@testable import Cost

/// A small chip of round numbers: cores of 128×128 crossbars around one buffer and one ALU.
struct Mini {
    var technology = "32 nm"
    var adcNode = ""
    var cellBits = 2
    var aluTime = "0.1 ns"
    var bufferReadTime = "1 ns"
    var dacSharedBy = 1
    var adcColumns = 128
    var activeRows = 128
    var readTime = "100 ns"
    var readEnergy = ""
    var crossbarsPerCore = 1
    var bufferCapacity = "64 KiB"
    var inputRegisterCapacity = "2 KiB"
    var outputRegisterCapacity = "2 KiB"
    /// Parts of the chip and of a core.
    var chipParts = "<component ref='buf'/><component ref='alu'/>"
    var coreParts = ""
    var coreAtMost = ""

    func architecture() throws -> Architecture {
        let text = """
            <hardware xmlns="urn:naxdse:hardware:1" name="mini" technology="\(technology)" clock="1 GHz" source="round numbers">
              <device id="rram" cell-bits="\(cellBits)" on-resistance="100 kΩ" off-resistance="1 MΩ" cell-area-F2="4" source="round numbers"/>
              <component id="dac" kind="dac" resolution="1" area="1e-7 mm²" leakage="0 W" source="round numbers">
                <action name="convert" energy="0.1 pJ" time="1 ns"/></component>
              <component id="adc" kind="adc" \(adcNode) resolution="8" area="0.001 mm²" leakage="0 W" source="round numbers">
                <action name="convert" energy="2 pJ" time="1 ns"/></component>
              <component id="sna" kind="shift-and-add" area="0 mm²" leakage="0 W" source="round numbers">
                <action name="operate" energy="0.05 pJ" time="0.5 ns"/></component>
              <component id="alu" kind="alu" area="0 mm²" leakage="0 W" source="round numbers">
                <action name="operate" energy="0.2 pJ" time="\(aluTime)"/></component>
              <component id="buf" kind="memory" capacity="\(bufferCapacity)" width="256" area="0.1 mm²" leakage="1 mW" source="round numbers">
                <action name="read" energy="10 pJ" time="\(bufferReadTime)"/><action name="write" energy="10 pJ" time="1 ns"/></component>
              <component id="inputs" kind="register" capacity="\(inputRegisterCapacity)" width="256" area="0 mm²" leakage="0 W" source="round numbers">
                <action name="read" energy="1 pJ" time="0.1 ns"/><action name="write" energy="1 pJ" time="0.1 ns"/></component>
              <component id="sums" kind="register" capacity="\(outputRegisterCapacity)" width="256" area="0 mm²" leakage="0 W" source="round numbers">
                <action name="read" energy="1 pJ" time="0.1 ns"/><action name="write" energy="1 pJ" time="0.1 ns"/></component>
              <component id="dram" kind="dram" width="512" area="0 mm²" leakage="20 mW" source="round numbers">
                <action name="read" energy="4096 pJ" time="5 ns"/><action name="write" energy="4096 pJ" time="5 ns"/></component>
              <crossbar id="x" rows="128" columns="128" active-rows="\(activeRows)" device="rram" source="round numbers">
                <read voltage="0.2 V" time="\(readTime)" \(readEnergy)/>
                <wires row="1 Ω" column="1 Ω" source="0 Ω" sink="0 Ω"/>
                <dac component="dac" shared-by="\(dacSharedBy)"/>
                <adc component="adc" columns="\(adcColumns)"/>
                <shift-and-add component="sna" columns="128"/>
              </crossbar>
              <level name="chip">
                \(chipParts)
                <level name="core" count="as-needed" \(coreAtMost)>\(coreParts)<crossbar ref="x" count="\(crossbarsPerCore)"/></level>
              </level>
            </hardware>
            """
        return try ArchitectureReader().read(
            bytes: Array(text.utf8), as: "mini.xml")
    }

    /// - Parameter layers: the layers of a network file.
    static func network(_ layers: String) throws -> Network {
        let text = "<network xmlns=\"urn:naxdse:network:1\" name=\"n\">\(layers)</network>"
        return try NetworkReader().read(
            bytes: Array(text.utf8), as: "n.xml"
        ).network
    }

    func evaluate(
        _ layers: String, _ dataflow: Dataflow = .layerByLayer, weights: Int = 8, encoding: Encoding = .offset,
        dacSets: DACSets = .shared, copies: Int = 1
    ) throws -> Evaluation {
        let settings = LayerSettings(
            precision: Precision(weights: weights, inputs: weights), encoding: encoding, duplication: copies,
            dacSets: dacSets)
        let specification = MappingSpecification(name: "m", dataflow: dataflow, defaults: settings)
        return try CostModel(architecture()).evaluate(Self.network(layers), specification, mappers: Fixture().mappers)
    }
}

extension Evaluation {
    /// Dynamic energy of a part, pJ.
    func picojoules(_ name: String) -> Double? {
        breakdown.byComponent.children.flatMap(\.children).first { $0.name == name }
            .map { ($0.energy.si - $0.leakage.si * figures.delay.si) * 1e12 }
    }

    func part(_ name: String) -> PartReport? { parts.first { $0.name == name } }
    func layer(_ name: String) -> LayerReport? { layers.first { $0.name == name } }
    var microseconds: Double { figures.delay.si * 1e6 }
}
