// The table of BadHardwareTests: what stands in the file, what is put there instead, and what is said of it.

extension Change {
    /// Refused by the schema.
    static let schema = [
        Change(
            "xmlns=\"urn:naxdse:hardware:1\"", "xmlns=\"urn:naxdse:hardwear:1\"",
            "1:1: error: <hardware> is of the namespace 'urn:naxdse:hardwear:1'; 'urn:naxdse:hardware:1' is wanted"
        ),
        Change(
            "xmlns=\"urn:naxdse:hardware:1\" ", "",
            "1:1: error: <hardware> is of no namespace; add xmlns=\"urn:naxdse:hardware:1\""
        ),
        Change(
            "<component ref=\"ram\"/>", "<componant ref=\"ram\"/>",
            "29:5: error: <componant> is not known in <level>; did you mean 'component'?"
        ),
        Change(
            "rows=\"64\"", "rws=\"64\"",
            "21:1: error: <crossbar> has no rows; add rows=\"…\"",
            "21:20: error: <crossbar> has no attribute 'rws'; did you mean 'rows'?"
        ),
        Change(
            "rows=\"64\" ", "",
            "21:1: error: <crossbar> has no rows; add rows=\"…\""
        ),
        Change(
            "<read voltage=\"0.2 V\" time=\"64 ns\"/>", "",
            "21:1: error: <crossbar> is not complete; add <read>"
        ),
        Change(
            "<read voltage=\"0.2 V\" time=\"64 ns\"/>", "<read voltage=\"0.2 V\" time=\"64 ns\">quick</read>",
            "22:3: error: <read> holds text; it takes attributes alone: write <read …/>"
        ),
        Change(
            "<level name=\"tile\" count=\"as-needed\" at-most=\"10\">",
            "<level name=\"tile\" count=\"as-needed\" at-most=\"10\">eight tiles",
            "28:3: error: <level> holds text; it takes elements alone: take the text out"
        ),
        Change(
            "rows=\"64\"", "rows=\"0\"",
            "21:26: error: rows is '0'; a whole number from 1 to 65536 is wanted"
        ),
        Change(
            "rows=\"64\"", "rows=\"sixty-four\"",
            "21:26: error: rows is 'sixty-four'; a whole number from 1 to 65536 is wanted"
        ),
        Change(
            "count=\"as-needed\"", "count=\"as-neded\"",
            "28:29: error: count is 'as-neded'; did you mean 'as-needed'?"
        ),
        Change(
            "count=\"as-needed\"", "count=\"2.5\"",
            "28:29: error: count is '2.5'; a whole number from 1 to 1000000000 or 'as-needed' is wanted"
        ),
        Change(
            "id=\"x64\"", "id=\"x 64\"",
            "21:15: error: id is 'x 64'; a name of letters, digits, '_', '-' and '.' that starts with a letter or '_' is wanted",
            "32:20: error: no crossbar is named 'x64'; did you mean 'x 64'?"
        ),
        Change(
            "role=\"input-register\"", "role=\"input-regster\"",
            "30:32: error: role is 'input-regster'; did you mean 'input-register'?"
        ),
        Change(
            "source=\"s\"/>\n<component id=\"dac\"", "source=\"\"/>\n<component id=\"dac\"",
            "2:102: error: source is ''; a text that is not empty is wanted"
        ),
        Change(
            "resolution=\"8\"", "resolution=\"33\"",
            "6:45: error: resolution is '33'; a whole number from 1 to 32 is wanted"
        ),
        Change(
            "cell-area-F2=\"4\"", "cell-area-F2=\"-4\"",
            "2:91: error: cell-area-F2 is '-4'; a number above 0 is wanted"
        ),
        Change(
            "<level name=\"chip\">", "<description>late</description><level name=\"chip\">",
            "27:1: error: <description> is out of place in <hardware>; <level> is expected here"
        ),
        Change(
            "name=\"convert\" power=\"4 µW\"", "name=\"conwert\" power=\"4 µW\"",
            "4:17: error: name is 'conwert'; did you mean 'convert'?"
        ),
    ]

