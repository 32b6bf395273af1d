import Quantities
import RealModule

/// An embedded DRAM of gain cells, refreshed.
///
/// From the 1 Mb macro of Giterman et al. (16 nm, words of 1024 bits, 0.6 V, 300 MHz: read 2.64 nJ, write 2.52 nJ,
/// leakage 105 µW, refresh 276 µW, 0.1316 mm²) energy goes with width^0.65·capacity^0.56 and time with capacity^0.26,
/// as CACTI's memories do (fit over 1 kB to 2 MB); area, leakage and refresh with the capacity. Refresh is drawn
/// whether or not the memory works: it counts as leakage.
public enum EDRAMModel: FigureModel {
    public static let summary = "eDRAM of gain cells by capacity and width, with refresh (Giterman et al., 16 nm)"
    public static let source =
        "Giterman et al., IEEE SSC-L 3, 2020 (1 Mb, 16 nm); exponents of geometry: a fit to CACTI"
    public static let range =
        "8 KiB to 8 MiB, words of 32 to 2048 bits, 7 nm to 130 nm; time, leakage and refresh by node are assumptions"
    public static let kinds: [ComponentKind] = [.memory]
    public static let parameters: [ModelParameter] = [
        .quantity("capacity", Information(8 * 8192)...Information(8 * 8 * 1_048_576), "of the whole"),
        .integer("width", 32...2048, "bits of an access"),
        .quantity("technology", TechnologyNode.range, "feature size; without it the chip's"),
    ]

    /// The leakage is the cells' own and the refresh.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let share = try given.quantity("capacity", Information.self).si / 1_048_576
        let width = Double(try given.integer("width")) / 1024
        let scaling = try NodeScaling(from: Length(16, .nano), to: given.quantity("technology", Length.self), of: .sram)
        let geometry = Double.pow(width, 0.65) * .pow(share, 0.56)
        let energy = scaling.energy * geometry
        let time = Time(si: 1 / 300e6) * (.pow(share, 0.26) * scaling.time)
        let leakage = Power(105, .micro) * (share * scaling.leakage)
        let refresh = Power(276, .micro) * (share * scaling.leakage)
        return ModelFigures(
            actions: [
                Action(name: .read, energy: Energy(2641.92, .pico) * energy, time: time),
                Action(name: .write, energy: Energy(2519.04, .pico) * energy, time: time),
            ],
            area: Area(si: 131570e-12) * (share * scaling.area), leakage: leakage + refresh,
            steps: [
                "1 Mb, 1024 bits at 16 nm: read 2641.92 pJ, write 2519.04 pJ, 131570 µm², leakage 105 µW, refresh 276 µW",
                "geometry: energy × \(geometry.text(significant: 4)) = width^0.65·capacity^0.56; area, leakage, refresh × \(share.text(significant: 4))",
            ] + scaling.steps + ["leakage \(leakage) + refresh \(refresh) = \(leakage + refresh)"])
    }
}

/// Memory beyond the chip by kind: energy a bit and bandwidth, as published.
public enum DRAMModel: FigureModel {
    public static let summary = "DRAM beyond the chip by kind: energy a bit and bandwidth of LPDDR4, DDR3, GDDR5, HBM2"
    public static let source =
        "energy: Accelergy's CACTI plug-in (LPDDR 40, LPDDR4 8, DDR3 70 pJ a bit), O'Connor et al., MICRO 2017, doi 10.1145/3123939.3124545 (GDDR5 14, HBM2 3.9); rates: assumed, of one device or stack at the grade named by its standard"
    public static let range =
        "the kinds listed; idle power is unknown; area is none of the chip's; the node of the chip means nothing"
    public static let kinds: [ComponentKind] = [.dram]
    public static let parameters: [ModelParameter] = [
        .word("type", kindsOfMemory.map(\.name), "of the memory"),
        .integer("width", 8...8192, "bits of a transfer"),
    ]

    private static let kindsOfMemory: [(name: String, picojoules: Double, gigabytes: Double)] = [
        ("lpddr", 40, 3.2), ("lpddr4", 8, 12.8), ("ddr3", 70, 12.8), ("gddr5", 14, 28), ("hbm2", 3.9, 256),
    ]

    /// Figures of a transfer of `width` bits, reading and writing alike. Idle power is unknown.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let name = try given.word("type")
        guard let memory = kindsOfMemory.first(where: { $0.name == name }) else {
            throw ComponentModelError(
                "no DRAM is called '\(name)'", hint: "choose one that is listed", parameter: "type")
        }
        let width = Double(try given.integer("width"))
        let energy = Energy(memory.picojoules * width, .pico)
        let time = Time(si: width / (8e9 * memory.gigabytes))
        return ModelFigures(
            given.kind, energy: energy, time: time, area: Area(si: 0), leakage: nil,
            steps: [
                "\(memory.picojoules.text(significant: 4)) pJ a bit × \(Int(width)) bits = \(energy)",
                "\(memory.gigabytes.text(significant: 4)) GB/s: \(Int(width)) bits in \(time)",
            ])
    }
}
