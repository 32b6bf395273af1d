/// What a simulation lets go wrong; each is as strong as the hardware file says.
public struct Imperfections: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Resistances of wires, drivers and sinks, access transistors, and the curvature of the cells' I–V law.
    public static let circuit = Imperfections(rawValue: 1)
    /// Lognormal variation of programmed conductances.
    public static let programming = Imperfections(rawValue: 2)
    /// Cells stuck at their highest or lowest conductance.
    public static let stuck = Imperfections(rawValue: 4)
    /// Decay of conductances between programming and use.
    public static let drift = Imperfections(rawValue: 8)
    /// Noise of each cell in each read.
    public static let readNoise = Imperfections(rawValue: 16)
    /// Offset and gain error of the ADCs.
    public static let converters = Imperfections(rawValue: 32)

    /// Each with the words for it, in the order in which they are reported.
    public static let each: [(kind: Imperfections, words: String)] = [
        (.circuit, "wires and cell circuit"), (.programming, "programming variation"), (.stuck, "stuck cells"),
        (.drift, "drift"),
        (.readNoise, "read noise"), (.converters, "ADC offset and gain"),
    ]

    /// Everything that hardware files can state.
    public static let all: Imperfections = [.circuit, .programming, .stuck, .drift, .readNoise, .converters]
}