    /// Values that are no quantity of their kind, or none that could be.
    static let values = [
        Change(
            "technology=\"32 nm\"", "technology=\"32 ns\"",
            "1:66: error: '32 ns' is a time; a length is wanted, such as '32 nm'"
        ),
        Change(
            "technology=\"32 nm\"", "technology=\"32\"",
            "1:66: error: '32' has no unit; a length is wanted, such as '32 nm'"
        ),
        Change(
            "technology=\"32 nm\"", "technology=\"32 km\"",
            "1:66: error: technology is '32 km'; it has to be from 100 pm to 1 mm; did you mean '32 nm' or '32 µm'?"
        ),
        Change(
            "technology=\"32 nm\"", "technology=\"thin\"",
            "1:66: error: 'thin' does not start with a number; a length is wanted, such as '32 nm'"
        ),
        Change(
            "clock=\"1 GHz\"", "clock=\"0 Hz\"",
            "1:80: error: clock is '0 Hz'; it has to be from 1 Hz to 10 THz"
        ),
        Change(
            "clock=\"1 GHz\"", "clock=\"1e999 Hz\"",
            "1:80: error: '1e999 Hz' is beyond what can be computed with; a frequency is wanted, such as '1 GHz'"
        ),
        Change(
            "clock=\"1 GHz\"", "clock=\"inf Hz\"",
            "1:80: error: 'inf Hz' does not start with a number; a frequency is wanted, such as '1 GHz'"
        ),
        Change(
            "clock=\"1 GHz\"", "clock=\"1 Ghz\"",
            "1:80: error: 'Ghz' in '1 Ghz' is not a unit; did you mean 'GHz'?"
        ),
        Change(
            "time=\"64 ns\"", "time=\"0 ns\"",
            "22:31: error: time is '0 ns'; it has to be from 1 fs to 1 s"
        ),
        Change(
            "voltage=\"0.2 V\"", "voltage=\"-0.2 V\"",
            "22:18: error: voltage is '-0.2 V'; it has to be from 1 µV to 1 kV"
        ),
        Change(
            "energy=\"17 pJ\" time=\"2 ns\"", "energy=\"17 mW\" time=\"2 ns\"",
            "11:31: error: '17 mW' is a power; an energy is wanted, such as '1.67 pJ'"
        ),
        Change(
            "leakage=\"1 mW\"", "leakage=\"1e9 W\"",
            "10:90: error: leakage is '1e9 W'; it has to be from 0 W to 1 MW"
        ),
        Change(
            "off-resistance=\"1 MΩ\"", "off-resistance=\"10 kΩ\"",
            "2:71: error: off-resistance is 10 kΩ and on-resistance 10 kΩ; off-resistance has to be the larger of the two"
        ),
        Change(
            "off-resistance=\"1 MΩ\"", "off-resistance=\"0 Ω\"",
            "2:71: error: off-resistance is '0 Ω'; it has to be from 1 mΩ to 1 TΩ"
        ),
        Change(
            "cell-area-F2=\"4\" source=\"s\"/>",
            "cell-area-F2=\"4\" source=\"s\"><transistor resistance=\"3 kΩ\" gate=\"0.3 V\" threshold=\"0.4 V\"/></device>",
            "2:141: error: the gate is at 300 mV and the threshold 400 mV: the transistor is off; raise the gate above the threshold"
        ),
        Change(
            "cell-area-F2=\"4\" source=\"s\"/>",
            "cell-area-F2=\"4\" source=\"s\"><transistor resistance=\"3 kΩ\" gate=\"1 V\"/></device>",
            "2:105: error: <transistor> has no threshold; add threshold=\"…\""
        ),
        Change(
            "cell-area-F2=\"4\" source=\"s\"/>",
            "cell-area-F2=\"4\" source=\"s\"><transistor resistance=\"3 kΩ\" early-voltage=\"20 V\"/></device>",
            "2:135: error: <transistor> has early-voltage but no gate; add gate=\"…\", the voltage of the select line, or leave early-voltage out"
        ),
        Change(
            "cell-area-F2=\"4\" source=\"s\"/>",
            "cell-area-F2=\"4\" source=\"s\"><transistor resistance=\"0 Ω\" gate=\"1 V\" threshold=\"0.4 V\"/></device>",
            "2:129: error: a transistor with a gate has a resistance of 0 Ω; give the resistance of its channel at small voltages"
        ),
        Change(
            "cell-area-F2=\"4\" source=\"s\"/>",
            "cell-area-F2=\"4\" source=\"s\"><transistor resistance=\"3 kΩ\" gate=\"1 A\" threshold=\"0.4 V\"/></device>",
            "2:141: error: '1 A' is a current; a voltage is wanted, such as '0.2 V'"
        ),
    ]

