/// A TrueType font file of some letters, numbered from 1 on; number 0 is the box for what is missing.
///
/// It has the tables that a font inside a PDF file needs (PDF reference 1.4, section 5.8), and so no names and no
/// character map: the PDF file says which letter is which.
func trueTypeFont(_ letters: [Letters.Letter]) -> [UInt8] {
    let letters = [Letters.box] + letters
    var (glyphs, places, metrics) = (BigEndian(), BigEndian(), BigEndian())
    var (corners, contours) = (0, 0)
    var bounds = Bounds()
    for letter in letters {
        places.long(glyphs.bytes.count)
        let outline = letter.outline.map(closed)
        let own = Bounds(outline.joined())
        metrics.short(Int((letter.advance * 1000).rounded()))
        metrics.short(own.left)
        corners = max(corners, outline.reduce(0) { $0 + $1.count })
        contours = max(contours, outline.count)
        guard !outline.isEmpty else { continue }
        bounds.formUnion(own)
        write(outline, own, to: &glyphs)
    }
    places.long(glyphs.bytes.count)
    let widest = letters.map { Int(($0.advance * 1000).rounded()) }.max() ?? 0
    return file([
        ("glyf", glyphs.bytes), ("head", head(bounds)),
        ("hhea", horizontalHeader(widest: widest, bounds, count: letters.count)), ("hmtx", metrics.bytes),
        ("loca", places.bytes), ("maxp", limits(letters.count, corners: corners, contours: contours)),
    ])
}

/// Without a last corner that is the first one again, since contours close themselves.
private func closed(_ contour: [Letters.Corner]) -> [Letters.Corner] {
    contour.count > 1 && contour.first == contour.last ? contour.dropLast() : contour
}

private func write(_ outline: [[Letters.Corner]], _ bounds: Bounds, to glyphs: inout BigEndian) {
    glyphs.shorts([outline.count, bounds.left, bounds.bottom, bounds.right, bounds.top])
    var last = -1
    for contour in outline {
        last += contour.count
        glyphs.short(last)
    }
    // No instructions.
    glyphs.short(0)
    let corners = Array(outline.joined())
    // Differences in two bytes each: they are packed afterwards with all else.
    glyphs.bytes += corners.map { $0.isOn ? 1 : 0 }
    for axis in [\Letters.Corner.x, \.y] {
        var before = 0
        for corner in corners {
            glyphs.short(corner[keyPath: axis] - before)
            before = corner[keyPath: axis]
        }
    }
    glyphs.pad()
}

private func head(_ bounds: Bounds) -> [UInt8] {
    var table = BigEndian()
    table.long(0x10000)
    table.long(0x10000)
    // The sum of the file goes here; what comes next marks the table.
    table.long(0)
    table.long(0x5F0F_3CF5)
    table.short(0)
    table.short(1000)
    // When it was made and changed: never, so that the same letters are the same bytes.
    for _ in 0..<4 { table.long(0) }
    table.shorts([bounds.left, bounds.bottom, bounds.right, bounds.top])
    // Style, least size in pixels, direction, long places, the one format of outlines.
    table.shorts([0, 6, 2, 1, 0])
    return table.bytes
}

private func horizontalHeader(widest: Int, _ bounds: Bounds, count: Int) -> [UInt8] {
    var table = BigEndian()
    table.long(0x10000)
    table.shorts([928, -236, 0, widest, bounds.left, 0, bounds.right])
    // An upright cursor.
    table.shorts([1, 0, 0, 0, 0, 0, 0, 0, count])
    return table.bytes
}

private func limits(_ count: Int, corners: Int, contours: Int) -> [UInt8] {
    var table = BigEndian()
    table.long(0x10000)
    table.shorts([count, corners, contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0])
    return table.bytes
}

/// Tables with their directory, in the order of their names.
private func file(_ tables: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var (directory, body) = (BigEndian(), BigEndian())
    directory.long(0x10000)
    // Six tables: 16 times the greatest power of two below, its logarithm, and what is left.
    directory.shorts([tables.count, 64, 2, 16 * tables.count - 64])
    let start = 12 + 16 * tables.count
    var headPlace = 0
    for (name, bytes) in tables {
        if name == "head" { headPlace = start + body.bytes.count }
        directory.bytes += Array(name.utf8)
        directory.long(Int(sum(bytes)))
        directory.long(start + body.bytes.count)
        directory.long(bytes.count)
        body.bytes += bytes
        body.pad()
    }
    var file = directory.bytes + body.bytes
    var adjustment = BigEndian()
    adjustment.long(Int(0xB1B0_AFBA &- sum(file)))
    file.replaceSubrange(headPlace + 8..<headPlace + 12, with: adjustment.bytes)
    return file
}

/// Of 32-bit numbers.
private func sum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() { sum &+= UInt32(byte) << UInt32(24 - 8 * (index % 4)) }
    return sum
}

private struct Bounds {
    var (left, right, bottom, top) = (0, 0, 0, 0)

    init() {}

    init(_ corners: some Sequence<Letters.Corner>) {
        for (index, corner) in corners.enumerated() {
            if index == 0 { (left, right, bottom, top) = (corner.x, corner.x, corner.y, corner.y) }
            (left, right) = (min(left, corner.x), max(right, corner.x))
            (bottom, top) = (min(bottom, corner.y), max(top, corner.y))
        }
    }

    mutating func formUnion(_ other: Bounds) {
        (left, right) = (min(left, other.left), max(right, other.right))
        (bottom, top) = (min(bottom, other.bottom), max(top, other.top))
    }
}

/// Numbers with their most significant byte first.
private struct BigEndian {
    var bytes: [UInt8] = []

    mutating func short(_ number: Int) {
        bytes += [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    mutating func shorts(_ numbers: [Int]) { for number in numbers { short(number) } }

    mutating func long(_ number: Int) {
        short(number >> 16)
        short(number)
    }

    mutating func pad() { while bytes.count % 4 != 0 { bytes.append(0) } }
}
