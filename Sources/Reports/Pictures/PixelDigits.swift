extension PNG {
    /// Writes a number such as "-12.5 %" in letters of five by seven dots, `scale` pixels a dot; what has no shape here
    /// is left blank.
    mutating func write(_ text: String, x: Int, y: Int, scale: Int, colour: UInt8) {
        var left = x
        for character in text {
            for (line, dots) in (shapes[character] ?? []).enumerated() {
                for dot in 0..<5 where dots >> (4 - dot) & 1 == 1 {
                    fill(x: left + dot * scale, y: y + line * scale, width: scale, height: scale, colour: colour)
                }
            }
            left += 6 * scale
        }
    }
}

/// Seven lines from the top, the left dot in bit 4.
private let shapes: [Character: [UInt8]] = [
    "0": [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
    "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    "2": [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
    "3": [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110],
    "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    "6": [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
    "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    "9": [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
    ".": [0, 0, 0, 0, 0, 0b01100, 0b01100],
    "-": [0, 0, 0, 0b11111, 0, 0, 0],
    "e": [0, 0, 0b01110, 0b10001, 0b11111, 0b10000, 0b01110],
    "%": [0b11000, 0b11001, 0b00010, 0b00100, 0b01000, 0b10011, 0b00011],
]