    /// Names that nothing has, or several things have.
    static let references = [
        Change(
            "device=\"cell\"", "device=\"sell\"",
            "21:51: error: no device is named 'sell'; did you mean 'cell'?"
        ),
        Change(
            "component=\"adc\"", "component=\"acd\"",
            "25:19: error: no component is named 'acd'; did you mean 'adc'?"
        ),
        Change(
            "component=\"adc\"", "component=\"dac\"",
            "25:19: error: 'dac' is of kind dac, not adc; did you mean 'adc'?"
        ),
        Change(
            "ref=\"ram\"", "ref=\"rom\"",
            "29:21: error: no component is named 'rom'; did you mean 'ram'?"
        ),
        Change(
            "ref=\"x64\"", "ref=\"x46\"",
            "32:20: error: no crossbar is named 'x46'; did you mean 'x64'?"
        ),
        Change(
            "like=\"adc8\"", "like=\"adc9\"",
            "9:38: error: no component is named 'adc9'; did you mean 'adc8'?"
        ),
        Change(
            "model=\"sar-adc\"", "model=\"sar-acd\"",
            "9:51: error: no component model is named 'sar-acd'; did you mean 'sar-adc'?"
        ),
        Change(
            "id=\"adc8\"", "id=\"dac\"",
            "6:16: error: there is a component 'dac' already, at x.xml:3:1; give one of the two another id",
            "9:38: error: no component is named 'adc8'; did you mean 'adc'?"
        ),
        Change(
            "<crossbar id=\"x64\"",
            "<device id=\"cell\" cell-bits=\"1\" on-resistance=\"1 Ω\" off-resistance=\"2 Ω\" source=\"s\"/><crossbar id=\"x64\"",
            "21:13: error: there is a device 'cell' already, at x.xml:2:1; give one of the two another id"
        ),
    ]

