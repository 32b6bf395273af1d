import Quantities
import RealModule

/// An SRAM by capacity and width of an access: CACTI's figures, interpolated.
///
/// CACTI 7 was run at 22, 32, 45, 65 and 90 nm for each power of two of capacity from 256 B to 2 MiB and of width from
/// 32 to 512 bits (``CACTITable``): one bank, one port for reading and writing, "itrs-hp" cells. Between, logarithms
/// are interpolated linearly in those of capacity and width, and figures linearly in the feature size. On points left
/// out the error is 6 % in energy, 4 % in time and area in the mean, at worst 21, 15 and 14 %. Below 22 nm, where CACTI
/// ends, energy and leakage go with √L and area and time with L, as memories have lately scaled (IRDS 2022; IEDM 2022):
/// an assumption. Above 90 nm there is nothing.
public enum SRAMModel: FigureModel {
    public static let summary = "SRAM by capacity, width and node: interpolated between runs of CACTI 7"
    public static let source = "CACTI 7 (Balasubramonian et al., ACM TACO 14(2), 2017); below 22 nm IRDS 2022"
    public static let range =
        "256 B to 2 MiB, 32 to 512 bits and at least 64 words, 22 nm to 90 nm, and by assumption down to 7 nm; one bank, one port"
    public static let kinds: [ComponentKind] = [.memory, .register]
    public static let parameters: [ModelParameter] = [
        .quantity("capacity", Information(2048)...Information(16_777_216), "of the whole"),
        .integer("width", 32...512, "bits of an access"),
        .quantity("technology", Length(7, .nano)...Length(90, .nano), "feature size; without it the chip's"),
    ]

    /// - Throws: where there are fewer than 64 words, too, which CACTI has no figures for.
    public static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
        let bits = try given.quantity("capacity", Information.self).si
        let width = Double(try given.integer("width"))
        guard bits >= 64 * width else {
            throw ComponentModelError(
                "\(Information(bits)) are fewer than 64 words of \(Int(width)) bits",
                hint: "narrow the access, or take model=\"register\"",
                parameter: "width")
        }
        let length = try given.quantity("technology", Length.self)
        let nm = length.si * 1e9
        let nodes = CACTITable.nodes.map(Double.init)
        // The smallest node that CACTI knows, and what has come after it.
        let known = max(nm, nodes[0])
        let upper = nodes.firstIndex { $0 >= known * (1 - 1e-9) } ?? nodes.count - 1
        let isTabled = abs(nodes[upper] / known - 1) < 1e-9
        let lower = isTabled ? upper : upper - 1
        let way = isTabled ? 0 : (known - nodes[lower]) / (nodes[upper] - nodes[lower])
        let first = CACTITable.standard.point(node: lower, bits: bits, width: width)
        let second = isTabled ? first : CACTITable.standard.point(node: upper, bits: bits, width: width)
        let figures = zip(first, second).map { $0 + ($1 - $0) * way }
        let beyond = nm / known
        let slow = beyond.squareRoot()
        let (read, write) = (Energy(figures[0] * slow, .pico), Energy(figures[1] * slow, .pico))
        let leakage = Power(figures[2] * slow, .micro)
        var steps = [
            "CACTI at \(isTabled ? "\(nodes[upper].text(significant: 3)) nm" : "\(nodes[lower].text(significant: 3)) and \(nodes[upper].text(significant: 3)) nm"), "
                + "interpolated in capacity and width: read \(Energy(figures[0], .pico)), write \(Energy(figures[1], .pico)), "
                + "\(Time(figures[4], .nano)), \(Area(si: figures[3] * 1e-12)), leakage \(Power(figures[2], .micro))"
        ]
        if beyond < 1 {
            steps.append(
                "assumed from 22 nm to \(length): energy and leakage × \(slow.text(significant: 4)), area and time × \(beyond.text(significant: 4))"
            )
        }
        return ModelFigures(
            actions: [
                Action(name: .read, energy: read, time: Time(figures[4] * beyond, .nano)),
                Action(name: .write, energy: write, time: Time(figures[4] * beyond, .nano)),
            ],
            area: Area(si: figures[3] * beyond * 1e-12), leakage: leakage, steps: steps)
    }
}
