/// A decimal prefix of a unit, from femto to tera.
public enum Prefix: Int, Sendable, Hashable, CaseIterable {
    case femto = -15, pico = -12, nano = -9, micro = -6, milli = -3
    case one = 0, kilo = 3, mega = 6, giga = 9, tera = 12

    /// The power of ten.
    public var exponent: Int { rawValue }

    /// How the prefix is printed: `µ` for micro, nothing for ``one``.
    public var symbol: String {
        switch self {
        case .femto: "f"
        case .pico: "p"
        case .nano: "n"
        case .micro: "µ"
        case .milli: "m"
        case .one: ""
        case .kilo: "k"
        case .mega: "M"
        case .giga: "G"
        case .tera: "T"
        }
    }

    /// Every way a prefix may be written: the micro sign, the Greek letter or `u` for micro.
    static let spellings: [(text: String, prefix: Prefix)] =
        allCases.map { ($0.symbol, $0) } + [("\u{03BC}", .micro), ("u", .micro)]
}

/// A binary prefix of bytes and bits (IEC 80000-13).
enum BinaryPrefix: Int, CaseIterable {
    case kibi = 10, mebi = 20, gibi = 30, tebi = 40

    var factor: Double { Double(1 << rawValue) }

    var symbol: String {
        switch self {
        case .kibi: "Ki"
        case .mebi: "Mi"
        case .gibi: "Gi"
        case .tebi: "Ti"
        }
    }
}
