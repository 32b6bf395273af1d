/// Pixels of a PNG file of this tool: greys or colours, of which the first byte is told.
struct PNGReader {
    let width: Int
    let height: Int
    /// Pixels a metre, across.
    let perMetre: Int?
    private let bytes: [UInt8]
    private let step: Int

    init?(_ file: [UInt8]) {
        var chunks: [String: [UInt8]] = [:]
        var position = 8
        while position + 12 <= file.count {
            let count = Self.number(file[position..<position + 4])
            chunks[String(decoding: file[position + 4..<position + 8], as: UTF8.self)] = Array(
                file[position + 8..<position + 8 + count])
            position += count + 12
        }
        guard let header = chunks["IHDR"], let data = chunks["IDAT"], let lines = inflated(data),
            header[9] == 0 || header[9] == 2
        else { return nil }
        (width, height) = (Self.number(header[0..<4]), Self.number(header[4..<8]))
        perMetre = chunks["pHYs"].map { Self.number($0[0..<4]) }
        step = header[9] == 0 ? 1 : 3
        let length = width * step
        guard lines.count == (length + 1) * height else { return nil }
        var bytes = [UInt8](repeating: 0, count: length * height)
        for y in 0..<height {
            let filter = lines[y * (length + 1)]
            for x in 0..<length {
                let left = filter == 1 && x >= step ? bytes[y * length + x - step] : 0
                let above = filter == 2 && y > 0 ? bytes[(y - 1) * length + x] : 0
                bytes[y * length + x] = lines[y * (length + 1) + 1 + x] &+ left &+ above
            }
        }
        self.bytes = bytes
    }

    subscript(x: Int, y: Int) -> UInt8 { bytes[(y * width + x) * step] }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