    /// Components that do not say what they have to, or say too much.
    static let components = [
        Change(
            "name=\"convert\" power=\"4 µW\"", "name=\"read\" power=\"4 µW\"",
            "4:17: error: a component of kind dac has no action 'read'; 'convert' is the only choice"
        ),
        Change(
            "power=\"4 µW\"", "power=\"4 µW\" energy=\"1 fJ\"",
            "4:26: error: <action> has both energy and power; take one of the two out"
        ),
        Change(
            " power=\"4 µW\"", "",
            "4:3: error: <action> has neither energy nor power; add energy=\"…\", or power=\"…\" during its time"
        ),
        Change(
            "power=\"4 µW\" time=\"1 ns\"", "power=\"4 µW\" time=\"0 ns\"",
            "4:26: error: power without time is no energy; write energy=\"…\" instead of power"
        ),
        Change(
            "<action name=\"write\" energy=\"17 pJ\"", "<action name=\"read\" energy=\"17 pJ\"",
            "12:3: error: the action 'read' is given twice; take one of the two out"
        ),
        Change(
            "<action name=\"convert\" power=\"4 µW\" time=\"1 ns\"/>",
            "<action name=\"convert\" power=\"4 µW\" time=\"1 ns\" width=\"8\"/>",
            "4:51: error: an action of a component of kind dac moves no bits; take width out"
        ),
        Change(
            "  <action name=\"convert\" power=\"4 µW\" time=\"1 ns\"/>\n", "",
            "23:19: error: component 'dac' has no action 'convert'; add <action name=\"convert\" …/> to it"
        ),
        Change(
            " resolution=\"1\"", "",
            "3:1: error: component 'dac' has no resolution; add resolution=\"8\", its bits"
        ),
        Change(
            "area=\"1 µm²\" ", "",
            "3:1: error: component 'dac' has no area; add area=\"0.0012 mm²\", or say what it is like"
        ),
        Change(
            "leakage=\"0 W\" ", "",
            "3:1: error: component 'dac' has no leakage; add leakage=\"0 W\", or say what it is like"
        ),
        Change(
            "kind=\"memory\" capacity=\"64 KiB\" width=\"256\"", "kind=\"memory\" capacity=\"64 KiB\"",
            "10:1: error: component 'ram' has no width; add width=\"256\", the bits it moves at once"
        ),
        Change(
            "kind=\"memory\" capacity=\"64 KiB\"", "kind=\"memory\" resolution=\"4\"",
            "10:35: error: a component of kind memory has no resolution; take it out"
        ),
        Change(
            "kind=\"dac\" resolution=\"1\"", "kind=\"dac\" resolution=\"1\" capacity=\"1 KiB\"",
            "3:47: error: a component of kind dac has no capacity; take it out"
        ),
        Change(
            "kind=\"adc\" resolution=\"8\"", "kind=\"adc\" resolution=\"8\" rate=\"2 GS/s\"",
            "6:54: error: the rate is 2 GHz and the time of a conversion makes it 1 GHz; let rate be one by the time, or leave it out"
        ),
        Change(
            "kind=\"adc\" resolution=\"8\"", "kind=\"adc\" resolution=\"8\" model=\"sar-adc\"",
            "6:48: error: model 'sar-adc' scales another component, and none is named; add like=\"…\", or take model out"
        ),
        Change(
            "kind=\"adc\" resolution=\"8\" area", "kind=\"adc\" resolution=\"8\" like=\"adc\" area",
            "9:38: error: component 'adc8' like 'adc' is like itself; let one of them state its own figures"
        ),
        Change(
            "like=\"adc8\" model=\"sar-adc\"", "like=\"adc8\"",
            "9:44: error: resolution differs from that of 'adc8', and no model scales the figures; add model=\"…\" (survey-adc, saberi-adc, flash-adc, ramp-adc, sense-amplifier, sar-adc, technology, node), or state the figures without like"
        ),
        Change(
            "like=\"adc8\" model=\"sar-adc\"", "like=\"dac\" model=\"sar-adc\"",
            "9:38: error: 'dac' is of kind dac and 'adc' of kind adc; name a component of the same kind"
        ),
        Change(
            "model=\"sar-adc\"", "model=\"memory\"",
            "9:51: error: the model 'memory' is none of components of kind adc; it is one of memory, register"
        ),
        Change(
            "like=\"adc8\" model=\"sar-adc\"", "like=\"adc8\" model=\"technology\" technology=\"22 nm\"",
            "9:51: error: 'technology' needs the node of both components; add technology=\"32 nm\""
        ),
    ]

