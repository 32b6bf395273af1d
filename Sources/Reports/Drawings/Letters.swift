/// The letters of PNG pictures: outlines of a sans-serif typeface, in type sizes, y upwards from the baseline.
///
/// They are part of the program, so that a figure looks the same on every machine, whatever typefaces it has.
enum Letters {
    struct Letter: Sendable {
        /// From its beginning to that of the next letter.
        var advance: Double
        /// Closed outlines; curves as short straight lines.
        var contours: [[Drawing.Point]]
    }

    /// Of a character; a box for one that has none here.
    static func letter(_ character: Character) -> Letter {
        if let letter = all[character] { return letter }
        // With its accents left out where the letter alone is known.
        if let base = character.unicodeScalars.first.map(Character.init), base != character, let letter = all[base] {
            return letter
        }
        return character.isWhitespace ? all[" "]! : box
    }

    /// How wide a text is.
    static func width(of text: String) -> Double { text.reduce(0) { $0 + letter($1).advance } }

    private static let box = Letter(
        advance: 0.6,
        contours: [
            [(0.06, 0), (0.54, 0), (0.54, 0.7), (0.06, 0.7)], [(0.11, 0.05), (0.11, 0.65), (0.49, 0.65), (0.49, 0.05)],
        ])

    private static let all: [Character: Letter] = {
        var all: [Character: Letter] = [:]
        for line in "\(outlines)".split(separator: "\n") {
            let space = line.dropFirst().firstIndex(of: " ") ?? line.endIndex
            guard let character = line.first, let advance = Double(line[line.index(after: line.startIndex)..<space])
            else {
                preconditionFailure("a line of outlines is a letter, its advance and its contours")
            }
            all[character] = Letter(advance: advance / 1000, contours: contours(of: line[space...]))
        }
        return all
    }()

    /// M begins a contour, l is a line and q a quadratic curve, both from the point before.
    private static func contours(of path: Substring) -> [[Drawing.Point]] {
        var contours: [[Drawing.Point]] = []
        var command: UInt8 = 0
        var numbers: [Double] = []
        func finish() {
            switch command {
            case UInt8(ascii: "M"): contours.append([(numbers[0], numbers[1])])
            case UInt8(ascii: "l"):
                let last = contours[contours.count - 1].last!
                contours[contours.count - 1].append((last.x + numbers[0], last.y + numbers[1]))
            case UInt8(ascii: "q"):
                let a = contours[contours.count - 1].last!
                // Four lines a curve: a letter has eight or more, and is some dozen pixels high.
                for step in 1...4 {
                    let t = Double(step) / 4
                    let (b, c) = (2 * t * (1 - t), t * t)
                    contours[contours.count - 1].append(
                        (a.x + b * numbers[0] + c * numbers[2], a.y + b * numbers[1] + c * numbers[3]))
                }
            default: break
            }
            numbers = []
        }
        var (value, sign, isOpen) = (0.0, 1.0, false)
        func endNumber() {
            if isOpen { numbers.append(sign * value) }
            (value, sign, isOpen) = (0, 1, false)
        }
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value * 10 + Double(byte - UInt8(ascii: "0"))
                isOpen = true
            case UInt8(ascii: "-"): sign = -1
            case UInt8(ascii: " "): endNumber()
            default:
                endNumber()
                finish()
                command = byte
            }
        }
        endNumber()
        finish()
        return contours.map { $0.map { ($0.x / 1000, $0.y / 1000) } }
    }
}
