/// Red, green and blue of sRGB, 8 bits each.
struct Colour: Hashable, Sendable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// As `0x2f5d8a`.
    init(_ hex: UInt32) {
        self.init(
            UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8), UInt8(truncatingIfNeeded: hex))
    }

    /// As SVG has it: "#2f5d8a".
    var hex: String {
        "#" + [red, green, blue].map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    static let white = Colour(0xffffff)
    /// Of letters and axes.
    static let ink = Colour(0x222222)
    /// Of what is said beside.
    static let soft = Colour(0x555555)
    /// Of lines at round numbers.
    static let rule = Colour(0xdddddd)
    /// Of bars; dark enough to print in grey.
    static let bar = Colour(0x2f5d8a)
    /// Of the part of a bar that is told apart.
    static let tail = Colour(0xa9c3dd)
}