    /// Crossbars that could not be built.
    static let crossbars = [
        Change(
            "active-rows=\"32\"", "active-rows=\"65\"",
            "21:70: error: active-rows is '65'; a whole number from 1 to 64 is wanted"
        ),
        Change(
            " cell-area-F2=\"4\"", "",
            "21:1: error: <crossbar> has no area, and device 'cell' no cell-area-F2 to make it of; add area=\"…\" here or cell-area-F2=\"…\" there"
        ),
        Change(
            "time=\"64 ns\"/>", "time=\"64 ns\" power=\"1 mW\" energy=\"1 pJ\"/>",
            "22:38: error: <read> has both energy and power; take one of the two out"
        ),
        Change(
            "rows=\"64\"", "rows=\"65537\"",
            "21:26: error: rows is '65537'; a whole number from 1 to 65536 is wanted"
        ),
    ]

    /// Hierarchies that hold together badly.
    static let levels = [
        Change(
            "<component ref=\"reg\" role=\"input-register\"/>", "<component ref=\"reg\"/>",
            "30:21: error: 'reg' is of kind register, whose role is not plain; add a role, one of 'input-register', 'output-register', 'buffer', 'receive-buffer', 'instructions', 'passive'"
        ),
        Change(
            "role=\"input-register\"", "role=\"router\"",
            "30:32: error: 'reg' is of kind register and cannot be the router; choose one of 'input-register', 'output-register', 'buffer', 'receive-buffer', 'instructions', 'passive'"
        ),
        Change(
            "<component ref=\"ram\"/>", "<component ref=\"adc\"/>",
            "29:21: error: 'adc' is of kind adc, whose role is not plain; name it in a <crossbar>, or add role=\"passive\""
        ),
        Change(
            "<component ref=\"ram\"/>", "<component ref=\"code\"/>",
            "29:21: error: component 'code' has no action 'write', which its role asks for; add <action name=\"write\" …/> to it"
        ),
        Change(
            " accesses-per-mvm=\"2\"", "",
            "31:5: error: an instruction memory without accesses-per-mvm is never read; add accesses-per-mvm=\"…\""
        ),
        Change(
            "<component ref=\"ram\"/>", "<component ref=\"ram\" accesses-per-mvm=\"2\"/>",
            "29:26: error: accesses-per-mvm is counted for role=\"instructions\" alone; take it out"
        ),
        Change(
            "<level name=\"chip\">", "<level name=\"chip\" count=\"2\">",
            "27:27: error: the outermost level is the chip, of which there is one; take count out"
        ),
        Change(
            "count=\"as-needed\" at-most=\"10\"", "count=\"2\" at-most=\"10\"",
            "28:32: error: at-most limits a count that is as-needed; write count=\"as-needed\""
        ),
        Change(
            "<crossbar ref=\"x64\" count=\"8\"/>",
            "<crossbar ref=\"x64\" count=\"8\"/><crossbar ref=\"x64\" count=\"8\"/>",
            "32:51: error: crossbar 'x64' has its place already, at x.xml:32:5; define another crossbar of the same make for this place"
        ),
        Change(
            "at-most=\"10\"", "at-most=\"1000000000\"",
            "32:32: error: there are more than 1000000000 of these on the chip; make a count here or above smaller"
        ),
        Change(
            "    <crossbar ref=\"x64\" count=\"8\"/>\n", "",
            "28:29: error: level 'tile' holds no crossbar, so that none is ever needed; give it a fixed count"
        ),
        Change(
            "count=\"as-needed\" at-most=\"10\">\n    <component ref=\"ram\"/>",
            "count=\"1\">\n    <component ref=\"ram\"/>\n    <level name=\"none\"/>",
            "30:5: error: level 'none' is empty; give it components, crossbars or levels, or take it out"
        ),
        Change(
            "</level>\n</level>", "</level>\n<level name=\"tile\"><component ref=\"ram\"/></level>\n</level>",
            "34:14: error: there is a level 'tile' here already, at x.xml:28:3; give one of the two another name"
        ),
        Change(
            "</hardware>", "<level name=\"chip2\"><component ref=\"ram\"/></level></hardware>",
            "35:1: error: <level> is out of place in <hardware>; it may stand there no more: take it out"
        ),
    ]
}
