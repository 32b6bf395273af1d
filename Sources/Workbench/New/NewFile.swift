import Diagnostics

/// A small file of a kind, valid as it is, with remarks on what to change.
package struct NewFile {
    package let kind: FileKind
    package let name: String

    /// - Throws: `InputError` where the name is none for a file of ours.
    package init(_ kind: FileKind, name: String) throws(InputError) {
        guard isIdentifier(name) else {
            throw InputError(
                "'\(name)' is no name",
                hint: "use letters, digits, '_', '.' and '-', a letter or '_' first, such as 'mine'")
        }
        self.kind = kind
        self.name = name
    }

    package var text: String {
        let body =
            switch kind {
            case .hardware: Self.hardware
            case .mapping: Self.mapping
            case .network: Self.network
            case .search: Self.search
            }
        return body.replacing("NAME", with: name)
    }

    /// What to do with it.
    /// - Parameter path: where it is.
    package func next(_ path: String) -> [String] {
        let page = "every element and attribute: docs/reference/\(kind.rawValue).md"
        return switch kind {
        case .hardware:
            [
                "naxdse show \(path)", "naxdse evaluate \(path) -n lenet5",
                "naxdse compare \(path) isaac -n lenet5 -m differential-8b", page,
            ]
        case .mapping: ["naxdse evaluate nax-heterogeneous -n resnet20 -m \(path)", page]
        case .network: ["naxdse evaluate isaac -n \(path)", page]
        case .search:
            ["naxdse search run \(path) --trials 1000", "naxdse search front \(name) --html front.html", page]
        }
    }

    private static let hardware = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- A small chip that runs a CNN: one kind of crossbar in cores, cores in tiles, tiles on a chip.
             Every number is assumed: put in your own, each with its unit and its source. -->
        <hardware xmlns="urn:naxdse:hardware:1" name="NAME" technology="32 nm" clock="1 GHz" mapping="differential-8b"
                  source="a first draft: all numbers are assumed">
          <description>A small chip of one kind of crossbar.</description>

          <!-- The cells: bits in one cell, and its resistance when fully on and fully off. -->
          <device id="cell" cell-bits="2" on-resistance="1 MΩ" off-resistance="100 MΩ" cell-area-F2="12" source="assumed"/>

          <!-- The periphery of a crossbar. Energy and time are of one action; leakage is of one part, all the time. -->
          <component id="dac" kind="dac" resolution="1" area="0.2 µm²" leakage="0.4 µW" source="assumed">
            <action name="convert" energy="0.05 pJ" time="1 ns"/>
          </component>
          <component id="adc" kind="adc" resolution="8" area="1200 µm²" leakage="0.1 mW" source="assumed">
            <action name="convert" energy="1.5 pJ" time="1 ns"/>
          </component>
          <component id="sample-and-hold" kind="sample-and-hold" area="0.04 µm²" leakage="1 nW" source="assumed">
            <action name="hold" energy="0.01 pJ" time="1 ns"/>
          </component>
          <component id="shift-and-add" kind="shift-and-add" area="60 µm²" leakage="5 µW" source="assumed">
            <action name="operate" energy="0.05 pJ" time="1 ns"/>
          </component>

          <!-- What stands beside the crossbars: where inputs and results are held and moved, and what pools, adds and rectifies. -->
          <component id="register" kind="register" capacity="1 KiB" width="64" area="1500 µm²" leakage="0.1 mW" source="assumed">
            <action name="read" energy="0.5 pJ" time="1 ns"/>
            <action name="write" energy="0.5 pJ" time="1 ns"/>
          </component>
          <component id="buffer" kind="memory" capacity="64 KiB" width="256" area="0.08 mm²" leakage="2 mW" source="assumed">
            <action name="read" energy="15 pJ" time="1 ns"/>
            <action name="write" energy="15 pJ" time="1 ns"/>
          </component>
          <component id="bus" kind="bus" width="256" area="0.01 mm²" leakage="0.1 mW" source="assumed">
            <action name="transfer" energy="5 pJ" time="1 ns"/>
          </component>
          <component id="alu" kind="alu" area="0.004 mm²" leakage="0.2 mW" source="assumed">
            <action name="operate" energy="0.3 pJ" time="0.25 ns"/>
          </component>

          <!-- The crossbar. An ADC takes its columns in turn: of two, each would have 32. -->
          <crossbar id="x64" rows="64" columns="64" device="cell" source="assumed">
            <read voltage="0.1 V" time="50 ns"/>
            <wires row="1 Ω" column="1 Ω" source="100 Ω" sink="100 Ω"/>
            <dac component="dac"/>
            <adc component="adc" columns="64"/>
            <sample-and-hold component="sample-and-hold"/>
            <shift-and-add component="shift-and-add" columns="64"/>
          </crossbar>

          <!-- The hierarchy, as deep as you like. as-needed: as many as a network takes. -->
          <level name="chip">
            <level name="tile" count="as-needed">
              <component ref="buffer"/>
              <component ref="bus"/>
              <component ref="alu"/>
              <level name="core" count="4">
                <component ref="register" role="input-register"/>
                <component ref="register" role="output-register"/>
                <crossbar ref="x64" count="8"/>
              </level>
            </level>
          </level>
        </hardware>

        """

    private static let mapping = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- How a network is placed. dataflow: layer-by-layer, or pipelined with all layers at work at once. -->
        <mapping xmlns="urn:naxdse:mapping:1" name="NAME" dataflow="layer-by-layer">
          <description>8 bits, and 4-bit weights in the last layer.</description>
          <!-- Bits of weights, of inputs, and of the sums of several crossbars. -->
          <precision weights="8" inputs="8" sums="16"/>
          <!-- How weights of both signs become conductances: offset, differential, … -->
          <cells encoding="differential"/>
          <placement mapper="dense"/>
          <!-- Rules for layers by name, with * for any letters; of rules that fit a layer the last one wins. -->
          <layers match="*" sort="linear" optional="true"><precision weights="4"/></layers>
          <!-- More copies of slow layers, of a pipelined mapping, while the chip stays within an area:
          <balance area="20 mm²"/> -->
        </mapping>

        """

    private static let network = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- Layers in their order: each takes what the one before it gives, or what `inputs` names.
             A PyTorch model is quicker exported to ONNX, which every command takes as it is. -->
        <network xmlns="urn:naxdse:network:1" name="NAME" source="a first draft">
          <description>A small residual CNN for 3×32×32 images and 10 classes.</description>
          <!-- Channels, height, width. -->
          <input name="image" shape="3 32 32"/>
          <convolution name="conv1" channels="16" kernel="3" padding="1" bias="true"/>
          <relu name="relu1"/>
          <convolution name="conv2" channels="16" kernel="3" padding="1" bias="true"/>
          <!-- The shortcut of a residual block. -->
          <add name="sum" inputs="conv2 relu1"/>
          <relu name="relu2"/>
          <convolution name="conv3" channels="32" kernel="3" stride="2" padding="1" bias="true"/>
          <relu name="relu3"/>
          <global-average-pool name="pool"/>
          <flatten name="flatten"/>
          <linear name="classes" features="10"/>
        </network>

        """

    private static let search = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- What may vary, and what is wanted. Paths are relative to this file. -->
        <search xmlns="urn:naxdse:search:1" name="NAME" network="resnet20" hardware="nax-heterogeneous">
          <description>Which crossbar each layer of ResNet-20 takes, and in how many copies: energy against delay on a small chip.</description>
          <!-- Any attribute of the hardware file may vary, by its path, as `naxdse sweep` has it:
          <parameter name="adc-columns" path="crossbar[@id='x64']/adc/@columns" values="32 64 128"/> -->
          <layers match="*">
            <crossbar values="x32 x64 x128"/>
            <duplication values="1 2 4"/>
          </layers>
          <!-- energy, delay, area, edp, edap, latency, power, … ; accuracy is simulated. -->
          <objective measure="energy"/>
          <objective measure="delay"/>
          <constraint measure="area" at-most="60 mm²"/>
        </search>

        """
}
