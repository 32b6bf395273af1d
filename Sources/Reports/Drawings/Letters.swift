/// The letters of PNG pictures and of PDF files: outlines of a sans-serif typeface, in type sizes, y upwards from the
/// baseline.
///
/// They are part of the program, so that a figure looks the same on every machine, whatever typefaces it has.
enum Letters {
    struct Letter: Sendable {
        /// From its beginning to that of the next letter.
        var advance: Double
        /// Closed outlines; curves as short straight lines.
        var contours: [[Drawing.Point]]
        /// The same in thousandths, with curves as TrueType has them: where a point is off the curve, it is what a
        /// quadratic curve between its neighbours is drawn to.
        var outline: [[Corner]]
    }

    struct Corner: Hashable, Sendable {
        var x: Int
        var y: Int
        var isOn: Bool
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

    /// What stands for a character that has no letter here.
    static let box: Letter = {
        let outline = [
            [(60, 0), (60, 700), (540, 700), (540, 0)], [(110, 50), (490, 50), (490, 650), (110, 650)],
        ].map { $0.map { Corner(x: $0.0, y: $0.1, isOn: true) } }
        let contours = outline.map { $0.map { (x: Double($0.x) / 1000, y: Double($0.y) / 1000) } }
        return Letter(advance: 0.6, contours: contours, outline: outline)
    }()

    private static let all: [Character: Letter] = {
        var all: [Character: Letter] = [:]
        for line in "\(outlines)".split(separator: "\n") {
            let space = line.dropFirst().firstIndex(of: " ") ?? line.endIndex
            guard let character = line.first, let advance = Double(line[line.index(after: line.startIndex)..<space])
            else {
                preconditionFailure("a line of outlines is a letter, its advance and its contours")
            }
            let (contours, outline) = contours(of: line[space...])
            all[character] = Letter(advance: advance / 1000, contours: contours, outline: outline)
        }
        return all
    }()

    /// M begins a contour, l is a line and q a quadratic curve, both from the point before.
    private static func contours(of path: Substring) -> ([[Drawing.Point]], [[Corner]]) {
        var contours: [[Drawing.Point]] = []
        var outline: [[Corner]] = []
        var command: UInt8 = 0
        var numbers: [Double] = []
        func corner(_ last: Drawing.Point, _ x: Double, _ y: Double, isOn: Bool) -> Corner {
            Corner(x: Int((last.x + x).rounded()), y: Int((last.y + y).rounded()), isOn: isOn)
        }
        func finish() {
            switch command {
            case UInt8(ascii: "M"):
                contours.append([(numbers[0], numbers[1])])
                outline.append([Corner(x: Int(numbers[0]), y: Int(numbers[1]), isOn: true)])
            case UInt8(ascii: "l"):
                let last = contours[contours.count - 1].last!
                contours[contours.count - 1].append((last.x + numbers[0], last.y + numbers[1]))
                outline[outline.count - 1].append(corner(last, numbers[0], numbers[1], isOn: true))
            case UInt8(ascii: "q"):
                let a = contours[contours.count - 1].last!
                outline[outline.count - 1].append(corner(a, numbers[0], numbers[1], isOn: false))
                outline[outline.count - 1].append(corner(a, numbers[2], numbers[3], isOn: true))
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
        return (contours.map { $0.map { ($0.x / 1000, $0.y / 1000) } }, outline)
    }
}
