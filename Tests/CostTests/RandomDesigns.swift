import Hardware
import Mapping
import Markup
import Networks

@testable import Cost

/// Chips, networks and mappings of all sorts, each valid.
struct RandomDesigns {
    private var state: UInt64
    private let reader: ArchitectureReader

    init(seed: UInt64) throws {
        state = seed
        reader = ArchitectureReader()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

    /// A chip as a value: what can be made faster, or be given units.
    struct Chip {
        var size = 16, otherSize = 32, activeRows = 16
        var kinds = 1
        /// Whether both kinds of crossbar lie in one core.
        var isTogether = false
        var crossbars = 2, otherCrossbars = 1, cores = 2
        var dacSharedBy = 1, adcColumns = 16, mergeColumns = 16
        var routerSharedBy = 2
        /// Bytes that a buffer holds, and an input register; whether there is a memory off the chip, and the most
        /// tiles.
        var bufferBytes = 65536, inputBytes = 1024, atMost = 0
        var hasDRAM = false
        /// What is accumulated before a conversion, and sets of weights behind one periphery.
        var accumulate = "", weightSets = 1
        /// Units of each part, and its time in ns.
        var counts: [String: Int] = [:]
        var times: [String: Double] = [:]
        /// Where the part is: "chip", "tile" or "core".
        var places: [String: String] = [:]

        static let parts = ["buffer", "bus", "inputs", "outputs", "alu", "tanh", "adder", "router", "link"]
        static let converters = ["dac", "adc", "merge", "array", "hold"]

        var text: String {
            func time(_ name: String) -> String { "\(times[name]!) ns" }
            func component(_ id: String, _ kind: String, _ more: String, _ actions: [String]) -> String {
                "<component id=\"\(id)\" kind=\"\(kind)\" \(more) area=\"10 µm²\" leakage=\"1 µW\" source=\"random\">"
                    + actions.map { "<action name=\"\($0)\" energy=\"1 pJ\" time=\"\(time(id))\"/>" }.joined()
                    + "</component>"
            }
            func crossbar(_ id: String, _ size: Int) -> String {
                """
                <crossbar id="\(id)" rows="\(size)" columns="\(size)" active-rows="\(min(size, activeRows))" device="cell" area="10 µm²" weight-sets="\(weightSets)" source="random">
                <read voltage="0.2 V" time="\(time("array"))"/>\(accumulate)<sample-and-hold component="hold"/><wires row="1 Ω" column="1 Ω" source="0 Ω" sink="0 Ω"/>
                <dac component="dac" shared-by="\(dacSharedBy)"/><adc component="adc" columns="\(adcColumns)"/>
                <shift-and-add component="merge" columns="\(mergeColumns)"/></crossbar>
                """
            }
            let roles = ["inputs": "input-register", "outputs": "output-register", "tanh": "activation"]
            func parts(_ level: String) -> String {
                Self.parts.filter { places[$0] == level }.map { part in
                    let role = roles[part].map { "role=\"\($0)\"" } ?? "",
                        shared = part == "router" ? "shared-by=\"\(routerSharedBy)\"" : ""
                    return "<component ref=\"\(part)\" \(role) count=\"\(counts[part]!)\" \(shared)/>"
                }.joined()
            }
            let other = kinds == 2 ? "<crossbar ref=\"y\" count=\"\(otherCrossbars)\"/>" : ""
            let core =
                "<level name=\"core\" count=\"\(cores)\">\(parts("core"))<crossbar ref=\"x\" count=\"\(crossbars)\"/>\(isTogether ? other : "")</level>"
            let second = kinds == 2 && !isTogether ? "<level name=\"corner\" count=\"1\">\(other)</level>" : ""
            return """
                <hardware xmlns="urn:naxdse:hardware:1" name="random" technology="32 nm" clock="1 GHz" source="random">
                <device id="cell" cell-bits="2" on-resistance="100 kΩ" off-resistance="1 MΩ" source="random"/>
                \(component("dac", "dac", "resolution=\"1\"", ["convert"]))\(component("adc", "adc", "resolution=\"8\"", ["convert"]))
                \(component("merge", "shift-and-add", "", ["operate"]))\(component("hold", "sample-and-hold", "", ["hold"]))
                \(component("buffer", "memory", "capacity=\"\(bufferBytes) B\" width=\"64\"", ["read", "write"]))
                \(component("bus", "bus", "width=\"64\"", ["transfer"]))
                \(component("inputs", "register", "capacity=\"\(inputBytes) B\" width=\"32\"", ["read", "write"]))
                \(component("outputs", "register", "capacity=\"1 KiB\" width=\"32\"", ["read", "write"]))
                \(component("alu", "alu", "", ["operate"]))\(component("tanh", "activation", "", ["operate"]))
                \(component("adder", "shift-and-add", "", ["operate"]))
                \(component("router", "router", "width=\"32\"", ["hop"]))\(component("link", "link", "width=\"32\"", ["transfer"]))
                \(crossbar("x", size))\(kinds == 2 ? crossbar("y", otherSize) : "")
                <component id="dram" kind="dram" width="64" area="0 mm²" leakage="1 mW" source="random"><action name="read" energy="100 pJ" time="5 ns"/>
                <action name="write" energy="100 pJ" time="5 ns"/></component>
                <level name="chip">\(hasDRAM ? "<component ref=\"dram\"/>" : "")\(parts("chip"))<level name="tile" count="as-needed"\(atMost > 0 ? " at-most=\"\(atMost)\"" : "")>\(parts("tile"))\(core)\(second)</level></level>
                </hardware>
                """
        }
    }

    mutating func chip() -> Chip {
        var chip = Chip()
        chip.size = pick([8, 16, 32])
        chip.otherSize = pick([8, 16, 32])
        chip.activeRows = pick([8, 16, 32])
        chip.kinds = pick([1, 1, 2])
        chip.isTogether = pick([true, false])
        chip.crossbars = pick([1, 2, 3, 4, 8])
        chip.otherCrossbars = pick([1, 2, 4])
        chip.cores = pick([1, 2, 3])
        chip.dacSharedBy = pick([1, 1, 2, 4, 8])
        chip.adcColumns = pick([4, 8, 12, 16, 24, 32, 48, 100, 256])
        chip.mergeColumns = pick([8, 16, 24, 64])
        chip.routerSharedBy = pick([1, 2, 4])
        chip.accumulate = pick([
            "", "", "<accumulate streams=\"doubling\"/>", "<accumulate streams=\"single\" slices=\"true\"/>",
            "<accumulate slices=\"true\" pairs=\"true\"/>",
        ])
        chip.weightSets = pick([1, 1, 1, 2, 3])
        for part in Chip.parts {
            chip.counts[part] = pick([1, 1, 2, 3])
            chip.places[part] = pick(["chip", "tile", "core", "core"])
        }
        chip.places["router"] = pick(["tile", "core"])
        // What every stage needs is on the way of all crossbars.
        for part in ["alu", "adder", "tanh"] where chip.kinds == 2 && !chip.isTogether && chip.places[part] == "core" {
            chip.places[part] = "tile"
        }
        for part in Chip.parts + Chip.converters { chip.times[part] = pick([0.5, 1, 2, 10, 100]) }
        return chip
    }

    func architecture(_ chip: Chip) throws -> Architecture {
        try reader.read(bytes: Array(chip.text.utf8), as: "random.xml")
    }

    /// Convolutions, activations, additions and concatenations of maps of 8 channels, with pooling on the input.
    mutating func network() throws -> Network {
        var build = try NetworkBuilder("random", input: .map(channels: 8, height: 4, width: pick([2, 4])))
        var maps = [build.input]
        for index in 0..<3 + below(8) {
            let x = pick(Array(maps.suffix(4))), y = pick(maps)
            switch below(8) {
            case 0: maps.append(try build.activation("act\(index)", x, .tanh))
            case 1: maps.append(try build.append("add\(index)", .add, [x, y]))
            case 2:
                let joined = try build.append("cat\(index)", .concat(axis: 0), [x, y])
                maps.append(try build.convolution("conv\(index)", joined, channels: 8, kernel: 1))
            case 3:
                maps.append(
                    try build.append("pool\(index)", .pool(Pooling(.maximum, window: 3, stride: 1, padding: 1)), [x]))
            default: maps.append(try build.convolution("conv\(index)", x, channels: 8, kernel: pick([1, 3])))
            }
        }
        _ = try build.convolution("last", maps.last!, channels: pick([4, 8, 20]), kernel: 1)
        return try build.network()
    }

    mutating func mapping(_ network: Network) -> MappingSpecification {
        func rule(_ name: String, _ copies: Int, _ dacSets: DACSets, _ crossbar: String?) -> LayerRule {
            var change = SettingsChange()
            (change.duplication, change.dacSets, change.crossbar) = (copies, dacSets, crossbar)
            return LayerRule(pattern: name, change: change)
        }
        var rules: [LayerRule] = []
        for layer in network.stationaryLayers {
            rules.append(rule(network.layers[layer].name, pick([1, 1, 2, 3]), pick([.shared, .shared, .apart]), nil))
        }
        return MappingSpecification(
            name: "random", dataflow: pick([.layerByLayer, .pipelined]),
            defaults: LayerSettings(
                precision: Precision(weights: 4, inputs: 4), encoding: pick([.offset, .differential])), rules: rules)
    }
}
